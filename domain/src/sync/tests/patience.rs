//! Whose patience truly ended: counted beside the machine, by what the world knows and the machine can only find out.

use std::collections::BTreeSet;

use super::super::*;
use super::world::World;
use crate::envelope::Status;
use crate::kernel::id::EnvelopeId;
use crate::stream::SubmitAnswer;

/// After so many tries with a connection the rest no longer waits.
const TRIES: u32 = 5;

impl World {
    pub(super) fn upload_came_to_nothing(&mut self, n: usize, request: &Effect) {
        let Effect::Upload(_, Upload { blob, .. }) = request else { return };
        if !self.devices[n].online {
            return;
        }
        let names = |item: &&Item| item.pictures.iter().any(|picture| picture.blob == *blob);
        let items: Vec<_> = self.devices[n].machine.items().iter().filter(names).map(Item::id).collect();
        self.tried(n, items);
    }

    /// The first of each stream was tried, the others were not.
    pub(super) fn put_off(&mut self, n: usize, answer: &SubmitAnswer) {
        let mut streams = BTreeSet::new();
        let later = answer.outcomes.iter().filter(|outcome| outcome.status == Status::Later);
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
    pub(super) fn patience_ended(&self, envelope: EnvelopeId) -> bool {
        let lives = (envelope, 0)..=(envelope, u64::MAX);
        self.tries.range(lives).any(|(_, tries)| *tries >= TRIES)
    }
}
