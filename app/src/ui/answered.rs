//! A query's answer on screen: the page is built once, and what changes later flows into it. So a form that
//! someone is filling in, and the focus, survive the news that arrives meanwhile.

use std::sync::Arc;

use indgang_domain::problem::{Problem, ProblemKey};
use leptos::prelude::*;

use super::Loading;
use crate::backend::Asked;

type State = Option<Result<(), Problem>>;

/// Shows `body` from the first answer on, a skeleton before, and `trouble` instead where there is some.
pub fn answered<T, F>(asked: Asked<T>, trouble: fn(Problem) -> AnyView, body: F) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(Memo<T>) -> AnyView + Send + Sync + 'static,
{
    let state = Signal::derive(move || {
        asked.wait();
        asked
            .answer()
            .with(|answer| answer.as_ref().map(|answer| answer.as_ref().map(drop).map_err(Clone::clone)))
    });
    waiting(state, trouble, Arc::new(move || latest(asked).map(&body).into_any()))
}

/// The same for every answer, whatever it is: built once for all of them.
fn waiting(
    state: Signal<State>,
    trouble: fn(Problem) -> AnyView,
    body: Arc<dyn Fn() -> AnyView + Send + Sync>,
) -> AnyView {
    view! {
        <Transition fallback=Loading>
            {
                // Read in here, so that this boundary waits for it.
                let state = Memo::new(move |before: Option<&State>| keep(before, state.get()));
                let body = body.clone();
                move || {
                    let state = state.get();
                    // Only whether there is a problem builds the page anew, nothing that the page reads.
                    untrack(|| match state {
                        None => ().into_any(),
                        Some(Err(problem)) => trouble(problem),
                        Some(Ok(())) => body(),
                    })
                }
            }
        </Transition>
    }
    .into_any()
}

/// Whether there is an answer. One that fails after another takes nothing off the screen, unless it is that nothing may
/// be seen any more.
fn keep(before: Option<&State>, now: State) -> State {
    match (before, now) {
        (Some(Some(Ok(()))), Some(Err(problem))) if problem.key != ProblemKey::NotFound => Some(Ok(())),
        (_, now) => now,
    }
}

/// The answer, and while the next one fails, the one before.
fn latest<T: Clone + PartialEq + Send + Sync + 'static>(asked: Asked<T>) -> Option<Memo<T>> {
    let first = asked.answer().get_untracked()?.ok()?;
    Some(Memo::new(move |before: Option<&T>| match asked.answer().get() {
        Some(Ok(answer)) => answer,
        _ => before.unwrap_or(&first).clone(),
    }))
}
