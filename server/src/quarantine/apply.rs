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
use crate::desk::deed::Deed;
use crate::desk::grants;
use crate::desk::reach::has_thread;
use crate::desk::registry::Late;
use crate::store::row::word;
use crate::store::{Trouble, args};

/// Keeps a command whose author has lost its stream, for the author and for who has it now.
pub(crate) fn keep<'a>(deed: &'a mut Deed<'_, '_>, late: Late<'a>) -> BoxFuture<'a, Result<(), Trouble>> {
    Box::pin(keep_late(deed, late))
}

async fn keep_late(deed: &mut Deed<'_, '_>, late: Late<'_>) -> Result<(), Trouble> {
    let here = deed.here;
    let family = family_of(deed, late.stream).await?;
    // Who comes to the family meanwhile is either among its contact persons already, or finds this here.
    deed.unit.lock(here.municipality, vec![family.into()]).await?;
    let new = deed
        .unit
        .exec(
            "INSERT INTO quarantine (municipality, id, author, side, family, thread, command, args, message, authored, \
             language, body, photos, settled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $2, $9, '', '', '[]', 0) \
             ON CONFLICT (municipality, id) DO NOTHING",
            args![
                here.municipality,
                deed.envelope,
                deed.by.person,
                word(Side::of(deed.lens)),
                family,
                late.stream,
                late.command,
                late.args,
                deed.authored,
            ],
        )
        .await?;
    if new == 0 {
        // Another's envelope bore this id.
        return Err(ProblemKey::IdReused.into());
    }
    let heirs = grants::heirs(deed.unit, here, late.stream).await?;
    for reader in std::iter::once(deed.by.person).chain(heirs) {
        deed.unit
            .exec(
                "INSERT INTO quarantine_readers (municipality, quarantine, person) VALUES ($1, $2, $3)",
                args![here.municipality, deed.envelope, reader],
            )
            .await?;
        deed.tell(reader, QuarantineView::KIND, deed.envelope).await?;
    }
    Ok(())
}

/// Whose stream it is, of whatever feature.
async fn family_of(deed: &mut Deed<'_, '_>, stream: StreamId) -> Result<FamilyId, Trouble> {
    let row = deed
        .unit
        .row(
            "SELECT family FROM streams WHERE municipality = $1 AND id = $2 AND family IS NOT NULL",
            args![deed.here.municipality, stream],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    row.id("family")
}

/// Who comes to a family finds what was set aside there before.
pub(crate) async fn hand_over(
    deed: &mut Deed<'_, '_>,
    family: FamilyId,
    heir: PersonId,
) -> Result<(), Trouble> {
    deed.unit
        .exec(
            "INSERT INTO quarantine_readers (municipality, quarantine, person) \
             SELECT q.municipality, q.id, $3 FROM quarantine q WHERE q.municipality = $1 AND q.family = $2 AND q.settled = 0 \
             ON CONFLICT DO NOTHING",
            args![deed.here.municipality, family, heir],
        )
        .await?;
    tell_again(deed, family, heir).await
}

/// What someone may do about it has changed with what they have.
async fn tell_again(deed: &mut Deed<'_, '_>, family: FamilyId, reader: PersonId) -> Result<(), Trouble> {
    let waiting = deed
        .unit
        .rows(
            "SELECT r.quarantine FROM quarantine_readers r JOIN quarantine q ON q.municipality = r.municipality \
             AND q.id = r.quarantine WHERE r.municipality = $1 AND r.person = $3 AND q.family = $2 AND q.settled = 0",
            args![deed.here.municipality, family, reader],
        )
        .await?;
    for row in &waiting {
        deed.tell(reader, QuarantineView::KIND, row.id::<EnvelopeId>("quarantine")?).await?;
    }
    Ok(())
}

/// Who has lost a family, or no longer stands in there, loses what others wrote to it too.
pub(crate) async fn take_back(
    deed: &mut Deed<'_, '_>,
    family: FamilyId,
    from: PersonId,
) -> Result<(), Trouble> {
    let lost = deed
        .unit
        .rows(
            concat!(
                "DELETE FROM quarantine_readers WHERE municipality = $1 AND person = $3 AND quarantine IN \
                 (SELECT q.id FROM quarantine q WHERE q.municipality = $1 AND q.family = $2 AND q.settled = 0 \
                 AND q.author <> $3 AND NOT ",
                has_thread!("$1", "$3", "q.thread", "$4"),
                ") RETURNING quarantine"
            ),
            args![deed.here.municipality, family, from, deed.here.now],
        )
        .await?;
    for row in &lost {
        deed.tell_gone(from, QuarantineView::KIND, row.id::<EnvelopeId>("quarantine")?).await?;
    }
    tell_again(deed, family, from).await
}

/// Who has the stream now sends it anew, as their own.
pub(super) async fn send_on(deed: &mut Deed<'_, '_>, command: &SendOn) -> Result<(), Trouble> {
    let readers = settle(deed, command.id).await?;
    let row = deed
        .unit
        .row(
            "SELECT author, side, command, args, message, language, body, photos, voice FROM quarantine \
             WHERE municipality = $1 AND id = $2 AND thread = $3",
            args![deed.here.municipality, command.id, command.thread],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    match row.text_or_none("command")? {
        Some(kept) => {
            let kept_args = row.text("args")?;
            take_files(deed, row.id("author")?, &kept, &kept_args).await?;
            deed.take_over(&kept, &kept_args).await?;
        }
        None => former::send_on(deed, command.thread, &row).await?,
    }
    gone_for(deed, command.id, readers).await
}

/// What was sent before it is theirs now who send it.
async fn take_files(
    deed: &mut Deed<'_, '_>,
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
            deed.unit
                .exec(
                    "UPDATE blobs SET author = $4 WHERE municipality = $1 AND id = $2 AND author = $3",
                    args![deed.here.municipality, blob, author, deed.by.person],
                )
                .await?;
        }
    }
    Ok(())
}

/// Whoever may settle it may let it go.
pub(super) async fn discard(deed: &mut Deed<'_, '_>, command: &Discard) -> Result<(), Trouble> {
    let readers = settle(deed, command.id).await?;
    gone_for(deed, command.id, readers).await
}

/// Settles it once, for its author or for who has the thread now; answers whose lists it stood on.
async fn settle(deed: &mut Deed<'_, '_>, id: EnvelopeId) -> Result<Vec<PersonId>, Trouble> {
    let here = deed.here;
    let settled = deed
        .unit
        .exec(
            concat!(
                "UPDATE quarantine SET settled = 1 WHERE municipality = $1 AND id = $2 AND settled = 0 AND EXISTS \
                 (SELECT 1 FROM quarantine_readers r WHERE r.municipality = $1 AND r.quarantine = $2 AND r.person = $3) \
                 AND (author = $3 OR ",
                has_thread!("$1", "$3", "quarantine.thread", "$4"),
                ")"
            ),
            args![here.municipality, id, deed.by.person, here.now],
        )
        .await?;
    if settled == 0 {
        return Err(ProblemKey::NotFound.into());
    }
    let rows = deed
        .unit
        .rows(
            "SELECT person FROM quarantine_readers WHERE municipality = $1 AND quarantine = $2 ORDER BY person",
            args![here.municipality, id],
        )
        .await?;
    rows.iter().map(|row| row.id("person")).collect()
}

async fn gone_for(deed: &mut Deed<'_, '_>, id: EnvelopeId, readers: Vec<PersonId>) -> Result<(), Trouble> {
    for reader in readers {
        deed.tell_gone(reader, QuarantineView::KIND, id).await?;
    }
    Ok(())
}
