//! How a note is read.

use indgang_domain::notes::NoteView;
use indgang_domain::stream::View;

use crate::desk::reading::{Kind, PLAIN, each};

/// A note.
pub(super) const NOTE: Kind = Kind {
    name: NoteView::KIND,
    columns: "x.family, x.body, x.members, x.author, a.name AS author_name, x.at",
    table: "notes x",
    joins: "JOIN persons a ON a.municipality = x.municipality AND a.id = x.author",
    views: |rows| {
        each(rows, |row| {
            Ok(NoteView {
                family: row.id("family")?,
                text: row.text("body")?,
                members: row.json("members")?,
                author: row.id("author")?,
                author_name: row.text("author_name")?,
                at: row.moment("at")?,
            })
        })
    },
    ..PLAIN
};
