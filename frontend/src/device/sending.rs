//! What a person decides: kept and queued, or sent at once where it cannot wait or cannot be kept.

use std::rc::Rc;

use futures::channel::oneshot;
use indgang_app::backend::{Outgoing, Picture, Submitted};
use indgang_domain::envelope::{Envelope, Outcome, Status};
use indgang_domain::kernel::id::EnvelopeId;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::{CLIENT_VERSION, Nudge, SubmitRequest};
use indgang_domain::sync::{Event, Item, Unanswered, Upload};
use indgang_domain::verbs::When;
use leptos::prelude::*;

use super::engine::Engine;
use super::pictures;
use crate::store::Store;
use crate::tabs::Call;
use crate::{js, link};

impl Engine {
    pub(super) async fn submit(self: &Rc<Self>, outgoing: Outgoing) -> Submitted {
        if self.viewer.is_none() {
            return Submitted::Failed(ProblemKey::LoggedOut.into());
        }
        let store = self.store().await;
        let envelope = self.envelope(&store, &outgoing);
        let keeps =
            outgoing.when == When::Queued && store.lasts() && self.cannot_keep.get_untracked().is_none();
        if keeps && let Some(queued) = self.queue(&store, &outgoing, envelope.clone()).await {
            return queued;
        }
        self.send_now(&outgoing, envelope).await.unwrap_or_else(Submitted::Failed)
    }

    fn envelope(&self, store: &Store, outgoing: &Outgoing) -> Envelope {
        let at = js::now();
        // From the clock, so that tabs need not agree; but always onwards in one tab.
        let seq = at.millis().unsigned_abs().max(self.seq.get() + 1);
        self.seq.set(seq);
        Envelope {
            id: outgoing.envelope.unwrap_or_else(|| EnvelopeId(js::mint())),
            v: outgoing.version,
            device: store.device(),
            seq,
            at,
            command: outgoing.command.to_owned(),
            args: outgoing.args.clone(),
        }
    }

    /// `None` where the disk does not take it.
    async fn queue(
        self: &Rc<Self>,
        store: &Store,
        outgoing: &Outgoing,
        envelope: Envelope,
    ) -> Option<Submitted> {
        if pictures::keep_waiting(store, &outgoing.pictures).await.is_err() {
            self.cannot_keep.set(Some(ProblemKey::StorageRefused));
            return None;
        }
        let id = envelope.id;
        let uploads = outgoing
            .pictures
            .iter()
            .map(|picture| Upload { blob: picture.id, stream: picture.stream, piece: picture.piece })
            .collect();
        let pending = outgoing.pending.iter().cloned().map(Into::into).collect();
        let (sender, receiver) = oneshot::channel();
        self.kept.borrow_mut().push((id, sender));
        self.tell(Event::Wrote(Item::new(envelope, outgoing.on, pending, uploads)));
        if !receiver.await.unwrap_or(false) {
            return None;
        }
        self.ask_to_persist(store).await;
        // Without a connection the browser is asked to wake us once there is one.
        let kind = if self.machine.borrow().condition().offline { "outbox" } else { "wrote" };
        js::tell_worker(&js::object(&[("kind", &kind.into())]));
        Some(Submitted::Queued(id))
    }

    async fn send_now(
        self: &Rc<Self>,
        outgoing: &Outgoing,
        envelope: Envelope,
    ) -> Result<Submitted, Problem> {
        let server = self.server();
        for picture in &outgoing.pictures {
            let Picture { id, stream, mime, piece, bytes } = picture;
            let upload = Upload { blob: *id, stream: *stream, piece: *piece };
            let sent = server.upload(upload, mime, bytes).await;
            sent.map_err(link::problem)?;
        }
        let request =
            SubmitRequest { client: CLIENT_VERSION, now: Some(js::now()), envelopes: vec![envelope] };
        let answer = match server.submit(&request).await {
            // Perhaps it arrived and the answer was lost: the same envelope has one effect.
            Err(Unanswered::Unreachable) => server.submit(&request).await,
            answer => answer,
        };
        let outcome = answer.map_err(link::problem)?.outcomes.into_iter().next().ok_or(ProblemKey::Later)?;
        if outcome.status == Status::Later {
            return Err(outcome.problem.unwrap_or(ProblemKey::Later.into()));
        }
        self.expect_news(&outcome);
        Ok(Submitted::Settled(outcome))
    }

    fn expect_news(self: &Rc<Self>, outcome: &Outcome) {
        if !self.leads() {
            self.say(&Call::Here);
        }
        let with_others = outcome.at.len() > 1;
        for (stream, version) in &outcome.at {
            self.tell(Event::Nudged(Nudge { stream: *stream, version: *version, with_others }));
        }
    }

    /// Asks the server itself, whatever was heard of it last. Where it answers, what waits is tried at once.
    pub(super) async fn reach_server(self: &Rc<Self>) -> bool {
        let there = link::is_there().await;
        if there {
            self.say(&Call::Here);
            self.tell(Event::WentOnline);
        }
        there
    }

    /// Once, and not before there is something to lose.
    async fn ask_to_persist(&self, store: &Store) {
        const ASKED: &str = "asked-to-persist";
        if store.meta::<bool>(ASKED).await != Ok(None) || store.set_meta(ASKED, &true).await.is_err() {
            return;
        }
        let Some(window) = web_sys::window() else { return };
        if let Some(storage) = js::get(&window.navigator(), "storage") {
            // Either answer is fine, whenever it comes: some browsers ask the person.
            _ = js::call(&storage, "persist", &[]);
        }
    }
}
