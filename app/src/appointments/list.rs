//! Meetings by day, the nearest first.

use indgang_domain::appointments::{AppointmentState, Appointments, AppointmentsAnswer, Line, Period};
use indgang_domain::kernel::time::{Day, Moment};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::period::{Periods, asked, day_of};
use super::words;
use crate::backend::use_query;
use crate::i18n::{Texts, use_texts};
use crate::login::known;
use crate::ui::{Empty, Heading, Icon, Kind, Main, ProblemNotice, answered, reactive, use_moment};
use crate::{addresses, dates};

/// Aftaler.
#[component]
pub fn AppointmentsPage() -> impl IntoView {
    known(appointments)
}

fn appointments() -> AnyView {
    let texts = use_texts();
    let opened = use_moment().get_untracked();
    let query = use_query_map();
    let period = Memo::new(move |_| asked(&query.read()));
    let list = use_query(move || Appointments { period: period.get(), now: opened });
    view! {
        <Main>
            <Heading text=texts.nav_appointments().to_owned()/>
            <Periods period/>
            {answered(list, |problem| view! { <ProblemNotice problem/> }.into_any(), move |answer| view! { <Days answer period/> }.into_any())}
            <div class="actions snug">
                <a class="button primary" href="/sundhedssamtale"><Icon name="plus"/>{texts.home_book()}</a>
            </div>
        </Main>
    }
    .into_any()
}

#[component]
fn Days(answer: Memo<AppointmentsAnswer>, period: Memo<Period>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    reactive(move || {
        let lines = answer.with(|answer| answer.lines.clone());
        if lines.is_empty() {
            return none(texts, period.get());
        }
        let now = now.get();
        by_day(lines)
            .into_iter()
            .map(|(day, lines)| one_day(texts, day, lines, now))
            .collect_view()
            .into_any()
    })
}

fn none(texts: Texts, period: Period) -> AnyView {
    let (title, text) = match period {
        Period::Coming => (texts.appointment_none_title(), texts.appointment_none()),
        Period::Month(_) => (texts.appointments_none_month(), texts.appointments_none_month_text()),
        Period::Past => (texts.appointments_none_past(), texts.appointments_none_past_text()),
    };
    view! { <Empty icon="calendar" title text/> }.into_any()
}

/// Lines that follow each other on one day.
fn by_day(lines: Vec<Line>) -> Vec<(Option<Day>, Vec<Line>)> {
    let mut days: Vec<(Option<Day>, Vec<Line>)> = Vec::new();
    for line in lines {
        let day = day_of(line.view.starts);
        match days.last_mut() {
            Some((last, lines)) if *last == day => lines.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    days
}

fn one_day(texts: Texts, day: Option<Day>, lines: Vec<Line>, now: Moment) -> AnyView {
    let title = day.map_or_else(
        || texts.appointments_no_time().to_owned(),
        |day| dates::capital(&dates::day(texts, day, now.day())),
    );
    let rows = lines.into_iter().map(|line| row(texts, line, now));
    view! {
        <section class="stack tight">
            <h2 class="day"><time datetime=day.map(|day| day.to_string())>{title}</time></h2>
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn row(texts: Texts, line: Line, now: Moment) -> AnyView {
    let view = line.view;
    let clock = view.starts.map(|starts| dates::exact(texts, starts.clock()));
    let state = words::state(texts, &view, now);
    let (over, off) = (!view.state.is_open(), view.state == AppointmentState::Cancelled);
    let names = texts.names(view.with.iter().map(|with| with.name.as_str()));
    view! {
        <li>
            <a class="row meeting" class:over=over class:off=off href=addresses::appointment(view.id)>
                {match clock {
                    Some(clock) => view! { <span class="clock">{clock}</span> }.into_any(),
                    None => view! { <Icon name="calendar"/> }.into_any(),
                }}
                <span class="body">
                    <span class="title">{words::kind(texts, view.kind)}</span>
                    {view.place.map(|place| view! { <span class="small muted"><bdi>{place}</bdi></span> })}
                    {(!names.is_empty()).then(|| view! { <span class="small muted">{texts.appointment_with(&names)}</span> })}
                    {state.map(|(colour, words)| view! { <span><span class=format!("chip {colour}")>{words}</span></span> })}
                </span>
                <span class="end"><Icon name="chevron" kind=Kind::Turns/></span>
            </a>
        </li>
    }
    .into_any()
}
