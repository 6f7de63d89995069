//! A family's fixed contact persons, and for who leads the unit: giving and ending them.

use std::collections::BTreeSet;

use indgang_domain::families::{AssignContact, Away, ContactCard, EndContact};
use indgang_domain::kernel::id::FamilyId;
use indgang_domain::policy::Action;
use indgang_domain::staff::{FamilyAnswer, UnitAnswer};
use leptos::prelude::*;

use crate::act::CommandForm;
use crate::allowed::allowed;
use crate::backend::Asked;
use crate::i18n::use_texts;
use crate::ui::{Avatar, Choose, Confirm, Icon, ProblemNotice, answered, dial, says, use_moment};
use crate::{addresses, dates};

/// Who the family's contact persons are.
#[component]
pub fn Contacts(
    family: FamilyId,
    /// What is known of it.
    answer: Memo<FamilyAnswer>,
    /// The unit, for who gives contact persons.
    unit: Asked<UnitAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let contacts = Memo::new(move |_| answer.read().contacts.clone());
    let gives = allowed(Action::AssignContact, answer.read_untracked().lenses);
    let away = |away: &Away| (away.from, away.until, away.substitute.person);
    view! {
        <section class="stack" aria-labelledby="contacts">
            <h2 id="contacts">{texts.team_contacts_title()}</h2>
            {move || contacts.read().is_empty().then(|| view! { <p class="muted">{texts.team_contacts_none()}</p> })}
            <ul class="pair">
                <For
                    each=move || contacts.get()
                    key=move |card| (card.id, card.away.as_ref().map(away))
                    children=move |card| view! { <Contact family card gives/> }
                />
            </ul>
            {gives.then(|| {
                answered(unit, |problem| view! { <ProblemNotice problem/> }.into_any(), move |unit| {
                    view! { <Assign family contacts unit/> }.into_any()
                })
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Contact(family: FamilyId, card: ContactCard, gives: bool) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let ContactCard { id, face, administration, away } = card;
    let away = away.map(|away| {
        let words = move || {
            let until = dates::day(texts, away.until, now.get().day());
            texts.team_contacts_away(&away.substitute.name, &until)
        };
        view! { <p class="notice info"><Icon name="calendar"/><span inner_html=says(words)></span></p> }
    });
    let end = gives.then(|| {
        let hidden = vec![("id", id.to_string()), ("family", family.to_string())];
        view! {
            <Confirm ask=texts.team_contacts_end() sure=texts.team_contacts_end_sure(&face.name)>
                <CommandForm<EndContact> back=addresses::family(family) hidden>
                    <button class="button danger">{texts.team_contacts_end_yes()}</button>
                </CommandForm<EndContact>>
            </Confirm>
        }
    });
    view! {
        <li class="card">
            <div class="line">
                <Avatar person=face.person name=face.name.clone()/>
                <div class="stack tight"><h3><bdi>{face.name}</bdi></h3><p class="small muted">{administration}</p></div>
            </div>
            {away}
            <a class="button" href=dial(&face.phone)>
                <Icon name="phone"/><span>{texts.team_contacts_call(&face.given_name)}</span>
            </a>
            {end}
        </li>
    }
    .into_any()
}

#[component]
fn Assign(family: FamilyId, contacts: Memo<Vec<ContactCard>>, unit: Memo<UnitAnswer>) -> impl IntoView {
    let texts = use_texts();
    let people = Memo::new(move |_| {
        let taken: BTreeSet<_> = contacts.read().iter().map(|card| card.face.person).collect();
        let free = unit.get().colleagues.into_iter().map(|colleague| colleague.face);
        let free = free.filter(|face| !taken.contains(&face.person));
        free.map(|face| (face.person.to_string(), face.name)).collect::<Vec<_>>()
    });
    let form = move || {
        view! {
            <CommandForm<AssignContact>
                back=addresses::family(family)
                hidden=vec![("family", family.to_string())]
                mints="id"
                class="stack"
                reset=true
            >
                <Choose label=texts.team_assign_who() name="staff" nobody=texts.team_assign_choose() people/>
                <button class="button primary">{texts.team_assign_title()}</button>
            </CommandForm<AssignContact>>
        }
        .into_any()
    };
    let nobody = move || view! { <p class="muted">{texts.team_assign_nobody()}</p> }.into_any();
    let anybody = Memo::new(move |_| !people.read().is_empty());
    view! {
        <section class="card" aria-labelledby="assign">
            <h3 id="assign">{texts.team_assign_title()}</h3>
            {move || if anybody.get() { form() } else { nobody() }}
        </section>
    }
}
