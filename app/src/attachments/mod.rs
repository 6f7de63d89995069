//! What travels beside words: chosen, made small, looked at, saved, and brought back where it was not sent.

pub(crate) mod documents;
pub(crate) mod photos;
pub mod picks;
pub mod recorded;
pub mod small;

pub use recorded::Recorded;
