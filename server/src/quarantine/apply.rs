//! Setting aside, sending on, letting go.

use futures::future::BoxFuture;
use indgang_domain::attachments::{Attachment, AttachmentKind, Document, Voice};
use indgang_domain::feature::{Args, declared};
use indgang_domain::kernel::id::{BlobId, EnvelopeId, FamilyId, PersonId, StreamId};
use indgang_domain::messages::Side;
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::{Discard, QuarantineView, SendOn};
use indgang_domain::stream::View;

use super::former;
use crate::desk::change::Change;
use crate::desk::grants;
use crate::desk::registry::Late;
use crate::store::row::word;
use crate::store::{Trouble, args};

/// Keeps a command whose author has lost its stream, for the author and for who has it now.
pub(crate) fn keep<'a>(change: &'a mut Change<'_, '_>, late: Late<'a>) -> BoxFuture<'a, Result<(), Trouble>> {
    Box::pin(keep_late(change, late))
}

async fn keep_late(change: &mut Change<'_, '_>, late: Late<'_>) -> Result<(), Trouble> {
    let here = change.here;
    let family = family_of(change, late.stream).await?;
    // Who comes to the family meanwhile is either among its contact persons already, or finds this here.
    change.tx.lock(here.municipality, vec![family.into()]).await?;
    let new = change
        .tx
        .exec(
            "INSERT INTO quarantine (municipality, id, author, side, family, thread, command, args, message, authored, \
             language, body, photos, settled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $2, $9, '', '', '[]', 0) \
             ON CONFLICT (municipality, id) DO NOTHING",
            args![
                here.municipality,
                change.envelope,
                change.by.person,
                word(Side::written(Side::of(change.lens))),
                family,
                late.stream,
                late.command,
                late.args,
                change.authored,
            ],
        )
        .await?;
    if new == 0 {
        // Another's envelope bore this id.
        return Err(ProblemKey::IdReused.into());
    }
    let heirs = grants::heirs(change.tx, here, late.stream).await?;
    for reader in std::iter::once(change.by.person).chain(heirs) {
        change
            .tx
            .exec(
                "INSERT INTO quarantine_readers (municipality, quarantine, person) VALUES ($1, $2, $3)",
                args![here.municipality, change.envelope, reader],
            )
            .await?;
        change.tell(reader, QuarantineView::KIND, change.envelope).await?;
    }
    Ok(())
}

/// Whose stream it is, of whatever feature.
async fn family_of(change: &mut Change<'_, '_>, stream: StreamId) -> Result<FamilyId, Trouble> {
    let row = change
        .tx
        .row(
            "SELECT family FROM streams WHERE municipality = $1 AND id = $2 AND family IS NOT NULL",
            args![change.here.municipality, stream],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    row.id("family")
}

/// Who comes to a family finds what was set aside there before.
pub(crate) async fn hand_over(
    change: &mut Change<'_, '_>,
    family: FamilyId,
    heir: PersonId,
) -> Result<(), Trouble> {
    change.tx
        .exec(
            "INSERT INTO quarantine_readers (municipality, quarantine, person) \
             SELECT q.municipality, q.id, $3 FROM quarantine q WHERE q.municipality = $1 AND q.family = $2 AND q.settled = 0 \
             ON CONFLICT DO NOTHING",
            args![change.here.municipality, family, heir],
        )
        .await?;
    tell_again(change, family, heir).await
}

/// What someone may do about it has changed with what they have.
async fn tell_again(change: &mut Change<'_, '_>, family: FamilyId, reader: PersonId) -> Result<(), Trouble> {
    let waiting = change
        .tx
        .rows(
            "SELECT r.quarantine FROM quarantine_readers r JOIN quarantine q ON q.municipality = r.municipality \
             AND q.id = r.quarantine WHERE r.municipality = $1 AND r.person = $3 AND q.family = $2 AND q.settled = 0",
            args![change.here.municipality, family, reader],
        )
        .await?;
    for row in &waiting {
        change.tell(reader, QuarantineView::KIND, row.id::<EnvelopeId>("quarantine")?).await?;
    }
    Ok(())
}

/// Who has lost a family, or no longer stands in there, loses what others wrote to it too.
pub(crate) async fn take_back(
    change: &mut Change<'_, '_>,
    family: FamilyId,
    from: PersonId,
) -> Result<(), Trouble> {
    let lost = change
        .tx
        .rows(
            concat!(
                "DELETE FROM quarantine_readers WHERE municipality = $1 AND person = $3 AND quarantine IN \
                 (SELECT q.id FROM quarantine q WHERE q.municipality = $1 AND q.family = $2 AND q.settled = 0 \
                 AND q.author <> $3 AND NOT ",
                has_thread!("$1", "$3", "q.thread", "$4"),
                ") RETURNING quarantine"
            ),
            args![change.here.municipality, family, from, change.here.now],
        )
        .await?;
    for row in &lost {
        change.tell_gone(from, QuarantineView::KIND, row.id::<EnvelopeId>("quarantine")?).await?;
    }
    tell_again(change, family, from).await
}

/// Who has the stream now sends it anew, as their own.
pub(super) async fn send_on(change: &mut Change<'_, '_>, command: &SendOn) -> Result<(), Trouble> {
    let readers = settle(change, command.id).await?;
    let row = change
        .tx
        .row(
            "SELECT author, side, command, args, message, language, body, photos, voice FROM quarantine \
             WHERE municipality = $1 AND id = $2 AND thread = $3",
            args![change.here.municipality, command.id, command.thread],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    match row.text_or_none("command")? {
        Some(kept) => {
            let kept_args = row.text("args")?;
            take_files(change, row.id("author")?, &kept, &kept_args).await?;
            change.take_over(&kept, &kept_args).await?;
        }
        None => former::send_on(change, command.thread, &row).await?,
    }
    gone_for(change, command.id, readers).await
}

/// What was sent before it is theirs now who send it.
async fn take_files(
    change: &mut Change<'_, '_>,
    author: PersonId,
    command: &str,
    args: &str,
) -> Result<(), Trouble> {
    let args = Args::read(args);
    let attachments = declared(command).map_or(&[][..], |declared| declared.attachments);
    for Attachment { field, kind } in attachments {
        let blobs = match kind {
            AttachmentKind::Photo => args.get::<Vec<BlobId>>(field),
            AttachmentKind::Document => args
                .get::<Vec<Document>>(field)
                .map(|documents| documents.into_iter().map(|document| document.blob).collect()),
            AttachmentKind::Recording => args.get::<Voice>(field).map(|voice| voice.chunks),
        };
        for blob in blobs.unwrap_or_default() {
            change
                .tx
                .exec(
                    "UPDATE blobs SET author = $4 WHERE municipality = $1 AND id = $2 AND author = $3",
                    args![change.here.municipality, blob, author, change.by.person],
                )
                .await?;
        }
    }
    Ok(())
}

/// Whoever may settle it may let it go.
pub(super) async fn discard(change: &mut Change<'_, '_>, command: &Discard) -> Result<(), Trouble> {
    let readers = settle(change, command.id).await?;
    gone_for(change, command.id, readers).await
}

/// Settles it once, for its author or for who has the thread now; answers whose lists it stood on.
async fn settle(change: &mut Change<'_, '_>, id: EnvelopeId) -> Result<Vec<PersonId>, Trouble> {
    let here = change.here;
    let settled = change
        .tx
        .exec(
            concat!(
                "UPDATE quarantine SET settled = 1 WHERE municipality = $1 AND id = $2 AND settled = 0 AND EXISTS \
                 (SELECT 1 FROM quarantine_readers r WHERE r.municipality = $1 AND r.quarantine = $2 AND r.person = $3) \
                 AND (author = $3 OR ",
                has_thread!("$1", "$3", "quarantine.thread", "$4"),
                ")"
            ),
            args![here.municipality, id, change.by.person, here.now],
        )
        .await?;
    if settled == 0 {
        return Err(ProblemKey::NotFound.into());
    }
    let rows = change
        .tx
        .rows(
            "SELECT person FROM quarantine_readers WHERE municipality = $1 AND quarantine = $2 ORDER BY person",
            args![here.municipality, id],
        )
        .await?;
    rows.iter().map(|row| row.id("person")).collect()
}

async fn gone_for(
    change: &mut Change<'_, '_>,
    id: EnvelopeId,
    readers: Vec<PersonId>,
) -> Result<(), Trouble> {
    for reader in readers {
        change.tell_gone(reader, QuarantineView::KIND, id).await?;
    }
    Ok(())
}
