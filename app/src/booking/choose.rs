//! Three times at which everyone is free, and more on demand.

use indgang_domain::booking::{BookingAnswer, HoldTime, Time, Times};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};
use leptos::prelude::*;

use super::page::{PAGE, Wanted};
use super::whom::{Interpreted, Whom};
use crate::act::{CommandForm, posted};
use crate::appointments::words as meeting;
use crate::backend::use_query;
use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, Kind, ProblemNotice, answered, reactive, use_moment};

/// So many are shown at once: the first of as many days, where there are.
const FIRST: usize = 3;
/// And so many more on demand.
const MORE: usize = 60;

/// Interpreter, for whom, when.
#[component]
pub fn Choose(
    /// What is to be booked.
    wanted: Wanted,
    /// The screen's answer.
    answer: Memo<BookingAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let stream = answer.with_untracked(|answer| answer.family.into());
    let (service, interpreter) = (wanted.service.id, wanted.tongue.clone());
    let times = {
        let interpreter = interpreter.clone();
        use_query(move || Times { stream, service, interpreter: interpreter.clone() })
    };
    let back = address(&wanted);
    // Somebody else was faster: which times there are is asked anew.
    let refused = Callback::new(move |()| times.basis().refetch());
    view! {
        <section class="stack" aria-labelledby="times">
            <h2 id="times">{texts.booking_times()}</h2>
            <Interpreter wanted/>
            {answered(times, unknown, move |times| {
                let (back, tongue) = (back.clone(), interpreter.clone());
                let any = Memo::new(move |_| !times.read().is_empty());
                reactive(move || {
                    if !any.get() {
                        return view! { <p class="hint">{texts.booking_no_times()}</p> }.into_any();
                    }
                    let (back, tongue) = (back.clone(), tongue.clone());
                    let hidden = vec![("service", service.to_string())];
                    let before = posted::<HoldTime>(&hidden).and_then(|posted| posted.fields.get("stream").cloned());
                    view! {
                        <CommandForm<HoldTime> back hidden mints="id" class="stack" refused>
                            <TimeChoices times/>
                            <Whom answer stream=before/>
                            <Interpreted tongue/>
                            <div class="actions snug"><button class="button primary">{texts.booking_hold()}</button></div>
                        </CommandForm<HoldTime>>
                    }
                    .into_any()
                })
            })}
        </section>
    }
    .into_any()
}

/// The page, asked for this.
pub(super) fn address(wanted: &Wanted) -> String {
    let tongue = wanted.tongue.as_ref().map_or("nej", |tongue| tongue.as_str());
    format!("{PAGE}?ydelse={}&tolk={tongue}", wanted.service.id)
}

/// Without a connection nobody knows what is free; one can wish.
fn unknown(problem: Problem) -> AnyView {
    let texts = use_texts();
    match problem.key {
        ProblemKey::Offline => view! { <p class="hint">{texts.booking_offline()}</p> }.into_any(),
        _ => view! { <ProblemNotice problem/> }.into_any(),
    }
}

/// Whether someone interprets, and from which language: another choice is another list of times.
#[component]
fn Interpreter(wanted: Wanted) -> impl IntoView {
    let texts = use_texts();
    if wanted.service.tongues.is_empty() {
        return ().into_any();
    }
    let chosen = wanted.tongue.clone();
    let option = |tongue: Option<Tongue>| {
        let words = tongue.as_ref().map_or_else(
            || texts.booking_no_interpreter().to_owned(),
            |tongue| meeting::tongue(texts, tongue),
        );
        let current = (tongue == chosen).then_some("true");
        let href = address(&Wanted { tongue, ..wanted.clone() });
        view! { <li><a class="chip link" href=href aria-current=current>{words}</a></li> }.into_any()
    };
    let tongues = wanted.service.tongues.iter().cloned().map(Some);
    let options: Vec<_> = std::iter::once(None).chain(tongues).map(option).collect();
    view! {
        <nav class="stack tight" aria-labelledby="interpreter">
            <p id="interpreter">{texts.booking_interpreter()}</p>
            <ul class="links">{options}</ul>
        </nav>
    }
    .into_any()
}

/// The first time of each of the first days, then what else there is.
fn first_choices(times: &[Time]) -> Vec<Moment> {
    let mut chosen: Vec<Moment> = Vec::new();
    for time in times {
        if chosen.iter().all(|other| other.day() != time.starts.day()) {
            chosen.push(time.starts);
        }
    }
    chosen.extend(times.iter().map(|time| time.starts));
    let mut first: Vec<Moment> = Vec::new();
    for starts in chosen {
        if first.len() < FIRST && !first.contains(&starts) {
            first.push(starts);
        }
    }
    first.sort_unstable();
    first
}

#[component]
fn TimeChoices(times: Memo<Vec<Time>>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment().get_untracked();
    let first = Memo::new(move |_| first_choices(&times.read()));
    let more = Memo::new(move |_| {
        let (times, first) = (times.read(), first.read());
        let more = times.iter().map(|time| time.starts).filter(|starts| !first.contains(starts));
        more.take(MORE).collect::<Vec<_>>()
    });
    let any_more = Memo::new(move |_| !more.read().is_empty());
    // A choice of its own for each time: one that is gone takes its tick along, and gives it to no other.
    let choices = move |times: Memo<Vec<Moment>>| {
        view! { <For each=move || times.get() key=|starts| *starts children=move |starts| choice(texts, starts, now)/> }
            .into_any()
    };
    view! {
        <fieldset class="choices">
            <legend class="visually-hidden">{texts.booking_times()}</legend>
            {choices(first)}
            {reactive(move || any_more.get().then(|| view! {
                <details class="disclosure">
                    <summary>{texts.appointment_more()}<Icon name="chevron" kind=Kind::Turns/></summary>
                    <div class="choices">{choices(more)}</div>
                </details>
            }))}
        </fieldset>
    }
    .into_any()
}

fn choice(texts: Texts, starts: Moment, now: Moment) -> AnyView {
    let words = dates::capital(&dates::moment(texts, starts, now));
    view! {
        <label class="choice">
            <input type="radio" name="starts" value=starts.to_string() required/>
            <span>{words}</span>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        Time { starts: text.parse().unwrap_or(Moment::EPOCH), with: Vec::new(), interpreter: None }
    }

    #[test]
    fn the_first_choices_are_of_different_days_where_there_are() {
        let times = [at("2026-11-24T09:00:00Z"), at("2026-11-24T09:15:00Z"), at("2026-11-26T09:00:00Z")];
        let first: Vec<_> = first_choices(&times).into_iter().map(|starts| starts.to_string()).collect();
        assert_eq!(first, ["2026-11-24T09:00:00Z", "2026-11-24T09:15:00Z", "2026-11-26T09:00:00Z"]);
        assert_eq!(first_choices(&times[..1]).len(), 1);
    }
}
