//! How the device stands, as a person is shown it.

use std::rc::Rc;

use indgang_app::backend::{Link, OutboxLine};
use indgang_domain::feature::declared;
use indgang_domain::problem::ProblemKey;
use indgang_domain::sync::{Condition, Event, Item, ItemState};
use indgang_domain::verbs::Shown;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::engine::Engine;
use crate::tabs::Call;

impl Engine {
    pub(super) fn show_condition(self: &Rc<Self>, condition: Condition) {
        self.let_undecided_go();
        let link = if condition.offline { Link::Offline } else { Link::Online };
        let trouble = match condition {
            Condition { too_old: true, .. } => Some(ProblemKey::TooOld),
            Condition { logged_out: true, .. } => Some(ProblemKey::LoggedOut),
            Condition { .. } => None,
        };
        if self.leads() {
            self.say(&Call::Stands { offline: condition.offline, problem: trouble });
            self.show_link(link, trouble);
        } else if condition.offline {
            // What the browser itself says is true in every tab.
            self.show_link(link, self.trouble.get_untracked());
        }
        let lines = self.machine.borrow().items().iter().filter_map(line).collect();
        set_if_new(&self.outbox, lines);
    }

    pub(super) fn show_link(&self, link: Link, trouble: Option<ProblemKey>) {
        set_if_new(&self.link, link);
        set_if_new(&self.trouble, trouble);
    }

    fn let_undecided_go(self: &Rc<Self>) {
        let failed = |item: &&Item| is_undecided(item) && matches!(item.state, ItemState::Failed { .. });
        let gone: Vec<_> = self.machine.borrow().items().iter().filter(failed).map(Item::id).collect();
        if gone.is_empty() {
            return;
        }
        let engine = self.clone();
        // The machine is in the middle of telling.
        spawn_local(async move {
            for envelope in gone {
                engine.tell(Event::Dismissed(envelope));
            }
        });
    }
}

/// Nobody decided it: it is not counted, and where it is refused it goes by itself.
fn is_undecided(item: &Item) -> bool {
    declared(&item.envelope.command).is_some_and(|command| command.shown == Shown::Nowhere)
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

fn line(item: &Item) -> Option<OutboxLine> {
    if is_undecided(item) {
        return None;
    }
    let failed = match &item.state {
        ItemState::Waiting => None,
        ItemState::Settled { .. } => return None,
        ItemState::Failed { status, problem } => Some((*status, problem.clone())),
    };
    Some(OutboxLine {
        id: item.id(),
        command: item.envelope.command.clone(),
        args: item.envelope.args.get().to_owned(),
        at: item.envelope.at,
        failed,
    })
}
