//! "Mine familier".

use indgang_domain::staff::{Team, TeamAnswer};
use leptos::prelude::*;

use super::failed::FailedList;
use super::list::FamilyList;
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::quarantine::SetAsideList;
use crate::ui::{Empty, Heading, Main, ProblemNotice, answered};

/// My families, and what waits for a decision of mine.
#[component]
pub fn TeamPage() -> impl IntoView {
    let texts = use_texts();
    let asked = use_query(|| Team {});
    view! {
        <Main class="panes">
            <section class="pane list" aria-labelledby="families">
                <Heading text=texts.team_title().to_owned() id="families"/>
                <FailedList/>
                {answered(asked, |problem| view! { <ProblemNotice problem/> }.into_any(), mine)}
                <a class="button plain" href="/team/enhed">{texts.team_unit_link()}</a>
            </section>
            <section class="pane family" aria-label=texts.team_choose_title()>
                <Empty icon="person" title=texts.team_choose_title() text=texts.team_choose_text()/>
            </section>
        </Main>
    }
    .into_any()
}

fn mine(answer: Memo<TeamAnswer>) -> AnyView {
    view! {
        <SetAsideList answer/>
        <FamilyList answer open=None/>
    }
    .into_any()
}
