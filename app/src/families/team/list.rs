//! My families: who waits longest comes first.

use std::collections::BTreeMap;

use indgang_domain::kernel::id::FamilyId;
use indgang_domain::staff::{FamilyLine, TeamAnswer};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::keys::{Keys, focus_first};
use super::row::FamilyRow;
use crate::i18n::use_texts;
use crate::ui::{Empty, says};

/// The search, the families, and how to move among them by keyboard.
#[component]
pub fn FamilyList(
    /// What is known of my families.
    answer: Memo<TeamAnswer>,
    /// The family that is open beside the list.
    #[prop(into)]
    open: Signal<Option<FamilyId>>,
) -> impl IntoView {
    let texts = use_texts();
    let empty = Memo::new(move |_| answer.read().families.is_empty());
    let nobody =
        move || view! { <Empty icon="person" title=texts.team_empty_title() text=texts.team_empty_text()/> };
    // Without script the search is a page of its own, `/team?q=…`.
    let wanted = RwSignal::new(use_query_map().with_untracked(|query| query.get("q")).unwrap_or_default());
    let families = move || {
        view! {
            <Search wanted/>
            <p class="hint">{texts.team_order()}</p>
            <Families answer open wanted/>
            <Keys/>
        }
    };
    move || if empty.get() { nobody().into_any() } else { families().into_any() }
}

#[component]
fn Search(wanted: RwSignal<String>) -> impl IntoView {
    let texts = use_texts();
    let to_first = move |event: SubmitEvent| {
        event.prevent_default();
        focus_first();
    };
    view! {
        <form class="field" role="search" method="get" action="/team" on:submit=to_first>
            <label class="visually-hidden" for="find-family">{texts.team_search()}</label>
            <input
                id="find-family"
                type="search"
                name="q"
                autocomplete="off"
                placeholder=texts.team_search()
                value=wanted.get_untracked()
                on:input=move |event| wanted.set(event_target_value(&event))
            />
        </form>
    }
}

#[component]
fn Families(
    answer: Memo<TeamAnswer>,
    open: Signal<Option<FamilyId>>,
    wanted: RwSignal<String>,
) -> impl IntoView {
    let texts = use_texts();
    let lines = Memo::new(move |_| {
        let families = answer.read().families.clone();
        families.into_iter().map(|line| (line.family, line)).collect::<BTreeMap<_, _>>()
    });
    let found = Memo::new(move |_| {
        let fits = |line: &&FamilyLine| matches(&line.name, &wanted.read());
        answer.read().families.iter().filter(fits).map(|line| line.family).collect::<Vec<_>>()
    });
    let row = move |family| {
        let first = lines.read_untracked().get(&family).cloned();
        first.map(|first| view! { <FamilyRow first lines open/> })
    };
    // What a search has found, also for who does not see the list grow shorter.
    let said = move || match (wanted.read().trim(), found.read().len()) {
        ("", _) => String::new(),
        (text, 0) => texts.team_not_found(text),
        (_, some) => texts.team_count(u32::try_from(some).unwrap_or(u32::MAX)),
    };
    view! {
        <ul class="rows families">
            <For each=move || found.get() key=|family| *family children=row/>
        </ul>
        <p class="small muted" role="status" inner_html=says(said)></p>
    }
}

/// Does what someone searches for stand in this name? Letter case does not matter.
fn matches(name: &str, wanted: &str) -> bool {
    let name = name.to_lowercase();
    wanted.to_lowercase().split_whitespace().all(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_search_finds_any_part_of_a_name() {
        assert!(matches("Familien Yıldız", "yıl"));
        assert!(matches("Familien Ørsted", "ØRS fam"));
        assert!(matches("Familien Hassan", "  "));
        assert!(!matches("Familien Hassan", "hansen"));
    }
}
