//! The one next thing, a letter's deadline or a meeting, and what comes after it.

use indgang_domain::families::{Deadline, HomeAnswer, NextThing};
use leptos::prelude::*;

use crate::appointments::AppointmentCard;
use crate::dates;
use crate::i18n::use_texts;
use crate::messages::address;
use crate::ui::{Icon, shown, use_moment, words};

/// The next thing, or that there is none.
#[component]
pub fn Next(
    /// The screen's answer.
    home: Memo<HomeAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    shown(move || {
        let HomeAnswer { next, deadlines, appointment, thread, safe_mode, .. } = home.get();
        let meeting = move |appointment, class| {
            view! { <AppointmentCard appointment thread safe_mode class/> }.into_any()
        };
        let is_meeting = matches!(next, Some(NextThing::Appointment(_)));
        let next = match next {
            None => view! { <p class="muted">{texts.home_next_none()}</p> }.into_any(),
            Some(NextThing::Letter(deadline)) => due(deadline, "card next"),
            Some(NextThing::Appointment(appointment)) => meeting(appointment, "next"),
        };
        let deadlines: Vec<_> = deadlines.into_iter().map(|deadline| due(deadline, "card")).collect();
        let appointment = appointment.filter(|_| !is_meeting).map(|appointment| meeting(appointment, ""));
        view! {
            {next}
            {deadlines}
            {appointment}
        }
        .into_any()
    })
}

fn due(deadline: Deadline, class: &'static str) -> AnyView {
    let Deadline { thread, what, by, .. } = deadline;
    let texts = use_texts();
    let now = use_moment();
    let when = words(move || texts.letter_by(&dates::day(texts, by, now.get().day())));
    view! {
        <article class=class>
            <div>
                <p class="when"><time datetime=by.to_string()>{when}</time></p>
                <p class="lead">{texts.letter_must(&what)}</p>
            </div>
            <div class="actions">
                <a class="button primary" href=address(thread)>
                    <Icon name="letter"/>
                    <span>{texts.home_letter_open()}</span>
                </a>
            </div>
        </article>
    }
    .into_any()
}
