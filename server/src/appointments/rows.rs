//! How an appointment is read.

use indgang_domain::appointments::AppointmentView;
use indgang_domain::stream::View;

use crate::desk::reading::{Kind, PLAIN, each};

/// An appointment.
pub(super) const APPOINTMENT: Kind = Kind {
    name: AppointmentView::KIND,
    columns: "x.id, x.kind, x.starts, x.ends, x.place, x.with_names",
    table: "appointments x",
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
