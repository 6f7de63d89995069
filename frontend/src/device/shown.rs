//! How the device stands, as a person is shown it.

use indgang_app::backend::{Link, OutboxLine};
use indgang_domain::problem::ProblemKey;
use indgang_domain::sync::{Item, ItemState, Standing};
use leptos::prelude::*;

use super::engine::Engine;

impl Engine {
    pub(super) fn stand(&self, standing: Standing) {
        let link = if standing.offline { Link::Offline } else { Link::Online };
        let trouble = match standing {
            Standing { too_old: true, .. } => Some(ProblemKey::TooOld),
            Standing { logged_out: true, .. } => Some(ProblemKey::LoggedOut),
            Standing { .. } => None,
        };
        set_if_new(&self.link, link);
        set_if_new(&self.trouble, trouble);
        let lines = self.machine.borrow().items().iter().filter_map(line).collect();
        set_if_new(&self.outbox, lines);
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

#[derive(serde::Deserialize)]
struct Says {
    text: Option<String>,
    note: Option<String>,
}

fn line(item: &Item) -> Option<OutboxLine> {
    let failed = match &item.state {
        ItemState::Waiting => None,
        ItemState::Settled { .. } => return None,
        ItemState::Failed { status, problem } => Some((*status, problem.clone())),
    };
    let says: Option<Says> = serde_json::from_str(item.envelope.args.get()).ok();
    Some(OutboxLine {
        id: item.id(),
        command: item.envelope.command.clone(),
        at: item.envelope.at,
        failed,
        text: says.and_then(|says| says.text.or(says.note)),
    })
}
