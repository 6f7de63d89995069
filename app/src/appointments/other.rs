//! Other times for a meeting, as the server knows them.

use indgang_domain::appointments::Line;
use indgang_domain::booking::{OtherTimes, Time};
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::answer::{Taking, about_as_seen};
use crate::addresses;
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, ProblemNotice, answered, reactive};

/// So many are shown at once, and so many more on demand.
const FIRST: usize = 3;
const MORE: usize = 21;

/// A way to other times; the times themselves once they are asked for.
#[component]
pub fn OtherTimesList(
    /// Of which meeting.
    line: Line,
    /// They are wanted: one cannot come.
    open: bool,
    /// Once one is taken.
    moved: Callback<()>,
) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let asked = Memo::new(move |_| open || query.read().get_str("flyt").is_some());
    let href = format!("{}?flyt", addresses::appointment(line.view.id));
    reactive(move || {
        if asked.get() {
            view! { <Choices line=line.clone() moved/> }.into_any()
        } else {
            view! {
                <a class="button" href=href.clone()><Icon name="calendar"/>{texts.appointment_move()}</a>
            }
            .into_any()
        }
    })
}

#[component]
fn Choices(line: Line, moved: Callback<()>) -> impl IntoView {
    let texts = use_texts();
    let (id, stream) = (line.view.id, line.stream);
    let times = use_query(move || OtherTimes { id, stream });
    view! {
        <section class="stack" aria-labelledby="other">
            <h2 id="other">{texts.appointment_other()}</h2>
            {answered(times, unknown, move |answer| {
                let taking = Taking {
                    about: about_as_seen(&line),
                    back: addresses::appointment(line.view.id),
                    moved,
                    refused: Callback::new(move |()| times.basis().refetch()),
                };
                list(&taking, answer)
            })}
        </section>
    }
    .into_any()
}

/// Without a connection nobody knows what is free: what one can do instead stands below.
fn unknown(problem: Problem) -> AnyView {
    let texts = use_texts();
    match problem.key {
        ProblemKey::Offline => view! { <p class="hint">{texts.appointment_other_offline()}</p> }.into_any(),
        _ => view! { <ProblemNotice problem/> }.into_any(),
    }
}

fn list(taking: &Taking, times: Memo<Vec<Time>>) -> AnyView {
    let texts = use_texts();
    let part = move |from: usize, most: usize| {
        Memo::new(move |_| {
            let times = times.read();
            times.iter().skip(from).take(most).map(|time| time.starts).collect::<Vec<_>>()
        })
    };
    let (first, more) = (part(0, FIRST), part(FIRST, MORE));
    let (any, any_more) =
        (Memo::new(move |_| !first.read().is_empty()), Memo::new(move |_| !more.read().is_empty()));
    let (taking, further) = (taking.clone(), taking.clone());
    view! {
        {reactive(move || if any.get() {
            taking.clone().list(first)
        } else {
            view! { <p class="hint">{texts.appointment_other_none()}</p> }.into_any()
        })}
        {reactive(move || any_more.get().then(|| view! {
            <details class="disclosure">
                <summary>{texts.appointment_more()}<Icon name="chevron" kind=Kind::Turns/></summary>
                {further.clone().list(more)}
            </details>
        }))}
    }
    .into_any()
}
