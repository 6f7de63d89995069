//! What the family has said elsewhere, written down for it: it cannot come, it can after all; and cancelling.

use indgang_domain::appointments::{
    AppointmentAnswer, AppointmentState, CanCome, CancelAppointment, CannotCome,
};
use leptos::prelude::*;

use super::actions::{Seen, about, back};
use crate::act::{CommandForm, posted};
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, WriteLine, shown};

/// It cannot come then, or at none of the offered times.
#[component]
pub fn CannotForm(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let hidden = about(answer);
    let refused = posted::<CannotCome>(&hidden);
    let open = refused.is_some();
    let why = refused.and_then(|posted| posted.fields.get("why").cloned()).unwrap_or_default();
    let title = move || match answer.read().line.view.starts {
        Some(_) => texts.plan_cannot(),
        None => texts.plan_cannot_offered(),
    };
    view! {
        <details class="disclosure" open=open>
            <summary>{title}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<CannotCome> back=back(answer) hidden class="stack">
                <Seen answer/>
                <p>{texts.plan_cannot_text()}</p>
                <WriteLine label=texts.plan_cannot_why() id="cannot-why" name="why" written=why/>
                <div class="actions snug"><button class="button primary">{texts.plan_cannot_send()}</button></div>
            </CommandForm<CannotCome>>
        </details>
    }
    .into_any()
}

/// It can after all.
#[component]
pub fn CanForm(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <CommandForm<CanCome> back=back(answer) hidden=about(answer) class="actions snug">
            <button class="button">{texts.plan_can()}</button>
        </CommandForm<CanCome>>
    }
    .into_any()
}

/// It will not be; and, where there are some, nor will those that come after it.
#[component]
pub fn CancelForm(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let hidden = about(answer);
    let refused = posted::<CancelAppointment>(&hidden);
    let open = refused.is_some();
    let fields = refused.map(|posted| posted.fields).unwrap_or_default();
    let (why, all) = (fields.get("why").cloned().unwrap_or_default(), fields.contains_key("following"));
    let wished = move || answer.read().line.view.state == AppointmentState::Wished;
    let title = move || if wished() { texts.plan_cancel_wish() } else { texts.plan_cancel() };
    let send = move || if wished() { texts.plan_cancel_wish() } else { texts.plan_cancel_send() };
    let more = Memo::new(move |_| {
        let series = answer.read().line.view.series;
        series.is_some_and(|series| series.number < series.of)
    });
    view! {
        <details class="disclosure" open=open>
            <summary>{title}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<CancelAppointment> back=back(answer) hidden class="stack">
                <Seen answer/>
                <p>{texts.plan_cancel_text()}</p>
                <WriteLine label=texts.plan_cancel_why() id="cancel-why" name="why" written=why/>
                {shown(move || more.get().then(|| view! {
                    <label class="choice">
                        <input type="checkbox" name="following" value="true" checked=all/>
                        <span>{texts.appointment_cancel_following()}</span>
                    </label>
                }))}
                <div class="actions snug"><button class="button danger">{send}</button></div>
            </CommandForm<CancelAppointment>>
        </details>
    }
    .into_any()
}
