//! The views' port on the server: the desk, in process, for one viewer. Pages are rendered on threads of their own
//! (`pages.rs`), and a question is answered before it returns: a view never renders without what it asked for, then once
//! more with it.

use std::future::ready;
use std::sync::{Mutex, PoisonError};

use indgang_app::backend::{Backend, Link, OutboxLine, Outgoing, Soon, Submitted};
use indgang_domain::kernel::id::{BlobId, EnvelopeId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::MarkRead;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::{Command as _, Facts, Held, Need, Viewer};
use leptos::prelude::Signal;
use serde_json::value::RawValue;
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::desk::{Actor, Desk};
use crate::store::Trouble;

/// The desk for whoever a page is rendered for.
pub(super) struct Serving {
    desk: Desk,
    actor: Option<Actor>,
    runtime: Handle,
    /// What this page has read: several of its parts need the same.
    read: Mutex<Vec<(Need, Vec<Held>)>>,
    /// And what stands on it that nobody had read.
    rendered: Mutex<Vec<MarkRead>>,
}

impl Serving {
    /// To be asked on a thread that may wait.
    pub(super) fn new(desk: Desk, actor: Option<Actor>) -> Self {
        Self { desk, actor, runtime: Handle::current(), read: Mutex::default(), rendered: Mutex::default() }
    }

    /// Marks as read what a page shows, once it is rendered. Where that fails it stays unread.
    pub(super) async fn was_shown(&self) {
        let rendered = std::mem::take(&mut *self.rendered.lock().unwrap_or_else(PoisonError::into_inner));
        let Some(actor) = &self.actor else { return };
        for command in rendered {
            let Ok(args) = serde_json::value::to_raw_value(&command) else { continue };
            self.desk.settle_here(actor, EnvelopeId(Uuid::now_v7()), MarkRead::NAME, args).await;
        }
    }

    fn actor(&self) -> Result<&Actor, Trouble> {
        self.actor.as_ref().ok_or_else(|| ProblemKey::LoggedOut.into())
    }

    fn read(&self, needs: &[Need]) -> Result<Facts, Trouble> {
        let actor = self.actor()?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<Need> =
            needs.iter().filter(|need| read.iter().all(|(known, _)| known != *need)).copied().collect();
        if !new.is_empty() {
            let held = self.runtime.block_on(self.desk.held(actor, &new))?;
            read.extend(new.into_iter().zip(held));
        }
        let held = read.iter().filter(|(known, _)| needs.contains(known)).flat_map(|(_, held)| held.clone());
        Ok(Facts { viewer: actor.viewer.clone(), now: self.desk.clock.now(), held: held.collect() })
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
        Box::pin(ready(self.read(&needs).map_err(|trouble| told(&trouble))))
    }

    fn live(&self, query: &'static str, args: Box<RawValue>) -> Soon<Result<Box<RawValue>, Problem>> {
        let answer =
            self.actor().and_then(|actor| self.runtime.block_on(self.desk.ask(actor, query, args.get())));
        Box::pin(ready(answer.map_err(|trouble| told(&trouble))))
    }

    fn submit(&self, _: Outgoing) -> Soon<Submitted> {
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

    fn rendered(&self, read: MarkRead) {
        self.rendered.lock().unwrap_or_else(PoisonError::into_inner).push(read);
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
