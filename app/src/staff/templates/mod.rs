//! Standard answers: written, changed, and settled where two changed the same one.

pub mod editor;
pub mod entry;
pub mod fields;
pub mod list;
pub mod new;

pub use list::Templates;
