//! A family's threads, and the letters that wait in them.

use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::{LastWord, ThreadLine};
use indgang_domain::policy::Action;
use indgang_domain::staff::{FamilyAnswer, OpenLetter};
use leptos::prelude::*;

use super::waiting::{unread, waited};
use crate::allowed::allowed;
use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::messages::list::{WaitingHere, last_words};
use crate::ui::{Icon, quoted, use_moment};

/// Threads first, then what waits for an answer. Who only leads reads neither, and is told so.
#[component]
pub fn Threads(
    /// What is known of the family.
    answer: Memo<FamilyAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let threads = Memo::new(move |_| answer.read().threads.clone());
    let letters = Memo::new(move |_| answer.read().letters.clone());
    let none = move || {
        let reads = allowed(Action::ReadThread, answer.read().lenses);
        let text = if reads { texts.messages_none_title() } else { texts.team_threads_lead() };
        view! { <p class="muted">{text}</p> }.into_any()
    };
    let rows = move || {
        let rows = threads.get().into_iter().map(|line| thread(texts, line, now.get()));
        view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
    };
    let waiting = move || {
        let rows = letters.get().into_iter().map(|line| letter(texts, &line, now.get()));
        view! {
            <section class="stack" aria-labelledby="letters">
                <h2 id="letters">{texts.team_letters_title()}</h2>
                <ul class="rows">{rows.collect_view()}</ul>
            </section>
        }
        .into_any()
    };
    view! {
        <section class="stack" aria-labelledby="threads">
            <h2 id="threads">{texts.team_threads_title()}</h2>
            {move || if threads.read().is_empty() { none() } else { rows() }}
        </section>
        {move || (!letters.read().is_empty()).then(waiting)}
    }
    .into_any()
}

fn thread(texts: Texts, line: ThreadLine, now: Moment) -> AnyView {
    let title = match (&line.owner, &line.owner_name) {
        (Some(_), Some(name)) => texts.messages_only(name),
        _ => texts.messages_everyone().to_owned(),
    };
    let at = line.last.as_ref().map(|last| last.at);
    view! {
        <li>
            <a class="row" class:unread=line.unread != 0 href=format!("/beskeder/{}", line.thread)>
                <Icon name="messages"/>
                <span class="body">
                    <span class="title">{title}</span>
                    <span class="preview" dir="auto">{preview(texts, line.last)}</span>
                    {line.waiting_since.map(|since| view! { <span class="waits small">{waited(texts, since, now)}</span> })}
                    <WaitingHere thread=line.thread/>
                </span>
                <span class="end">
                    {at.map(|at| view! { <time datetime=at.to_string()>{dates::brief(texts, at, now)}</time> })}
                    {unread(texts, line.unread)}
                </span>
            </a>
        </li>
    }
    .into_any()
}

fn preview(texts: Texts, last: Option<LastWord>) -> AnyView {
    match last {
        None => texts.messages_none_title().into_any(),
        Some(last) => quoted(&last.author_name, last_words(texts, &last)),
    }
}

fn letter(texts: Texts, line: &OpenLetter, now: Moment) -> AnyView {
    let when = dates::moment(texts, line.at, now);
    view! {
        <li>
            <a class="row" href=format!("/beskeder/{}", line.thread)>
                <Icon name="letter"/>
                <span class="body">
                    <span class="title">{texts.team_letters_from(&line.author_name, &when)}</span>
                    <span class="small muted">{texts.team_letters_answer()}</span>
                </span>
            </a>
        </li>
    }
    .into_any()
}
