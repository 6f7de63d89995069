//! How far a tab has come: with its store and the other tabs, and with the page that it stands in.

use leptos::prelude::*;

use super::engine::Engine;
use crate::js;

/// What a tab is to the others of this person on this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// The store is not open, or whether another tab leads is not known yet.
    #[default]
    Begins,
    /// Another tab leads, and has led for a while: what it stored is as new as can be.
    Follows,
    /// This tab alone speaks with the server, for all that it shows.
    Leads(FirstPull),
    /// It has let go of everything.
    Ended,
}

/// What came of the first pull of a tab that leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FirstPull {
    Awaited,
    Failed,
    Done,
}

impl Phase {
    pub(super) fn leads(self) -> bool {
        matches!(self, Self::Leads(_))
    }

    /// A first pull has ended, well or not.
    pub(super) fn has_tried(self) -> bool {
        matches!(self, Self::Leads(FirstPull::Failed | FirstPull::Done))
    }

    /// What is kept here is as new as it gets for now.
    pub(super) fn is_fresh(self) -> bool {
        self == Self::Follows || self.has_tried()
    }
}

/// The page that the app stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The app made it from what is kept here.
    Own,
    /// It came from the server with its data, and is not the app's yet: nothing moves under it.
    Waking,
    /// It came from the server, and is the app's: nothing moves before something newer is here.
    Taken,
}

impl Engine {
    pub(super) fn note_first_pull(&self, has_failed: bool) {
        match self.phase() {
            Phase::Leads(FirstPull::Awaited | FirstPull::Failed) if self.machine.borrow().synced() => {
                self.enter(Phase::Leads(FirstPull::Done));
                // From now on this device opens without waiting for the network.
                if self.store.borrow().as_ref().is_some_and(|store| store.lasts()) {
                    js::tell_worker(&js::object(&[("kind", &"store".into())]));
                }
            }
            Phase::Leads(FirstPull::Awaited) if has_failed => self.enter(Phase::Leads(FirstPull::Failed)),
            _ => {}
        }
    }

    /// What is kept here is as new as what the page shows, or newer.
    pub(super) fn is_fresh(&self) -> bool {
        self.page.get() == Page::Own || self.phase().is_fresh()
    }

    /// What queries are answered from has changed.
    pub(super) fn move_on(&self) {
        if self.page.get() != Page::Waking && self.is_fresh() {
            self.revision.update(|revision| *revision += 1);
        }
        self.mark_ready();
    }

    /// Says on the document that the app is awake and the store holds what this person may see, where there is one: who
    /// waits for either (a test, a script of the municipality's) need not guess.
    pub(super) fn mark_ready(&self) {
        let machine = self.machine.borrow();
        let holds =
            self.viewer.is_none() || machine.synced() || self.phase() == Phase::Follows && machine.whole();
        if holds && self.page.get() != Page::Waking && !self.jobs.borrow().are_under_way {
            js::mark_document("data-ready", "yes");
        }
    }

    /// The app has taken over the page that the server rendered.
    pub(crate) fn settle(&self) {
        if self.page.get() == Page::Waking {
            self.page.set(Page::Taken);
        }
        self.move_on();
    }
}
