//! A family's threads as the team sees them: on the family's page.

pub mod threads;
pub mod waiting;

pub use threads::Threads;
pub(crate) use waiting::{unread, waited};
