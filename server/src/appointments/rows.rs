//! How an appointment is read.

use indgang_domain::appointments::{
    AppointmentView, Cannot, Closing, ForMember, InSeries, Interpreting, With,
};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::stream::View;
use serde::Deserialize;

use crate::desk::reading::{Kind, PLAIN, each};
use crate::store::{Row, Trouble};

/// An appointment.
pub(super) const APPOINTMENT: Kind = Kind {
    name: AppointmentView::KIND,
    columns: "x.id, x.kind, x.state, x.starts, x.minutes, x.offers, x.way, x.with_people, x.members, x.tongue, \
              x.bring, x.wish, x.cannot_why, x.closing, x.series, x.number, x.in_all, x.service, x.change_by, x.revision, \
              x.place, i.name AS interpreter_name, c.given_name AS cannot_by, e.given_name AS closed_by, b.given_name AS on_behalf",
    table: "appointments x",
    joins: "JOIN families f ON f.municipality = x.municipality AND f.id = x.family \
            LEFT JOIN interpreters i ON i.municipality = x.municipality AND i.id = x.interpreter \
            LEFT JOIN persons c ON c.municipality = x.municipality AND c.id = x.cannot_by \
            LEFT JOIN persons e ON e.municipality = x.municipality AND e.id = x.closed_by \
            LEFT JOIN persons b ON b.municipality = x.municipality AND b.id = x.on_behalf",
    current: "AND x.until_at > $3",
    position: "x.starts",
    safe_mode: "f.safe_mode",
    views: |rows| each(rows, view),
    ..PLAIN
};

fn view(row: &Row) -> Result<AppointmentView, Trouble> {
    let by = |column| row.text_or_none(column);
    Ok(AppointmentView {
        id: row.id("id")?,
        kind: row.word("kind")?,
        state: row.word("state")?,
        starts: row.moment_or_none("starts")?,
        minutes: u16::try_from(row.int("minutes")?).unwrap_or(u16::MAX),
        offers: row.json("offers")?,
        way: row.word("way")?,
        place: row.text_or_none("place")?,
        with: people(row)?,
        members: members(row)?,
        interpreter: match row.text_or_none("tongue")? {
            Some(tongue) => Some(Interpreting { tongue: tongue_of(&tongue)?, name: by("interpreter_name")? }),
            None => None,
        },
        bring: row.text_or_none("bring")?,
        wish: row.text_or_none("wish")?,
        cannot: match by("cannot_by")? {
            Some(by) => Some(Cannot { by, why: row.text_or_none("cannot_why")? }),
            None => None,
        },
        closing: match by("closed_by")? {
            Some(by) => Some(Closing { by, text: row.text_or_none("closing")? }),
            None => None,
        },
        on_behalf: by("on_behalf")?,
        series: series(row)?,
        service: row.id_or_none("service")?,
        change_by: row.moment_or_none("change_by")?,
        revision: row.int("revision")?,
    })
}

pub(super) fn series(row: &Row) -> Result<Option<InSeries>, Trouble> {
    let Some(series) = row.id_or_none("series")? else { return Ok(None) };
    let small = |column| row.int(column).map(|number| u8::try_from(number).unwrap_or(u8::MAX));
    Ok(Some(InSeries { series, number: small("number")?, of: small("in_all")? }))
}

/// Of before there are names alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Whole(With),
    Name(String),
}

/// Who will be there.
pub(super) fn people(row: &Row) -> Result<Vec<With>, Trouble> {
    let named: Vec<Named> = row.json("with_people")?;
    Ok(named
        .into_iter()
        .map(|named| match named {
            Named::Whole(with) => with,
            Named::Name(name) => With { person: None, name },
        })
        .collect())
}

/// Whom it is for.
fn members(row: &Row) -> Result<Vec<ForMember>, Trouble> {
    row.json("members")
}

fn tongue_of(tag: &str) -> Result<Tongue, Trouble> {
    Tongue::parse(tag).map_err(|_| Trouble::fault("tongue"))
}
