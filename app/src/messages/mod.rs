//! Threads: the list, one thread with its bubbles, and the composer that never loses text.

pub mod bubbles;
pub mod compose;
pub mod composer;
pub mod list;
pub mod message;
pub mod numbers;
pub mod page;
pub mod read;
pub mod talk;
pub mod team;
pub mod templates;

use indgang_domain::kernel::id::ThreadId;

pub use list::MessagesPage;
pub use page::ThreadPage;

/// Where the newest of a thread stands on its screen.
pub(crate) const NEWEST: &str = "nyeste";

/// The address of a thread, at its newest.
pub fn address(thread: ThreadId) -> String {
    format!("/beskeder/{thread}#{NEWEST}")
}
