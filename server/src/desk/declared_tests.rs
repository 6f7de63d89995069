//! What is declared of a command is true of it.

use std::collections::BTreeSet;

use indgang_domain::feature::kept;
use indgang_domain::policy::table::BLOB_KINDS;
use indgang_domain::quarantine::QuarantineView;
use indgang_domain::stream::View as _;
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
        let read = kept(shape.name).unwrap_or_default().iter().map(|(field, _)| field);
        for field in declared.words.iter().chain(declared.about).chain(attached).chain(since).chain(read) {
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

/// Features are put together at the composition root: what the desk must know of one is declared, or given to its registry.
#[test]
fn the_desk_names_no_feature() {
    let shapes = crate::features().shapes;
    let names = shapes.commands.iter().map(|(shape, _)| shape.name);
    let names = names.chain(shapes.queries.iter().map(|(shape, _)| shape.name));
    let rooms: BTreeSet<_> =
        names.filter_map(|name| name.split_once('.')).map(|(feature, _)| feature.to_lowercase()).collect();
    assert!(rooms.contains("messages") && rooms.contains("staff"));
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/desk")).unwrap() {
        let path = file.unwrap().path();
        if path.to_string_lossy().ends_with("_tests.rs") {
            continue;
        }
        let code = std::fs::read_to_string(&path).unwrap();
        let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for room in &rooms {
            let ways = [format!("indgang_domain::{room}"), format!("crate::{room}"), format!("FROM {room}")];
            let found = ways.iter().find(|way| code.contains(way.as_str()));
            assert_eq!(found, None, "{}", path.display());
        }
        assert!(!code.contains("Action::") && !code.contains("FROM threads"), "{}", path.display());
    }
}

/// What shows a picture, a file or a recording names it, and who sees the one sees the other. What was set aside shows again
/// what was named for the view that it was to become.
#[test]
fn the_kinds_that_name_blobs_are_those_that_show_them() {
    let attached = |name: &str| ["Photo", "Document", "Spoken"].contains(&name);
    let views = known().shapes.views;
    let showing = views.iter().filter(|view| view.parts.iter().any(|(name, _)| attached(name)));
    let kinds: Vec<_> = showing.map(|view| view.name).filter(|kind| *kind != QuarantineView::KIND).collect();
    assert_eq!(kinds, BLOB_KINDS);
}
