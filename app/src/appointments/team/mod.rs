//! Meetings as the team sees them: a family's on its page, one at /team/aftaler/{id} with what can be done about it for
//! the family, and planning.

pub mod actions;
pub mod answer;
mod applies;
pub mod close;
pub mod coming;
pub mod page;
pub mod plan;
pub mod said;
pub mod times;
pub mod words;

pub use coming::Coming;
pub use page::MeetingPage;
