//! What a device has stored.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::*;
use crate::kernel::id::{EnvelopeId, StreamId};
use crate::stream::Cursor;

/// What survives a crash.
#[derive(Default, Clone)]
pub(super) struct Disk {
    pub(super) outbox: BTreeMap<EnvelopeId, Item>,
    pub(super) cursors: BTreeMap<StreamId, Cursor>,
    pub(super) things: BTreeMap<(StreamId, Uuid), String>,
    pub(super) whole: bool,
}

impl Disk {
    /// Stores a page, as one.
    pub(super) fn store(&mut self, storing: &Storing) {
        for stream in &storing.forgets {
            self.cursors.remove(stream);
            self.things.retain(|(on, _), _| on != stream);
        }
        for page in &storing.pages {
            if page.replace {
                self.things.retain(|(on, _), _| *on != page.stream);
            }
            for entry in &page.entries {
                let text = entry.view.as_ref().and_then(|view| serde_json::from_str(view.get()).ok());
                match text {
                    Some(text) => self.things.insert((page.stream, entry.id), text),
                    None => self.things.remove(&(page.stream, entry.id)),
                };
            }
            self.cursors.insert(page.stream, page.cursor());
        }
        self.whole |= storing.whole;
    }
}
