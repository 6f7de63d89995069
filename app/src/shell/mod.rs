//! What surrounds every screen: the document, the bars, the navigation.

pub mod again;
pub mod bars;
pub mod document;
pub mod frame;
pub mod nav;

pub use again::Again;
pub use document::{BareShell, Shell};
pub use frame::App;
