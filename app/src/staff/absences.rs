//! Who is away, and who stands in: the substitute gets the families for just as long.

use indgang_domain::kernel::id::{AbsenceId, UnitId};
use indgang_domain::policy::table::PLANS_FOR_ALL;
use indgang_domain::staff::{AbsenceView, EndAbsence, SetAbsence, UnitAnswer};
use leptos::prelude::*;

use super::unit::PAGE;
use crate::act::{CommandForm, posted};
use crate::boot::use_boot;
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{Avatar, Choose, ChooseDay, says, use_moment};

/// Present and coming absences, and a new one.
#[component]
pub fn Absences(
    unit: UnitId,
    /// What it shares.
    answer: Memo<UnitAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let absences = Memo::new(move |_| answer.read().absences.clone());
    view! {
        <section class="stack" aria-labelledby="away">
            <h2 id="away">{texts.team_absence_title()}</h2>
            {move || absences.read().is_empty().then(|| view! { <p class="muted">{texts.team_absence_none()}</p> })}
            <ul class="stack">
                <For
                    each=move || absences.get()
                    key=|(id, view)| (*id, view.from, view.until, view.substitute.person)
                    children=move |(id, view)| view! { <Absence unit id view/> }
                />
            </ul>
            <NewAbsence unit answer/>
        </section>
    }
    .into_any()
}

#[component]
fn Absence(unit: UnitId, id: AbsenceId, view: AbsenceView) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let AbsenceView { staff, substitute, from, until } = view;
    let lasts = move || {
        let today = now.get().day();
        texts.team_absence_dates(&dates::day(texts, from, today), &dates::day(texts, until, today))
    };
    let hidden = vec![("id", id.to_string()), ("unit", unit.to_string())];
    view! {
        <li class="card">
            <div class="line">
                <Avatar person=staff.person name=staff.name.clone()/>
                <div class="stack tight">
                    <h3><bdi>{staff.name}</bdi></h3>
                    <p inner_html=says(lasts)></p>
                    <p class="small muted">{texts.team_absence_substitute(&substitute.name)}</p>
                </div>
            </div>
            <CommandForm<EndAbsence> back=PAGE hidden class="actions snug">
                <button class="button"><span>{texts.team_absence_end(&staff.given_name)}</span></button>
            </CommandForm<EndAbsence>>
        </li>
    }
    .into_any()
}

#[component]
fn NewAbsence(unit: UnitId, answer: Memo<UnitAnswer>) -> impl IntoView {
    let texts = use_texts();
    let hidden = vec![("unit", unit.to_string())];
    let before = posted::<SetAbsence>(&hidden).map(|posted| posted.fields).unwrap_or_default();
    let was = move |name: &str| before.get(name).cloned().unwrap_or_default();
    let today = use_moment().get_untracked().day().to_string();
    let people = Memo::new(move |_| {
        let faces = answer.get().colleagues.into_iter().map(|colleague| colleague.face);
        faces.map(|face| (face.person.to_string(), face.name)).collect::<Vec<_>>()
    });
    // Nobody but a lead makes themselves someone's substitute, and so opens that one's families to themselves.
    let me = use_boot().with_value(|boot| boot.viewer.as_ref().map(|viewer| viewer.person));
    let is_lead = !answer.read_untracked().lenses.among(PLANS_FOR_ALL).is_empty();
    let me = me.filter(|_| !is_lead).map(|me| me.to_string());
    let substitutes = Memo::new(move |_| {
        let mut substitutes = people.get();
        substitutes.retain(|(person, _)| Some(person) != me.as_ref());
        substitutes
    });
    let saved = RwSignal::new(false);
    let nobody = texts.team_assign_choose();
    view! {
        <section class="card" aria-labelledby="report-away">
            <h3 id="report-away">{texts.team_absence_add()}</h3>
            <CommandForm<SetAbsence>
                back=PAGE
                hidden
                mints="id"
                class="stack"
                reset=true
                done=Callback::new(move |()| saved.set(true))
            >
                <div class="pair">
                    <Choose label=texts.team_absence_staff() name="staff" nobody people chosen=was("staff")/>
                    <Choose label=texts.team_absence_stand_in() name="substitute" nobody people=substitutes chosen=was("substitute")/>
                    <ChooseDay label=texts.team_absence_from() name="from" least=today.clone() chosen=was("from")/>
                    <ChooseDay label=texts.team_absence_until() name="until" least=today chosen=was("until")/>
                </div>
                <div class="actions snug"><button class="button primary">{texts.team_absence_save()}</button></div>
            </CommandForm<SetAbsence>>
            <p role="status" inner_html=says(move || if saved.get() { texts.team_absence_saved() } else { "" })></p>
        </section>
    }
    .into_any()
}
