//! How a letter is read.

use indgang_domain::letters::LetterView;
use indgang_domain::stream::View;

use crate::desk::reading::{Kind, PLAIN, each};

/// A letter.
pub(super) const LETTER: Kind = Kind {
    name: LetterView::KIND,
    columns: "x.position, x.at, x.author, a.given_name AS author_name, x.photos, x.documents, x.note, x.state, \
              e.given_name AS ended_by, x.revision",
    table: "letters x",
    stream: "x.thread",
    joins: "JOIN persons a ON a.municipality = x.municipality AND a.id = x.author \
            LEFT JOIN persons e ON e.municipality = x.municipality AND e.id = x.ended_by",
    current: "AND x.open = 1",
    position: "x.position",
    views: |rows| {
        each(rows, |row| {
            Ok(LetterView {
                position: row.int("position")?,
                at: row.moment("at")?,
                author: row.id("author")?,
                author_name: row.text("author_name")?,
                photos: row.json("photos")?,
                documents: row.json("documents")?,
                note: row.text_or_none("note")?,
                state: row.json("state")?,
                ended_by: row.text_or_none("ended_by")?,
                revision: row.int("revision")?,
            })
        })
    },
    ..PLAIN
};
