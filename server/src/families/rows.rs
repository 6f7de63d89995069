//! How a family and its contact persons are read.

use indgang_domain::families::{Away, ContactView, FamilyView, MemberLine};
use indgang_domain::stream::View;

use crate::desk::reading::{Kind, PLAIN, grouped};
use crate::people::rows::face;
use crate::store::{Row, Trouble};

/// A family with its members: one row a member.
pub(super) const FAMILY: Kind = Kind {
    name: FamilyView::KIND,
    columns: "x.name, x.safe_mode, u.service, m.id AS member, m.person, m.name AS member_name, m.kind",
    table: "families x",
    stream: "x.id",
    joins: "JOIN units u ON u.municipality = x.municipality AND u.id = x.unit \
            LEFT JOIN members m ON m.municipality = x.municipality AND m.family = x.id",
    within: "m.id",
    views: |rows| {
        grouped(rows, |rows| {
            let Some(first) = rows.first() else { return Err(Trouble::fault("family")) };
            let members = rows.iter().filter(|row| matches!(row.is_null("member"), Ok(false))).map(member);
            Ok(FamilyView {
                name: first.text("name")?,
                safe_mode: first.int("safe_mode")? != 0,
                hours: first.json("service")?,
                members: members.collect::<Result<_, _>>()?,
            })
        })
    },
    ..PLAIN
};

fn member(row: &Row) -> Result<MemberLine, Trouble> {
    Ok(MemberLine {
        id: row.id("member")?,
        person: row.id_or_none("person")?,
        name: row.text("member_name")?,
        kind: row.word("kind")?,
    })
}

/// A contact person with present and coming absences: one row an absence. An ended assignment is no view: its entry is
/// gone.
pub(super) const CONTACT: Kind = Kind {
    name: ContactView::KIND,
    columns: "x.from_at, x.staff AS person, s.name, s.given_name, s.phone, d.name AS administration, \
              b.from_day, b.until_day, b.substitute AS sub_person, v.name AS sub_name, v.given_name AS sub_given_name, \
              v.phone AS sub_phone",
    table: "assignments x",
    stream: "x.family",
    joins: "JOIN persons s ON s.municipality = x.municipality AND s.id = x.staff \
            LEFT JOIN administrations d ON d.municipality = x.municipality AND d.id = s.administration \
            LEFT JOIN absences b ON b.municipality = x.municipality AND b.staff = x.staff AND b.until_day >= $4 \
            LEFT JOIN persons v ON v.municipality = x.municipality AND v.id = b.substitute",
    current: "AND x.from_at <= $3 AND x.until_at > $3",
    within: "b.from_day",
    views: |rows| {
        grouped(rows, |rows| {
            let Some(first) = rows.first() else { return Err(Trouble::fault("contact")) };
            let away = rows.iter().filter(|row| matches!(row.is_null("from_day"), Ok(false))).map(away);
            Ok(ContactView {
                face: face(first, "")?,
                administration: first.text_or_none("administration")?.unwrap_or_default(),
                from: first.moment("from_at")?,
                away: away.collect::<Result<_, _>>()?,
            })
        })
    },
    ..PLAIN
};

fn away(row: &Row) -> Result<Away, Trouble> {
    Ok(Away { from: row.day("from_day")?, until: row.day("until_day")?, substitute: face(row, "sub_")? })
}
