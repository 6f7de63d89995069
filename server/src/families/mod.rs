//! Families and their contact persons.

mod apply;
pub(crate) mod rows;

use indgang_domain::families::{AssignContact, EndContact, Home, NoteOpened};

use crate::desk::registry::Registry;

/// What the desk knows of families.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::FAMILY);
    registry.kind(rows::CONTACT);
    registry.local::<Home>();
    registry.command::<AssignContact>(|deed, command| Box::pin(apply::assign(deed, command)));
    registry.command::<EndContact>(|deed, command| Box::pin(apply::end(deed, command)));
    registry.command_set_aside::<NoteOpened>(
        |deed, command| Box::pin(apply::opened(deed, command)),
        |deed, command| Box::pin(apply::opened_before(deed, command)),
    );
}
