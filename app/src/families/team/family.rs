//! A family beside the list; on a phone alone, with a way back.

use indgang_domain::kernel::id::FamilyId;
use indgang_domain::staff::{FamilyAnswer, OpenFamily, OpenUnit, Team, TeamAnswer, UnitAnswer};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::list::FamilyList;
use super::opened::OpenedFamily;
use crate::backend::{Asked, use_query};
use crate::i18n::use_texts;
use crate::ui::{Main, ProblemNotice, ProblemPage, answered};

/// One family's page.
#[component]
pub fn FamilyPage() -> impl IntoView {
    let texts = use_texts();
    let params = use_params_map();
    // An address that names no family names one that nobody has.
    let family = Memo::new(move |_| {
        let id = params.read().get("id").and_then(|id| id.parse().ok());
        FamilyId(id.unwrap_or(Uuid::nil()))
    });
    let families = use_query(|| Team {});
    let opened = use_query(move || OpenFamily { family: family.get() });
    let unit = use_query(|| OpenUnit {});
    view! {
        <Main class="panes open">
            <section class="pane list" aria-labelledby="families">
                <h2 id="families">{texts.team_title()}</h2>
                {answered(families, |problem| view! { <ProblemNotice problem/> }.into_any(), move |answer: Memo<TeamAnswer>| {
                    view! { <FamilyList answer open=Signal::derive(move || Some(family.get()))/> }.into_any()
                })}
            </section>
            <section class="pane family" aria-labelledby="family">
                {answered(opened, |problem| view! { <ProblemPage problem/> }.into_any(), move |answer| page(answer, unit))}
            </section>
        </Main>
    }
    .into_any()
}

/// Built anew for each family, since its forms are about that family.
fn page(answer: Memo<FamilyAnswer>, unit: Asked<UnitAnswer>) -> AnyView {
    let family = Memo::new(move |_| answer.read().family);
    let key = move || [family.get()];
    view! { <For each=key key=|family| *family children=move |family| view! { <OpenedFamily family answer unit/> }/> }.into_any()
}
