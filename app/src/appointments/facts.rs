//! Until when, where, with whom: what there is to know of a meeting.

use indgang_domain::appointments::{AppointmentView, Way};
use leptos::prelude::*;

use super::words;
use crate::dates;
use crate::i18n::use_texts;
use crate::ui::{Icon, dial};

/// The facts, each with its sign.
#[component]
pub fn Facts(
    /// Of which meeting.
    view: AppointmentView,
) -> impl IntoView {
    let texts = use_texts();
    let until = view.ends().map(|ends| texts.appointment_until(&dates::clock(texts, ends.clock())));
    let AppointmentView { way, place, with, members, interpreter, bring, .. } = view;
    let place_icon = match way {
        Way::Place => "place",
        Way::Phone => "phone",
        Way::Video => "device",
    };
    let place = match way {
        Way::Video => place.map(|_| texts.appointment_video().to_owned()),
        Way::Phone => place.map(|number| texts.appointment_phone(&number)),
        Way::Place => place,
    };
    let names = texts.names(with.iter().map(|with| with.name.as_str()));
    let with = (!with.is_empty()).then(|| texts.appointment_with(&names));
    let names = texts.names(members.iter().map(|member| member.name.as_str()));
    let members = (!members.is_empty()).then(|| texts.appointment_for(&names));
    let interpreter = interpreter.map(|interpreting| words::interpreter(texts, &interpreting));
    let bring = bring.map(|bring| texts.appointment_bring(&bring));
    let fact = |icon, words: Option<String>| words.map(|words| fact(icon, words));
    let facts = [
        fact("clock", until),
        fact(place_icon, place),
        fact("person", with),
        fact("home", members),
        fact("globe", interpreter),
        fact("info", bring),
    ];
    view! { <ul class="facts">{facts.into_iter().flatten().collect_view()}</ul> }.into_any()
}

/// One fact with its sign.
pub(crate) fn fact(icon: &'static str, words: String) -> AnyView {
    view! { <li><Icon name=icon/><bdi>{words}</bdi></li> }.into_any()
}

/// The way there: a map, a call, a link. None in safe mode, where nothing may lead to another app.
#[component]
pub fn WayThere(
    /// Of which meeting.
    view: AppointmentView,
    /// No maps.
    safe_mode: bool,
) -> impl IntoView {
    let texts = use_texts();
    let place = view.place.filter(|_| !safe_mode);
    let way = move |place: String| {
        match view.way {
        Way::Place => view! {
            <a class="button primary" href=words::route(&place) rel="noreferrer external" target="_blank">{texts.appointment_route()}</a>
        }
        .into_any(),
        Way::Phone => view! {
            <a class="button primary" href=dial(&place) rel="external">{texts.appointment_call()}</a>
        }
        .into_any(),
        Way::Video => view! {
            <a class="button primary" href=place rel="noreferrer external" target="_blank">{texts.appointment_open_video()}</a>
        }
        .into_any(),
    }
    };
    place.map(way).into_any()
}
