//! How long a family has waited for an answer, in words.

use indgang_domain::kernel::time::Moment;
use indgang_domain::staff::FamilyLine;

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

/// The family was promised an answer by a moment that has passed.
pub(crate) fn is_broken(line: &FamilyLine, now: Moment) -> bool {
    line.promised.is_some_and(|promised| promised < now)
}

/// Does what someone searches for stand in this name? Letter case does not matter.
pub(crate) fn matches(name: &str, wanted: &str) -> bool {
    let name = name.to_lowercase();
    wanted.to_lowercase().split_whitespace().all(|word| name.contains(word))
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

    #[test]
    fn a_search_finds_any_part_of_a_name() {
        assert!(matches("Familien Yıldız", "yıl"));
        assert!(matches("Familien Ørsted", "ØRS fam"));
        assert!(matches("Familien Hassan", "  "));
        assert!(!matches("Familien Hassan", "hansen"));
    }
}
