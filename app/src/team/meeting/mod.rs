//! /team/aftaler/{id}: one meeting as the team sees it, and what can be done about it for the family.

pub mod actions;
pub mod answer;
mod applies;
pub mod close;
pub mod page;
pub mod said;
pub mod times;
pub mod words;

pub use page::MeetingPage;

use indgang_domain::kernel::id::AppointmentId;

/// The address of a meeting's page, for the team.
pub fn address(id: AppointmentId) -> String {
    format!("/team/aftaler/{id}")
}
