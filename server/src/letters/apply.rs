//! A letter's small case: asked, ended, done.

use indgang_domain::kernel::id::{LetterId, ThreadId};
use indgang_domain::letters::{AskAboutLetter, EndLetter, FinishLetter, LetterState, LetterView};
use indgang_domain::messages::ThreadView;
use indgang_domain::policy::table::ANSWERS;
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;

use crate::attachments::{documents, photos};
use crate::desk::change::Change;
use crate::messages::thread;
use crate::messages::thread::Utterance;
use crate::store::row::json;
use crate::store::{Row, Trouble, args};

/// A letter takes its place in the thread and waits.
pub(super) async fn ask(change: &mut Change<'_, '_>, command: &AskAboutLetter) -> Result<(), Trouble> {
    let photos = photos::named(change, command.thread.into(), &command.photos, LetterView::KIND).await?;
    let documents =
        documents::named(change, command.thread.into(), &command.documents, LetterView::KIND).await?;
    let note = command.note.as_ref().map(indgang_domain::kernel::text::Line::as_str);
    let said = Utterance::of(change, note.unwrap_or_default());
    let position = thread::next_place(change, command.thread, said).await?;
    let new = change
        .tx
        .exec(
            "INSERT INTO letters (municipality, id, thread, position, at, author, photos, documents, note, state, open, \
             revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 1) ON CONFLICT (municipality, id) DO NOTHING",
            args![
                change.here.municipality,
                command.id,
                command.thread,
                position,
                change.here.now,
                change.by.person,
                photos,
                documents,
                note,
                json(&LetterState::Waiting)?,
            ],
        )
        .await?;
    if new == 0 {
        return Err(ProblemKey::IdReused.into());
    }
    change.tell(command.thread, LetterView::KIND, command.id).await
}

async fn load(change: &mut Change<'_, '_>, id: LetterId, thread: ThreadId) -> Result<Row, Trouble> {
    change.tx
        .row(
            "SELECT position, state, revision FROM letters WHERE municipality = $1 AND id = $2 AND thread = $3",
            args![change.here.municipality, id, thread],
        )
        .await?
        .ok_or_else(|| ProblemKey::NotFound.into())
}

/// The same, on the letter as it is now.
pub(super) async fn renew(change: &mut Change<'_, '_>, command: &EndLetter) -> Result<EndLetter, Trouble> {
    let letter = load(change, command.id, command.thread).await?;
    Ok(EndLetter { revision: letter.int("revision")?, ..command.clone() })
}

/// Whoever judges must have seen what they judge: another verdict since is a conflict, shown to a person.
pub(super) async fn end(change: &mut Change<'_, '_>, command: &EndLetter) -> Result<(), Trouble> {
    let letter = load(change, command.id, command.thread).await?;
    if letter.int("revision")? != command.revision {
        return Err(Trouble::conflict());
    }
    keep(change, command.id, command.thread, &command.state()?).await?;
    change
        .tx
        .exec(
            "UPDATE letters SET ended_by = $3 WHERE municipality = $1 AND id = $2",
            args![change.here.municipality, command.id, change.by.person],
        )
        .await?;
    answered(change, command.thread, letter.int("position")?).await
}

/// What a letter means is an answer, where the team says it. The family waits on only for what it said after that letter, and for other letters.
async fn answered(change: &mut Change<'_, '_>, thread: ThreadId, position: i64) -> Result<(), Trouble> {
    if !ANSWERS.has(change.lens) {
        return Ok(());
    }
    let waited = change
        .tx
        .exec(
            "UPDATE threads SET waiting_since = (SELECT MIN(w.at) FROM (\
             SELECT m.at FROM messages m WHERE m.municipality = $1 AND m.thread = $2 AND m.position > $3 AND m.side = 'family' \
             UNION ALL \
             SELECT l.at FROM letters l WHERE l.municipality = $1 AND l.thread = $2 AND l.open = 1 AND l.ended_by IS NULL\
             ) w WHERE w.at >= threads.waiting_since) \
             WHERE municipality = $1 AND id = $2 AND waiting_since IS NOT NULL",
            args![change.here.municipality, thread, position],
        )
        .await?;
    if waited > 0 {
        change.tell(thread, ThreadView::KIND, thread).await?;
    }
    Ok(())
}

/// What the letter asked for is done. Saying it twice changes nothing.
pub(super) async fn finish(change: &mut Change<'_, '_>, command: &FinishLetter) -> Result<(), Trouble> {
    let letter = load(change, command.id, command.thread).await?;
    match letter.json("state")? {
        LetterState::YouMust { what, by, done: None } => {
            let state = LetterState::YouMust { what, by, done: Some(change.here.now) };
            keep(change, command.id, command.thread, &state).await
        }
        LetterState::YouMust { done: Some(_), .. } => Ok(()),
        LetterState::Waiting | LetterState::Nothing | LetterState::WeDoIt => {
            Err(ProblemKey::LetterEnded.into())
        }
    }
}

async fn keep(
    change: &mut Change<'_, '_>,
    id: LetterId,
    thread: ThreadId,
    state: &LetterState,
) -> Result<(), Trouble> {
    change.tx
        .exec(
            "UPDATE letters SET state = $3, open = $4, revision = revision + 1 WHERE municipality = $1 AND id = $2",
            args![change.here.municipality, id, json(state)?, state.is_open()],
        )
        .await?;
    change.tell(thread, LetterView::KIND, id).await
}
