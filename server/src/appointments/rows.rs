//! How an appointment is read.

use indgang_domain::appointments::AppointmentView;
use indgang_domain::stream::View;

use crate::desk::reading::{Kind, PLAIN, each};

/// An appointment.
pub(super) const APPOINTMENT: Kind = Kind {
    name: AppointmentView::KIND,
    columns: "x.id, x.kind, x.starts, x.ends, CASE WHEN f.safe_mode = 1 THEN NULL ELSE x.place END AS place, x.with_names",
    table: "appointments x",
    // Where a family in safe mode meets is told to nobody's device. The stream is the family's or a thread's.
    joins: "LEFT JOIN threads t ON t.municipality = x.municipality AND t.id = x.stream \
            JOIN families f ON f.municipality = x.municipality AND f.id = COALESCE(t.family, x.stream)",
    current: "AND x.ends > $3",
    views: |rows| {
        each(rows, |row| {
            Ok(AppointmentView {
                id: row.id("id")?,
                kind: row.word("kind")?,
                starts: row.moment("starts")?,
                ends: row.moment("ends")?,
                place: row.text_or_none("place")?,
                with: row.json("with_names")?,
            })
        })
    },
    ..PLAIN
};
