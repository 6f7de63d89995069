//! What travels under a name, for the description of the API and for whoever checks or twists what travels.

use indgang_domain::feature::Declared;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A component of the description, by its name.
pub type Component = (String, RefOr<Schema>);

/// One type that travels.
pub struct Shape {
    /// The query, the command or the kind of view.
    pub name: &'static str,
    /// What its type is called.
    pub component: String,
    /// Itself.
    pub schema: RefOr<Schema>,
    /// What it is made of.
    pub parts: Vec<Component>,
    /// As JSON, what it may look like.
    pub examples: &'static [&'static str],
}

impl Shape {
    pub(super) fn of<T: ToSchema>(name: &'static str, examples: &'static [&'static str]) -> Self {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        Self {
            name,
            component: T::name().into_owned(),
            schema: <T as PartialSchema>::schema(),
            parts,
            examples,
        }
    }
}

/// All that travels under a name.
#[derive(Default)]
pub struct Shapes {
    /// What entries carry.
    pub views: Vec<Shape>,
    /// What is asked, and what comes back.
    pub queries: Vec<(Shape, Shape)>,
    /// What envelopes carry, with what is declared of it.
    pub commands: Vec<(Shape, Declared)>,
}
