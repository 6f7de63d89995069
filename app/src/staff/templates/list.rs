//! Standard answers, shared by the unit.

use indgang_domain::kernel::id::{TemplateId, UnitId};
use indgang_domain::staff::{RemoveTemplate, TemplateView, UnitAnswer};
use leptos::prelude::*;

use super::editor::Editor;
use super::entry::{Entry, Sent, entries};
use super::new::NewTemplate;
use crate::act::CommandForm;
use crate::backend::use_backend;
use crate::i18n::use_texts;
use crate::staff::unit::PAGE;
use crate::ui::{Confirm, Icon, Kind, paragraphs, says, use_awake};

/// All of them, and a new one.
#[component]
pub fn Templates(
    unit: UnitId,
    /// What it shares.
    answer: Memo<UnitAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let outbox = use_backend().outbox();
    let awake = use_awake();
    let sent = Memo::new(move |_| {
        let lines = if awake.get() { outbox.get() } else { Vec::new() };
        lines.iter().filter_map(Sent::of).collect::<Vec<_>>()
    });
    let all = Memo::new(move |_| entries(&answer.read().templates, &sent.read()));
    view! {
        <section class="stack" aria-labelledby="templates">
            <h2 id="templates">{texts.team_template_title()}</h2>
            {move || all.read().is_empty().then(|| view! { <p class="muted">{texts.team_template_none()}</p> })}
            <ul class="stack">
                <For
                    each=move || all.get()
                    key=|entry| entry.id
                    children=move |entry| view! { <Template unit first=entry all/> }
                />
            </ul>
            <NewTemplate unit/>
        </section>
    }
    .into_any()
}

#[component]
fn Template(unit: UnitId, first: Entry, all: Memo<Vec<Entry>>) -> impl IntoView {
    let texts = use_texts();
    let id = first.id;
    let entry = Memo::new(move |before: Option<&Entry>| {
        let all = all.read();
        all.iter().find(|entry| entry.id == id).or(before).unwrap_or(&first).clone()
    });
    let shown = Memo::new(move |_| entry.read().latest.clone());
    let waits = move || {
        let chip = || {
            view! { <span class="status waiting"><Icon name="clock" kind=Kind::Small/>{texts.team_template_waiting()}</span> }
        };
        entry.read().waits.then(chip)
    };
    view! {
        <li class="card">
            <div class="line apart"><h3><bdi inner_html=says(move || shown.read().title.clone())></bdi></h3>{waits}</div>
            <div class="stack tight">{move || paragraphs(&shown.read().text)}</div>
            <Editor unit entry/>
            <Remove unit id shown/>
        </li>
    }
    .into_any()
}

/// The revision that is removed is the one that is seen.
#[component]
fn Remove(unit: UnitId, id: TemplateId, shown: Memo<TemplateView>) -> impl IntoView {
    let texts = use_texts();
    let hidden = vec![("id", id.to_string()), ("unit", unit.to_string())];
    view! {
        <Confirm ask=texts.team_template_remove() sure=texts.team_template_remove_sure()>
            <CommandForm<RemoveTemplate> back=PAGE hidden>
                <input type="hidden" name="revision" value=move || shown.read().revision/>
                <button class="button danger">{texts.team_template_remove_yes()}</button>
            </CommandForm<RemoveTemplate>>
        </Confirm>
    }
    .into_any()
}
