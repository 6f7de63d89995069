//! What is declared of a command is true of it.

use serde_json::{Value, json};

use super::registry::Registry;

fn known() -> Registry {
    crate::features()
}

fn viewer() -> indgang_domain::kernel::id::PersonId {
    indgang_domain::kernel::id::PersonId(uuid::Uuid::nil())
}

#[test]
fn every_example_is_read_and_keeps_the_commands_own_rules() {
    let registry = known();
    for (shape, _) in &registry.shapes.commands {
        assert!(!shape.examples.is_empty(), "{} has no example", shape.name);
        for example in shape.examples {
            let read = registry.parse(shape.name, example, viewer());
            assert!(matches!(read, Some(Ok(_))), "{}: {example}", shape.name);
        }
    }
}

#[test]
fn what_is_declared_of_fields_names_fields_that_there_are() {
    for (shape, declared) in &known().shapes.commands {
        let schema: Value = json!(shape.schema);
        let attached = declared.attachments.iter().map(|attachment| &attachment.field);
        let since = declared.since.iter().map(|(field, _)| field);
        for field in declared.words.iter().chain(declared.about).chain(attached).chain(since) {
            assert!(schema["properties"][field].is_object(), "{} has no field {field}", shape.name);
        }
    }
}

/// What is said of a thing that waits is found by what it is about: its own thread, family, unit or stream comes first.
#[test]
fn what_waits_says_where_it_stands() {
    for (shape, declared) in &known().shapes.commands {
        let schema: Value = json!(shape.schema);
        for place in
            ["thread", "stream", "unit"].iter().filter(|place| schema["properties"][place].is_object())
        {
            assert_eq!(declared.about.first(), Some(place), "{}", shape.name);
        }
    }
}
