//! Threads and messages.

mod apply;
pub(crate) mod photos;
mod rows;
pub(crate) mod thread;
pub(crate) mod voice;

use indgang_domain::messages::{MarkRead, OpenThread, SaveTranscript, SendMessage, Threads};

use crate::desk::registry::Registry;

/// What the desk knows of messages.
pub fn register(registry: &mut Registry) {
    registry.kind(rows::THREAD);
    registry.kind(rows::MESSAGE);
    registry.kind(rows::SEEN);
    registry.local::<Threads>();
    registry.local::<OpenThread>();
    registry.command_set_aside::<SendMessage>(
        |deed, command| Box::pin(apply::send(deed, command)),
        |deed, command| Box::pin(crate::quarantine::keep(deed, command)),
    );
    registry.command::<MarkRead>(|deed, command| Box::pin(apply::mark_read(deed, command)));
    registry.command::<SaveTranscript>(|deed, command| Box::pin(voice::save_transcript(deed, command)));
}
