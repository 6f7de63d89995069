//! Where a meeting stands, in a sentence; and what the family and the team wrote.

use indgang_domain::appointments::{AppointmentState, AppointmentView};
use indgang_domain::kernel::time::Moment;
use leptos::prelude::*;

use crate::i18n::Texts;
use crate::ui::Notice;

/// A notice's colour, sign and words.
type Told = (&'static str, &'static str, String);

/// What is to be told of it; none where it is agreed and all is well.
fn told(texts: Texts, view: &AppointmentView, now: Moment) -> Option<Told> {
    let offered = !view.open_offers(now).is_empty();
    let by = || view.closing.as_ref().map(|closing| closing.by.as_str()).unwrap_or_default();
    let begun = view.starts.is_some_and(|starts| starts <= now);
    let told = match (view.state, &view.cannot) {
        (AppointmentState::Wished, _) => ("warning", "clock", texts.plan_said_wished().to_owned()),
        (AppointmentState::Offered, _) if offered => ("info", "clock", texts.plan_said_offered().to_owned()),
        (AppointmentState::Offered, Some(cannot)) => {
            ("warning", "clock", texts.plan_said_none_fits(&cannot.by))
        }
        (AppointmentState::Offered, None) => ("warning", "clock", texts.plan_said_waiting().to_owned()),
        (AppointmentState::Confirmed, _) if begun => ("warning", "info", texts.plan_said_close().to_owned()),
        (AppointmentState::Confirmed, Some(_)) if offered => {
            ("info", "clock", texts.plan_said_new().to_owned())
        }
        (AppointmentState::Confirmed, Some(cannot)) => {
            ("warning", "alert", texts.plan_said_cannot(&cannot.by))
        }
        (AppointmentState::Confirmed, None) if offered => {
            ("info", "clock", texts.plan_said_offered().to_owned())
        }
        (AppointmentState::Confirmed, None) => return None,
        (AppointmentState::Cancelled, _) => ("problem", "close", texts.appointment_cancelled_by(by())),
        (AppointmentState::Held, _) => ("success", "check", texts.plan_said_held(by())),
        (AppointmentState::NoShow, _) => ("info", "info", texts.plan_said_no_show(by())),
    };
    Some(told)
}

/// The sentence, with the family's wish, why it cannot come, and what was agreed or why it is cancelled.
pub(super) fn said(texts: Texts, view: &AppointmentView, now: Moment) -> AnyView {
    let why = view.cannot.as_ref().and_then(|cannot| cannot.why.clone());
    let text = view.closing.as_ref().and_then(|closing| closing.text.clone());
    let written: Vec<_> = [view.wish.clone(), why, text].into_iter().flatten().collect();
    let written =
        move || written.into_iter().map(|words| view! { <p class="said" dir="auto">{words}</p> }.into_any());
    let notice = match told(texts, view, now) {
        Some((kind, icon, words)) => view! {
            <Notice kind icon>
                <p>{words}</p>
                {written().collect_view()}
            </Notice>
        }
        .into_any(),
        None => written().collect_view().into_any(),
    };
    let behalf = view.on_behalf.as_deref().map(|name| texts.plan_on_behalf(name));
    let series = view
        .series
        .map(|series| texts.appointment_series(&series.number.to_string(), &series.of.to_string()));
    let hints =
        behalf.into_iter().chain(series).map(|words| view! { <p class="hint">{words}</p> }.into_any());
    (notice, hints.collect_view()).into_any()
}
