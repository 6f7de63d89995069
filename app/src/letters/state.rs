//! Where a letter stands, and what one can do about it.

use indgang_domain::kernel::id::{LetterId, ThreadId};
use indgang_domain::kernel::time::{Day, Moment};
use indgang_domain::letters::{FinishLetter, LetterState, LetterView};
use indgang_domain::policy::Action;
use leptos::prelude::*;

use super::end::EndForm;
use crate::act::CommandForm;
use crate::allowed::may_here;
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{Icon, says, use_moment};
use crate::voice::aloud::ReadAloud;

/// One of the endings, or that there is none yet.
#[component]
pub fn State(
    id: LetterId,
    /// What is known of it.
    letter: LetterView,
    /// Where it stands.
    thread: ThreadId,
    /// Where forms lead back to, without script.
    back: String,
) -> impl IntoView {
    let texts = use_texts();
    let by = letter.ended_by.as_ref().map(|name| view! { <p>{texts.letter_ended_by(name)}</p> });
    match letter.state {
        LetterState::Waiting if may_here(Action::EndLetter) => {
            view! { <EndForm id thread revision=letter.revision back/> }.into_any()
        }
        LetterState::Waiting => {
            let text = view! { <p>{texts.letter_waiting_text()}</p> };
            ending("unread", "clock", texts.letter_waiting().to_owned(), text.into_any())
        }
        LetterState::Nothing => ending("nothing", "check", texts.letter_nothing().to_owned(), by.into_any()),
        LetterState::WeDoIt => ending("ours", "person", texts.letter_we_do_it().to_owned(), by.into_any()),
        LetterState::YouMust { what, by: day, done: Some(done) } => {
            let facts = view! { <Deadline day/> <Done done/> };
            ending("nothing", "check", texts.letter_must(&what), facts.into_any())
        }
        LetterState::YouMust { what, by: day, done: None } => {
            let facts = view! { <Deadline day/> {by} <Finish id thread back/> };
            ending("yours", "clock", texts.letter_must(&what), facts.into_any())
        }
    }
}

fn ending(class: &'static str, icon: &'static str, words: String, more: AnyView) -> AnyView {
    let language = use_texts().language();
    view! {
        <div class=format!("ending {class}")>
            <Icon name=icon/>
            <strong>{words.clone()}</strong>
            <div class="stack tight">{more} <ReadAloud text=words language/></div>
        </div>
    }
    .into_any()
}

#[component]
fn Deadline(day: Day) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    view! { <p><time datetime=day.to_string() inner_html=says(move || texts.letter_by(&dates::day(texts, day, now.get().day())))></time></p> }
}

#[component]
fn Done(done: Moment) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    view! { <p><time datetime=done.to_string() inner_html=says(move || texts.letter_done(&dates::moment(texts, done, now.get())))></time></p> }
}

#[component]
fn Finish(id: LetterId, thread: ThreadId, back: String) -> impl IntoView {
    let texts = use_texts();
    if !may_here(Action::FinishLetter) {
        return ().into_any();
    }
    view! {
        <CommandForm<FinishLetter> back hidden=vec![("id", id.to_string()), ("thread", thread.to_string())]>
            <div class="actions snug">
                <button class="button primary"><Icon name="check"/>{texts.letter_finish()}</button>
            </div>
        </CommandForm<FinishLetter>>
    }
    .into_any()
}
