//! A machine with a clock that stands still, and hands to do what it asks for.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::*;
use crate::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use crate::kernel::id::{BlobId, DeviceId, EnvelopeId, StreamId};
use crate::kernel::time::Moment;
use crate::policy::Lens;
use crate::problem::ProblemKey;
use crate::stream::{Cursor, PullAnswer, PullRequest, StreamNews, SubmitAnswer};

/// A machine with a clock, and what it wanted done last.
pub(super) struct Rig {
    pub(super) machine: Machine,
    pub(super) now: Moment,
    pub(super) seq: u64,
    pub(super) effects: Vec<Effect>,
}

pub(super) fn stream(n: u128) -> StreamId {
    StreamId(Uuid::from_u128(n))
}

pub(super) fn news(n: u128, version: u64, lens: Lens) -> StreamNews {
    StreamNews { stream: stream(n), version, lens, sight: None, entries: Vec::new(), forget: false }
}

pub(super) fn answer(streams: Vec<StreamNews>) -> PullAnswer {
    PullAnswer { streams, more: false, minimum_client: 1, withheld: false, narrows: false }
}

impl Rig {
    /// Opened on an empty store, its first pull answered with stream 1 at version 1.
    pub(super) fn new() -> Self {
        let mut rig = Self::cold();
        rig.tell(Event::Opened { outbox: Vec::new(), cursors: Vec::new(), whole: false });
        rig.pulled(answer(vec![news(1, 1, Lens::Adult)]));
        rig
    }

    pub(super) fn cold() -> Self {
        let now = Moment::from_millis(1_800_000_000_000);
        Self { machine: Machine::new(), now, seq: 0, effects: Vec::new() }
    }

    pub(super) fn tell(&mut self, event: Event) {
        self.effects = self.machine.handle(event, self.now, 7);
    }

    pub(super) fn later(&mut self, millis: i64) {
        self.now = self.now.plus_millis(millis);
        self.tell(Event::Woke);
    }

    pub(super) fn item(&mut self, on: u128) -> Item {
        self.seq += 1;
        let id = Uuid::from_u128(1_000 + u128::from(self.seq));
        let view = serde_json::value::to_raw_value(&self.seq).expect("a number");
        let envelope = Envelope {
            id: EnvelopeId(id),
            v: ENVELOPE_VERSION,
            device: DeviceId(Uuid::nil()),
            seq: self.seq,
            at: self.now,
            command: "Test.Write".to_owned(),
            args: view.clone(),
        };
        let pending = PendingView { stream: stream(on), kind: "thing".to_owned(), id, view };
        Item::new(envelope, stream(on), vec![pending], Vec::new())
    }

    /// Written and kept.
    pub(super) fn wrote(&mut self, on: u128) -> EnvelopeId {
        let item = self.item(on);
        let id = item.id();
        self.tell(Event::Wrote(item));
        self.tell(Event::Kept { envelope: id, ok: true });
        id
    }

    pub(super) fn submit(&self) -> Option<(Ticket, Vec<EnvelopeId>)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Submit(ticket, request) => {
                Some((*ticket, request.envelopes.iter().map(|e| e.id).collect()))
            }
            _ => None,
        })
    }

    pub(super) fn upload(&self) -> Option<(Ticket, BlobId)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Upload(ticket, upload) => Some((*ticket, upload.blob)),
            _ => None,
        })
    }

    /// Written with a picture, and kept.
    pub(super) fn wrote_with_picture(&mut self, on: u128, blob: u128) -> EnvelopeId {
        let mut item = self.item(on);
        let blob = BlobId(Uuid::from_u128(blob));
        item.pictures.push(Upload { blob, stream: stream(on), piece: None });
        let id = item.id();
        self.tell(Event::Wrote(item));
        self.tell(Event::Kept { envelope: id, ok: true });
        id
    }

    pub(super) fn pull(&self) -> Option<(Ticket, Vec<Cursor>)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Pull(ticket, request) => Some((*ticket, request.cursors.clone())),
            _ => None,
        })
    }

    pub(super) fn asked(&self) -> Option<&PullRequest> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Pull(_, request) => Some(request),
            _ => None,
        })
    }

    pub(super) fn store(&self) -> Option<&Storing> {
        self.effects
            .iter()
            .find_map(|effect| if let Effect::Store(storing) = effect { Some(storing) } else { None })
    }

    pub(super) fn dropped(&self, id: EnvelopeId) -> bool {
        self.effects.iter().any(|effect| matches!(effect, Effect::Drop(gone) if *gone == id))
    }

    /// The pull that was just asked for is answered and its page stored.
    pub(super) fn pulled(&mut self, answer: PullAnswer) {
        let (ticket, _) = self.pull().expect("a pull");
        self.tell(Event::PullAnswered(ticket, answer));
        if self.store().is_some() {
            self.tell(Event::Stored { ok: true });
        }
    }

    pub(super) fn answered(&mut self, ticket: Ticket, outcomes: Vec<Outcome>) {
        self.tell(Event::SubmitAnswered(ticket, SubmitAnswer { outcomes }));
    }

    pub(super) fn state(&self, id: EnvelopeId) -> Option<&ItemState> {
        self.machine.items().iter().find(|item| item.id() == id).map(|item| &item.state)
    }
}

pub(super) fn done(id: EnvelopeId, at: &[(u128, u64)]) -> Outcome {
    let at: BTreeMap<_, _> = at.iter().map(|(n, version)| (stream(*n), *version)).collect();
    Outcome { id, status: Status::Done, at, problem: None }
}

pub(super) fn not_done(id: EnvelopeId, status: Status) -> Outcome {
    Outcome::without_effect(id, status, ProblemKey::NotAllowed.into())
}
