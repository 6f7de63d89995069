//! What stands behind another of its stream in a batch: where that one has to come again, it does so too, or it would
//! overtake.

use indgang_domain::kernel::id::{PersonId, StreamId};
use serde_json::Value;

use super::batch::Arrived;
use super::registry::Registry;

/// The streams in which something of a batch has to come again.
#[derive(Default)]
pub(super) struct Behind(Vec<StreamId>);

impl Behind {
    /// Is something before it that has to come again?
    pub(super) fn stands(&self, streams: &[StreamId]) -> bool {
        streams.iter().any(|stream| self.0.contains(stream))
    }

    /// What is about one of these from now on stands behind.
    pub(super) fn put_off(&mut self, streams: Vec<StreamId>) {
        self.0.extend(streams);
    }
}

/// The streams that an envelope may be about: the one that it is judged by. Where nobody here understands it, each that
/// it names, and its author's own: every command is about a stream that it names, or about that one.
pub(super) fn streams(registry: &Registry, by: PersonId, arrived: &Arrived) -> Vec<StreamId> {
    let sent = match arrived {
        Arrived::Whole(envelope) => {
            if let Some(Ok(parsed)) = registry.parse(&envelope.command, envelope.args.get(), by) {
                return vec![parsed.on];
            }
            &envelope.args
        }
        Arrived::Newer(_, sent) | Arrived::Malformed(_, sent) => sent,
    };
    let mut streams = vec![by.into()];
    if let Ok(value) = serde_json::from_str(sent.get()) {
        named(&value, &mut streams);
    }
    streams
}

fn named(value: &Value, streams: &mut Vec<StreamId>) {
    match value {
        Value::String(text) => streams.extend(text.parse::<StreamId>()),
        Value::Array(inside) => inside.iter().for_each(|each| named(each, streams)),
        Value::Object(inside) => inside.values().for_each(|each| named(each, streams)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
