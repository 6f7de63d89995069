//! Other times for a meeting, as the server knows them.

use indgang_domain::appointments::Line;
use indgang_domain::booking::{OtherTimes, Time};
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::address;
use super::answer::{TakeTime, about_as_seen};
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, Trouble, answered, shown};

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
) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let asked = Memo::new(move |_| open || query.read().get_str("flyt").is_some());
    let href = format!("{}?flyt", address(line.view.id));
    shown(move || {
        if asked.get() {
            view! { <Choices line=line.clone()/> }.into_any()
        } else {
            view! {
                <a class="button" href=href.clone()><Icon name="calendar"/>{texts.appointment_move()}</a>
            }
            .into_any()
        }
    })
}

#[component]
fn Choices(line: Line) -> impl IntoView {
    let texts = use_texts();
    let (id, stream) = (line.view.id, line.stream);
    let times = use_query(move || OtherTimes { id, stream });
    view! {
        <section class="stack" aria-labelledby="other">
            <h2 id="other">{texts.appointment_other()}</h2>
            {answered(times, trouble, move |times| {
                let line = line.clone();
                shown(move || list(&line, times.get()))
            })}
        </section>
    }
    .into_any()
}

/// Without a connection nobody knows what is free: what one can do instead stands below.
fn trouble(problem: Problem) -> AnyView {
    let texts = use_texts();
    match problem.key {
        ProblemKey::Offline => view! { <p class="hint">{texts.appointment_other_offline()}</p> }.into_any(),
        _ => view! { <Trouble problem/> }.into_any(),
    }
}

fn list(line: &Line, times: Vec<Time>) -> AnyView {
    let texts = use_texts();
    if times.is_empty() {
        return view! { <p class="hint">{texts.appointment_other_none()}</p> }.into_any();
    }
    let (about, back) = (about_as_seen(line), address(line.view.id));
    let mut buttons = times.into_iter().map(|time| {
        view! { <li><TakeTime about=about.clone() back=back.clone() starts=time.starts/></li> }.into_any()
    });
    let first: Vec<_> = buttons.by_ref().take(FIRST).collect();
    let more: Vec<_> = buttons.take(MORE).collect();
    view! {
        <ul class="stack tight times">{first}</ul>
        {(!more.is_empty()).then(|| view! {
            <details class="disclosure">
                <summary>{texts.appointment_more()}<Icon name="chevron" kind=Kind::Turns/></summary>
                <ul class="stack tight times">{more}</ul>
            </details>
        })}
    }
    .into_any()
}
