//! How long a family has waited for an answer, and how much is unread: in words.

use indgang_domain::kernel::time::Moment;

use leptos::prelude::*;

use crate::i18n::Texts;

const HOUR: i64 = 60 * 60 * 1000;
const HOURS_A_DAY: u32 = 24;

/// "Venter på svar i 2 dage".
pub(crate) fn waited(texts: Texts, since: Moment, now: Moment) -> String {
    let hours = u32::try_from((now.millis() - since.millis()) / HOUR).unwrap_or(0);
    match hours {
        0 => texts.team_waits_soon().to_owned(),
        1..HOURS_A_DAY => texts.team_waits_hours(hours),
        _ => texts.team_waits_days(hours / HOURS_A_DAY),
    }
}

/// A number of unread messages, with its words for who cannot see the colour.
pub(crate) fn unread(texts: Texts, count: u32) -> Option<AnyView> {
    let badge = || {
        view! {
            <span class="badge calm">
                <span aria-hidden="true">{count}</span>
                <span class="visually-hidden">{texts.team_unread(count)}</span>
            </span>
        }
    };
    (count > 0).then(|| badge().into_any())
}

#[cfg(test)]
mod tests {
    use indgang_domain::people::Language;

    use super::*;
    use crate::i18n::{NotTheseTexts, catalog, install};

    fn said(hours: i64) -> Result<String, NotTheseTexts> {
        let texts = install(Language::Da, catalog(Language::Da))?;
        Ok(waited(texts, Moment::EPOCH, Moment::EPOCH.plus_millis(hours * HOUR)))
    }

    #[test]
    fn waiting_is_told_in_hours_then_in_days() {
        assert_eq!(said(0).as_deref(), Ok("Venter på svar i under en time"));
        assert_eq!(said(1).as_deref(), Ok("Venter på svar i 1 time"));
        assert_eq!(said(23).as_deref(), Ok("Venter på svar i 23 timer"));
        assert_eq!(said(47).as_deref(), Ok("Venter på svar i 1 dag"));
        assert_eq!(said(48).as_deref(), Ok("Venter på svar i 2 dage"));
    }

    #[test]
    fn a_clock_that_runs_behind_says_nothing_strange() {
        assert_eq!(said(-5).as_deref(), Ok("Venter på svar i under en time"));
    }
}
