//! Setting aside, sending on, letting go.

use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{EnvelopeId, FamilyId, PersonId};
use indgang_domain::messages::{MessageView, SendMessage, Side};
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::{Discard, QuarantineView, SendOn};
use indgang_domain::stream::View;

use crate::desk::deed::Deed;
use crate::desk::grants;
use crate::desk::reach::has_thread;
use crate::messages::thread::Word;
use crate::messages::{photos, thread, voice};
use crate::store::row::word;
use crate::store::{Trouble, args};

/// Keeps a message whose author has lost the thread, for the author and for who has it now.
pub(crate) async fn keep(deed: &mut Deed<'_, '_>, command: &SendMessage) -> Result<Option<Status>, Trouble> {
    let here = deed.here;
    let family = thread::family_of(deed, command.thread).await?;
    let photos = photos::named(deed, command.thread.into(), &command.photos, MessageView::KIND).await?;
    let voice = voice::named(deed, command.thread.into(), command.voice.as_ref()).await?;
    let text = command.text.as_ref().map_or("", |text| text.as_str());
    // Who comes to the family meanwhile is either among its contact persons already, or finds this here.
    deed.unit.lock(here.municipality, vec![family.into()]).await?;
    let new = deed
        .unit
        .exec(
            "INSERT INTO quarantine (municipality, id, author, side, family, thread, message, authored, language, body, \
             photos, voice, settled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0) \
             ON CONFLICT (municipality, id) DO NOTHING",
            args![
                here.municipality,
                deed.envelope,
                deed.by.person,
                word(Side::of(deed.lens)),
                family,
                command.thread,
                command.id,
                deed.authored,
                word(command.language),
                text,
                photos,
                voice,
            ],
        )
        .await?;
    if new == 0 {
        // Another's envelope bore this id.
        return Err(ProblemKey::IdReused.into());
    }
    let heirs = grants::heirs(deed.unit, here, command.thread.into()).await?;
    for reader in std::iter::once(deed.by.person).chain(heirs) {
        deed.unit
            .exec(
                "INSERT INTO quarantine_readers (municipality, quarantine, person) VALUES ($1, $2, $3)",
                args![here.municipality, deed.envelope, reader],
            )
            .await?;
        deed.tell(reader, QuarantineView::KIND, deed.envelope).await?;
    }
    Ok(Some(Status::Quarantined))
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

/// Who has the thread now sends it on: in the author's name, with their own beside it.
pub(super) async fn send_on(deed: &mut Deed<'_, '_>, command: &SendOn) -> Result<(), Trouble> {
    let here = deed.here;
    let readers = settle(deed, command.id).await?;
    let row = deed
        .unit
        .row(
            "SELECT author, side, message, language, body, photos, voice FROM quarantine \
             WHERE municipality = $1 AND id = $2 AND thread = $3",
            args![here.municipality, command.id, command.thread],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    let (author, side, body): (PersonId, Side, _) = (row.id("author")?, row.word("side")?, row.text("body")?);
    let voice = row.text_or_none("voice")?;
    let said = Word { author, side, text: &body, spoken: voice.is_some() };
    let position = thread::next_place(deed, command.thread, said).await?;
    let message: indgang_domain::kernel::id::MessageId = row.id("message")?;
    let new = deed
        .unit
        .exec(
            "INSERT INTO messages (municipality, id, thread, position, at, author, side, language, body, photos, \
             voice, sent_on_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (municipality, id) DO NOTHING",
            args![
                here.municipality,
                message,
                command.thread,
                position,
                here.now,
                author,
                word(side),
                row.text("language")?,
                body,
                row.text("photos")?,
                voice,
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
