//! Logging out: the device's store is emptied first.

use indgang_domain::problem::{Problem, ProblemKey};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::act::form_of;
use crate::backend::use_backend;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, Notice, ProblemNotice, reactive, says, use_awake};

/// Log ud. What is not sent yet would be lost: one is told, and asked. Without a connection the login itself would stay,
/// so nothing is thrown away then.
#[component]
pub fn Leave() -> impl IntoView {
    let texts = use_texts();
    let awake = use_awake();
    let backend = use_backend();
    let outbox = backend.outbox();
    let (asked, sure, leaving) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let problem = RwSignal::new(None::<Problem>);
    let waiting = Memo::new(move |_| if awake.get() { outbox.read().len() } else { 0 });
    let lost = move || {
        (waiting.get() > 0).then(|| {
            let words = texts.settings_log_out_lost(u32::try_from(waiting.get()).unwrap_or(u32::MAX));
            view! { <Notice kind="warning" icon="alert"><p>{words}</p></Notice> }
        })
    };
    let leave = move |event: SubmitEvent| {
        let Some(form) = form_of(&event) else { return };
        event.prevent_default();
        let is_sure = sure.get_untracked();
        sure.set(false);
        if leaving.get_untracked() {
            return;
        }
        leaving.set(true);
        let backend = backend.clone();
        spawn_local(async move {
            // What was heard last may be minutes old, either way.
            let there = backend.reach_server().await;
            // Who has gone to another screen meanwhile does not leave.
            if leaving.is_disposed() {
                return;
            }
            problem.set((!there).then(|| ProblemKey::Offline.into()));
            if !there {
                return leaving.set(false);
            }
            if waiting.get_untracked() > 0 && !is_sure {
                asked.set(true);
                return leaving.set(false);
            }
            backend.forget_everything().await;
            // Without another submit event: straight to the server.
            _ = form.submit();
        });
    };
    let button =
        move || if leaving.get() { texts.settings_log_out_under_way() } else { texts.settings_log_out() };
    // A button of its own: a second tap on the first asks again.
    let anyway = move || {
        (asked.get() && waiting.get() > 0).then(|| {
            let sure = move |_| sure.set(true);
            view! { <button class="button danger" on:click=sure>{texts.settings_log_out_anyway()}</button> }
        })
    };
    view! {
        <section class="stack" aria-labelledby="leave">
            <h2 id="leave">{texts.settings_log_out()}</h2>
            <p>{texts.settings_log_out_text()}</p>
            {reactive(lost)}
            <form method="post" action="/logud" class="stack" on:submit=leave>
                {reactive(move || problem.get().map(|problem| view! { <ProblemNotice problem/> }))}
                <div class="actions snug">
                    <button class="button danger"><Icon name="exit" kind=Kind::Turns/><span inner_html=says(button)></span></button>
                    {reactive(anyway)}
                </div>
            </form>
        </section>
    }
}
