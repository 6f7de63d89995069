//! One meeting: when, what, where, with whom.

use indgang_domain::appointments::{AppointmentKind, AppointmentView};
use indgang_domain::kernel::id::ThreadId;
use leptos::prelude::*;

use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::messages::address;
use crate::ui::{Icon, use_moment, words};

/// What kind of meeting, in words.
pub fn kind(texts: Texts, kind: AppointmentKind) -> &'static str {
    match kind {
        AppointmentKind::Meeting => texts.appointment_meeting(),
        AppointmentKind::HealthConversation => texts.appointment_health_conversation(),
        AppointmentKind::HomeVisit => texts.appointment_home_visit(),
        AppointmentKind::School => texts.appointment_school(),
    }
}

/// A meeting as a card.
#[component]
pub fn AppointmentCard(
    /// Which.
    appointment: AppointmentView,
    /// Where to write that one cannot come.
    thread: Option<ThreadId>,
    /// No place and no maps.
    safe_mode: bool,
    /// Classes beside `card`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let AppointmentView { kind: what, starts, ends, place, with, .. } = appointment;
    let when = words(move || dates::capital(&dates::moment(texts, starts, now.get())));
    let place = place.filter(|_| !safe_mode);
    let route = place.as_deref().map(route);
    view! {
        <article class=format!("card {class}")>
            <div>
                <p class="when"><time datetime=starts.to_string()>{when}</time></p>
                <p class="lead">{kind(texts, what)}</p>
            </div>
            <ul class="facts">
                <li><Icon name="clock"/><span>{texts.appointment_until(&dates::clock(texts, ends.clock()))}</span></li>
                {place.map(|place| view! { <li><Icon name="place"/><bdi>{place}</bdi></li> })}
                {(!with.is_empty()).then(|| {
                    let names = texts.names(with.iter().map(String::as_str));
                    view! { <li><Icon name="person"/><span>{texts.appointment_with(&names)}</span></li> }
                })}
            </ul>
            <div class="actions">
                {route.map(|href| view! { <a class="button primary" href=href rel="noreferrer external" target="_blank">{texts.appointment_route()}</a> })}
                {thread.map(|thread| view! { <a class="button" href=address(thread)>{texts.appointment_cannot()}</a> })}
            </div>
        </article>
    }
}

/// A map of the place; asked for only when someone wants it.
fn route(place: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    format!("https://www.openstreetmap.org/search?query={}", place.bytes().map(escape).collect::<String>())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_place_is_escaped_in_its_link() {
        assert!(super::route("Blågårds Plads 3").ends_with("?query=Bl%C3%A5g%C3%A5rds%20Plads%203"));
    }
}
