//! What the family has said elsewhere, written down for it: it cannot come, it can after all; and cancelling.

use indgang_domain::appointments::{AppointmentAnswer, AppointmentState};
use leptos::prelude::*;

use super::actions::{about, back};
use crate::appointments::forms::{About, CanForm, CancelForm, CannotForm, Words};
use crate::i18n::use_texts;

fn about_form(answer: Memo<AppointmentAnswer>) -> About {
    let starts = Memo::new(move |_| answer.read().line.view.starts);
    About { hidden: about(answer), back: back(answer), starts: starts.into() }
}

/// It cannot come.
pub(super) fn cannot(answer: Memo<AppointmentAnswer>) -> AnyView {
    let texts = use_texts();
    let title = Signal::derive(move || match answer.read().line.view.starts {
        Some(_) => texts.plan_cannot(),
        None => texts.plan_cannot_offered(),
    });
    let (text, why, send) = (texts.plan_cannot_text(), texts.plan_cannot_why(), texts.plan_cannot_send());
    let words = Words { title, text, why, send: Signal::stored(send) };
    view! { <CannotForm about=about_form(answer) words/> }.into_any()
}

/// It can after all.
pub(super) fn can(answer: Memo<AppointmentAnswer>) -> AnyView {
    view! { <CanForm about=about_form(answer) words=use_texts().plan_can()/> }.into_any()
}

/// It will not be.
pub(super) fn cancel(answer: Memo<AppointmentAnswer>) -> AnyView {
    let texts = use_texts();
    let wished = move || answer.read().line.view.state == AppointmentState::Wished;
    let words = Words {
        title: Signal::derive(move || if wished() { texts.plan_cancel_wish() } else { texts.plan_cancel() }),
        text: texts.plan_cancel_text(),
        why: texts.plan_cancel_why(),
        send: Signal::derive(
            move || if wished() { texts.plan_cancel_wish() } else { texts.plan_cancel_send() },
        ),
    };
    let more = Memo::new(move |_| {
        let series = answer.read().line.view.series;
        series.is_some_and(|series| series.number < series.of)
    });
    view! { <CancelForm about=about_form(answer) words more/> }.into_any()
}
