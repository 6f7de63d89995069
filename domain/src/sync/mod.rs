//! The device's sync engine without I/O: events in, effects out. Clock and randomness are given, so that a test
//! runs the very machine that phones run, a thousand at a time, and a seed replays.
//!
//! The shell around it (`IndexedDB` and fetch in the browser, a model in tests) promises three things:
//! - it carries out the storing effects ([`Effect::Keep`], [`Effect::Drop`], [`Effect::Store`]) in their order,
//!   each whole or not at all, and answers `Keep` of a new item with [`Event::Kept`], `Store` with [`Event::Stored`];
//! - it answers every [`Effect::Submit`], [`Effect::Pull`] and [`Effect::Upload`] in the end, if only with a failure,
//!   within [`REQUEST_ENDS_WITHIN`] and [`UPLOAD_ENDS_WITHIN`]; no two uploads go beside each other;
//! - after a crash it begins again with [`Machine::new`] and [`Event::Opened`] of what was stored, nothing else.
//!
//! In return: nothing is sent before it is stored, nothing stored is lost, and nothing blocks the queue for ever.

mod backoff;
mod effect;
mod event;
mod item;
mod machine;
mod outbox;
mod reading;
mod small_map;
mod state;
#[cfg(test)]
mod tests;
mod watch;

pub use backoff::LONGEST_WAIT;
pub use effect::{Condition, Effect, Storing, StreamPage};
pub use event::{Event, Ticket, Unanswered};
pub use item::{Item, ItemState, PendingView, Upload};
pub use machine::Machine;
pub use watch::{REQUEST_ENDS_WITHIN, UPLOAD_ENDS_WITHIN};
