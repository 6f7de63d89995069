//! What waits for times, and what the families are choosing from: whatever day is shown.

use indgang_domain::staff::CalendarAnswer;
use leptos::prelude::*;

use super::row;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, reactive, use_moment};

/// So many stand there at once; the others behind their number.
const FIRST: usize = 3;

/// Families that wait come first; what is theirs to choose is behind its number.
#[component]
pub fn WaitingList(
    /// What is known.
    answer: Memo<CalendarAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let now = use_moment();
    let wanted = Memo::new(move |_| answer.read().wanted.clone());
    let offered = Memo::new(move |_| answer.read().offered.clone());
    view! {
        {reactive(move || {
            let now = now.get();
            let mut rows = wanted.get().into_iter().map(|meeting| row::waiting(texts, meeting, now));
            let first: Vec<_> = rows.by_ref().take(FIRST).collect();
            let more: Vec<_> = rows.collect();
            (!first.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="wanted">
                    <h2 id="wanted">{texts.calendar_wanted()}</h2>
                    <ul class="rows">{first}</ul>
                    {folded(more, |count| texts.calendar_more(count))}
                </section>
            })
        })}
        {reactive(move || {
            let now = now.get();
            let rows: Vec<_> = offered.get().into_iter().map(|meeting| row::waiting(texts, meeting, now)).collect();
            folded(rows, |count| texts.calendar_offered(count))
        })}
    }
    .into_any()
}

/// Rows behind their number; nothing where there are none.
fn folded(rows: Vec<AnyView>, number: impl FnOnce(u32) -> String) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    view! {
        <details class="disclosure">
            <summary>{number(count)}<Icon name="chevron" kind=Kind::Turns/></summary>
            <ul class="plain-rows">{rows}</ul>
        </details>
    }
    .into_any()
}
