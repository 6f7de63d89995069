//! The family team's own work.

pub(crate) mod absences;
mod rows;
mod templates;

use indgang_domain::kernel::id::AbsenceId;
use indgang_domain::staff::{
    EndAbsence, OpenFamily, OpenUnit, RemoveTemplate, SaveTemplate, SetAbsence, Team, Templates,
};
use uuid::Uuid;

use crate::desk::registry::Registry;

/// What the desk knows of the team.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::COLLEAGUE);
    registry.kind(rows::ABSENCE);
    registry.kind(rows::TEMPLATE);
    registry.local::<Team>();
    registry.local::<OpenFamily>();
    registry.local::<OpenUnit>();
    registry.local::<Templates>();
    registry.command::<SetAbsence>(|deed, command| Box::pin(absences::set(deed, command)));
    registry.command::<EndAbsence>(|deed, command| Box::pin(absences::end(deed, command)));
    registry.command::<SaveTemplate>(|deed, command| Box::pin(templates::save(deed, command)));
    registry.command::<RemoveTemplate>(|deed, command| Box::pin(templates::remove(deed, command)));
}

/// The reason under which a substitute's grants on one family stand: the absence and the assignment together.
pub fn stand_in(absence: AbsenceId, assignment: Uuid) -> Uuid {
    Uuid::new_v5(&absence.0, assignment.as_bytes())
}
