//! Devices that were offline for long: what they wrote in an envelope's former form is read for a year.
//!
//! `fixtures/v<version>/<command>[.<variant>].json` holds envelopes as that version's devices wrote them. They are
//! added to and, a year after the last device wrote them, taken away; never changed.

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::StatusCode;
use indgang_domain::envelope::ENVELOPE_VERSION;
use serde_json::Value;

use crate::demo::Demo;
use crate::door::{Door, body, described};
use crate::stories;

stories! {
    every_envelope_that_was_ever_written_is_still_read,
    every_command_has_an_envelope_of_some_version,
}

/// What devices of this version wrote: the file's name and the envelope.
fn written(version: u16) -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/stories/fixtures/v{version}"));
    let mut all = Vec::new();
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let envelope: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(envelope["v"], version, "{name}");
        let command = envelope["command"].as_str().unwrap();
        assert!(name == command || name.starts_with(&format!("{command}.")), "{name}");
        all.push((name, envelope));
    }
    all
}

async fn every_envelope_that_was_ever_written_is_still_read(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    for (name, envelope) in (1..=ENVELOPE_VERSION).flat_map(written) {
        let answer = door.submits(envelope.clone()).await;
        assert_eq!(answer.status(), StatusCode::OK, "{name}");
        let answer = body(answer).await;
        let outcome = &answer["outcomes"][0];
        assert_eq!(outcome["id"], envelope["id"], "{name}");
        // Each is sound, so it happens, or what it is about is not in this demo world: nothing else may be wrong with it.
        let status = outcome["status"].as_str().unwrap();
        let refused = status == "refused" && outcome["problem"]["key"] == "not-found";
        assert!(status == "done" || refused, "{name}: {outcome}");
    }
}

/// A device writes the oldest version that knows all that a command says.
async fn every_command_has_an_envelope_of_some_version(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let known = described(&door, "Envelope", "command").await;
    assert!(known.contains("Messages.SendMessage"), "{known:?}");
    let written = (1..=ENVELOPE_VERSION).flat_map(written);
    let written: BTreeSet<_> =
        written.map(|(_, envelope)| envelope["command"].as_str().unwrap().to_owned()).collect();
    assert_eq!(written, known);
    for (shape, declared) in &indgang_server::features().shapes.commands {
        for (field, version) in declared.since {
            let mut of_then = self::written(*version).into_iter();
            let uses = |(_, envelope): (String, Value)| {
                envelope["command"] == shape.name && envelope["args"].get(field).is_some()
            };
            assert!(
                of_then.any(uses),
                "{} uses {field} since {version}: where is such an envelope?",
                shape.name
            );
        }
    }
}
