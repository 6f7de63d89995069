//! How what was set aside is read, by each who may settle it.

use indgang_domain::quarantine::QuarantineView;
use indgang_domain::stream::View;

use crate::desk::reach::has_thread;
use crate::desk::reading::{Kind, PLAIN, each};
use crate::messages::voice;

/// Something set aside: for its author, and for those who have the thread now. Who has lost it sees no word of it.
pub(super) const QUARANTINE: Kind = Kind {
    name: QuarantineView::KIND,
    columns: concat!(
        "q.family, f.name AS family_name, q.thread, q.author, a.name AS author_name, q.authored, q.body, q.photos, q.voice, \
         CASE WHEN ",
        has_thread!("x.municipality", "x.person", "q.thread", "$3"),
        " THEN 1 ELSE 0 END AS may_send_on"
    ),
    table: "quarantine_readers x",
    stream: "x.person",
    id: "x.quarantine",
    joins: concat!(
        "JOIN quarantine q ON q.municipality = x.municipality AND q.id = x.quarantine AND q.settled = 0 \
         AND (q.author = x.person OR ",
        has_thread!("x.municipality", "x.person", "q.thread", "$3"),
        ") \
         JOIN families f ON f.municipality = q.municipality AND f.id = q.family \
         JOIN persons a ON a.municipality = q.municipality AND a.id = q.author"
    ),
    by_stream: true,
    views: |rows| {
        each(rows, |row| {
            Ok(QuarantineView {
                family: row.id("family")?,
                family_name: row.text("family_name")?,
                thread: row.id("thread")?,
                author: row.id("author")?,
                author_name: row.text("author_name")?,
                authored: row.moment("authored")?,
                text: row.text("body")?,
                photos: row.json("photos")?,
                voice: voice::kept(row)?,
                may_send_on: row.int("may_send_on")? != 0,
            })
        })
    },
    ..PLAIN
};
