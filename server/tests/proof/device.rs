//! A device around the machine that phones run: what it has stored, its clock, its connection.

use std::collections::BTreeMap;

use indgang_domain::kernel::id::{EnvelopeId, StreamId};
use indgang_domain::stream::{Cursor, StreamNews};
use indgang_domain::sync::{Event, Item, Machine, Storing};
use indgang_server::desk::Actor;
use uuid::Uuid;

/// A thing as it stands in a store: by stream, kind and id; its version, and its view's JSON.
pub type Things = BTreeMap<(StreamId, String, Uuid), (u64, String)>;

/// What survives a crash.
#[derive(Default)]
pub struct Disk {
    pub outbox: BTreeMap<EnvelopeId, Item>,
    pub cursors: BTreeMap<StreamId, Cursor>,
    pub things: Things,
    pub whole: bool,
}

pub struct Device {
    pub actor: Actor,
    pub machine: Machine,
    pub disk: Disk,
    /// How far its clock is off, in milliseconds.
    pub skew: i64,
    /// When it is to be woken, by the true clock.
    pub wake: Option<i64>,
    pub seq: u64,
    pub online: bool,
    /// Counts its lives: what is meant for an earlier one does not reach this one.
    pub life: u64,
}

impl Device {
    pub fn new(actor: Actor) -> Self {
        let (machine, disk) = (Machine::new(), Disk::default());
        Self { actor, machine, disk, skew: 0, wake: None, seq: 0, online: true, life: 0 }
    }

    /// Begins again from what was stored, and nothing else.
    pub fn boot(&mut self) -> Event {
        self.machine = Machine::new();
        self.wake = None;
        self.life += 1;
        Event::Opened {
            outbox: self.disk.outbox.values().cloned().collect(),
            cursors: self.disk.cursors.values().copied().collect(),
            whole: self.disk.whole,
        }
    }
}

impl Disk {
    /// Stores a page, as one.
    pub fn store(&mut self, storing: &Storing) {
        for stream in &storing.forgets {
            self.cursors.remove(stream);
            self.things.retain(|(on, ..), _| on != stream);
        }
        for page in &storing.pages {
            if page.replace {
                self.things.retain(|(on, ..), _| *on != page.stream);
            }
            let news = StreamNews {
                stream: page.stream,
                version: page.version,
                lens: page.lens,
                sight: page.sight,
                entries: page.entries.clone(),
                forget: false,
            };
            put(&mut self.things, news);
            self.cursors.insert(page.stream, page.cursor());
        }
        self.whole |= storing.whole;
    }
}

/// Each thing at its latest.
pub fn put(things: &mut Things, news: StreamNews) {
    for entry in news.entries {
        let key = (news.stream, entry.kind, entry.id);
        match entry.view {
            Some(view) => things.insert(key, (entry.version, view.get().to_owned())),
            None => things.remove(&key),
        };
    }
}
