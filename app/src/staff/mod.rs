//! "Enheden", what a unit's colleagues share, and the calendar. In the team's chunk: no family's phone carries it.

pub mod absences;
pub mod calendar;
pub mod templates;
pub mod unit;

pub use calendar::CalendarPage;
pub use unit::UnitPage;
