//! The family team's own work.

pub(crate) mod absences;
mod rows;
mod templates;

use indgang_domain::kernel::id::AbsenceId;
use indgang_domain::staff::{
    AbsenceView, ColleagueView, EndAbsence, RemoveTemplate, SaveTemplate, SetAbsence, TemplateView,
};
use uuid::Uuid;

use crate::desk::feature::{applied, stored};
pub(crate) use templates::standard_answer;

stored! { ColleagueView => rows::COLLEAGUE, AbsenceView => rows::ABSENCE, TemplateView => rows::TEMPLATE }

applied! {
    SetAbsence => absences::set;
    EndAbsence => absences::end;
    SaveTemplate => templates::save;
    RemoveTemplate => templates::remove;
}

/// The reason under which a substitute's grants on one family stand: the absence and the assignment together.
pub fn stand_in(absence: AbsenceId, assignment: Uuid) -> Uuid {
    Uuid::new_v5(&absence.0, assignment.as_bytes())
}
