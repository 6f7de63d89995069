//! Someone is away and someone stands in: the families see the face, the substitute sees the families.

use indgang_domain::families::ContactView;
use indgang_domain::kernel::id::{FamilyId, PersonId, UnitId};
use indgang_domain::kernel::time::Clock;
use indgang_domain::policy::Lens;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::staff::{AbsenceView, EndAbsence, SetAbsence};
use indgang_domain::stream::View;
use uuid::Uuid;

use super::stand_in;
use crate::desk::deed::Deed;
use crate::desk::grants::{self, Grant};
use crate::store::{Trouble, args};

pub(super) async fn set(deed: &mut Deed<'_, '_>, command: &SetAbsence) -> Result<(), Trouble> {
    let here = deed.here;
    if command.until < here.now.day() {
        return Err(Problem::on(ProblemKey::DatesReversed, "until").into());
    }
    works_here(deed, command.unit, command.staff, "staff").await?;
    works_here(deed, command.unit, command.substitute, "substitute").await?;
    let new = deed
        .unit
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
    let from = command.from.at(Clock::hour(0));
    let until = command.until.plus(1).at(Clock::hour(0));
    for (assignment, family) in assignments(deed, command.staff).await? {
        for stream in grants::streams_of_family(deed.unit, here, family.0).await? {
            let grant = Grant {
                person: command.substitute,
                stream,
                lens: Lens::Substitute,
                from,
                until,
                reason: stand_in(command.id, assignment),
            };
            grants::give(deed.unit, here.municipality, grant).await?;
        }
        deed.tell(family, ContactView::KIND, assignment).await?;
    }
    deed.tell(command.unit, AbsenceView::KIND, command.id).await?;
    deed.unit.touch(here.municipality, command.substitute.into()).await?;
    Ok(())
}

pub(super) async fn end(deed: &mut Deed<'_, '_>, command: &EndAbsence) -> Result<(), Trouble> {
    let here = deed.here;
    let row = deed
        .unit
        .row(
            "DELETE FROM absences WHERE municipality = $1 AND id = $2 AND unit = $3 RETURNING staff, substitute",
            args![here.municipality, command.id, command.unit],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    for (assignment, family) in assignments(deed, row.id("staff")?).await? {
        grants::end(deed.unit, here, stand_in(command.id, assignment)).await?;
        deed.tell(family, ContactView::KIND, assignment).await?;
    }
    deed.tell_gone(command.unit, AbsenceView::KIND, command.id).await?;
    deed.unit.touch(here.municipality, row.id("substitute")?).await?;
    Ok(())
}

async fn works_here(deed: &mut Deed<'_, '_>, unit: UnitId, person: PersonId, field: &str) -> Result<(), Trouble> {
    let row = deed
        .unit
        .row(
            "SELECT id FROM persons WHERE municipality = $1 AND id = $2 AND unit = $3",
            args![deed.here.municipality, person, unit],
        )
        .await?;
    row.map(drop).ok_or_else(|| Problem::on(ProblemKey::NotStaffHere, field).into())
}

/// The families someone is a contact person of, with the assignment of each. Their streams' locks are taken.
async fn assignments(deed: &mut Deed<'_, '_>, staff: PersonId) -> Result<Vec<(Uuid, FamilyId)>, Trouble> {
    let rows = deed
        .unit
        .rows(
            "SELECT id, family FROM assignments WHERE municipality = $1 AND staff = $2 AND until_at > $3 \
             AND from_at <= $3 ORDER BY family",
            args![deed.here.municipality, staff, deed.here.now],
        )
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push((row.id("id")?, row.id("family")?));
    }
    deed.unit.lock(deed.here.municipality, found.iter().map(|(_, family): &(Uuid, FamilyId)| (*family).into()).collect()).await?;
    Ok(found)
}
