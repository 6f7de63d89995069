//! Values that cannot be wrong: everything from outside is parsed into one of these or refused.

#[macro_use]
pub mod id;
pub mod text;
pub mod time;
