//! Writing a note.

use std::collections::BTreeSet;

use indgang_domain::kernel::id::MemberId;
use indgang_domain::notes::{NoteView, SaveNote, stream_of};
use indgang_domain::policy::seen_by;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;

use crate::desk::change::Change;
use crate::desk::grants;
use crate::store::row::json;
use crate::store::{Trouble, args};

/// The first note opens the family's notes to those who see one. The family's own stream stays where it is.
pub(super) async fn save(change: &mut Change<'_, '_>, command: &SaveNote) -> Result<(), Trouble> {
    let (here, family, stream) = (change.here, command.family, stream_of(command.family));
    let members: BTreeSet<_> = command.members.iter().copied().collect();
    are_of_the_family(change, command, &members).await?;
    grants::open_beside(change.tx, here, family, (stream, "notes"), seen_by(NoteView::KIND)).await?;
    let new = change
        .tx
        .exec(
            "INSERT INTO notes (municipality, id, stream, family, at, author, body, members) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (municipality, id) DO NOTHING",
            args![
                here.municipality,
                command.id.0,
                stream,
                family,
                here.now,
                change.by.person,
                command.text.as_str(),
                json(&members)?,
            ],
        )
        .await?;
    if new == 0 {
        return Err(ProblemKey::IdReused.into());
    }
    change.tell(stream, NoteView::KIND, command.id).await
}

async fn are_of_the_family(
    change: &mut Change<'_, '_>,
    command: &SaveNote,
    members: &BTreeSet<MemberId>,
) -> Result<(), Trouble> {
    let rows = change
        .tx
        .rows(
            "SELECT id FROM members WHERE municipality = $1 AND family = $2",
            args![change.here.municipality, command.family],
        )
        .await?;
    let known = rows.iter().map(|row| row.id("id")).collect::<Result<BTreeSet<_>, _>>()?;
    if known.is_superset(members) {
        Ok(())
    } else {
        Err(Problem::on(ProblemKey::Malformed, "members").into())
    }
}
