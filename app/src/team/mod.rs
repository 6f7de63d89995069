//! The family team's screens: my families, one family, the unit, the calendar, one meeting. They are lazy routes in a chunk of their own,
//! so that a family's phone never carries them.

pub mod absences;
pub mod calendar;
pub mod contacts;
pub mod editor;
pub mod entry;
pub mod failed;
pub mod family;
pub mod field;
pub mod fields;
pub mod keys;
pub mod list;
pub mod meeting;
pub mod members;
pub mod new_template;
pub mod open;
pub mod page;
pub mod plan;
pub mod row;
pub mod set_aside;
pub mod templates;
pub mod threads;
pub mod unit;
mod waiting;

pub use calendar::CalendarPage;
pub use family::FamilyPage;
pub use meeting::MeetingPage;
pub use page::TeamPage;
pub use unit::UnitPage;
