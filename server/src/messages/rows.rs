//! How threads, messages and read marks are read.

use indgang_domain::messages::{LastWord, MessageView, SeenView, ThreadView};
use indgang_domain::stream::View;

use super::voice;
use crate::desk::reading::{Kind, PLAIN, each};
use crate::store::{Row, Trouble};

/// A thread's head.
pub(super) const THREAD: Kind = Kind {
    name: ThreadView::KIND,
    columns: "x.family, x.owner, o.given_name AS owner_name, x.last_position, x.last_at, x.last_author, x.last_text, x.last_spoken, \
              a.given_name AS author_name, x.waiting_since",
    table: "threads x",
    stream: "x.id",
    joins: "LEFT JOIN persons o ON o.municipality = x.municipality AND o.id = x.owner \
            LEFT JOIN persons a ON a.municipality = x.municipality AND a.id = x.last_author",
    views: |rows| {
        each(rows, |row| {
            Ok(ThreadView {
                family: row.id("family")?,
                owner: row.id_or_none("owner")?,
                owner_name: row.text_or_none("owner_name")?,
                last_position: row.int("last_position")?,
                last: last(row)?,
                waiting_since: row.moment_or_none("waiting_since")?,
            })
        })
    },
    ..PLAIN
};

fn last(row: &Row) -> Result<Option<LastWord>, Trouble> {
    let Some(at) = row.moment_or_none("last_at")? else { return Ok(None) };
    Ok(Some(LastWord {
        at,
        author: row.id("last_author")?,
        author_name: row.text_or_none("author_name")?.unwrap_or_default(),
        text: row.text_or_none("last_text")?.unwrap_or_default(),
        spoken: row.int("last_spoken")? != 0,
    }))
}

/// A message.
pub(super) const MESSAGE: Kind = Kind {
    name: MessageView::KIND,
    columns: "x.position, x.at, x.author, a.given_name AS author_name, x.side, x.language, x.body, x.photos, \
              x.voice, x.transcript, x.transcript_at, x.transcript_revision, t.given_name AS transcript_by_name, \
              n.given_name AS sent_on_by",
    table: "messages x",
    stream: "x.thread",
    joins: "JOIN persons a ON a.municipality = x.municipality AND a.id = x.author \
            LEFT JOIN persons t ON t.municipality = x.municipality AND t.id = x.transcript_by \
            LEFT JOIN persons n ON n.municipality = x.municipality AND n.id = x.sent_on_by",
    position: "x.position",
    views: |rows| {
        each(rows, |row| {
            Ok(MessageView {
                position: row.int("position")?,
                at: row.moment("at")?,
                author: row.id("author")?,
                author_name: row.text("author_name")?,
                side: row.word("side")?,
                language: row.word("language")?,
                text: row.text("body")?,
                photos: row.json("photos")?,
                voice: voice::heard(row)?,
                sent_on_by: row.text_or_none("sent_on_by")?,
            })
        })
    },
    ..PLAIN
};

/// A read mark: staff's in the thread's stream under their own id, a citizen's in their own under the thread's.
pub(super) const SEEN: Kind = Kind {
    name: SeenView::KIND,
    columns: "x.thread, x.person, p.given_name AS name, x.read_to, x.own_after",
    table: "seen x",
    by_stream: true,
    joins: "JOIN persons p ON p.municipality = x.municipality AND p.id = x.person",
    views: |rows| {
        each(rows, |row| {
            Ok(SeenView {
                thread: row.id("thread")?,
                person: row.id("person")?,
                name: row.text("name")?,
                read_to: row.int("read_to")?,
                own_after: row.int("own_after")?,
            })
        })
    },
    ..PLAIN
};
