//! What is coming, as data.

mod rows;

use crate::desk::registry::Registry;

/// What the desk knows of appointments.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::APPOINTMENT);
}
