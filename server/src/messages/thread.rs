//! What every new word in a thread does to the thread itself, be it a message or a letter.

use indgang_domain::kernel::id::{PersonId, ThreadId};
use indgang_domain::messages::{SeenView, Side, ThreadView};
use indgang_domain::policy::Lens;
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;
use uuid::Uuid;

use crate::desk::change::Change;
use crate::store::{Trouble, args};

/// How much of the last word the lists show, in characters.
const BEGINNING: usize = 120;

/// How a word begins, as the lists show it.
pub(crate) fn beginning(text: &str) -> String {
    text.chars().take(BEGINNING).collect()
}

/// Something said, as a thread's head shows it.
pub(crate) struct Utterance<'a> {
    pub(crate) author: PersonId,
    /// For whom it is said, where it is the family's word or the team's.
    pub(crate) side: Option<Side>,
    pub(crate) text: &'a str,
    /// It was said aloud.
    pub(crate) spoken: bool,
}

impl<'a> Utterance<'a> {
    /// What is said by who makes the change.
    pub(crate) fn of(change: &Change<'_, '_>, text: &'a str) -> Self {
        Self { author: change.by.person, side: Side::of(change.lens), text, spoken: false }
    }
}

/// The next place in a thread, since when its family waits being this.
macro_rules! next {
    ($waiting:literal) => {
        concat!(
            "UPDATE threads SET last_position = last_position + 1, last_at = $3, last_author = $4, last_text = $5, \
             last_spoken = $6, waiting_since = ",
            $waiting,
            " WHERE municipality = $1 AND id = $2 RETURNING last_position"
        )
    };
}

/// A family's word starts the waiting, unless it waits already; the team's ends it; another's does neither.
fn taking_next_place(side: Option<Side>) -> &'static str {
    match side {
        Some(Side::Family) => next!("COALESCE(waiting_since, $3)"),
        Some(Side::Team) => next!("NULL"),
        None => next!("waiting_since"),
    }
}

/// Takes the next place in a thread: its head tells of it, and who waits for whom.
pub(crate) async fn next_place(
    change: &mut Change<'_, '_>,
    thread: ThreadId,
    word: Utterance<'_>,
) -> Result<i64, Trouble> {
    let head = args![
        change.here.municipality,
        thread,
        change.here.now,
        word.author,
        beginning(word.text),
        word.spoken,
    ];
    let row = change.tx.row(taking_next_place(word.side), head).await?.ok_or(ProblemKey::NotFound)?;
    let position = row.int("last_position")?;
    change.tell(thread, ThreadView::KIND, thread).await?;
    own_is_read(change, thread, position).await?;
    Ok(position)
}

/// One's own word is never unread: the mark moves with it where nothing before it was, else it is counted aside.
async fn own_is_read(change: &mut Change<'_, '_>, thread: ThreadId, position: i64) -> Result<(), Trouble> {
    let (stream, id) = mark_place(change.lens, thread, change.by.person);
    change.tx
        .exec(
            "INSERT INTO seen (municipality, thread, person, stream, id, read_to, own_after) \
             VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 = 1 THEN 1 ELSE 0 END, CASE WHEN $6 = 1 THEN 0 ELSE 1 END) \
             ON CONFLICT (municipality, thread, person) DO UPDATE SET \
             read_to = CASE WHEN seen.read_to + seen.own_after = $6 - 1 THEN $6 ELSE seen.read_to END, \
             own_after = CASE WHEN seen.read_to + seen.own_after = $6 - 1 THEN 0 ELSE seen.own_after + 1 END",
            args![change.here.municipality, thread, change.by.person, stream, id, position],
        )
        .await?;
    change.tell(stream, SeenView::KIND, id).await
}

/// In which stream, and under which id, someone's read mark stands: the team's where the family sees it, others' with
/// themselves.
pub(crate) fn mark_place(
    lens: Lens,
    thread: ThreadId,
    person: PersonId,
) -> (indgang_domain::kernel::id::StreamId, Uuid) {
    match Side::of(lens) {
        Some(Side::Team) => (thread.into(), person.0),
        Some(Side::Family) | None => (person.into(), thread.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a word does to the waiting, and whether the family sees how far its author has read.
    #[test]
    fn who_is_neither_family_nor_team_begins_and_ends_no_waiting_and_shows_no_mark() {
        let (thread, person) = (ThreadId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        for lens in Lens::ALL.iter().copied().chain([Lens::Unknown]) {
            let (waiting, is_shown) = match lens {
                Lens::Own | Lens::Adult | Lens::Young => ("= COALESCE(waiting_since, $3) WHERE", false),
                Lens::Contact | Lens::Substitute => ("= NULL WHERE", true),
                Lens::Lead | Lens::Colleague | Lens::Unknown => ("= waiting_since WHERE", false),
            };
            let sql = taking_next_place(Side::of(lens));
            assert!(sql.contains(&format!("waiting_since {waiting}")), "{lens:?}: {sql}");
            let (stream, id) = mark_place(lens, thread, person);
            let place = if is_shown { (thread.into(), person.0) } else { (person.into(), thread.0) };
            assert_eq!((stream, id), place, "{lens:?}");
        }
    }
}
