//! A meeting in words.

use std::fmt::Write as _;

use indgang_domain::appointments::{AppointmentKind, AppointmentState, AppointmentView, Interpreting};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Moment;

use crate::dates;
use crate::i18n::Texts;

/// What kind of meeting.
pub fn kind(texts: Texts, kind: AppointmentKind) -> &'static str {
    match kind {
        AppointmentKind::Meeting => texts.appointment_meeting(),
        AppointmentKind::HealthConversation => texts.appointment_health_conversation(),
        AppointmentKind::HomeVisit => texts.appointment_home_visit(),
        AppointmentKind::School => texts.appointment_school(),
    }
}

/// When it is, at the beginning of a sentence; or that this is not yet said.
pub fn when(texts: Texts, view: &AppointmentView, now: Moment) -> String {
    match (view.starts, view.state) {
        (Some(starts), _) => dates::capital(&dates::moment(texts, starts, now)),
        (None, AppointmentState::Offered) => texts.appointment_choose().to_owned(),
        (None, _) => texts.appointment_wished().to_owned(),
    }
}

/// What is to be known of where it stands, with the colour that says how it is meant. None where it is as it should be.
pub fn state(texts: Texts, view: &AppointmentView, now: Moment) -> Option<(&'static str, &'static str)> {
    match view.state {
        AppointmentState::Wished => Some(("info", texts.appointment_state_wished())),
        AppointmentState::Offered if view.open_offers(now).is_empty() => {
            Some(("info", texts.appointment_state_waiting()))
        }
        AppointmentState::Offered => Some(("warning", texts.appointment_state_offered())),
        AppointmentState::Confirmed if view.cannot.is_some() => {
            Some(("warning", texts.appointment_state_cannot()))
        }
        AppointmentState::Confirmed => None,
        AppointmentState::Cancelled => Some(("problem", texts.appointment_state_cancelled())),
        AppointmentState::Held => Some(("success", texts.appointment_state_held())),
        AppointmentState::NoShow => Some(("problem", texts.appointment_state_no_show())),
    }
}

/// A language that is interpreted.
pub fn tongue(texts: Texts, tongue: &Tongue) -> String {
    texts.tongue_named(tongue.as_str()).unwrap_or(tongue.as_str()).to_owned()
}

/// Who interprets, and what.
pub fn interpreter(texts: Texts, interpreting: &Interpreting) -> String {
    let tongue = tongue(texts, &interpreting.tongue);
    match &interpreting.name {
        Some(name) => texts.appointment_interpreter_named(name, &tongue),
        None => texts.appointment_interpreter(&tongue),
    }
}

/// A map of the place; asked for only when someone wants it.
pub fn route(place: &str) -> String {
    format!("https://www.openstreetmap.org/search?query={}", escaped(place))
}

/// A text as part of an address.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => escaped.push(char::from(byte)),
            _ => _ = write!(escaped, "%{byte:02X}"),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_place_is_escaped_in_its_link() {
        assert!(super::route("Blågårds Plads 3").ends_with("?query=Bl%C3%A5g%C3%A5rds%20Plads%203"));
    }
}
