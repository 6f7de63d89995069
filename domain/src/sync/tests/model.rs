//! A small server that keeps the sync contract, and nothing else: things in streams, versions, outcomes for ever.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::envelope::{Outcome, Status};
use crate::kernel::id::{BlobId, EnvelopeId, PersonId, StreamId};
use crate::policy::Lens;
use crate::problem::ProblemKey;
use crate::stream::{
    CLIENT_VERSION, Entry, PullAnswer, PullRequest, StreamNews, SubmitAnswer, SubmitRequest,
};

/// Small pages, so that there is more than one.
const PAGE: usize = 7;

/// What is in one stream: each thing with the version it changed at.
#[derive(Default)]
pub(super) struct Stream {
    pub(super) version: u64,
    pub(super) things: BTreeMap<Uuid, (u64, String)>,
}

#[derive(Default)]
pub(super) struct Server {
    pub(super) streams: BTreeMap<StreamId, Stream>,
    outcomes: BTreeMap<(PersonId, EnvelopeId), Outcome>,
    /// How often each envelope had an effect.
    pub(super) effects: BTreeMap<EnvelopeId, u32>,
    /// In which order.
    pub(super) order: Vec<EnvelopeId>,
    pub(super) blobs: BTreeSet<BlobId>,
    pub(super) grants: BTreeMap<(PersonId, StreamId), Lens>,
}

/// What the test's one command says.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Change {
    pub(super) on: StreamId,
    pub(super) thing: Uuid,
    pub(super) text: String,
    pub(super) refuse: bool,
    pub(super) picture: Option<BlobId>,
}

impl Server {
    /// `later` are those that this time have a passing trouble; what stands behind them in their stream is put off with
    /// them.
    pub(super) fn submit(
        &mut self,
        by: PersonId,
        request: &SubmitRequest,
        mut later: impl FnMut() -> bool,
    ) -> SubmitAnswer {
        let mut put_off = BTreeSet::new();
        let outcomes = request.envelopes.iter().map(|envelope| {
            let change: Change = serde_json::from_str(envelope.args.get()).expect("a command");
            let stored = self.outcomes.get(&(by, envelope.id)).cloned();
            let troubled = stored.is_none() && later();
            if troubled || put_off.contains(&change.on) {
                put_off.insert(change.on);
                return Outcome::without_effect(envelope.id, Status::Later, ProblemKey::Later.into());
            }
            if let Some(stored) = stored {
                return stored;
            }
            let outcome = self.apply(by, envelope.id, change);
            self.outcomes.insert((by, envelope.id), outcome.clone());
            outcome
        });
        SubmitAnswer { outcomes: outcomes.collect() }
    }

    fn apply(&mut self, by: PersonId, id: EnvelopeId, change: Change) -> Outcome {
        if !self.grants.contains_key(&(by, change.on)) {
            return Outcome::without_effect(id, Status::Quarantined, ProblemKey::Quarantined.into());
        }
        if change.refuse {
            return Outcome::without_effect(id, Status::Refused, ProblemKey::NotAllowed.into());
        }
        assert!(
            change.picture.is_none_or(|blob| self.blobs.contains(&blob)),
            "a picture is sent before what names it"
        );
        let stream = self.streams.entry(change.on).or_default();
        stream.version += 1;
        stream.things.insert(change.thing, (stream.version, change.text));
        *self.effects.entry(id).or_default() += 1;
        self.order.push(id);
        Outcome { id, status: Status::Done, at: BTreeMap::from([(change.on, stream.version)]), problem: None }
    }

    pub(super) fn pull(&self, by: PersonId, request: &PullRequest) -> PullAnswer {
        let mut streams = Vec::new();
        let mut more = false;
        let known: BTreeMap<_, _> = request.cursors.iter().map(|cursor| (cursor.stream, *cursor)).collect();
        let is_asked = |id: &StreamId| request.only.is_none_or(|only| only == *id);
        for ((_, id), lens) in self.grants.iter().filter(|((person, id), _)| *person == by && is_asked(id)) {
            let Some(stream) = self.streams.get(id) else { continue };
            let known =
                known.get(id).filter(|cursor| cursor.lens == *lens && cursor.version <= stream.version);
            let since = known.map_or(0, |cursor| cursor.version);
            if known.is_some() && since == stream.version {
                continue;
            }
            let mut news: Vec<_> =
                stream.things.iter().filter(|(_, (version, _))| *version > since).collect();
            news.sort_by_key(|(_, (version, _))| *version);
            let whole = news.len() <= PAGE;
            news.truncate(PAGE);
            more |= !whole;
            let version =
                if whole { stream.version } else { news.last().map_or(since, |(_, (version, _))| *version) };
            let entries = news.into_iter().map(|(id, (version, text))| Entry {
                kind: "thing".to_owned(),
                id: *id,
                version: *version,
                view: serde_json::value::to_raw_value(text).ok(),
            });
            streams.push(StreamNews {
                stream: *id,
                version,
                lens: *lens,
                sight: None,
                entries: entries.collect(),
                forget: false,
            });
        }
        let gone = known.into_values().filter(|cursor| !self.grants.contains_key(&(by, cursor.stream)));
        streams.extend(gone.map(|cursor| StreamNews {
            stream: cursor.stream,
            version: 0,
            lens: cursor.lens,
            sight: None,
            entries: Vec::new(),
            forget: true,
        }));
        PullAnswer { streams, more, minimum_client: CLIENT_VERSION, withheld: false, narrows: true }
    }
}
