//! A meeting that is agreed already, and that may come again.

use indgang_domain::appointments::SERIES_AT_MOST;
use leptos::prelude::*;

use super::before::Before;
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, Pick};

/// It comes again after at most so many weeks.
const WEEKS: u8 = 8;

/// The fields `agreed`, `every_weeks` and `in_all`.
#[component]
pub fn Agreed(
    /// The form as it came back.
    before: Before,
) -> impl IntoView {
    let texts = use_texts();
    let agreed = before.text("agreed").is_some();
    let (every, in_all) = (before.text_or("every_weeks", ""), before.text_or("in_all", ""));
    let open = !every.is_empty() || !in_all.is_empty();
    let weeks = (1..=WEEKS).map(|weeks| (weeks.to_string(), texts.plan_every_weeks(u32::from(weeks))));
    let weeks = std::iter::once((String::new(), texts.calendar_weeks_once().to_owned())).chain(weeks);
    let counts =
        (2..=SERIES_AT_MOST).map(|count| (count.to_string(), texts.plan_in_all_count(u32::from(count))));
    let counts = std::iter::once((String::new(), texts.plan_in_all_choose().to_owned())).chain(counts);
    view! {
        <div class="stack tight">
            <label class="choice">
                <input type="checkbox" name="agreed" value="true" checked=agreed/>
                <span>{texts.plan_agreed()}<br/><span class="small muted">{texts.plan_agreed_text()}</span></span>
            </label>
        </div>
        <details class="disclosure" open=open>
            <summary>{texts.plan_repeat()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <div class="pair">
                <Pick label=texts.plan_every() id="plan-every" name="every_weeks" options=weeks.collect() chosen=every/>
                <Pick label=texts.plan_in_all() id="plan-in-all" name="in_all" options=counts.collect() chosen=in_all/>
            </div>
        </details>
    }
    .into_any()
}
