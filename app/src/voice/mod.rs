//! What is said aloud: recording it, listening to it, reading it where someone has written it down; and texts read aloud.
//! The recorder and the player are in parts of their own, which come when someone presses, and which every device keeps.

pub mod aloud;
mod length;
mod listen;
mod microphone;
mod parts;
mod record;
mod recording;
mod spoken;
pub mod take;
mod transcript;

pub(crate) use spoken::{Of, spoken};
pub use take::{RecordButton, Take, Taking};
