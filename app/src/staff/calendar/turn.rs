//! Turning the pages of the calendar: day or week, the one before, the one after, today. All of them links.

use leptos::prelude::*;

use super::stretch::Stretch;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, reactive, says, use_moment};

/// Day or week; back, where one is, on; and the way to today.
#[component]
pub fn Turn(
    /// What is shown.
    stretch: Memo<Stretch>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let today = Memo::new(move |_| now.get().day());
    let as_week = move |is_week: bool| {
        let href = move || stretch.get().seen_as(is_week).address();
        let current = move || (stretch.get().is_week() == is_week).then_some("page");
        let words = if is_week { texts.calendar_week_view() } else { texts.calendar_day_view() };
        view! { <a href=href aria-current=current>{words}</a> }.into_any()
    };
    let turn =
        move |to: fn(Stretch) -> Stretch, icon: &'static str, of_day: &'static str, of_week: &'static str| {
            let label = move || if stretch.get().is_week() { of_week } else { of_day };
            view! {
                <a class="button round plain" href=move || to(stretch.get()).address() aria-label=label>
                    <Icon name=icon kind=Kind::Turns/>
                </a>
            }
            .into_any()
        };
    let title = says(move || stretch.get().title(texts, today.get()));
    view! {
        <nav class="tabs" aria-label=texts.calendar_views()>{as_week(false)}{as_week(true)}</nav>
        <div class="month">
            {turn(Stretch::before, "back", texts.calendar_previous_day(), texts.calendar_previous_week())}
            <h2 aria-live="polite" inner_html=title></h2>
            {turn(Stretch::after, "forward", texts.calendar_next_day(), texts.calendar_next_week())}
        </div>
        {reactive(move || {
            let away = !stretch.get().holds(today.get());
            away.then(|| view! {
                <div class="actions snug">
                    <a class="button" href=stretch.get().around(today.get()).address()>{texts.calendar_today()}</a>
                </div>
            })
        })}
    }
    .into_any()
}
