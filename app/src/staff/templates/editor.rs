//! Writing a standard answer. Where a colleague has changed the same one meanwhile, both texts stand side by side
//! and a person chooses: nothing is overwritten in silence.

use indgang_domain::kernel::id::UnitId;
use indgang_domain::staff::{SaveTemplate, TemplateView};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::entry::Entry;
use super::fields::{Fields, came_back};
use crate::act::{CommandForm, posted};
use crate::backend::use_backend;
use crate::i18n::use_texts;
use crate::staff::unit::PAGE;
use crate::ui::{Icon, Kind, paragraphs, says};

/// Changes a standard answer.
#[component]
pub fn Editor(
    unit: UnitId,
    /// The answer as it is known here.
    entry: Memo<Entry>,
) -> impl IntoView {
    let texts = use_texts();
    let id = entry.read_untracked().id.to_string();
    let hidden = vec![("id", id.clone()), ("unit", unit.to_string())];
    // What is being written; its revision is the one it was begun on.
    let draft = RwSignal::new(posted::<SaveTemplate>(&hidden).as_ref().and_then(came_back));
    let written = Memo::new(move |_| draft.get().or_else(|| entry.read().undecided().cloned()));
    let theirs = Memo::new(move |_| {
        let latest = entry.read().latest.clone();
        written.read().as_ref().filter(|mine| mine.revision < latest.revision).map(|_| latest)
    });
    let mine = Memo::new(move |_| written.get().unwrap_or_else(|| entry.read().latest.clone()));
    let revision = move || theirs.read().as_ref().map_or(mine.read().revision, |theirs| theirs.revision);
    let let_go = use_let_go(entry);
    let settled = Callback::new(move |()| {
        draft.set(None);
        let_go.run(());
    });
    let save = move || {
        if theirs.read().is_some() { texts.team_conflict_use_mine() } else { texts.team_template_save() }
    };
    view! {
        <details class="disclosure" open=move || written.read().is_some()>
            <summary>{texts.team_template_edit()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <div class="stack">
                {move || theirs.read().is_some().then(|| view! { <Overtaken/> })}
                <div class="pair">
                    <CommandForm<SaveTemplate> back=PAGE hidden class="stack" done=settled>
                        {move || theirs.read().is_some().then(|| view! { <p><strong>{texts.team_conflict_mine()}</strong></p> })}
                        <input type="hidden" name="revision" value=revision/>
                        <Fields id mine write=Callback::new(move |view| draft.set(Some(view)))/>
                        <div class="actions snug"><button class="button primary" inner_html=says(save)></button></div>
                    </CommandForm<SaveTemplate>>
                    {move || theirs.get().map(|theirs| view! { <Theirs theirs settled/> })}
                </div>
            </div>
        </details>
    }
    .into_any()
}

/// Lets go of what this device sent and a colleague overtook.
fn use_let_go(entry: Memo<Entry>) -> Callback<()> {
    let backend = use_backend();
    Callback::new(move |()| {
        for (envelope, _) in entry.get_untracked().overtaken {
            spawn_local(backend.dismiss(envelope));
        }
    })
}

/// That there is something to choose; read aloud when it happens.
#[component]
fn Overtaken() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="notice warning" role="alert">
            <Icon name="alert"/>
            <div>
                <strong>{texts.team_conflict_title()}</strong>
                <p>{texts.team_conflict_text()}</p>
            </div>
        </div>
    }
    .into_any()
}

/// The colleague's text, and giving way to it.
#[component]
fn Theirs(theirs: TemplateView, settled: Callback<()>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="stack">
            <p><strong>{texts.team_conflict_theirs()}</strong></p>
            <p class="lead"><bdi>{theirs.title}</bdi></p>
            <div class="stack tight">{paragraphs(&theirs.text)}</div>
            // Without script the link alone lets one's own text go.
            <div class="actions snug">
                <a class="button" href=PAGE on:click=move |event| {
                    event.prevent_default();
                    settled.run(());
                }>{texts.team_conflict_use_theirs()}</a>
            </div>
        </section>
    }
    .into_any()
}
