//! Whose patience truly ended: counted beside the machine, by what the world knows and the machine can only find out.

use std::collections::BTreeSet;

use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::kernel::id::EnvelopeId;
use indgang_domain::sync::{Effect, Item};

use crate::world::World;

/// After so many tries with a connection the rest no longer waits.
const TRIES: u32 = 5;

impl World {
    /// A request came to nothing: of an upload, what names the picture was tried, if there is a connection.
    pub(crate) fn came_to_nothing(&mut self, n: usize, request: &Effect) {
        let Effect::Upload(_, upload) = request else { return };
        if !self.devices[n].online {
            return;
        }
        let names = |item: &&Item| item.pictures.iter().any(|picture| picture.blob == upload.blob);
        let items: Vec<_> = self.devices[n].machine.items().iter().filter(names).map(Item::id).collect();
        self.tried(n, items);
    }

    /// Of what the desk puts off, the first of each stream was tried; the others were not.
    pub(crate) fn put_off(&mut self, n: usize, outcomes: &[Outcome]) {
        let mut streams = BTreeSet::new();
        let later = outcomes.iter().filter(|outcome| outcome.status == Status::Later);
        let items = self.devices[n].machine.items();
        let items = later.filter_map(|outcome| items.iter().find(|item| item.id() == outcome.id));
        let items: Vec<_> = items.filter(|item| streams.insert(item.on)).map(Item::id).collect();
        self.tried(n, items);
    }

    fn tried(&mut self, n: usize, items: Vec<EnvelopeId>) {
        for item in items {
            *self.tries.entry((item, self.devices[n].life)).or_default() += 1;
        }
    }

    /// Did it come to nothing so often that the machine may let others pass?
    pub(crate) fn patience_ended(&self, envelope: EnvelopeId) -> bool {
        let lives = (envelope, 0)..=(envelope, u64::MAX);
        self.tries.range(lives).any(|(_, tries)| *tries >= TRIES)
    }
}
