//! What surrounds every screen: the document, the bars, the navigation.

pub mod bars;
pub mod document;
pub mod frame;
pub mod nav;

pub use document::{BareShell, Shell};
pub use frame::App;
