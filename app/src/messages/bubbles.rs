//! What was said, day by day.

use indgang_domain::kernel::time::Day;
use indgang_domain::messages::{Bubble, Said, ThreadAnswer};
use indgang_domain::verbs::Sending;
use leptos::prelude::*;
use uuid::Uuid;

use super::NEWEST;
use super::compose::Compose;
use super::message::message;
use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::letters::letter;
use crate::ui::{Empty, shown, use_moment};

/// A day's heading, or a bubble under it.
#[derive(Clone)]
enum Row {
    Day(Day, Day),
    Said(Box<Bubble>),
}

/// What a row is, and all that may change about it: a row that is the same stays as it is, with what someone is filling
/// in there.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Day(Day, Day),
    Said { id: Uuid, revision: i64, read: bool, stage: u8 },
}

impl Row {
    fn key(&self) -> Key {
        let bubble = match self {
            Self::Day(day, today) => return Key::Day(*day, *today),
            Self::Said(bubble) => bubble,
        };
        let revision = match &bubble.said {
            Said::Message(_) => 0,
            Said::Letter(letter) => letter.revision,
        };
        let stage = match &bubble.sending {
            None => 0,
            Some(Sending::Waiting(_)) => 1,
            Some(Sending::Sent(_)) => 2,
            Some(Sending::Failed(..)) => 3,
        };
        Key::Said { id: bubble.id, revision, read: bubble.read, stage }
    }
}

fn rows(bubbles: Vec<Bubble>, today: Day) -> Vec<Row> {
    let mut day = None;
    let rows = bubbles.into_iter().flat_map(|bubble| {
        let its = bubble.said.at().day();
        let heading = (day.replace(its) != Some(its)).then_some(Row::Day(its, today));
        [heading, Some(Row::Said(Box::new(bubble)))]
    });
    rows.flatten().collect()
}

/// All bubbles.
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
    let rows = move || rows(answer.with(|answer| answer.bubbles.clone()), today.get());
    let row = move |row| match row {
        Row::Day(day, today) => separator(texts, day, today),
        Row::Said(bubble) => said(*bubble, answer, compose, &back),
    };
    let is_empty = Memo::new(move |_| answer.read().bubbles.is_empty());
    view! {
        {shown(move || is_empty.get().then(|| view! { <Empty icon="messages" title=texts.thread_empty_title() text=texts.thread_empty()/> }))}
        <ol class="bubbles" aria-label=texts.thread_label()>
            <For each=rows key=Row::key children=row/>
        </ol>
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
