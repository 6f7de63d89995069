//! What is coming: the meetings, the nearest first.

pub mod card;

use indgang_domain::families::{Home, HomeAnswer};
use leptos::prelude::*;

pub use self::card::AppointmentCard;
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::ui::{Empty, Heading, Main, Trouble, answered, shown};

/// Aftaler. The next one until there is a calendar.
#[component]
pub fn AppointmentsPage() -> impl IntoView {
    let texts = use_texts();
    let home = use_query(|| Home {});
    view! {
        <Main>
            <Heading text=texts.nav_appointments().to_owned()/>
            {answered(home, |problem| view! { <Trouble problem/> }.into_any(), |home| view! { <List home/> }.into_any())}
        </Main>
    }
}

#[component]
fn List(home: Memo<HomeAnswer>) -> impl IntoView {
    let texts = use_texts();
    shown(move || {
        let home = home.get();
        match home.appointment {
            Some(appointment) => {
                view! { <AppointmentCard appointment thread=home.thread safe_mode=home.safe_mode/> }.into_any()
            }
            None => {
                view! { <Empty icon="calendar" title=texts.appointment_none_title() text=texts.appointment_none()/> }.into_any()
            }
        }
    })
}
