//! The family team's screens: my families, one family, the unit. They are lazy routes in a chunk of their own,
//! so that a family's phone never carries them.

pub mod absences;
pub mod contacts;
pub mod editor;
pub mod entry;
pub mod failed;
pub mod family;
pub mod field;
pub mod fields;
pub mod keys;
pub mod list;
pub mod members;
pub mod new_template;
pub mod open;
pub mod page;
pub mod row;
pub mod set_aside;
pub mod templates;
pub mod threads;
pub mod unit;
mod waiting;

pub use family::FamilyPage;
pub use page::TeamPage;
pub use unit::UnitPage;
