//! The days that are shown, each with its meetings.

use indgang_domain::kernel::time::{Day, Moment};
use indgang_domain::staff::{CalendarAnswer, FamilyMeeting};
use leptos::prelude::*;

use super::row;
use super::stretch::{Stretch, day_title};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Empty, reactive, use_moment};

/// One day's meetings, or a week of days.
#[component]
pub fn Days(
    /// What is known.
    answer: Memo<CalendarAnswer>,
    /// What is asked for: until that is known, the days before it are on screen.
    stretch: Memo<Stretch>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let meetings = Memo::new(move |_| {
        let answer = answer.read();
        by_day(answer.from, answer.days, &answer.meetings)
    });
    let behind = move || {
        let (answer, stretch) = (answer.read(), stretch.get());
        (answer.from, answer.days) != (stretch.from(), stretch.count())
    };
    view! {
        <div class="days" aria-busy=move || behind().then_some("true")>
            {reactive(move || {
                let (days, now) = (meetings.get(), now.get());
                if days.iter().all(|(_, meetings)| meetings.is_empty()) {
                    return none(texts, days.len() > 1);
                }
                match <[_; 1]>::try_from(days) {
                    Ok([(_, meetings)]) => rows(texts, meetings, now),
                    Err(days) => {
                        let days = days.into_iter().map(|(day, meetings)| of_week(texts, day, meetings, now));
                        view! { <ol class="week">{days.collect_view()}</ol> }.into_any()
                    }
                }
            })}
        </div>
    }
    .into_any()
}

fn none(texts: Texts, is_week: bool) -> AnyView {
    let title = if is_week { texts.calendar_none_week() } else { texts.calendar_none_day() };
    view! {
        <Empty icon="calendar" title text=texts.calendar_none_text()>
            <a class="button" href="/team">{texts.nav_team()}</a>
        </Empty>
    }
    .into_any()
}

fn rows(texts: Texts, meetings: Vec<FamilyMeeting>, now: Moment) -> AnyView {
    let rows = meetings.into_iter().map(|meeting| row::of_day(texts, meeting, now));
    view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
}

fn of_week(texts: Texts, day: Day, meetings: Vec<FamilyMeeting>, now: Moment) -> AnyView {
    let today = now.day();
    let current = (day == today).then_some("date");
    view! {
        <li class="stack tight" aria-current=current>
            <h3><time datetime=day.to_string()>{day_title(texts, day, today)}</time></h3>
            {if meetings.is_empty() {
                view! { <p class="small muted">{texts.calendar_none_here()}</p> }.into_any()
            } else {
                rows(texts, meetings, now)
            }}
        </li>
    }
    .into_any()
}

/// Each of the days with what begins on it, by the clock in Copenhagen.
fn by_day(from: Day, days: u8, meetings: &[FamilyMeeting]) -> Vec<(Day, Vec<FamilyMeeting>)> {
    let days = (0..i64::from(days)).map(|number| from.plus(number));
    days.map(|day| {
        let on =
            |meeting: &&FamilyMeeting| meeting.line.view.starts.is_some_and(|starts| starts.day() == day);
        (day, meetings.iter().filter(on).cloned().collect())
    })
    .collect()
}
