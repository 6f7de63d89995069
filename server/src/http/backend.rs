//! The views' port on the server: the desk, in process, for one viewer.

use std::future::ready;

use indgang_app::backend::{Backend, Draft, Link, OutboxLine, Soon, Submitted};
use indgang_domain::kernel::id::{BlobId, EnvelopeId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::{Facts, Need, Viewer};
use leptos::prelude::Signal;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::desk::{Actor, Desk};
use crate::store::Trouble;

/// The desk for whoever a page is rendered for.
pub(super) struct Serving {
    desk: Desk,
    actor: Option<Actor>,
}

impl Serving {
    pub(super) fn new(desk: Desk, actor: Option<Actor>) -> Self {
        Self { desk, actor }
    }
}

fn told(trouble: &Trouble) -> Problem {
    trouble.log();
    trouble.problem()
}

impl Backend for Serving {
    fn viewer(&self) -> Option<Viewer> {
        self.actor.as_ref().map(|actor| actor.viewer.clone())
    }

    fn facts(&self, needs: Vec<Need>) -> Soon<Result<Facts, Problem>> {
        let (desk, actor) = (self.desk.clone(), self.actor.clone());
        Box::pin(async move {
            let actor = actor.ok_or(ProblemKey::LoggedOut)?;
            desk.facts(&actor, &needs).await.map_err(|trouble| told(&trouble))
        })
    }

    fn live(&self, query: &'static str, args: Box<RawValue>) -> Soon<Result<Box<RawValue>, Problem>> {
        let (desk, actor) = (self.desk.clone(), self.actor.clone());
        Box::pin(async move {
            let actor = actor.ok_or(ProblemKey::LoggedOut)?;
            desk.ask(&actor, query, args.get()).await.map_err(|trouble| told(&trouble))
        })
    }

    fn submit(&self, _: Draft) -> Soon<Submitted> {
        // Rendering submits nothing: forms post to /act.
        Box::pin(ready(Submitted::Failed(ProblemKey::NotAllowed.into())))
    }

    fn mint(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn now(&self) -> Moment {
        self.desk.clock.now()
    }

    fn revision(&self) -> Signal<u64> {
        Signal::stored(0)
    }

    fn link(&self) -> Signal<Link> {
        Signal::stored(Link::Online)
    }

    fn outbox(&self) -> Signal<Vec<OutboxLine>> {
        Signal::stored(Vec::new())
    }

    fn dismiss(&self, _: EnvelopeId) -> Soon<()> {
        Box::pin(ready(()))
    }

    fn picture(&self, _: StreamId, blob: BlobId) -> Soon<Option<String>> {
        Box::pin(ready(Some(format!("/api/v1/blobs/{blob}"))))
    }

    fn unsent(&self, _: BlobId) -> Soon<Option<Vec<u8>>> {
        Box::pin(ready(None))
    }

    fn draft(&self, _: String) -> Soon<Option<String>> {
        Box::pin(ready(None))
    }

    fn keep_draft(&self, _: String, _: String) -> Soon<()> {
        Box::pin(ready(()))
    }

    fn forget_everything(&self) -> Soon<()> {
        Box::pin(ready(()))
    }

    fn cannot_keep(&self) -> Signal<Option<ProblemKey>> {
        Signal::stored(None)
    }
}
