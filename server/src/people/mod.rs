//! A person's own things.

mod apply;
mod rows;

use indgang_domain::people::{EndSession, Me, SaveSettings, Sessions};

use crate::desk::registry::Registry;

/// What the desk knows of people.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::PERSON);
    registry.kind(rows::SETTINGS);
    registry.local::<Me>();
    registry.live::<Sessions>(|desk, actor, Sessions {}| Box::pin(rows::sessions(desk, actor)));
    registry.command::<SaveSettings>(|deed, command| Box::pin(apply::save_settings(deed, command)));
    registry.command::<EndSession>(|deed, command| Box::pin(apply::end_session(deed, command)));
}
