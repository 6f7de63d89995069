//! "Enheden": what a unit's colleagues share. In the team's chunk: no family's phone carries it.

pub mod absences;
pub mod templates;
pub mod unit;

pub use unit::UnitPage;
