//! Setting aside, sending on, letting go.

use indgang_domain::kernel::id::{EnvelopeId, FamilyId, PersonId};
use indgang_domain::messages::{MessageView, SendMessage};
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::{Discard, QuarantineView, SendOn};
use indgang_domain::stream::View;

use crate::desk::deed::Deed;
use crate::messages::{photos, thread};
use crate::store::row::word;
use crate::store::{Trouble, args};

/// Keeps a message whose author has lost the thread, for the author and for who has it now.
pub(crate) async fn keep(deed: &mut Deed<'_, '_>, command: &SendMessage) -> Result<bool, Trouble> {
    let here = deed.here;
    let family = thread::family_of(deed, command.thread).await?;
    let photos = photos::named(deed, command.thread.into(), &command.photos).await?;
    let text = command.text.as_ref().map_or("", |text| text.as_str());
    deed.unit
        .exec(
            "INSERT INTO quarantine (municipality, id, author, family, thread, message, authored, language, body, photos, \
             settled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)",
            args![
                here.municipality,
                deed.envelope,
                deed.by.person,
                family,
                command.thread,
                command.id,
                deed.authored,
                word(command.language),
                text,
                photos,
            ],
        )
        .await?;
    let heirs = deed
        .unit
        .rows(
            "SELECT DISTINCT person FROM grants WHERE municipality = $1 AND stream = $2 AND lens IN ('contact', 'substitute') \
             AND from_at <= $3 AND until_at > $3",
            args![here.municipality, command.thread, here.now],
        )
        .await?;
    let mut readers = vec![deed.by.person];
    for row in &heirs {
        readers.push(row.id("person")?);
    }
    for reader in readers {
        deed.unit
            .exec(
                "INSERT INTO quarantine_readers (municipality, quarantine, person) VALUES ($1, $2, $3)",
                args![here.municipality, deed.envelope, reader],
            )
            .await?;
        deed.tell(reader, QuarantineView::KIND, deed.envelope).await?;
    }
    Ok(true)
}

/// Who comes to a family finds what was set aside there before.
pub(crate) async fn hand_over(
    deed: &mut Deed<'_, '_>,
    family: FamilyId,
    heir: PersonId,
) -> Result<(), Trouble> {
    let waiting = deed
        .unit
        .rows(
            "INSERT INTO quarantine_readers (municipality, quarantine, person) \
             SELECT q.municipality, q.id, $3 FROM quarantine q WHERE q.municipality = $1 AND q.family = $2 AND q.settled = 0 \
             ON CONFLICT DO NOTHING RETURNING quarantine",
            args![deed.here.municipality, family, heir],
        )
        .await?;
    for row in &waiting {
        deed.tell(heir, QuarantineView::KIND, row.id::<EnvelopeId>("quarantine")?).await?;
    }
    Ok(())
}

/// Who has the thread now sends it on: in the author's name, with their own beside it.
pub(super) async fn send_on(deed: &mut Deed<'_, '_>, command: &SendOn) -> Result<(), Trouble> {
    let here = deed.here;
    let readers = settle(deed, command.id).await?;
    let row = deed
        .unit
        .row(
            "SELECT author, message, language, body, photos FROM quarantine WHERE municipality = $1 AND id = $2 AND thread = $3",
            args![here.municipality, command.id, command.thread],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    let body = row.text("body")?;
    let position = thread::next_place(deed, command.thread, &body).await?;
    let message: indgang_domain::kernel::id::MessageId = row.id("message")?;
    let new = deed
        .unit
        .exec(
            "INSERT INTO messages (municipality, id, thread, position, at, author, side, language, body, photos, sent_on_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (municipality, id) DO NOTHING",
            args![
                here.municipality,
                message,
                command.thread,
                position,
                here.now,
                row.id::<PersonId>("author")?,
                word(thread::side(deed.lens)),
                row.text("language")?,
                body,
                row.text("photos")?,
                deed.by.person,
            ],
        )
        .await?;
    if new == 0 {
        return Err(ProblemKey::IdReused.into());
    }
    deed.tell(command.thread, MessageView::KIND, message).await?;
    gone_for(deed, command.id, readers).await
}

/// Whoever may settle it may let it go.
pub(super) async fn discard(deed: &mut Deed<'_, '_>, command: &Discard) -> Result<(), Trouble> {
    let readers = settle(deed, command.id).await?;
    gone_for(deed, command.id, readers).await
}

/// Settles it once; answers whose lists it stood on.
async fn settle(deed: &mut Deed<'_, '_>, id: EnvelopeId) -> Result<Vec<PersonId>, Trouble> {
    let here = deed.here;
    let settled = deed
        .unit
        .exec(
            "UPDATE quarantine SET settled = 1 WHERE municipality = $1 AND id = $2 AND settled = 0 AND EXISTS \
             (SELECT 1 FROM quarantine_readers r WHERE r.municipality = $1 AND r.quarantine = $2 AND r.person = $3)",
            args![here.municipality, id, deed.by.person],
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
