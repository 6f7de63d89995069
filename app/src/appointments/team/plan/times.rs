//! One to five times to choose from.

use indgang_domain::appointments::OFFERS_AT_MOST;
use indgang_domain::kernel::time::Day;
use leptos::prelude::*;

use crate::i18n::use_texts;
use crate::ui::{ChooseTime, Icon, Kind};

/// So many fields stand there at once.
const FIRST: usize = 3;

/// The fields `times`. What is left empty is not sent.
#[component]
pub fn TimesFields(
    /// Makes the fields' ids their own.
    of: &'static str,
    /// What stood in them before the form came back.
    chosen: Vec<String>,
    /// The first day that makes sense.
    least: Day,
) -> impl IntoView {
    let texts = use_texts();
    let many = chosen.len() > FIRST;
    let mut chosen = chosen.into_iter();
    let mut field = |at: usize| {
        let label = texts.plan_time(&(at + 1).to_string());
        let chosen = chosen.next().unwrap_or_default();
        view! { <ChooseTime label id=format!("{of}-time-{at}") name="times" least chosen required={at == 0}/> }
            .into_any()
    };
    let first: Vec<_> = (0..FIRST).map(&mut field).collect();
    let more: Vec<_> = (FIRST..OFFERS_AT_MOST).map(&mut field).collect();
    view! {
        <fieldset class="stack">
            <legend>{texts.plan_times()}</legend>
            <p class="hint">{texts.plan_times_text()}</p>
            <div class="pair">{first}</div>
            <details class="disclosure" open=many>
                <summary>{texts.appointment_more()}<Icon name="chevron" kind=Kind::Turns/></summary>
                <div class="pair">{more}</div>
            </details>
        </fieldset>
    }
    .into_any()
}
