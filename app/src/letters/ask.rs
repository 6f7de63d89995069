//! Asking for help with a letter: photograph it or choose it as a file, and say something beside it.

use indgang_domain::kernel::id::{BlobId, LetterId, ThreadId};
use indgang_domain::kernel::text::{LINE_CHARACTERS, Line};
use indgang_domain::letters::AskAboutLetter;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::Command;
use leptos::html::Details;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::act::{Envelope, posted, trouble};
use crate::backend::{submit, use_backend};
use crate::draft::Draft;
use crate::i18n::use_texts;
use crate::letters::shared::use_shared;
use crate::messages::picks::{PickInput, Picked, Picks, TakenBack};
use crate::ui::{Icon, Kind, Trouble, shown};

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
    let problem = RwSignal::new(refused.and_then(|posted| posted.problem));
    let (busy, told) = (RwSignal::new(false), RwSignal::new(""));
    let picks = Picks::with_documents(problem);
    let backend = use_backend();
    let id = backend.mint().to_string();
    let (opens, draft) = (NodeRef::<Details>::new(), Draft::new("letter", thread.0));
    let again = use_ask();
    Effect::new(move |_| {
        let Some(opens) = opens.get() else { return };
        // What one had written is not left behind a lid.
        if draft.restored.get() == Some(true) {
            opens.set_open(true);
        }
        if again.read().is_some()
            && let Some((note, pictures)) = again.write_untracked().take()
        {
            opens.set_open(true);
            draft.add(" ", &note);
            picks.take_back(pictures);
        }
    });
    let (shared, mints) = (use_shared(), use_backend());
    Effect::new(move |_| {
        // Not before what was kept has come back: it would be written over.
        if opens.get().is_none() || draft.restored.get().is_none() || shared.with(Option::is_none) {
            return;
        }
        if let (Some(opens), Some(shared)) = (opens.get_untracked(), shared.write_untracked().take()) {
            opens.set_open(true);
            draft.add(" ", &shared.words);
            let mints = mints.clone();
            picks.add(shared.files, move || BlobId(mints.mint()));
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || picks.is_preparing() {
            return;
        }
        let written = draft.text();
        let note = match Line::parse(&written) {
            Err(wrong) if wrong.key != ProblemKey::TextEmpty => return problem.set(Some(wrong)),
            note => note.ok(),
        };
        let (photos, documents, pictures) = picks.letter_for(thread);
        let gone: Vec<_> = pictures.iter().map(|picture| picture.id).collect();
        let command = AskAboutLetter { id: LetterId(backend.mint()), thread, photos, documents, note };
        let backend = backend.clone();
        // The same words twice are said once: between them there are none.
        told.set("");
        busy.set(true);
        spawn_local(async move {
            let wrong: Option<Problem> = trouble(submit(backend.clone(), command, pictures).await);
            if wrong.is_none() {
                draft.let_go(backend, &written).await;
            }
            // Who has gone to another screen meanwhile has taken the form away.
            if busy.is_disposed() {
                return;
            }
            if wrong.is_none() {
                picks.remove(&gone);
                told.set(texts.letter_kept());
            }
            problem.set(wrong);
            busy.set(false);
        });
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
                <input type="hidden" name="id" value=id/>
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
                {shown(move || problem.get().map(|problem| view! { <Trouble problem/> }))}
                <div class="actions snug">
                    <button class="button primary"><Icon name="send" kind=Kind::Turns/>{texts.letter_ask()}</button>
                </div>
                <p role="status" class="hint">{told}</p>
            </form>
        </details>
    }
    .into_any()
}
