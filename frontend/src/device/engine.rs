//! The machine in the browser: gives it what happens, does what it wants.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, select};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use indgang_app::backend::{Link, OutboxLine};
use indgang_domain::kernel::id::{BlobId, EnvelopeId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::ProblemKey;
use indgang_domain::sync::{Condition, Effect, Event, Machine, Ticket, Unanswered, Upload};
use indgang_domain::verbs::Viewer;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::jobs::Jobs;
use super::phase::{Page, Phase};
use super::views::Views;
use crate::js;
use crate::link::Server;
use crate::store::Store;
use crate::tabs::{Call, Lock, Tabs};

/// One person on this device, in this tab.
pub(crate) struct Engine {
    pub(crate) viewer: Option<Viewer>,
    pub(super) store: RefCell<Option<Rc<Store>>>,
    pub(super) machine: RefCell<Machine>,
    pub(super) views: Views,
    phase: Cell<Phase>,
    pub(super) page: Cell<Page>,
    waiters: RefCell<Vec<oneshot::Sender<()>>>,
    pub(super) kept: RefCell<Vec<(EnvelopeId, oneshot::Sender<bool>)>>,
    pub(super) jobs: RefCell<Jobs>,
    uploading: RefCell<Option<oneshot::Sender<()>>>,
    pub(super) news: RefCell<Vec<StreamId>>,
    pub(super) tabs: RefCell<Option<Tabs>>,
    pub(super) lock: RefCell<Option<Lock>>,
    pub(super) listeners: RefCell<Vec<EventListener>>,
    pub(super) addresses: RefCell<Vec<(BlobId, String)>>,
    pub(super) seq: Cell<u64>,
    timer: RefCell<Option<Timeout>>,
    pub(super) revision: ArcRwSignal<u64>,
    pub(super) link: ArcRwSignal<Link>,
    pub(super) outbox: ArcRwSignal<Vec<OutboxLine>>,
    pub(super) cannot_keep: ArcRwSignal<Option<ProblemKey>>,
    pub(super) trouble: ArcRwSignal<Option<ProblemKey>>,
}

impl Engine {
    pub(crate) fn new(viewer: Option<Viewer>, rendered: bool) -> Rc<Self> {
        Rc::new(Self {
            viewer,
            store: RefCell::default(),
            machine: RefCell::default(),
            views: Views::default(),
            phase: Cell::default(),
            page: Cell::new(if rendered { Page::Waking } else { Page::Own }),
            waiters: RefCell::default(),
            kept: RefCell::default(),
            jobs: RefCell::default(),
            uploading: RefCell::default(),
            news: RefCell::default(),
            tabs: RefCell::default(),
            lock: RefCell::default(),
            listeners: RefCell::default(),
            addresses: RefCell::default(),
            seq: Cell::default(),
            timer: RefCell::default(),
            revision: ArcRwSignal::default(),
            link: ArcRwSignal::default(),
            outbox: ArcRwSignal::default(),
            cannot_keep: ArcRwSignal::default(),
            trouble: ArcRwSignal::default(),
        })
    }

    pub(super) fn phase(&self) -> Phase {
        self.phase.get()
    }

    pub(super) fn leads(&self) -> bool {
        self.phase().leads()
    }

    /// Goes on to another phase. What has ended does not begin again.
    pub(super) fn enter(&self, phase: Phase) {
        if self.phase() != Phase::Ended {
            self.phase.set(phase);
        }
    }

    pub(super) fn server(&self) -> Server {
        Server { person: self.viewer.as_ref().map(|viewer| viewer.person) }
    }

    /// The store, once it is open.
    pub(super) async fn store(&self) -> Rc<Store> {
        loop {
            if let Some(store) = self.store.borrow().clone() {
                return store;
            }
            self.something().await;
        }
    }

    pub(super) fn set_store(&self, store: Rc<Store>) {
        *self.store.borrow_mut() = Some(store);
        self.notify();
    }

    /// Until something has happened: whoever waits looks again.
    async fn something(&self) {
        let (sender, receiver) = oneshot::channel();
        self.waiters.borrow_mut().push(sender);
        _ = receiver.await;
    }

    /// The same, but not for ever. Says whether something happened in time.
    pub(super) async fn something_within(&self, millis: u32) -> bool {
        let something = Box::pin(self.something());
        matches!(select(something, TimeoutFuture::new(millis)).await, Either::Left(_))
    }

    pub(super) fn notify(&self) {
        for waiter in self.waiters.take() {
            _ = waiter.send(());
        }
    }

    /// Tells the machine, and does what it wants.
    pub(super) fn tell(self: &Rc<Self>, event: Event) {
        if self.phase() == Phase::Ended {
            return;
        }
        let has_failed = matches!(event, Event::PullFailed(..));
        let effects = self.machine.borrow_mut().handle(event, js::steady(), js::chance());
        self.note_first_pull(has_failed);
        for effect in effects {
            self.perform(effect);
        }
        self.mark_ready();
        self.notify();
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Keep(_) | Effect::Drop(_) | Effect::Store(_) => self.enqueue(effect),
            Effect::Submit(ticket, mut request) => {
                request.now = Some(js::now());
                let server = self.server();
                self.meanwhile(async move {
                    match server.submit(&request).await {
                        Ok(answer) => Event::SubmitAnswered(ticket, answer),
                        Err(why) => Event::SubmitFailed(ticket, why),
                    }
                });
            }
            Effect::Pull(ticket, request) => {
                let server = self.server();
                self.meanwhile(async move {
                    match server.pull(&request).await {
                        Ok(answer) => Event::PullAnswered(ticket, answer),
                        Err(why) => Event::PullFailed(ticket, why),
                    }
                });
            }
            Effect::Upload(ticket, upload) => self.upload_alone(ticket, upload),
            Effect::WakeAt(at) => self.wake_at(at),
            Effect::Changed(streams) => self.changed(streams),
            Effect::Tell(condition) => self.show_condition(condition),
        }
    }

    fn meanwhile(self: &Rc<Self>, work: impl Future<Output = Event> + 'static) {
        let engine = self.clone();
        spawn_local(async move {
            let event = work.await;
            engine.tell(event);
        });
    }

    /// Two never go beside each other: one that is still under way ends with its sender.
    fn upload_alone(self: &Rc<Self>, ticket: Ticket, upload: Upload) {
        let (sender, another) = oneshot::channel::<()>();
        self.uploading.replace(Some(sender));
        let engine = self.clone();
        self.meanwhile(async move {
            match select(Box::pin(engine.upload(ticket, upload)), another).await {
                Either::Left((event, _)) => event,
                Either::Right(_) => Event::UploadFailed(ticket, Unanswered::Unreachable),
            }
        });
    }

    async fn upload(&self, ticket: Ticket, upload: Upload) -> Event {
        let store = self.store().await;
        // Another tab may have sent it, and let go of it: the server knows, and says so of what names it.
        let Some((mime, bytes)) = super::pictures::waiting(&store, upload.blob).await else {
            return Event::UploadDone(upload.blob);
        };
        match self.server().upload(upload, &mime, &bytes).await {
            Ok(()) => Event::UploadDone(upload.blob),
            Err(why) => Event::UploadFailed(ticket, why),
        }
    }

    fn wake_at(self: &Rc<Self>, at: Moment) {
        let millis = u32::try_from(at.millis() - js::steady().millis()).unwrap_or(0);
        let engine = Rc::downgrade(self);
        // Replacing the timer cancels it: not from within itself, so the event goes a step later.
        let timer = Timeout::new(millis, move || {
            if let Some(engine) = engine.upgrade() {
                spawn_local(async move { engine.tell(Event::Woke) });
            }
        });
        *self.timer.borrow_mut() = Some(timer);
    }

    fn changed(&self, streams: Vec<StreamId>) {
        self.views.let_go(&streams);
        if self.leads() {
            self.news.borrow_mut().extend(streams);
            self.pass_on();
        }
        self.move_on();
    }

    /// Tells the other tabs, once all of it is in the store.
    pub(super) fn pass_on(&self) {
        if self.leads() && !self.jobs.borrow().are_under_way {
            let mut streams = self.news.take();
            streams.sort_unstable();
            streams.dedup();
            self.say(&Call::Changed(streams));
        }
    }

    pub(super) fn condition(&self) -> Condition {
        self.machine.borrow().condition()
    }

    /// Nothing here is shared any more: this tab leads itself, whoever leads the others.
    pub(super) fn is_alone(&self) -> bool {
        self.store.borrow().as_ref().is_some_and(|store| !store.lasts())
    }

    pub(super) fn say(&self, call: &Call) {
        // What the others are told stands in the store: of a tab on its own they have nothing.
        if self.is_alone() && *call != Call::Forget {
            return;
        }
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.say(call);
        }
    }
}
