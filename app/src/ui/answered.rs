//! A query's answer on screen: the page is built once, and what changes later flows into it. So a form that
//! someone is filling in, and the focus, survive the news that arrives meanwhile.

use indgang_domain::problem::{Problem, ProblemKey};
use leptos::prelude::*;

use super::{Loading, reactive};
use crate::backend::Asked;

type State = Option<Result<(), Problem>>;

/// Shows `body` from the first answer on, a skeleton before, and `trouble` instead where there is some.
///
/// A page that comes from the server has its answers from the start, there and in the browser that takes it over. So
/// there is no boundary that waits for them: it would build the page three times to find out that there is nothing to
/// wait for.
pub fn answered<T, F>(asked: Asked<T>, trouble: fn(Problem) -> AnyView, body: F) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(Memo<T>) -> AnyView + Send + Sync + 'static,
{
    let state = Signal::derive(move || {
        asked
            .answer()
            .with(|answer| answer.as_ref().map(|answer| answer.as_ref().map(drop).map_err(Clone::clone)))
    });
    built(state, trouble, Box::new(move || latest(asked).map(&body).into_any()))
}

/// The same for every answer, whatever it is: built once for all of them.
fn built(
    state: Signal<State>,
    trouble: fn(Problem) -> AnyView,
    body: Box<dyn Fn() -> AnyView + Send>,
) -> AnyView {
    let state = Memo::new(move |before: Option<&State>| keep(before, state.get()));
    reactive(move || {
        let state = state.get();
        // Only whether there is a problem builds the page anew, nothing that the page reads.
        untrack(|| match state {
            None => view! { <Loading/> }.into_any(),
            Some(Err(problem)) => trouble(problem),
            Some(Ok(())) => body(),
        })
    })
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
