//! A family's coming meetings, on its page.

use indgang_domain::appointments::Line;
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::Action;
use indgang_domain::staff::{FamilyAnswer, UnitAnswer};
use leptos::prelude::*;

use super::plan::PlanForm;
use super::words;
use crate::addresses;
use crate::allowed::allowed;
use crate::backend::Asked;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, Kind, ProblemNotice, answered, reactive, says, use_moment};

/// What is coming, and planning more.
#[component]
pub fn Coming(
    /// What is known of the family.
    answer: Memo<FamilyAnswer>,
    /// The unit: who may be there.
    unit: Asked<UnitAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let appointments = Memo::new(move |_| answer.read().appointments.clone());
    let plans = allowed(Action::PlanAppointment, answer.read_untracked().lenses);
    let coming = move || {
        let appointments = appointments.get();
        if appointments.is_empty() {
            return view! { <p class="muted">{texts.team_appointments_none()}</p> }.into_any();
        }
        let rows = appointments.into_iter().map(|appointment| row(texts, appointment, now));
        view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="appointments">
            <h2 id="appointments">{texts.team_appointments_title()}</h2>
            {coming}
            {plans.then(|| answered(unit, |problem| view! { <ProblemNotice problem/> }.into_any(), move |unit| {
                view! { <PlanForm answer unit/> }.into_any()
            }))}
        </section>
    }
    .into_any()
}

fn row(texts: Texts, line: Line, now: Signal<Moment>) -> AnyView {
    let (view, private) = (line.view, line.private);
    let with = texts.names(view.with.iter().map(|with| with.name.as_str()));
    let members = texts.names(view.members.iter().map(|member| member.name.as_str()));
    let what = words::kind(texts, view.kind);
    let (href, place) = (addresses::meeting(view.id), view.place.clone());
    let when = {
        let view = view.clone();
        says(move || words::when(texts, &view, now.get()))
    };
    let state = move || {
        let (colour, words) = words::state(texts, &view, now.get())?;
        Some(view! { <span class=format!("chip {colour}")>{words}</span> })
    };
    view! {
        <li>
            <a class="row" href=href>
                <Icon name="calendar"/>
                <span class="body">
                    <span class="title" inner_html=when></span>
                    <span>{what}</span>
                    {place.map(|place| view! { <span class="small muted"><bdi>{place}</bdi></span> })}
                    {(!with.is_empty()).then(|| view! { <span class="small muted">{texts.team_appointments_with(&with)}</span> })}
                    {(!members.is_empty()).then(|| view! { <span class="small muted">{texts.appointment_for(&members)}</span> })}
                    {private.then(|| view! { <span class="small muted">{texts.plan_private()}</span> })}
                    <span class="chips">{reactive(state)}</span>
                </span>
                <span class="end"><Icon name="chevron" kind=Kind::Turns/></span>
            </a>
        </li>
    }
    .into_any()
}
