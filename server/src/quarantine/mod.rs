//! What was written while the access lasted, and arrived after.

mod apply;
mod rows;

use indgang_domain::quarantine::{Discard, SendOn};

use crate::desk::registry::Registry;
pub(crate) use apply::{hand_over, keep, take_back};

/// What the desk knows of what was set aside.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::QUARANTINE);
    registry.command::<SendOn>(|deed, command| Box::pin(apply::send_on(deed, command)));
    registry.command::<Discard>(|deed, command| Box::pin(apply::discard(deed, command)));
}
