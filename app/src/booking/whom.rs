//! For whom in the family: for all to see, or for oneself alone.

use indgang_domain::booking::BookingAnswer;
use indgang_domain::kernel::text::Tongue;
use indgang_domain::policy::{Action, may_in};
use leptos::prelude::*;

use crate::boot::use_boot;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind};

/// The fields `stream` and `members`. Who may not book for the whole family books for themselves.
#[component]
pub fn Whom(
    /// The screen's answer.
    answer: Memo<BookingAnswer>,
    /// What was chosen before the form came back.
    stream: Option<String>,
) -> impl IntoView {
    let texts = use_texts();
    let BookingAnswer { family, members, own, lenses, .. } = answer.get_untracked();
    let own = own.map(|own| own.to_string());
    if !use_boot().with_value(|boot| may_in(boot.role(), Action::BookAppointment, lenses, false)) {
        return own.map(|own| view! { <input type="hidden" name="stream" value=own/> }).into_any();
    }
    let is_own = stream.is_some_and(|stream| Some(stream) == own);
    let boxes = members.into_iter().map(|member| {
        view! {
            <label class="choice">
                <input type="checkbox" name="members" value=member.id.to_string()/>
                <bdi>{member.name}</bdi>
            </label>
        }
        .into_any()
    });
    view! {
        <fieldset class="choices">
            <legend>{texts.booking_whom()}</legend>
            <label class="choice">
                <input type="radio" name="stream" value=family.to_string() required checked=!is_own/>
                <span>{texts.booking_whom_family()}<br/><span class="small muted">{texts.booking_whom_family_text()}</span></span>
            </label>
            {own.map(|own| view! {
                <label class="choice">
                    <input type="radio" name="stream" value=own checked=is_own/>
                    <span>{texts.booking_whom_me()}<br/><span class="small muted">{texts.booking_whom_me_text()}</span></span>
                </label>
            })}
        </fieldset>
        <details class="disclosure">
            <summary>{texts.booking_members()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <div class="choices across">{boxes.collect_view()}</div>
        </details>
    }
    .into_any()
}

/// The field `interpreter`, where one is wanted.
#[component]
pub fn Interpreted(tongue: Option<Tongue>) -> impl IntoView {
    tongue
        .map(|tongue| view! { <input type="hidden" name="interpreter" value=tongue.as_str().to_owned()/> })
        .into_any()
}
