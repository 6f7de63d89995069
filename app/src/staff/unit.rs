//! "Enheden": who is away and who stands in, and the standard answers that everyone shares.

use indgang_domain::staff::{OpenUnit, UnitAnswer};
use leptos::prelude::*;

use super::absences::Absences;
use super::templates::Templates;
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::ui::{Empty, Heading, Main, ProblemNotice, answered};

/// Where this page is: its forms come back here.
pub(crate) const PAGE: &str = "/team/enhed";

/// What the unit shares.
#[component]
pub fn UnitPage() -> impl IntoView {
    let texts = use_texts();
    let asked = use_query(|| OpenUnit {});
    view! {
        <Main>
            <Heading text=texts.team_unit_title().to_owned()/>
            {answered(asked, |problem| view! { <ProblemNotice problem/> }.into_any(), shared)}
        </Main>
    }
    .into_any()
}

fn shared(answer: Memo<UnitAnswer>) -> AnyView {
    let texts = use_texts();
    let unit = Memo::new(move |_| answer.read().unit);
    let page = move || match unit.get() {
        None => view! {
            <Empty icon="person" title=texts.team_unit_none_title() text=texts.team_unit_none_text()/>
        }
        .into_any(),
        Some(unit) => view! {
            <div class="stack loose">
                <Absences unit answer/>
                <Templates unit answer/>
            </div>
        }
        .into_any(),
    };
    page.into_any()
}
