//! Someone is away and someone stands in: the families see the face, the substitute sees the families.

use std::iter::once;

use indgang_domain::families::{AssignContact, ContactView};
use indgang_domain::kernel::id::{AbsenceId, FamilyId, PersonId, StreamId, UnitId};
use indgang_domain::kernel::time::{Clock, Day, Moment};
use indgang_domain::policy::Lens;
use indgang_domain::policy::table::PLANS_FOR_ALL;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::staff::{AbsenceView, EndAbsence, SetAbsence};
use indgang_domain::stream::View;
use indgang_domain::verbs::Command;
use uuid::Uuid;

use super::stand_in;
use crate::desk::change::Change;
use crate::desk::grants::{self, Grant, Ground};
use crate::desk::words::of_team;
use crate::quarantine;
use crate::store::{Trouble, args};

/// Someone is away, and who stands in.
struct Absence {
    id: AbsenceId,
    substitute: PersonId,
    from: Day,
    until: Day,
}

impl Absence {
    /// Who stands in sees the family of one assignment, from the first day to the end of the last.
    async fn give(
        &self,
        change: &mut Change<'_, '_>,
        assignment: Uuid,
        family: FamilyId,
    ) -> Result<(), Trouble> {
        for stream in grants::streams_of_family(change.tx, change.here, family.0).await? {
            let grant = Grant {
                person: self.substitute,
                stream,
                lens: Lens::Substitute,
                from: self.from.at(Clock::hour(0)),
                until: self.until.plus(1).at(Clock::hour(0)),
                reason: stand_in(self.id, assignment),
                ground: Ground::Assignment,
            };
            grants::give(change.tx, change.here.municipality, grant).await?;
        }
        Ok(())
    }
}

/// Who becomes a contact person while away, or before, is stood in for from the start.
pub(crate) async fn stand_in_for_new(
    change: &mut Change<'_, '_>,
    staff: PersonId,
    assignment: Uuid,
    family: FamilyId,
) -> Result<(), Trouble> {
    let here = change.here;
    let rows = change
        .tx
        .rows(
            "SELECT id, substitute, from_day, until_day FROM absences \
             WHERE municipality = $1 AND staff = $2 AND until_day >= $3 ORDER BY substitute, id",
            args![here.municipality, staff, here.now.day()],
        )
        .await?;
    for row in &rows {
        let absence = Absence {
            id: row.id("id")?,
            substitute: row.id("substitute")?,
            from: row.day("from_day")?,
            until: row.day("until_day")?,
        };
        absence.give(change, assignment, family).await?;
        change.note(AssignContact::NAME, family.into(), absence.substitute).await?;
        change.tx.touch(here.municipality, absence.substitute.into()).await?;
    }
    Ok(())
}

pub(super) async fn set(change: &mut Change<'_, '_>, command: &SetAbsence) -> Result<(), Trouble> {
    let here = change.here;
    command.check_on(here.now.day())?;
    works_here(change, command.unit, command.staff, "staff").await?;
    works_here(change, command.unit, command.substitute, "substitute").await?;
    // Or every colleague could open every family to themselves.
    if command.substitute == change.by.person && !PLANS_FOR_ALL.has(change.lens) {
        return Err(Problem::on(ProblemKey::NotStaffHere, "substitute").into());
    }
    let new = change
        .tx
        .exec(
            "INSERT INTO absences (municipality, id, unit, staff, substitute, from_day, until_day) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (municipality, id) DO NOTHING",
            args![
                here.municipality,
                command.id,
                command.unit,
                command.staff,
                command.substitute,
                command.from,
                command.until
            ],
        )
        .await?;
    if new == 0 {
        return Err(ProblemKey::IdReused.into());
    }
    let absence =
        Absence { id: command.id, substitute: command.substitute, from: command.from, until: command.until };
    for (assignment, family) in assignments(change, command.staff).await? {
        absence.give(change, assignment, family).await?;
        change.tell(family, ContactView::KIND, assignment).await?;
        change.note(SetAbsence::NAME, family.into(), command.substitute).await?;
    }
    change.tell(command.unit, AbsenceView::KIND, command.id).await?;
    change.tx.touch(here.municipality, command.substitute.into()).await?;
    Ok(())
}

pub(super) async fn end(change: &mut Change<'_, '_>, command: &EndAbsence) -> Result<(), Trouble> {
    let here = change.here;
    let row = change
        .tx
        .row(
            "DELETE FROM absences WHERE municipality = $1 AND id = $2 AND unit = $3 RETURNING staff, substitute",
            args![here.municipality, command.id, command.unit],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    let substitute: PersonId = row.id("substitute")?;
    for (assignment, family) in assignments(change, row.id("staff")?).await? {
        grants::end(change.tx, here, stand_in(command.id, assignment)).await?;
        quarantine::take_back(change, family, substitute).await?;
        change.tell(family, ContactView::KIND, assignment).await?;
        change.note(EndAbsence::NAME, family.into(), substitute).await?;
    }
    change.tell_gone(command.unit, AbsenceView::KIND, command.id).await?;
    change.tx.touch(here.municipality, substitute.into()).await?;
    Ok(())
}

async fn works_here(
    change: &mut Change<'_, '_>,
    unit: UnitId,
    person: PersonId,
    field: &str,
) -> Result<(), Trouble> {
    let row = change
        .tx
        .row(
            concat!(
                "SELECT id FROM persons WHERE municipality = $1 AND id = $2 AND unit = $3 AND ",
                of_team!("role")
            ),
            args![change.here.municipality, person, unit],
        )
        .await?;
    row.map(drop).ok_or_else(|| Problem::on(ProblemKey::NotStaffHere, field).into())
}

/// The families someone is a contact person of, with the assignment of each. Who is given to a family holds the lock of
/// their own stream, and whoever ends it that of the family: with both taken, what is read here stays so.
async fn assignments(change: &mut Change<'_, '_>, staff: PersonId) -> Result<Vec<(Uuid, FamilyId)>, Trouble> {
    let mut locked: Vec<StreamId> = Vec::new();
    loop {
        let found = current(change, staff).await?;
        let theirs = found.iter().map(|(_, family)| StreamId::from(*family));
        let new: Vec<_> =
            once(staff.into()).chain(theirs).filter(|stream| !locked.contains(stream)).collect();
        if new.is_empty() {
            return Ok(found);
        }
        change.tx.lock(change.here.municipality, new.clone()).await?;
        locked.extend(new);
    }
}

/// Assignments have no planned end: one that has ended was ended, by whatever clock, and is not looked at again. This
/// unit's own clock was read before it waited for the locks.
async fn current(change: &mut Change<'_, '_>, staff: PersonId) -> Result<Vec<(Uuid, FamilyId)>, Trouble> {
    let rows = change
        .tx
        .rows(
            "SELECT id, family FROM assignments WHERE municipality = $1 AND staff = $2 AND until_at = $3 ORDER BY family",
            args![change.here.municipality, staff, Moment::NEVER],
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.id("family")?))).collect()
}
