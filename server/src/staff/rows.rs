//! How colleagues, absences and standard answers are read.

use indgang_domain::staff::{AbsenceView, ColleagueView, TemplateView};
use indgang_domain::stream::View;

use crate::desk::reading::{Kind, PLAIN, each};
use crate::people::rows::face;

/// A colleague.
pub(super) const COLLEAGUE: Kind = Kind {
    name: ColleagueView::KIND,
    columns: "x.id AS person, x.name, x.given_name, x.phone, x.role",
    table: "persons x",
    stream: "x.unit",
    views: |rows| {
        each(rows, |row| Ok(ColleagueView { face: face(row, "")?, lead: row.text("role")? == "team-lead" }))
    },
    ..PLAIN
};

/// An absence.
pub(super) const ABSENCE: Kind = Kind {
    name: AbsenceView::KIND,
    columns: "x.from_day, x.until_day, \
              s.id AS staff_person, s.name AS staff_name, s.given_name AS staff_given_name, s.phone AS staff_phone, \
              v.id AS sub_person, v.name AS sub_name, v.given_name AS sub_given_name, v.phone AS sub_phone",
    table: "absences x",
    stream: "x.unit",
    joins: "JOIN persons s ON s.municipality = x.municipality AND s.id = x.staff \
            JOIN persons v ON v.municipality = x.municipality AND v.id = x.substitute",
    views: |rows| {
        each(rows, |row| {
            Ok(AbsenceView {
                staff: face(row, "staff_")?,
                substitute: face(row, "sub_")?,
                from: row.day("from_day")?,
                until: row.day("until_day")?,
            })
        })
    },
    ..PLAIN
};

/// A standard answer.
pub(super) const TEMPLATE: Kind = Kind {
    name: TemplateView::KIND,
    columns: "x.title, x.body, x.revision",
    table: "templates x",
    stream: "x.unit",
    views: |rows| {
        each(rows, |row| {
            Ok(TemplateView {
                title: row.text("title")?,
                text: row.text("body")?,
                revision: row.int("revision")?,
            })
        })
    },
    ..PLAIN
};
