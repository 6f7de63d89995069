//! My families, and one of them with all that is known of it. In the team's chunk: no family's phone carries it.

pub mod contacts;
pub mod failed;
pub mod family;
pub mod keys;
pub mod list;
pub mod members;
pub mod opened;
pub mod page;
pub mod row;

pub use family::FamilyPage;
pub use page::TeamPage;
