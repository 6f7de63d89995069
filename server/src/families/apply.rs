//! Giving a family its contact persons.

use indgang_domain::envelope::Status;
use indgang_domain::families::{AssignContact, ContactView, EndContact, NoteOpened};
use indgang_domain::kernel::id::{FamilyId, PersonId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::Lens;
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;
use indgang_domain::verbs::Command as _;
use uuid::Uuid;

use crate::desk::audit::{self, Event};
use crate::desk::change::Change;
use crate::desk::grants::{self, Grant, Ground};
use crate::desk::words::of_team;
use crate::quarantine;
use crate::staff::absences;
use crate::store::transaction::Here;
use crate::store::{Trouble, args};

/// Gives a family a contact person: the assignment, and the grants that follow from it.
pub(super) async fn assign(change: &mut Change<'_, '_>, command: &AssignContact) -> Result<(), Trouble> {
    let here = change.here;
    colleague_of(change, command.family, command.staff).await?;
    let new = change
        .tx
        .exec(
            "INSERT INTO assignments (municipality, id, family, staff, from_at, until_at) \
             SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT 1 FROM assignments a WHERE a.municipality = $1 \
             AND a.family = $3 AND a.staff = $4 AND a.until_at = $6) ON CONFLICT (municipality, id) DO NOTHING",
            args![here.municipality, command.id, command.family, command.staff, here.now, Moment::NEVER],
        )
        .await?;
    if new == 0 {
        return Err(ProblemKey::IdReused.into());
    }
    for stream in grants::streams_of_family(change.tx, here, command.family.0).await? {
        let grant = Grant {
            person: command.staff,
            stream,
            lens: Lens::Contact,
            from: here.now,
            until: Moment::NEVER,
            reason: command.id.0,
            ground: Ground::Assignment,
        };
        grants::give(change.tx, here.municipality, grant).await?;
    }
    change.note(AssignContact::NAME, command.family.into(), command.staff).await?;
    absences::stand_in_for_new(change, command.staff, command.id.0, command.family).await?;
    quarantine::hand_over(change, command.family, command.staff).await?;
    change.tell(command.family, ContactView::KIND, command.id).await?;
    // The new contact person's own stream moves, so that their devices look again at what they may see.
    change.tx.touch(here.municipality, command.staff.into()).await?;
    Ok(())
}

/// Only someone of the team of the family's own unit can be its contact person.
async fn colleague_of(change: &mut Change<'_, '_>, family: FamilyId, staff: PersonId) -> Result<(), Trouble> {
    let row = change
        .tx
        .row(
            concat!(
                "SELECT p.id FROM families f JOIN persons p ON p.municipality = f.municipality AND p.unit = f.unit \
                 WHERE f.municipality = $1 AND f.id = $2 AND p.id = $3 AND ",
                of_team!("p.role")
            ),
            args![change.here.municipality, family, staff],
        )
        .await?;
    row.map(drop).ok_or_else(|| ProblemKey::NotStaffHere.into())
}

/// Ends an assignment and all that followed from it, now.
pub(super) async fn end(change: &mut Change<'_, '_>, command: &EndContact) -> Result<(), Trouble> {
    let here = change.here;
    let row = change
        .tx
        .row(
            "UPDATE assignments SET until_at = $4 WHERE municipality = $1 AND id = $2 AND family = $3 AND until_at > $4 \
             RETURNING staff",
            args![here.municipality, command.id, command.family, here.now],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    let staff: PersonId = row.id("staff")?;
    grants::end(change.tx, here, command.id.0).await?;
    quarantine::take_back(change, command.family, staff).await?;
    change.note(EndContact::NAME, command.family.into(), staff).await?;
    end_substitutes(change, command.family, command.id.0).await?;
    change.tell_gone(command.family, ContactView::KIND, command.id).await?;
    change.tx.touch(here.municipality, staff.into()).await?;
    Ok(())
}

/// Whoever stood in for this assignment does so no longer.
async fn end_substitutes(
    change: &mut Change<'_, '_>,
    family: FamilyId,
    assignment: Uuid,
) -> Result<(), Trouble> {
    let absences = change
        .tx
        .rows(
            "SELECT b.id, b.substitute FROM absences b JOIN assignments a ON a.municipality = b.municipality \
             AND a.staff = b.staff WHERE a.municipality = $1 AND a.id = $2 AND b.until_day >= $3",
            args![change.here.municipality, assignment, change.here.now.day()],
        )
        .await?;
    for row in absences {
        grants::end(change.tx, change.here, crate::staff::stand_in(row.id("id")?, assignment)).await?;
        let substitute: PersonId = row.id("substitute")?;
        quarantine::take_back(change, family, substitute).await?;
        change.note(EndContact::NAME, family.into(), substitute).await?;
        change.tx.touch(change.here.municipality, substitute.into()).await?;
    }
    Ok(())
}

/// The family's page was opened: then, which may be hours ago on a device without a connection. A time at which this
/// login could not have seen the family is not believed. The command's own audit line says when that arrived.
pub(super) async fn opened(change: &mut Change<'_, '_>, command: &NoteOpened) -> Result<(), Trouble> {
    let event = Event {
        name: "Opened",
        stream: command.family.into(),
        lens: change.lens,
        subject: None,
        envelope: Some(change.envelope),
    };
    let (here, then) = (change.here, change.authored);
    let had =
        !grants::lenses_at(change.tx, here, change.by.person, command.family.into(), then).await?.is_empty();
    let row = change
        .tx
        .row(
            "SELECT since FROM sessions WHERE municipality = $1 AND person = $2 AND id = $3",
            args![here.municipality, change.by.person, change.session],
        )
        .await?;
    let since = row.map(|row| row.moment("since")).transpose()?;
    let believed = had && since.is_some_and(|since| since <= then);
    let then = if believed { Here { now: then, ..here } } else { here };
    audit::note(change.tx, then, change.by, event).await
}

/// Told of after the family was lost: it was looked at all the same.
pub(super) async fn opened_before(
    change: &mut Change<'_, '_>,
    command: &NoteOpened,
) -> Result<Option<Status>, Trouble> {
    opened(change, command).await?;
    Ok(Some(Status::Done))
}
