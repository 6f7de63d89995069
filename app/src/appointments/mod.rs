//! Aftaler: what is coming, one meeting, and what can be done about it. One meeting's page is in a chunk of its own.

pub mod answer;
pub mod card;
pub mod facts;
pub mod file;
pub mod list;
pub mod one;
pub mod other;
pub mod period;
pub mod words;

pub use card::AppointmentCard;
pub use facts::Facts;
pub use file::wording;
pub use list::AppointmentsPage;
pub use one::AppointmentPage;

use indgang_domain::kernel::id::AppointmentId;

/// The address of a meeting's page.
pub fn address(id: AppointmentId) -> String {
    format!("/aftaler/{id}")
}
