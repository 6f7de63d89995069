//! What must hold in the end.

use std::collections::BTreeMap;

use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::MessageId;
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::MessageView;
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::{Cursor, PullRequest, View as _};
use indgang_server::desk::Actor;

use crate::people::LOSES;
use crate::proof::calendars::whole;
use crate::proof::device::{Things, put};
use crate::world::World;

impl World {
    pub(crate) async fn check(&self, seed: u64) {
        for (envelope, (n, status, problem)) in &self.failed {
            let kept = *status == Status::Quarantined;
            let lost = *status == Status::Refused && *problem == ProblemKey::NotFound;
            assert!(
                *n == LOSES && (kept || lost) || self.was_overtaken(*envelope, *problem),
                "seed {seed}: {envelope} of device {n}: {status:?}, {problem:?}"
            );
        }
        whole(&self.desk.db, Moment::from_millis(self.now)).await;
        let mut everyone = Vec::new();
        for (n, device) in self.devices.iter().enumerate() {
            let left = device.machine.items();
            assert!(left.is_empty(), "seed {seed}: device {n} is stuck: {left:#?}");
            assert!(
                device.disk.outbox.is_empty(),
                "seed {seed}: device {n} keeps what its machine has let go"
            );
            let truth = self.pulled_anew(&device.actor).await;
            let differ = truth.iter().filter(|(key, thing)| device.disk.things.get(*key) != Some(thing));
            let differ: Vec<_> =
                differ.map(|(key, thing)| (key, thing, device.disk.things.get(key))).collect();
            let more: Vec<_> = device.disk.things.keys().filter(|key| !truth.contains_key(*key)).collect();
            assert_eq!((differ, more), (vec![], vec![]), "seed {seed}: device {n}, of {}", truth.len());
            everyone.push(self.messages(&device.disk.things));
        }
        assert!(everyone.windows(2).all(|pair| pair[0] == pair[1]), "seed {seed}: all see the same messages");
        let Some(there) = everyone.first() else { return };
        let mut places = Vec::new();
        for n in 0..self.devices.len() {
            let own = self.written.iter().filter(|(by, ..)| *by == n);
            let own: Vec<_> = own.map(|(_, envelope, message)| (envelope, there.get(message))).collect();
            for (envelope, place) in &own {
                assert!(
                    place.is_some() != self.failed.contains_key(envelope),
                    "seed {seed}: {envelope} of device {n} was stored: it arrives, or its author is told why not"
                );
            }
            places.extend(own.iter().filter_map(|(_, place)| place.copied()));
            let patient = own.into_iter().filter(|(envelope, _)| !self.patience_ended(**envelope));
            let patient: Vec<i64> = patient.filter_map(|(_, place)| place.copied()).collect();
            assert!(patient.is_sorted(), "seed {seed}: device {n}'s words are out of order: {patient:?}");
        }
        places.sort_unstable();
        assert!(
            places.windows(2).all(|pair| pair[0] + 1 == pair[1]),
            "seed {seed}: each exactly once: {places:?}"
        );
        assert_eq!(places.last(), there.values().max(), "seed {seed}: nothing that nobody wrote");
    }

    /// The messages of the thread, with their places.
    fn messages(&self, things: &Things) -> BTreeMap<MessageId, i64> {
        let ours =
            things.iter().filter(|((on, kind, _), _)| on.0 == self.thread.0 && kind == MessageView::KIND);
        ours.map(|((.., id), (_, view))| {
            let view: MessageView = serde_json::from_str(view).unwrap();
            (MessageId(*id), view.position)
        })
        .collect()
    }

    /// What a new device of this person would show.
    async fn pulled_anew(&self, actor: &Actor) -> Things {
        let (mut things, mut cursors) = (Things::new(), BTreeMap::new());
        loop {
            let request = PullRequest {
                client: 1,
                cursors: cursors.values().copied().collect(),
                knows: None,
                only: None,
            };
            let answer = self.desk.pull(actor, &request).await.unwrap();
            for news in answer.streams {
                let cursor =
                    Cursor { stream: news.stream, version: news.version, lens: news.lens, sight: news.sight };
                cursors.insert(news.stream, cursor);
                put(&mut things, news);
            }
            if !answer.more {
                return things;
            }
        }
    }
}
