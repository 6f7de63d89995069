//! Every command and every query with arguments that make sense in the demo world: the declared examples, about what is
//! there.

use indgang_server::desk::shape::Shape;
use serde_json::Value;
use uuid::Uuid;

use super::Seeds;

/// Of whatever a command makes or names, where nothing of the demo world will do.
pub(crate) const ID: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);

/// What a name takes, as JSON.
type Named = (&'static str, String);

pub(crate) fn commands(seeds: &Seeds) -> Vec<Named> {
    let shapes = indgang_server::features().shapes;
    shapes.commands.iter().flat_map(|(shape, _)| examples(shape, seeds)).collect()
}

pub(crate) fn queries(seeds: &Seeds) -> Vec<Named> {
    let shapes = indgang_server::features().shapes;
    shapes.queries.iter().flat_map(|(shape, _)| examples(shape, seeds)).collect()
}

fn examples(shape: &Shape, seeds: &Seeds) -> Vec<Named> {
    assert!(!shape.examples.is_empty(), "{} has no example to begin with", shape.name);
    shape.examples.iter().map(|example| (shape.name, about(example, seeds))).collect()
}

/// The same, about what there is.
fn about(example: &str, seeds: &Seeds) -> String {
    let Seeds { thread, family, person, session, .. } = seeds;
    let mut args: Value = serde_json::from_str(example).unwrap();
    for (field, id) in [
        ("thread", thread),
        ("family", family),
        ("stream", family),
        ("staff", person),
        ("calendar", person),
        ("session", session),
    ] {
        if let Some(known) = args.get_mut(field) {
            *known = Value::from(id.clone());
        }
    }
    args.to_string()
}
