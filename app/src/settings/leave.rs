//! Logging out: the device's store is emptied first.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::act::form_of;
use crate::backend::use_backend;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, Notice, shown, use_awake};

/// Log ud. What is not sent yet would be lost, and one is told.
#[component]
pub fn Leave() -> impl IntoView {
    let texts = use_texts();
    let awake = use_awake();
    let backend = use_backend();
    let outbox = backend.outbox();
    let lost = move || {
        let count = outbox.read().len();
        (awake.get() && count > 0).then(|| {
            let words = texts.settings_log_out_lost(u32::try_from(count).unwrap_or(u32::MAX));
            view! { <Notice kind="warning" icon="alert"><p>{words}</p></Notice> }
        })
    };
    let leave = move |event: SubmitEvent| {
        let Some(form) = form_of(&event) else { return };
        event.prevent_default();
        let forgotten = backend.forget_everything();
        spawn_local(async move {
            forgotten.await;
            // Without another submit event: straight to the server.
            _ = form.submit();
        });
    };
    view! {
        <section class="stack" aria-labelledby="leave">
            <h2 id="leave">{texts.settings_log_out()}</h2>
            <p>{texts.settings_log_out_text()}</p>
            {shown(lost)}
            <form method="post" action="/logud" on:submit=leave>
                <div class="actions snug">
                    <button class="button danger"><Icon name="exit" kind=Kind::Turns/>{texts.settings_log_out()}</button>
                </div>
            </form>
        </section>
    }
}
