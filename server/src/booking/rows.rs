//! How services, free times, interpreters and holds are read.

use indgang_domain::appointments::{Interpreting, ServiceView};
use indgang_domain::booking::HoldView;
use indgang_domain::calendars::{InterpreterView, SlotView};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::stream::View;

use crate::desk::reading::{Kind, PLAIN, each, grouped};
use crate::store::{Row, Trouble};

/// What a family can book: its unit's services, in its own stream; one row an interpreter.
pub(super) const SERVICE: Kind = Kind {
    name: ServiceView::KIND,
    columns: "s.id, s.kind, s.name, s.about, s.bring, s.minutes, s.way, s.lead_minutes, s.cancel_minutes, s.roles, \
              i.tongues, s.place",
    table: "families x",
    stream: "x.id",
    id: "s.id",
    joins: "JOIN services s ON s.municipality = x.municipality AND s.unit = x.unit \
            LEFT JOIN interpreters i ON i.municipality = x.municipality AND i.unit = x.unit",
    within: "i.id",
    safe_mode: "x.safe_mode",
    // Every family of the unit has the same services.
    by_stream: true,
    views: |rows| grouped(rows, service),
    ..PLAIN
};

fn service(rows: &[Row]) -> Result<ServiceView, Trouble> {
    let Some(row) = rows.first() else { return Err(Trouble::fault("service")) };
    let mut tongues: Vec<Tongue> = Vec::new();
    for row in rows {
        if !row.is_null("tongues")? {
            tongues.extend(row.json::<Vec<Tongue>>("tongues")?);
        }
    }
    tongues.sort_unstable();
    tongues.dedup();
    let small = |column| row.int(column).map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    Ok(ServiceView {
        id: row.id("id")?,
        kind: row.word("kind")?,
        name: row.json("name")?,
        about: row.json("about")?,
        bring: row.json("bring")?,
        minutes: u16::try_from(row.int("minutes")?).unwrap_or(u16::MAX),
        way: row.word("way")?,
        place: row.text_or_none("place")?,
        lead_minutes: small("lead_minutes")?,
        cancel_minutes: small("cancel_minutes")?,
        roles: row.json("roles")?,
        tongues,
    })
}

/// A time that someone keeps free.
pub(super) const SLOT: Kind = Kind {
    name: SlotView::KIND,
    columns: "x.calendar, x.starts, x.ends",
    table: "slots x",
    stream: "x.unit",
    current: "AND x.ends > $3",
    position: "x.starts",
    views: |rows| {
        each(rows, |row| {
            Ok(SlotView {
                calendar: row.id("calendar")?,
                starts: row.moment("starts")?,
                ends: row.moment("ends")?,
            })
        })
    },
    ..PLAIN
};

/// Someone who interprets.
pub(super) const INTERPRETER: Kind = Kind {
    name: InterpreterView::KIND,
    columns: "x.name, x.tongues",
    table: "interpreters x",
    stream: "x.unit",
    views: |rows| {
        each(rows, |row| Ok(InterpreterView { name: row.text("name")?, tongues: row.json("tongues")? }))
    },
    ..PLAIN
};

/// A time that one holds.
pub(super) const HOLD: Kind = Kind {
    name: HoldView::KIND,
    columns: "x.id, x.stream AS of_stream, x.service, x.starts, x.ends, x.with_people, x.members, x.tongue, x.until_at, \
              i.name AS interpreter_name",
    table: "holds x",
    stream: "x.person",
    joins: "LEFT JOIN interpreters i ON i.municipality = x.municipality AND i.id = x.interpreter",
    views: |rows| each(rows, hold),
    ..PLAIN
};

fn hold(row: &Row) -> Result<HoldView, Trouble> {
    let tongue = row.text_or_none("tongue")?.map(|tag| Tongue::parse(&tag)).transpose();
    let tongue = tongue.map_err(|_| Trouble::fault("tongue"))?;
    let name = row.text_or_none("interpreter_name")?;
    Ok(HoldView {
        id: row.id("id")?,
        stream: row.id("of_stream")?,
        service: row.id("service")?,
        starts: row.moment("starts")?,
        ends: row.moment("ends")?,
        with: row.json("with_people")?,
        interpreter: tongue.map(|tongue| Interpreting { tongue, name }),
        members: row.json("members")?,
        until: row.moment("until_at")?,
    })
}
