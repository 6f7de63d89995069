//! The one next thing, a letter's deadline or a meeting, and what comes after it.

use indgang_domain::home::{Deadline, HomeAnswer, NextThing};
use leptos::prelude::*;

use crate::appointments::AppointmentCard;
use crate::i18n::use_texts;
use crate::ui::{Icon, reactive, says, use_moment};
use crate::{addresses, dates};

/// The next thing, or that there is none.
#[component]
pub fn Next(
    /// The screen's answer.
    home: Memo<HomeAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    reactive(move || {
        let HomeAnswer { next, safe_mode, .. } = home.get();
        match next {
            None => view! { <p class="muted">{texts.home_next_none()}</p> }.into_any(),
            Some(NextThing::Letter(deadline)) => due(deadline, "card next"),
            Some(NextThing::Appointment(line)) => {
                view! { <AppointmentCard line=*line safe_mode class="next"/> }.into_any()
            }
        }
    })
}

/// What comes after it, where there is something: other deadlines, and the first meeting.
#[component]
pub fn Later(
    /// The screen's answer.
    home: Memo<HomeAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    reactive(move || {
        let HomeAnswer { next, deadlines, appointment, safe_mode, .. } = home.get();
        let appointment = appointment.filter(|_| !matches!(next, Some(NextThing::Appointment(_))));
        if deadlines.is_empty() && appointment.is_none() {
            return ().into_any();
        }
        let deadlines: Vec<_> = deadlines.into_iter().map(|deadline| due(deadline, "card")).collect();
        let appointment = appointment.map(|line| view! { <AppointmentCard line safe_mode/> }.into_any());
        view! {
            <section class="stack" aria-labelledby="later">
                <h2 id="later">{texts.home_later()}</h2>
                {deadlines}
                {appointment}
            </section>
        }
        .into_any()
    })
}

fn due(deadline: Deadline, class: &'static str) -> AnyView {
    let Deadline { thread, what, by, .. } = deadline;
    let texts = use_texts();
    let now = use_moment();
    let when = says(move || texts.letter_by(&dates::day(texts, by, now.get().day())));
    view! {
        <article class=class>
            <div>
                <p class="when"><time datetime=by.to_string() inner_html=when></time></p>
                <p class="lead">{texts.letter_must(&what)}</p>
            </div>
            <div class="actions">
                <a class="button primary" href=addresses::thread(thread)>
                    <Icon name="letter"/>
                    <span>{texts.home_letter_open()}</span>
                </a>
            </div>
        </article>
    }
    .into_any()
}
