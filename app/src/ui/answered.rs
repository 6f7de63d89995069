//! A query's answer on screen: the page is built once, and what changes later flows into it. So a form that
//! someone is filling in, and the focus, survive the news that arrives meanwhile.

use indgang_domain::problem::Problem;
use leptos::prelude::*;

use super::Loading;

/// An answer as [`crate::backend::use_query`] gives it.
pub type Asked<T> = Resource<Result<T, Problem>>;

/// Shows `body` from the first answer on, a skeleton before, and `trouble` instead where there is some.
pub fn answered<T, F>(asked: Asked<T>, trouble: fn(Problem) -> AnyView, body: F) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(Memo<T>) -> AnyView + Clone + Send + Sync + 'static,
{
    view! {
        <Transition fallback=Loading>
            {
                let problem = Memo::new(move |_| asked.with(|asked| asked.as_ref().map(|answer| answer.as_ref().err().cloned())));
                let body = body.clone();
                move || {
                    let problem = problem.get();
                    // Only whether there is a problem builds the page anew, nothing that the page reads.
                    untrack(|| match problem {
                        None => ().into_any(),
                        Some(Some(problem)) => trouble(problem),
                        Some(None) => latest(asked).map(&body).into_any(),
                    })
                }
            }
        </Transition>
    }
    .into_any()
}

/// The answer, and while the next one fails, the one before.
fn latest<T: Clone + PartialEq + Send + Sync + 'static>(asked: Asked<T>) -> Option<Memo<T>> {
    let first = asked.get_untracked()?.ok()?;
    Some(Memo::new(move |before: Option<&T>| match asked.get() {
        Some(Ok(answer)) => answer,
        _ => before.unwrap_or(&first).clone(),
    }))
}
