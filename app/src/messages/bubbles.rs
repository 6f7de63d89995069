//! What was said, day by day.

use indgang_domain::kernel::time::Day;
use indgang_domain::messages::{Bubble, Said, ThreadAnswer};
use leptos::prelude::*;

use super::NEWEST;
use super::compose::Compose;
use super::message::message;
use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::letters::letter;
use crate::ui::{Empty, shown, use_moment};

/// All bubbles. They are changed in place, so that what has not changed does not move.
#[component]
pub fn Bubbles(
    /// What is known of the thread.
    answer: Memo<ThreadAnswer>,
    /// Where a message that was not sent goes back to.
    compose: Compose,
    /// Where forms lead back to, without script.
    back: String,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let today = Memo::new(move |_| now.get().day());
    let rows = move || {
        let today = today.get();
        let mut day = None;
        let bubbles = answer.with(|answer| answer.bubbles.clone());
        let rows = bubbles.into_iter().flat_map(|bubble| {
            let its = bubble.said.at().day();
            let separator = (day != Some(its)).then(|| separator(texts, its, today));
            day = Some(its);
            [separator, Some(said(bubble, answer, compose, &back))]
        });
        rows.flatten().collect::<Vec<_>>()
    };
    let is_empty = Memo::new(move |_| answer.read().bubbles.is_empty());
    view! {
        {shown(move || is_empty.get().then(|| view! { <Empty icon="messages" title=texts.thread_empty_title() text=texts.thread_empty()/> }))}
        <ol class="bubbles" aria-label=texts.thread_label()>{shown(rows)}</ol>
        <span class="visually-hidden" id=NEWEST></span>
    }
}

fn separator(texts: Texts, day: Day, today: Day) -> AnyView {
    let words = dates::capital(&dates::day(texts, day, today));
    view! { <li class="day"><time datetime=day.to_string()>{words}</time></li> }.into_any()
}

fn said(bubble: Bubble, answer: Memo<ThreadAnswer>, compose: Compose, back: &str) -> AnyView {
    let Bubble { id, said, mine, read, sending } = bubble;
    match said {
        Said::Message(view) => message(view, mine, read, sending, compose),
        Said::Letter(view) => {
            let thread = answer.with_untracked(|answer| answer.thread);
            letter(id, view, thread, sending, back)
        }
    }
}
