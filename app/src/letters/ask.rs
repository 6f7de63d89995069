//! Asking for help with a letter: photograph it or choose it as a file, and say something beside it.

use indgang_domain::kernel::id::ThreadId;
use indgang_domain::kernel::text::LINE_CHARACTERS;
use indgang_domain::letters::AskAboutLetter;
use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::Command;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::asking::Asking;
use crate::act::{Envelope, posted};
use crate::attachments::picks::{PickInput, Picked, TakenBack};
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, ProblemNotice, reactive, says};

/// What is to be asked again: the words of a letter that was not sent, its pictures and its files.
type Asked = (String, TakenBack);

#[derive(Clone, Copy)]
struct Again(RwSignal<Option<Asked>>);

/// For the letters of a thread and the form beneath them.
pub fn provide_ask() {
    provide_context(Again(RwSignal::new(None)));
}

pub(crate) fn use_ask() -> RwSignal<Option<Asked>> {
    expect_context::<Again>().0
}

/// Opened, the form is not left behind the composer.
fn show(event: &Event) {
    let opened: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    if let Some(opened) = opened.filter(|details| details.has_attribute("open")) {
        opened.scroll_into_view();
    }
}

/// The form, behind its own words.
#[component]
pub fn AskForm(
    /// In which thread.
    thread: ThreadId,
    /// Where the form leads back to, without script.
    back: String,
) -> impl IntoView {
    let texts = use_texts();
    let refused = posted::<AskAboutLetter>(&[("thread", thread.to_string())]);
    let note = refused.as_ref().and_then(|posted| posted.fields.get("note").cloned()).unwrap_or_default();
    let is_open = refused.is_some();
    let pictures_lost = refused.as_ref().is_some_and(|posted| posted.pictures_lost);
    let asking = Asking::new(thread, refused.and_then(|posted| posted.problem));
    let Asking { opens, draft, picks, problem, busy, told, .. } = asking;
    let id = draft.backend().mint().to_string();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        asking.send();
    };
    view! {
        <details node_ref=opens class="disclosure" open=is_open on:toggle=move |event| show(&event)>
            <summary>
                <Icon name="letter" kind=Kind::Small/>
                {texts.letter_help()}
                <Icon name="chevron" kind=Kind::Turns/>
            </summary>
            <form class="stack" method="post" action="/act" enctype="multipart/form-data" autocomplete="off" on:submit=send>
                <Envelope command=AskAboutLetter::NAME back/>
                <input type="hidden" name="id" value=id data-minted=""/>
                <input type="hidden" name="thread" value=thread.to_string()/>
                <p>{texts.letter_help_text()}</p>
                <label class="button camera">
                    <Icon name="camera"/>
                    <span>{texts.letter_photos()}</span>
                    <PickInput picks/>
                </label>
                {pictures_lost.then(|| view! { <p class="hint">{texts.problem(ProblemKey::PictureMissing)}</p> })}
                <Picked picks/>
                <div class="field">
                    <label for="letter-note">{texts.letter_note()}</label>
                    <input
                        node_ref=draft.field
                        id="letter-note"
                        name="note"
                        dir="auto"
                        maxlength=LINE_CHARACTERS.to_string()
                        value=note
                        prop:readOnly=busy
                        on:input=move |_| draft.typed()
                        on:blur=move |_| draft.keep()
                    />
                </div>
                {reactive(move || problem.get().map(|problem| view! { <ProblemNotice problem/> }))}
                <div class="actions snug">
                    <button class="button primary"><Icon name="send" kind=Kind::Turns/>{texts.letter_ask()}</button>
                </div>
                <p role="status" class="hint" inner_html=says(move || told.get())></p>
            </form>
        </details>
    }
    .into_any()
}
