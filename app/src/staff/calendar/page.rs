//! The calendar's page.

use indgang_domain::staff::{CalendarAnswer, TeamCalendar};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::days::Days;
use super::publish::Publish;
use super::slots::Slots;
use super::stretch::Stretch;
use super::turn::Turn;
use super::waiting::WaitingList;
use crate::backend::use_query;
use crate::i18n::use_texts;
use crate::ui::{Heading, Main, ProblemNotice, answered, reactive, use_moment};

/// A day or a week of the team's.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let now = use_moment();
    let today = Memo::new(move |_| now.get().day());
    let stretch = Memo::new(move |_| Stretch::asked(&query.read(), today.get()));
    let asked = use_query(move || {
        let stretch = stretch.get();
        TeamCalendar { from: stretch.from(), days: stretch.count() }
    });
    view! {
        <Main class="calendar">
            <Heading text=texts.calendar_title().to_owned()/>
            {answered(asked, |problem| view! { <ProblemNotice problem/> }.into_any(), move |answer| {
                view! { <Calendar answer stretch/> }.into_any()
            })}
        </Main>
    }
    .into_any()
}

#[component]
fn Calendar(answer: Memo<CalendarAnswer>, stretch: Memo<Stretch>) -> impl IntoView {
    let unit = Memo::new(move |_| answer.read().unit);
    view! {
        <WaitingList answer/>
        <Turn stretch/>
        <Days answer stretch/>
        {reactive(move || unit.get().map(|unit| view! {
            <Slots unit answer stretch/>
            <Publish unit answer stretch/>
        }))}
    }
    .into_any()
}
