//! /sundhedssamtale, and whatever else can be booked.

use indgang_domain::appointments::ServiceView;
use indgang_domain::booking::{BookingAnswer, OpenBooking};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::people::Language;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use super::choose::Choose;
use super::held::Held;
use super::wish::WishForm;
use crate::addresses;
use crate::appointments::words as meeting;
use crate::backend::use_query;
use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::login::known;
use crate::ui::{
    Avatar, Empty, Heading, Icon, Kind, Main, ProblemPage, answered, reactive, use_moment, words,
};

/// Where it is.
pub(super) const PAGE: &str = "/sundhedssamtale";

/// The booking page.
#[component]
pub fn BookingPage() -> impl IntoView {
    known(booking)
}

fn booking() -> AnyView {
    let booking = use_query(|| OpenBooking {});
    view! {
        <Main>
            {answered(booking, |problem| view! { <ProblemPage problem/> }.into_any(), |answer| view! { <Booking answer/> }.into_any())}
        </Main>
    }
    .into_any()
}

/// What is booked, and interpreted in which language: the address says so, else what suits most.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub service: ServiceView,
    /// From and to which language; none where nobody is needed.
    pub tongue: Option<Tongue>,
}

fn wanted(query: &ParamsMap, answer: &BookingAnswer, language: Language) -> Option<Wanted> {
    let named = query.get_str("ydelse").and_then(|id| id.parse().ok());
    let named = answer.services.iter().find(|service| Some(service.id) == named);
    let service = named.or(answer.services.first())?.clone();
    let tongue = match query.get_str("tolk") {
        Some(tag) => Tongue::parse(tag).ok(),
        // Whoever reads Danish here needs nobody to speak it for them.
        None => Tongue::parse(language.tag()).ok(),
    };
    let tongue = tongue.filter(|tongue| service.tongues.contains(tongue));
    Some(Wanted { service, tongue })
}

#[component]
fn Booking(answer: Memo<BookingAnswer>) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let language = use_boot().with_value(|boot| boot.settings.language);
    let wanted = Memo::new(move |_| wanted(&query.read(), &answer.read(), language));
    let title = words(move || {
        wanted.read().as_ref().map_or_else(
            || texts.booking_title().to_owned(),
            |wanted| wanted.service.name.of(language).to_owned(),
        )
    });
    let hold = Memo::new(move |_| answer.read().hold.clone());
    // The screen's own and not the held time's: that it is booked may be heard first from the news, which take it away. And
    // what is booked is gone to once it is here.
    let (held, booking, navigate) = (StoredValue::new(None), RwSignal::new(None), use_navigate());
    let booked = Callback::new(move |()| booking.set(held.get_value()));
    Effect::new(move |_| {
        let Some(id) = booking.get() else { return };
        if answer.read().coming.iter().any(|line| line.view.id == id) {
            booking.set(None);
            navigate(&addresses::appointment(id), NavigateOptions::default());
        }
    });
    view! {
        <Heading text=title/>
        {reactive(move || {
            let Some(wanted) = wanted.get() else {
                return view! { <Empty icon="calendar" title=texts.booking_none_title() text=texts.booking_none()/> }.into_any();
            };
            if let Some(hold) = hold.get() {
                held.set_value(Some(hold.id));
                return view! { <Held hold answer booked/> }.into_any();
            }
            view! {
                <About wanted=wanted.clone() answer/>
                <Coming wanted=wanted.clone() answer/>
                <Choose wanted=wanted.clone() answer/>
                <WishForm wanted answer/>
            }
            .into_any()
        })}
    }
    .into_any()
}

/// What it is, in three sentences, and who will be there.
#[component]
fn About(wanted: Wanted, answer: Memo<BookingAnswer>) -> impl IntoView {
    let texts = use_texts();
    let language = use_boot().with_value(|boot| boot.settings.language);
    let service = wanted.service;
    let others = {
        let id = service.id;
        let others: Vec<_> = answer.with_untracked(|answer| {
            let others = answer.services.iter().filter(|other| other.id != id);
            others.map(|other| (other.id, other.name.of(language).to_owned())).collect()
        });
        let link =
            |(id, name)| view! { <li><a href=format!("{PAGE}?ydelse={id}")>{name}</a></li> }.into_any();
        (!others.is_empty()).then(|| view! {
            <nav aria-label=texts.booking_others()><ul class="links">{others.into_iter().map(link).collect_view()}</ul></nav>
        })
    };
    let faces = move || {
        let faces = answer
            .read()
            .contacts
            .iter()
            .map(|card| card.away.as_ref().map_or_else(|| card.face.clone(), |away| away.substitute.clone()))
            .collect::<Vec<_>>();
        faces
            .into_iter()
            .map(|face| view! { <Avatar person=face.person name=face.name/> }.into_any())
            .collect_view()
    };
    let bring = Some(service.bring.of(language).to_owned()).filter(|bring| !bring.is_empty());
    let place = service.place.clone();
    view! {
        <p class="lead">{service.about.of(language).to_owned()}</p>
        <ul class="facts">
            <li><Icon name="clock"/><span>{texts.booking_minutes(&service.minutes.to_string())}</span></li>
            {place.map(|place| view! { <li><Icon name="place"/><bdi>{place}</bdi></li> })}
            {bring.map(|bring| view! { <li><Icon name="info"/><span>{texts.appointment_bring(&bring)}</span></li> })}
            <li><span class="faces">{reactive(faces)}</span><span>{texts.booking_with_contacts()}</span></li>
        </ul>
        {others}
    }
    .into_any()
}

/// What is booked or wished for already: nobody books twice by mistake.
#[component]
fn Coming(wanted: Wanted, answer: Memo<BookingAnswer>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let id = wanted.service.id;
    reactive(move || {
        let lines = answer.with(|answer| answer.coming.clone());
        let lines = lines.into_iter().filter(|line| line.view.service == Some(id));
        let now = now.get();
        let notices = lines.map(|line| {
            view! {
                <a class="notice info" href=addresses::appointment(line.view.id)>
                    <Icon name="calendar"/>
                    <span>
                        <strong>{meeting::when(texts, &line.view, now)}</strong>
                        <br/>
                        {texts.booking_see()}
                    </span>
                    <Icon name="chevron" kind=Kind::Turns/>
                </a>
            }
            .into_any()
        });
        notices.collect_view()
    })
}
