//! The machine's storing effects, one after the other in their order.

use std::collections::VecDeque;
use std::rc::Rc;

use indgang_domain::kernel::id::EnvelopeId;
use indgang_domain::problem::ProblemKey;
use indgang_domain::sync::{Effect, Event, Item, ItemState, Storing};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::engine::Engine;
use super::phase::{FirstPull, Phase};
use crate::store::Store;
use crate::tabs::Call;

/// What waits to be stored.
#[derive(Default)]
pub(super) struct Jobs {
    waiting: VecDeque<Effect>,
    /// Someone is at it, until nothing waits.
    pub(super) are_under_way: bool,
}

impl Engine {
    pub(super) fn enqueue(self: &Rc<Self>, job: Effect) {
        let mut jobs = self.jobs.borrow_mut();
        jobs.waiting.push_back(job);
        if !std::mem::replace(&mut jobs.are_under_way, true) {
            let engine = self.clone();
            spawn_local(async move { engine.work().await });
        }
    }

    async fn work(self: Rc<Self>) {
        let store = self.store().await;
        loop {
            let job = self.jobs.borrow_mut().waiting.pop_front();
            match job {
                Some(Effect::Keep(item)) => self.keep(&store, item).await,
                Some(Effect::Drop(envelope)) => {
                    let item = store.item(envelope).await;
                    if let Some(item) = &item
                        && matches!(item.state, ItemState::Settled { .. })
                    {
                        self.keep_sent(&store, &item.pictures).await;
                    }
                    let pictures = item.map(|item| item.pictures).unwrap_or_default();
                    let pictures: Vec<_> = pictures.into_iter().map(|picture| picture.blob).collect();
                    // What stays by mistake is sent once more, and answered as the first time.
                    _ = store.let_go(envelope, &pictures).await;
                    self.tell_leader(envelope);
                }
                Some(Effect::Store(storing)) => self.store_page(&store, &storing).await,
                Some(_) => {}
                None => break,
            }
        }
        self.jobs.borrow_mut().are_under_way = false;
        self.pass_on();
        self.mark_ready();
    }

    async fn keep(self: &Rc<Self>, store: &Store, item: Item) {
        let envelope = item.id();
        let ok = store.keep(&item).await.is_ok();
        if !ok {
            self.cannot_keep.set(Some(ProblemKey::StorageRefused));
        }
        let waiting = self.kept.borrow_mut().extract_if(.., |(waits, _)| *waits == envelope).next();
        if let Some((_, waiting)) = waiting {
            _ = waiting.send(ok);
        }
        self.tell(Event::Kept { envelope, ok });
        if ok {
            self.tell_leader(envelope);
        }
    }

    fn tell_leader(&self, envelope: EnvelopeId) {
        if !self.leads() {
            self.say(&Call::Wrote(envelope));
        }
    }

    async fn store_page(self: &Rc<Self>, store: &Store, storing: &Storing) {
        if store.store(storing).await.is_ok() {
            self.tell(Event::Stored { ok: true });
            return;
        }
        self.tell(Event::Stored { ok: false });
        if store.lasts() {
            self.turn_passing(store);
        }
    }

    /// The disk is full or fails: what is known of the outbox is still sent, everything is read anew into memory. From
    /// here on this tab is on its own, and another may lead those whose disk still serves.
    pub(super) fn turn_passing(self: &Rc<Self>, store: &Store) {
        if self.phase() == Phase::Ended {
            return;
        }
        store.turn_passing();
        self.cannot_keep.set(Some(ProblemKey::StorageRefused));
        let outbox = self.machine.borrow().items().to_vec();
        self.views.let_all_go();
        // Until it is here again, nothing is shown as gone that is only not read yet.
        let led = self.leads();
        self.enter(Phase::Leads(FirstPull::Awaited));
        self.tell(Event::Opened { outbox, cursors: Vec::new(), whole: false });
        if !led {
            self.lead();
        }
        self.lock.take();
        self.tell(Event::BecameVisible);
    }
}
