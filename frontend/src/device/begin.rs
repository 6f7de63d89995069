//! How an engine begins and ends: the store, the other tabs, and what the browser says.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::future::TimeoutFuture;
use indgang_app::backend::Link;
use indgang_app::boot::begins_with_team;
use indgang_domain::kernel::id::PersonId;
use indgang_domain::problem::ProblemKey;
use indgang_domain::sync::Event;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::VisibilityState;

use super::engine::Engine;
use super::phase::{FirstPull, Phase};
use crate::nudges::{Heard, listen};
use crate::store::Store;
use crate::tabs::{Call, Tabs, lead_when_alone};
use crate::{js, last_login};

/// So long after the browser gave up on events they are tried again, in milliseconds.
const LISTEN_AGAIN: u32 = 15_000;
/// A tab that is alone has the lock by then, in milliseconds.
const FOLLOWS_AFTER: u32 = 1_000;

impl Engine {
    /// Opens the person's store, or one in memory where there can be none.
    pub(crate) async fn open_store(person: PersonId) -> (Store, Option<ProblemKey>) {
        match Store::open(person).await {
            Ok(store) => (store, None),
            Err(_) => (Store::passing(person), Some(ProblemKey::StorageRefused)),
        }
    }

    /// Begins, with the store if it is open already.
    pub(crate) fn begin(self: &Rc<Self>, store: Option<Store>) {
        let Some(viewer) = self.viewer.clone() else { return };
        let engine = self.clone();
        spawn_local(async move {
            let (store, trouble) = match store {
                Some(store) => (store, None),
                None => Self::open_store(viewer.person).await,
            };
            if trouble.is_some() {
                engine.cannot_keep.set(trouble);
            } else {
                last_login::remember(viewer.person);
                engine.give_way(viewer.person);
                // Without it the next start is by the server; nothing is lost.
                _ = store.set_meta("viewer", &viewer).await;
            }
            engine.set_store(Rc::new(store));
            let staff = begins_with_team(viewer.role);
            js::tell_worker(&js::object(&[("kind", &"role".into()), ("staff", &staff.into())]));
            engine.hear_the_browser();
            engine.join_tabs().await;
            // What stays is tried again at the next start.
            _ = engine.store().await.let_former_pictures_go().await;
        });
    }

    async fn join_tabs(self: &Rc<Self>) {
        let store = self.store().await;
        if !store.lasts() {
            self.enter(Phase::Leads(FirstPull::Awaited));
            self.tell(Event::Opened { outbox: Vec::new(), cursors: Vec::new(), whole: false });
            return self.listen();
        }
        self.tell(Event::Led(false));
        let engine = Rc::downgrade(self);
        let tabs = Tabs::open(store.name(), move |word| {
            if let Some(engine) = engine.upgrade() {
                spawn_local(async move { engine.hear_tab(word).await });
            }
        });
        *self.tabs.borrow_mut() = tabs;
        self.say(&Call::Here);
        let engine = self.clone();
        lead_when_alone(store.name(), move |lock| {
            // A tab on its own leads already, and leaves the others to one that can still read the store.
            if engine.leads() {
                return;
            }
            engine.enter(Phase::Leads(FirstPull::Awaited));
            *engine.lock.borrow_mut() = Some(lock);
            spawn_local(async move {
                engine.read_store().await;
                engine.lead();
            });
        });
        if !self.leads() {
            self.read_store().await;
        }
        TimeoutFuture::new(FOLLOWS_AFTER).await;
        if self.phase() == Phase::Begins {
            self.enter(Phase::Follows);
        }
        self.notify();
        self.mark_ready();
    }

    /// From here on this tab speaks with the server for all that it shows.
    pub(super) fn lead(self: &Rc<Self>) {
        self.tell(Event::Led(true));
        // What the leader before said of itself is over.
        self.show_condition(self.condition());
        self.listen();
    }

    async fn read_store(self: &Rc<Self>) {
        let store = self.store().await;
        let opened = store.load().await;
        // Also where that has come about meanwhile: what stands on the disk is not what is read from here on.
        if self.is_alone() {
            return;
        }
        let Ok(opened) = opened else { return self.turn_passing(&store) };
        let newest = opened.outbox.iter().map(|item| item.envelope.seq).max().unwrap_or(0);
        self.seq.set(self.seq.get().max(newest));
        self.tell(Event::Opened { outbox: opened.outbox, cursors: opened.cursors, whole: opened.whole });
    }

    async fn hear_tab(self: &Rc<Self>, call: Call) {
        match call {
            _ if self.phase() == Phase::Ended => {}
            Call::Forget => {
                self.end().await;
                last_login::leave(None);
            }
            _ if self.is_alone() => {}
            Call::Wrote(envelope) if self.leads() => {
                self.tell(match self.store().await.item(envelope).await {
                    Some(item) => Event::Found(vec![item]),
                    None => Event::Dismissed(envelope),
                });
            }
            Call::Changed(streams) if !self.leads() => {
                self.views.let_go(&streams);
                self.read_store().await;
            }
            Call::Here if self.leads() => {
                self.tell(Event::BecameVisible);
                self.show_condition(self.condition());
            }
            Call::Stands { offline, problem } if !self.leads() => {
                let link = if offline { Link::Offline } else { Link::Online };
                self.show_link(link, problem);
            }
            Call::Wrote(_) | Call::Changed(_) | Call::Here | Call::Stands { .. } => {}
        }
    }

    fn hear_the_browser(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else { return };
        let mut listeners = self.listeners.borrow_mut();
        let on = |target: &web_sys::EventTarget, name: &'static str, event: fn() -> Option<Event>| {
            let engine = Rc::downgrade(self);
            EventListener::new(target, name, move |_| {
                if let (Some(engine), Some(event)) = (engine.upgrade(), event()) {
                    if !engine.leads() && !matches!(event, Event::WentOffline) {
                        engine.say(&Call::Here);
                    }
                    engine.tell(event);
                }
            })
        };
        listeners.push(on(&window, "online", || Some(Event::WentOnline)));
        listeners.push(on(&window, "offline", || Some(Event::WentOffline)));
        listeners.push(on(&window, "indgang:outbox", || Some(Event::BecameVisible)));
        if let Some(document) = window.document() {
            listeners.push(on(&document, "visibilitychange", || {
                let document = web_sys::window()?.document()?;
                (document.visibility_state() == VisibilityState::Visible).then_some(Event::BecameVisible)
            }));
        }
        drop(listeners);
        if !window.navigator().on_line() {
            self.tell(Event::WentOffline);
        }
    }

    /// Someone else logged in, in another tab of this browser: this person's things go from the screen.
    fn give_way(self: &Rc<Self>, person: PersonId) {
        let engine = Rc::downgrade(self);
        let gives_way = last_login::when_changed(move |now| {
            let Some(engine) = engine.upgrade().filter(|_| now != Some(person)) else { return };
            spawn_local(async move {
                engine.end().await;
                last_login::leave(now);
            });
        });
        self.listeners.borrow_mut().extend(gives_way);
    }

    /// Listens for nudges for as long as this tab leads.
    fn listen(self: &Rc<Self>) {
        let engine = self.clone();
        spawn_local(async move {
            while engine.phase() != Phase::Ended {
                let condition = engine.machine.borrow().condition();
                if !condition.logged_out && !condition.too_old && !condition.offline {
                    let hearing = engine.clone();
                    listen(move |heard| {
                        hearing.tell(match heard {
                            Heard::Open => Event::WentOnline,
                            Heard::Moved(nudge) => Event::Nudged(nudge),
                        });
                    })
                    .await;
                }
                let spread = u32::try_from(js::chance() % u64::from(LISTEN_AGAIN)).unwrap_or(0);
                TimeoutFuture::new(LISTEN_AGAIN + spread).await;
            }
        });
    }

    /// Stops and lets go of the store.
    async fn end(&self) {
        self.enter(Phase::Ended);
        self.listeners.take();
        self.forget_pictures();
        self.store().await.close();
    }

    /// Empties this device's store of this person.
    pub(super) async fn forget_everything(&self) {
        self.say(&Call::Forget);
        self.end().await;
        // Where another tab holds on to it, the database is deleted as soon as that one goes.
        _ = self.store().await.destroy().await;
        last_login::forget();
        js::tell_worker(&js::object(&[("kind", &"forget".into())]));
    }
}
