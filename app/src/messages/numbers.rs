//! When messages are read, and whom to call now. There offline, too.

use indgang_domain::opening_hours::{Opening, OpeningHours};
use leptos::prelude::*;

use crate::dates;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, Kind, dial, reactive, says, use_moment};

/// Opens to the hours and the numbers.
#[component]
pub fn Numbers(
    /// The team's promise.
    #[prop(into)]
    hours: Signal<OpeningHours>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <details class="disclosure">
            <summary>
                <Icon name="phone" kind=Kind::Small/>
                {texts.numbers_summary()}
                <Icon name="chevron" kind=Kind::Turns/>
            </summary>
            <div class="stack">
                <Hours hours/>
                <p>{texts.numbers_call()}</p>
                <ul class="numbers">
                    <Number phone="112" words=texts.numbers_112()/>
                    <Number phone="114" words=texts.numbers_114()/>
                    <Number phone="1888" words=texts.numbers_1888()/>
                    {reactive(move || view! { <Number phone=hours.read().duty_phone.clone() words=texts.numbers_duty()/> })}
                </ul>
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn Number(#[prop(into)] phone: String, words: &'static str) -> impl IntoView {
    let href = dial(&phone);
    view! { <li><a href=href rel="external"><strong>{phone}</strong>{words}</a></li> }
}

#[component]
fn Hours(hours: Signal<OpeningHours>) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let reading =
        says(
            move || {
                if hours.read().is_open(now.get()) { texts.numbers_open() } else { texts.numbers_closed() }
            },
        );
    let promise = says(move || {
        let now = now.get();
        let promised = hours.read().promised_reply(now);
        promised.map(|at| texts.numbers_promise(&dates::moment(texts, at, now))).unwrap_or_default()
    });
    let lines = move || {
        spans(&hours.read().hours)
            .into_iter()
            .map(|span| view! { <li>{line(texts, span)}</li> })
            .collect_view()
    };
    view! {
        <p><span inner_html=reading></span>" "<span inner_html=promise></span></p>
        <div>
            <p inner_html=says(move || texts.numbers_team(&hours.read().unit))></p>
            <ul>{reactive(lines)}</ul>
        </div>
    }
}

/// Days with the same hours, from the first to the last.
type Days = (usize, usize, Opening);

fn spans(hours: &[Option<Opening>]) -> Vec<Days> {
    let mut spans: Vec<Days> = Vec::new();
    for (day, opening) in hours.iter().enumerate() {
        let Some(opening) = *opening else { continue };
        match spans.last_mut() {
            Some((_, last, same)) if *last + 1 == day && *same == opening => *last = day,
            _ => spans.push((day, day, opening)),
        }
    }
    spans
}

fn line(texts: Texts, (first, last, opening): Days) -> String {
    let name = |day: usize| texts.weekday_named(&day.to_string()).unwrap_or_default();
    let days =
        if first == last { name(first).to_owned() } else { texts.numbers_range(name(first), name(last)) };
    let words =
        texts.numbers_hours(&days, &dates::clock(texts, opening.from), &dates::clock(texts, opening.to));
    dates::capital(&words)
}

#[cfg(test)]
mod tests {
    use indgang_domain::kernel::time::Clock;
    use indgang_domain::people::Language;

    use super::*;
    use crate::i18n::{catalog, install};

    #[test]
    fn days_with_the_same_hours_are_said_together() {
        let day = Some(Opening { from: Clock::hour(8), to: Clock::hour(16) });
        let short = Some(Opening { from: Clock::hour(8), to: Clock { hour: 14, minute: 30 } });
        let hours = [day, day, day, day, short, None, None];
        let said = install(Language::Da, catalog(Language::Da))
            .map(|texts| spans(&hours).into_iter().map(|span| line(texts, span)).collect::<Vec<_>>());
        let expected =
            vec!["Mandag til torsdag kl. 8 til 16".to_owned(), "Fredag kl. 8 til 14.30".to_owned()];
        assert_eq!(said, Ok(expected));
    }
}
