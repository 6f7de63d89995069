//! The browser's backend: answers from what is kept here, keeps what is done here, and syncs behind both.

mod begin;
mod engine;
mod jobs;
mod phase;
mod pictures;
mod sending;
mod shown;
mod views;

use std::rc::Rc;

use indgang_app::backend::{Backend, Link, OutboxLine, Outgoing, Soon, Submitted};
use indgang_domain::attachments::VoiceMime;
use indgang_domain::kernel::id::{BlobId, EnvelopeId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::sync::Event;
use indgang_domain::verbs::{Facts, Need, Viewer};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use serde_json::value::RawValue;
use uuid::Uuid;

pub(crate) use self::engine::Engine;
use crate::{js, link};

/// The engine behind the port. Nothing here is `Send`; the wrapper says so at this edge alone: wasm has one thread.
pub(crate) struct Device(SendWrapper<Rc<Engine>>);

impl Device {
    pub(crate) fn new(engine: Rc<Engine>) -> Self {
        Self(SendWrapper::new(engine))
    }

    fn soon<T: 'static, F: Future<Output = T> + 'static>(
        &self,
        work: impl FnOnce(Rc<Engine>) -> F,
    ) -> Soon<T> {
        Box::pin(SendWrapper::new(work(Rc::clone(&self.0))))
    }
}

impl Backend for Device {
    fn viewer(&self) -> Option<Viewer> {
        self.0.viewer.clone()
    }

    fn facts(&self, needs: Vec<Need>) -> Soon<Result<Facts, Problem>> {
        self.soon(|engine| async move { engine.facts(needs).await })
    }

    fn live(&self, query: &'static str, args: Box<RawValue>) -> Soon<Result<Box<RawValue>, Problem>> {
        self.soon(|engine| async move { engine.server().ask(query, &args).await.map_err(link::problem) })
    }

    fn submit(&self, outgoing: Outgoing) -> Soon<Submitted> {
        self.soon(|engine| async move { engine.submit(outgoing).await })
    }

    fn mint(&self) -> Uuid {
        js::mint()
    }

    fn now(&self) -> Moment {
        js::now()
    }

    fn revision(&self) -> Signal<u64> {
        self.0.revision.clone().into()
    }

    fn link(&self) -> Signal<Link> {
        self.0.link.clone().into()
    }

    fn outbox(&self) -> Signal<Vec<OutboxLine>> {
        self.0.outbox.clone().into()
    }

    fn dismiss(&self, envelope: EnvelopeId) -> Soon<()> {
        self.soon(|engine| async move { engine.tell(Event::Dismissed(envelope)) })
    }

    fn picture(&self, stream: StreamId, blob: BlobId) -> Soon<Option<String>> {
        self.soon(|engine| async move { engine.picture(stream, blob).await })
    }

    fn unsent(&self, blob: BlobId) -> Soon<Option<Vec<u8>>> {
        self.soon(|engine| async move { engine.unsent(blob).await })
    }

    fn recording(&self, stream: StreamId, chunks: Vec<BlobId>, mime: VoiceMime) -> Soon<Option<String>> {
        self.soon(|engine| async move { engine.recording(stream, chunks, mime).await })
    }

    fn kept(&self, key: String) -> Soon<Option<Vec<u8>>> {
        self.soon(|engine| async move {
            engine.viewer.as_ref()?;
            engine.store().await.kept(&key).await
        })
    }

    fn keep(&self, key: String, bytes: Vec<u8>) -> Soon<()> {
        self.soon(|engine| async move {
            if engine.viewer.is_some() && engine.store().await.keep_bytes(key, bytes).await.is_err() {
                engine.cannot_keep.set(Some(ProblemKey::StorageRefused));
            }
        })
    }

    fn draft(&self, key: String) -> Soon<Option<String>> {
        self.soon(|engine| async move {
            engine.viewer.as_ref()?;
            engine.store().await.draft(&key).await
        })
    }

    fn keep_draft(&self, key: String, text: String) -> Soon<()> {
        self.soon(|engine| async move {
            if engine.viewer.is_some() && engine.store().await.keep_draft(key, text).await.is_err() {
                engine.cannot_keep.set(Some(ProblemKey::StorageRefused));
            }
        })
    }

    fn reach_server(&self) -> Soon<bool> {
        self.soon(|engine| async move { engine.reach_server().await })
    }

    fn forget_everything(&self) -> Soon<()> {
        self.soon(|engine| async move {
            if engine.viewer.is_some() {
                engine.forget_everything().await;
            }
        })
    }

    fn cannot_keep(&self) -> Signal<Option<ProblemKey>> {
        self.0.cannot_keep.clone().into()
    }

    fn cannot_send(&self) -> Signal<Option<ProblemKey>> {
        self.0.trouble.clone().into()
    }
}
