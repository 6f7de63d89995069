//! What the team knows of one family.

use indgang_domain::appointments::{AppointmentKind, Line};
use indgang_domain::families::NoteOpened;
use indgang_domain::kernel::id::FamilyId;
use indgang_domain::kernel::time::Moment;
use indgang_domain::staff::{FamilyAnswer, UnitAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::contacts::Contacts;
use super::members::FamilyHead;
use super::threads::Threads;
use crate::appointments::words;
use crate::backend::{Asked, submit, use_backend};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, use_moment};

/// One family, for as long as it is open.
#[component]
pub fn OpenedFamily(
    /// Which.
    family: FamilyId,
    /// What is known of it.
    answer: Memo<FamilyAnswer>,
    /// The unit, for who gives contact persons.
    unit: Option<Asked<UnitAnswer>>,
) -> impl IntoView {
    note_opened(family);
    view! {
        <FamilyHead answer/>
        <Threads answer/>
        <Appointments answer/>
        <Contacts family answer unit/>
    }
    .into_any()
}

/// The audit is told once, from the device, offline too. An effect: never while the server renders.
fn note_opened(family: FamilyId) {
    let backend = use_backend();
    Effect::new(move |_| {
        let noted = submit(backend.clone(), NoteOpened { family }, Vec::new());
        spawn_local(async move { drop(noted.await) });
    });
}

#[component]
fn Appointments(answer: Memo<FamilyAnswer>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let appointments = Memo::new(move |_| answer.read().appointments.clone());
    let coming = move || {
        let appointments = appointments.get();
        if appointments.is_empty() {
            return view! { <p class="muted">{texts.team_appointments_none()}</p> }.into_any();
        }
        let rows = appointments.into_iter().map(|appointment| coming(texts, appointment, now));
        view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="appointments">
            <h2 id="appointments">{texts.team_appointments_title()}</h2>
            {coming}
        </section>
    }
}

fn coming(texts: Texts, line: Line, now: Signal<Moment>) -> AnyView {
    let view = line.view;
    let with = texts.names(view.with.iter().map(|with| with.name.as_str()));
    let what = kind(texts, view.kind);
    let place = view.place.clone();
    let words = Signal::derive(move || words::when(texts, &view, now.get()));
    view! {
        <li class="row">
            <Icon name="calendar"/>
            <span class="body">
                <span class="title">{words}</span>
                <span>{what}</span>
                {place.map(|place| view! { <span class="small muted"><bdi>{place}</bdi></span> })}
                <span class="small muted">{(!with.is_empty()).then(|| texts.team_appointments_with(&with))}</span>
            </span>
        </li>
    }
    .into_any()
}

fn kind(texts: Texts, kind: AppointmentKind) -> &'static str {
    match kind {
        AppointmentKind::Meeting => texts.team_meeting_meeting(),
        AppointmentKind::HealthConversation => texts.team_meeting_health(),
        AppointmentKind::HomeVisit => texts.team_meeting_home(),
        AppointmentKind::School => texts.team_meeting_school(),
    }
}
