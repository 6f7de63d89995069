//! /team/kalender: a day or a week of one's own, what waits for times, and the times that are kept free.

pub mod days;
pub mod page;
pub mod publish;
pub mod row;
pub mod slots;
pub mod stretch;
pub mod turn;
pub mod waiting;

pub use page::CalendarPage;
