//! What is said in a thread, and where one says more.

use indgang_domain::messages::ThreadAnswer;
use indgang_domain::policy::{Action, Lenses, may_in};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::bubbles::Bubbles;
use super::compose::Compose;
use super::composer::Composer;
use super::read;
use crate::attachments::photos::provide_pictures;
use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::letters::{AskForm, provide_ask};
use crate::ui::shown;

/// All that the viewer is to the thread whose bubbles these are.
#[derive(Clone, Copy)]
struct Here(Lenses);

/// May the viewer do this, being these things to a thread?
pub(crate) fn may_as(lenses: Lenses, action: Action) -> bool {
    use_boot().with_value(|boot| may_in(boot.role(), action, lenses, true))
}

/// May the viewer do this in the thread that this stands in?
pub(crate) fn may_here(action: Action) -> bool {
    use_context::<Here>().is_some_and(|Here(lenses)| may_as(lenses, action))
}

/// The bubbles of a thread and its composer. Built once: what is being written stays.
#[component]
pub fn Talk(
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
    provide_context(Here(answer.read_untracked().lenses));
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
    shown(move || {
        let (earlier, newest) = (earlier(), newest());
        (earlier.is_some() || newest.is_some())
            .then(|| view! { <div class="line">{earlier}{newest}</div> }.into_any())
    })
}
