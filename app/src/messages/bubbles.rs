//! What was said, day by day.

use indgang_domain::kernel::id::MessageId;
use indgang_domain::kernel::time::Day;
use indgang_domain::messages::{Bubble, Said, ThreadAnswer};
use indgang_domain::verbs::Sending;
use leptos::prelude::*;
use uuid::Uuid;

use super::compose::Compose;
use super::message::message;
use crate::addresses::NEWEST;
use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::letters::letter;
use crate::ui::{Empty, reactive, use_moment};

/// A day's heading with the bubble under it, or a bubble.
#[derive(Clone)]
enum Row {
    Day(Day, Day, Uuid),
    Said(Box<Bubble>),
}

/// What a row is, and all that may change about it: a row that is the same stays as it is, with what someone is filling
/// in there. No two are the same: what was not sent stands last with the day it was written on, so that one day may have
/// a heading twice.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    Day(Day, Day, Uuid),
    Said { id: Uuid, revision: i64, read: bool, stage: u8 },
}

impl Row {
    fn key(&self) -> Key {
        let bubble = match self {
            Self::Day(day, today, above) => return Key::Day(*day, *today, *above),
            Self::Said(bubble) => bubble,
        };
        let revision = match &bubble.said {
            Said::Message(message) => message.voice.as_ref().map_or(0, |voice| voice.revision),
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
        let heading = (day.replace(its) != Some(its)).then_some(Row::Day(its, today, bubble.id));
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
        Row::Day(day, today, _) => separator(texts, day, today),
        Row::Said(bubble) => said(*bubble, answer, &compose, &back),
    };
    let is_empty = Memo::new(move |_| answer.read().bubbles.is_empty());
    view! {
        {reactive(move || is_empty.get().then(|| view! { <Empty icon="messages" title=texts.thread_empty_title() text=texts.thread_empty()/> }))}
        <ol class="bubbles" aria-label=texts.thread_label()>
            <For each=rows key=Row::key children=row/>
        </ol>
        <span class="newest" id=NEWEST></span>
    }
}

fn separator(texts: Texts, day: Day, today: Day) -> AnyView {
    let words = dates::capital(&dates::day(texts, day, today));
    view! { <li class="day"><time datetime=day.to_string()>{words}</time></li> }.into_any()
}

fn said(bubble: Bubble, answer: Memo<ThreadAnswer>, compose: &Compose, back: &str) -> AnyView {
    let Bubble { id, said, mine, read, sending } = bubble;
    match said {
        Said::Message(view) => message(MessageId(id), view, mine, read, sending, compose, back),
        Said::Letter(view) => {
            let thread = answer.with_untracked(|answer| answer.thread);
            letter(id, view, thread, sending, back)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use indgang_domain::kernel::id::{EnvelopeId, PersonId};
    use indgang_domain::kernel::time::Moment;
    use indgang_domain::messages::MessageView;
    use indgang_domain::people::Language;

    use super::*;

    const A_DAY: i64 = 24 * 60 * 60 * 1000;

    fn said(id: u128, at: i64, sending: Option<Sending>) -> Bubble {
        let at = Moment::EPOCH.plus_millis(at);
        let view = MessageView { position: 1, ..MessageView::begun(PersonId(Uuid::nil()), at, Language::Da) };
        Bubble { id: Uuid::from_u128(id), said: Said::Message(view), mine: true, read: false, sending }
    }

    #[test]
    fn what_was_not_sent_yesterday_does_not_hide_what_is_written_today() {
        let waiting = || Some(Sending::Waiting(EnvelopeId(Uuid::nil())));
        let bubbles = vec![said(1, A_DAY, None), said(2, 0, waiting()), said(3, A_DAY + 1, waiting())];
        let rows = rows(bubbles, Moment::EPOCH.plus_millis(A_DAY).day());
        let keys: HashSet<_> = rows.iter().map(Row::key).collect();
        assert_eq!((rows.len(), keys.len()), (6, 6));
    }
}
