//! All that can be done about a meeting, while it can. Each form is built once: what is being written in it stays while
//! news arrive.

use indgang_domain::appointments::AppointmentAnswer;
use indgang_domain::policy::Action;
use leptos::prelude::*;

use super::answer::{can, cancel, cannot};
use super::applies::{Applies, Step};
use super::close::CloseForm;
use super::times::{OfferForm, SetForm, TakeForms};
use crate::act::Hidden;
use crate::addresses;
use crate::allowed::{allowed, allowed_in};
use crate::i18n::use_texts;
use crate::ui::{reactive, use_moment};

/// Which meeting a form is about.
pub(super) fn about(answer: Memo<AppointmentAnswer>) -> Hidden {
    answer.with_untracked(|answer| {
        vec![("id", answer.line.view.id.to_string()), ("stream", answer.line.stream.to_string())]
    })
}

/// Where its forms lead back to, without script.
pub(super) fn back(answer: Memo<AppointmentAnswer>) -> String {
    addresses::meeting(answer.with_untracked(|answer| answer.line.view.id))
}

/// The revision that is on screen.
#[component]
pub(super) fn Revision(answer: Memo<AppointmentAnswer>) -> impl IntoView {
    view! { <input type="hidden" name="revision" value=move || answer.read().line.view.revision/> }.into_any()
}

/// What applies; who only leads is told who can.
#[component]
pub fn Actions(
    /// Of which meeting.
    answer: Memo<AppointmentAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let may = Memo::new(move |_| {
        let answer = answer.read();
        allowed_in(Action::AnswerAppointment, answer.lenses, answer.line.private)
            && allowed(Action::PlanAppointment, answer.lenses)
    });
    let applies = Memo::new(move |_| {
        let answer = answer.read();
        // What is on its way from here is judged first.
        if !may.get() || answer.line.sending.is_some() {
            return Applies::default();
        }
        Applies::of(&answer.line.view, now.get())
    });
    let while_it_is = move |step: Step, form: fn(Memo<AppointmentAnswer>) -> AnyView| {
        let is = Memo::new(move |_| applies.read().steps.contains(&step));
        reactive(move || is.get().then(|| untrack(|| form(answer))))
    };
    // Built anew once something else is told of it: that is what is corrected then.
    let closes = Memo::new(move |_| {
        let view = &answer.read().line.view;
        applies.read().steps.contains(&Step::Close).then(|| (view.state, view.closing.clone()))
    });
    let take = Memo::new(move |_| applies.read().take.clone());
    view! {
        {reactive(move || (!may.get()).then(|| view! { <p class="hint">{texts.plan_lead_only()}</p> }))}
        {reactive(move || closes.get().map(|_| untrack(|| view! { <CloseForm answer/> })))}
        <TakeForms answer take/>
        {while_it_is(Step::Offer, |answer| view! { <OfferForm answer wanted=true/> }.into_any())}
        {while_it_is(Step::OfferOthers, |answer| view! { <OfferForm answer wanted=false/> }.into_any())}
        {while_it_is(Step::Set, |answer| view! { <SetForm answer/> }.into_any())}
        {while_it_is(Step::Can, can)}
        {while_it_is(Step::Cannot, cannot)}
        {while_it_is(Step::Cancel, cancel)}
    }
    .into_any()
}
