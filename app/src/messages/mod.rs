//! Threads: the list, one thread with its bubbles, and the composer that never loses text.

pub mod bubbles;
pub mod compose;
pub mod composer;
pub mod conversation;
pub mod list;
pub mod message;
pub mod numbers;
pub mod page;
pub mod read;
pub mod team;
pub mod templates;

pub use list::MessagesPage;
pub use page::ThreadPage;
