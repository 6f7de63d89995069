//! Booking a time: what it is, for whom, three times to choose from, a time that is held, and a wish where none fits.
//! In a chunk of its own.

pub mod choose;
pub mod held;
pub mod page;
pub mod whom;
pub mod wish;

pub use page::BookingPage;
