//! The families: as the team sees them.

pub mod team;
