//! A meeting in words for the team, who are not the ones it is for.

use indgang_domain::appointments::{AppointmentKind, AppointmentState, AppointmentView};
use indgang_domain::kernel::time::Moment;

use crate::dates;
use crate::i18n::Texts;

/// What kind of meeting.
pub fn kind(texts: Texts, kind: AppointmentKind) -> &'static str {
    match kind {
        AppointmentKind::Meeting => texts.team_meeting_meeting(),
        AppointmentKind::HealthConversation => texts.team_meeting_health(),
        AppointmentKind::HomeVisit => texts.team_meeting_home(),
        AppointmentKind::School => texts.team_meeting_school(),
    }
}

/// When it is, at the beginning of a sentence; or that this is not yet said.
pub fn when(texts: Texts, view: &AppointmentView, now: Moment) -> String {
    match view.starts {
        Some(starts) => dates::capital(&dates::moment(texts, starts, now)),
        None => texts.plan_no_time().to_owned(),
    }
}

/// What is to be known of where it stands, with the colour that says how it is meant: a warning is the team's to act on.
pub fn state(texts: Texts, view: &AppointmentView, now: Moment) -> Option<(&'static str, &'static str)> {
    let offered = !view.open_offers(now).is_empty();
    match view.state {
        AppointmentState::Wished => Some(("warning", texts.plan_state_wished())),
        AppointmentState::Offered if offered => Some(("info", texts.plan_state_offered())),
        AppointmentState::Offered => Some(("warning", texts.plan_state_waiting())),
        AppointmentState::Confirmed if view.ends().is_some_and(|ends| ends <= now) => {
            Some(("warning", texts.plan_state_close()))
        }
        AppointmentState::Confirmed if offered => Some(("info", texts.plan_state_new())),
        AppointmentState::Confirmed if view.cannot.is_some() => Some(("warning", texts.plan_state_cannot())),
        AppointmentState::Confirmed => None,
        AppointmentState::Cancelled => Some(("problem", texts.appointment_state_cancelled())),
        AppointmentState::Held => Some(("success", texts.appointment_state_held())),
        AppointmentState::NoShow => Some(("problem", texts.appointment_state_no_show())),
    }
}
