//! How what was set aside is read, by each who may settle it.

use indgang_domain::attachments::{AttachmentKind, Photo, Spoken, Voice};
use indgang_domain::feature::{Args, declared, kept};
use indgang_domain::kernel::id::{BlobId, MemberId};
use indgang_domain::quarantine::{KeptDay, QuarantineView, WhatItIsAbout};
use indgang_domain::stream::View;
use indgang_domain::verbs::{Read, Reads};

use crate::attachments::recordings;
use crate::desk::reading::{Kind, PLAIN, each};
use crate::store::{Row, Trouble};

/// Something set aside: for its author, and for those who have the thread now. Who has lost it sees no word of it.
pub(super) const QUARANTINE: Kind = Kind {
    name: QuarantineView::KIND,
    columns: concat!(
        "q.family, f.name AS family_name, q.thread, q.author, a.name AS author_name, q.authored, q.command, q.args, q.body, q.photos, q.voice, \
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
            let Said { command, text, photos, voice, rest } = said(row)?;
            Ok(QuarantineView {
                family: row.id("family")?,
                family_name: row.text("family_name")?,
                thread: row.id("thread")?,
                author: row.id("author")?,
                author_name: row.text("author_name")?,
                authored: row.moment("authored")?,
                command,
                text,
                photos,
                voice,
                chosen: rest.chosen,
                days: rest.days,
                members: rest.members,
                about: rest.about,
                may_send_on: row.int("may_send_on")? != 0,
            })
        })
    },
    ..PLAIN
};

/// What there is to read in it.
struct Said {
    command: Option<String>,
    text: String,
    photos: Vec<Photo>,
    voice: Option<Spoken>,
    rest: Rest,
}

/// From the command as it was sent; or, where a former release kept it, from the parts of a message.
fn said(row: &Row) -> Result<Said, Trouble> {
    let Some(command) = row.text_or_none("command")? else {
        let (text, photos) = (row.text("body")?, row.json("photos")?);
        return Ok(Said {
            command: None,
            text,
            photos,
            voice: recordings::kept(row)?,
            rest: Rest::default(),
        });
    };
    let args = Args::read(&row.text("args")?);
    let declared = declared(&command);
    let field = |kind| declared.and_then(|declared| declared.field_of(kind));
    let photos = field(AttachmentKind::Photo).and_then(|field| args.get::<Vec<BlobId>>(field));
    let voice = field(AttachmentKind::Recording).and_then(|field| args.get::<Voice>(field));
    Ok(Said {
        text: declared.map(|declared| args.all_words(declared)).unwrap_or_default(),
        photos: photos.unwrap_or_default().into_iter().map(Photo::of_unknown_size).collect(),
        voice: voice.map(Voice::spoken),
        rest: Rest::of(kept(&command).unwrap_or_default(), &args),
        command: Some(command),
    })
}

/// What it says beside its words and what came along, as it is declared to be read.
#[derive(Default)]
struct Rest {
    chosen: Vec<String>,
    days: Vec<KeptDay>,
    members: Option<Vec<MemberId>>,
    about: Option<WhatItIsAbout>,
}

impl Rest {
    fn of(read: Read, args: &Args) -> Self {
        let mut rest = Self::default();
        for (field, reads) in read {
            match reads {
                Reads::Chosen(name) => {
                    rest.chosen.extend(args.text(field).map(|choice| format!("{name}.{choice}")));
                }
                Reads::Day(name) => {
                    let day = args.get(field);
                    rest.days.extend(day.map(|day| KeptDay { name: (*name).to_owned(), day }));
                }
                Reads::Members => rest.members = Some(args.get(field).unwrap_or_default()),
                Reads::Thing(kind) => {
                    let thing = args.get(field);
                    rest.about = thing.map(|id| WhatItIsAbout { kind: (*kind).to_owned(), id });
                }
                Reads::Nothing => {}
            }
        }
        rest
    }
}
