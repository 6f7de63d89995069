//! "Foreslå en aftale": everything that a meeting is, in one form on the family's page.

pub mod before;
pub mod form;
pub mod people;
pub mod repeat;
pub mod times;

pub use form::PlanForm;
