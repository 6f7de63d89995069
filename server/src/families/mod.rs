//! Families and their contact persons.

mod apply;
mod rows;

use indgang_domain::families::{AssignContact, ContactView, EndContact, FamilyView, NoteOpened};
use indgang_domain::policy::Action;
use indgang_domain::verbs::Command as _;

use crate::desk::feature::{applied, stored};

stored! { FamilyView => rows::FAMILY, ContactView => rows::CONTACT }

applied! {
    AssignContact => apply::assign;
    EndContact => apply::end;
    NoteOpened => apply::opened, late: apply::opened_before;
}

/// A family is a case to those whose opening it is noted.
pub(crate) const CASE: Action = NoteOpened::ACTION;
