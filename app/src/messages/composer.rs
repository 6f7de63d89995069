//! Where one writes.

use indgang_domain::messages::{SendMessage, ThreadAnswer};
use indgang_domain::people::Language;
use indgang_domain::policy::table::ANSWERS;
use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::Command;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::compose::Compose;
use super::numbers::Numbers;
use super::templates::Templates;
use crate::act::{Envelope, posted};
use crate::attachments::picks::{PickInput, Picked};
use crate::backend::use_backend;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, ProblemNotice, inside_textarea, reactive, says};
use crate::voice::{RecordButton, Taking};

/// The form. Without script it is posted, pictures and all.
#[component]
pub fn Composer(
    /// What is known of the thread.
    answer: Memo<ThreadAnswer>,
    /// What is being written.
    compose: Compose,
    /// Where the form leads back to, without script.
    back: String,
) -> impl IntoView {
    let lens = answer.read_untracked().lenses.first();
    let answers = lens.is_some_and(|lens| ANSWERS.has(lens));
    let hours = Signal::derive(move || answer.read().hours.clone());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        compose.send();
    };
    view! {
        // What is being written is kept sealed, by us: the browser would keep it in clear beside its tabs.
        <form class="composer" method="post" action="/act" enctype="multipart/form-data" autocomplete="off" on:submit=send>
            <Envelope command=SendMessage::NAME back/>
            <input type="hidden" name="id" value=use_backend().mint().to_string() data-minted=""/>
            <input type="hidden" name="thread" value=compose.thread.to_string()/>
            <div class="beside">
                <Numbers hours/>
                <LanguageSelect compose/>
            </div>
            {answers.then(|| view! { <Templates compose/> })}
            {reactive(move || compose.problem.get().map(|problem| view! { <ProblemNotice problem/> }))}
            <Picked picks=compose.picks/>
            <Taking take=compose.take/>
            <Write compose/>
            <p class="visually-hidden" role="status" inner_html=says(move || compose.told.get())></p>
        </form>
    }
    .into_any()
}

#[component]
fn Write(compose: Compose) -> impl IntoView {
    let texts = use_texts();
    let sent_back = posted::<SendMessage>(&[("thread", compose.thread.to_string())]);
    let pictures_lost = sent_back.as_ref().is_some_and(|posted| posted.pictures_lost);
    let text = sent_back.and_then(|posted| posted.fields.get("text").cloned()).unwrap_or_default();
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            compose.send();
        }
    };
    view! {
        {pictures_lost.then(|| view! { <p class="hint">{texts.problem(ProblemKey::PictureMissing)}</p> })}
        <div class="write">
            <label class="button round camera">
                <Icon name="camera"/>
                <span class="visually-hidden">{texts.composer_photo()}</span>
                <PickInput picks=compose.picks/>
            </label>
            <RecordButton take=compose.take/>
            <div class="field">
                <label class="visually-hidden" for="text">{texts.composer_label()}</label>
                <textarea
                    node_ref=compose.draft.field
                    id="text"
                    name="text"
                    rows="1"
                    dir="auto"
                    placeholder=texts.composer_hint()
                    prop:readOnly=compose.busy
                    on:input=move |_| compose.draft.typed()
                    on:blur=move |_| compose.draft.keep()
                    on:keydown=keys
                >
                    {inside_textarea(&text)}
                </textarea>
            </div>
            <button class="button primary send"><Icon name="send" kind=Kind::Turns/><span>{texts.composer_send()}</span></button>
        </div>
    }
}

#[component]
fn LanguageSelect(compose: Compose) -> impl IntoView {
    let texts = use_texts();
    let options = Language::ALL.map(|language| {
        let selected = language == texts.language();
        view! { <option value=language.tag() lang=language.tag() selected=selected>{language.own_name()}</option> }
    });
    let change = move |event| {
        compose.language.set(Language::from_tag(&event_target_value(&event)).unwrap_or_default());
    };
    view! {
        <div class="tongue">
            <label class="visually-hidden" for="message-language">{texts.composer_language()}</label>
            <select id="message-language" name="language" on:change=change>{options.collect_view()}</select>
        </div>
    }
}
