//! What is said in a thread, and where one says more.

use indgang_domain::messages::ThreadAnswer;
use indgang_domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::bubbles::Bubbles;
use super::compose::Compose;
use super::composer::Composer;
use super::read;
use crate::allowed::{may_here, provide_here};
use crate::attachments::photos::provide_pictures;
use crate::i18n::use_texts;
use crate::letters::{AskForm, provide_ask};
use crate::ui::reactive;

/// The bubbles of a thread and its composer. Built once: what is being written stays.
#[component]
pub fn Conversation(
    /// What is known of it.
    answer: Memo<ThreadAnswer>,
    /// Where forms lead back to, without script.
    back: String,
    /// It has the window for itself: the newest is scrolled to.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let thread = answer.with_untracked(|answer| answer.thread);
    let compose = Compose::new(thread);
    provide_here(answer.read_untracked().lenses);
    provide_pictures(thread.into());
    provide_ask();
    read::mark(answer);
    if alone {
        read::follow(answer);
    }
    let asks = may_here(Action::AskAboutLetter);
    view! {
        <Earlier answer/>
        <Bubbles answer compose back=back.clone()/>
        {asks.then(|| view! { <AskForm thread back=back.clone()/> })}
        {may_here(Action::SendMessage).then(|| view! { <Composer answer compose back/> })}
    }
    .into_any()
}

/// Plain links, so that old messages can be read without script, too.
#[component]
fn Earlier(answer: Memo<ThreadAnswer>) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let earlier = move || {
        let before = answer.read().earlier?;
        Some(view! { <a class="button plain" href=format!("?before={before}")>{texts.thread_earlier()}</a> })
    };
    let newest = move || {
        query.read().get("before")?;
        Some(view! { <a class="button plain" href="?">{texts.thread_newest()}</a> })
    };
    reactive(move || {
        let (earlier, newest) = (earlier(), newest());
        (earlier.is_some() || newest.is_some())
            .then(|| view! { <div class="line">{earlier}{newest}</div> }.into_any())
    })
}
