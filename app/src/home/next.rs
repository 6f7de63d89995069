//! The one next thing: a letter's deadline or a meeting.

use indgang_domain::families::{HomeAnswer, NextThing};
use indgang_domain::kernel::id::ThreadId;
use indgang_domain::kernel::time::Day;
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
        let home = home.get();
        match home.next {
            None => view! { <p class="muted">{texts.home_next_none()}</p> }.into_any(),
            Some(NextThing::Letter { thread, what, by, .. }) => view! { <Deadline thread what by/> }.into_any(),
            Some(NextThing::Appointment(appointment)) => {
                view! { <AppointmentCard appointment thread=home.thread safe_mode=home.safe_mode class="next"/> }.into_any()
            }
        }
    })
}

#[component]
fn Deadline(thread: ThreadId, what: String, by: Day) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let when = words(move || texts.letter_by(&dates::day(texts, by, now.get().day())));
    view! {
        <article class="card next">
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
}
