//! Which time a list is of: its address says so.

use indgang_domain::appointments::Period;
use indgang_domain::kernel::time::{Day, Moment};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, Kind, reactive, use_moment};

/// The period that an address asks for; what cannot be read asks for what is coming.
pub(super) fn asked(query: &ParamsMap) -> Period {
    if query.get_str("tidligere").is_some() {
        return Period::Past;
    }
    let month = query.get_str("maaned").and_then(|month| format!("{month}-01").parse().ok());
    month.map_or(Period::Coming, Period::Month)
}

fn month_address(day: Day) -> String {
    format!("/aftaler?maaned={:04}-{:02}", day.year(), day.month())
}

/// "november 2026".
pub(super) fn month_words(texts: Texts, day: Day) -> String {
    let month = texts.month_named(&day.month().to_string()).unwrap_or_default();
    texts.appointments_month_of(month, &day.year().to_string())
}

/// Coming, a month, past.
#[component]
pub fn Periods(
    /// The one that is shown.
    period: Memo<Period>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let this_month = move || month_address(now.get().day());
    let current = move |is: fn(Period) -> bool| move || is(period.get()).then_some("page");
    view! {
        <nav class="tabs" aria-label=texts.appointments_periods()>
            <a href="/aftaler" aria-current=current(|period| period == Period::Coming)>{texts.appointments_coming()}</a>
            <a href=this_month aria-current=current(|period| matches!(period, Period::Month(_)))>{texts.appointments_month()}</a>
            <a href="/aftaler?tidligere" aria-current=current(|period| period == Period::Past)>{texts.appointments_past()}</a>
        </nav>
        {reactive(move || match period.get() {
            Period::Month(day) => Some(month(texts, day)),
            Period::Coming | Period::Past => None,
        })}
    }
    .into_any()
}

/// The month, and the ones beside it.
fn month(texts: Texts, day: Day) -> AnyView {
    let first = day.first_of_month();
    let (before, after) = (first.plus(-1), first.next_month());
    view! {
        <div class="month">
            <a class="button round plain" href=month_address(before) aria-label=month_words(texts, before)>
                <Icon name="back" kind=Kind::Turns/>
            </a>
            <h2>{month_words(texts, day)}</h2>
            <a class="button round plain" href=month_address(after) aria-label=month_words(texts, after)>
                <Icon name="forward" kind=Kind::Turns/>
            </a>
        </div>
    }
    .into_any()
}

/// The days of a list, in the order of its lines.
pub(super) fn day_of(starts: Option<Moment>) -> Option<Day> {
    starts.map(Moment::day)
}
