//! How long something is: as people say it, and as a clock shows it.

use crate::i18n::Texts;

fn seconds(millis: u32) -> u32 {
    (millis + 500) / 1000
}

/// "1 minut og 20 sekunder".
pub(super) fn words(texts: Texts, millis: u32) -> String {
    let (minutes, seconds) = (seconds(millis) / 60, seconds(millis) % 60);
    match (minutes, seconds) {
        (0, seconds) => texts.voice_seconds(seconds),
        (minutes, 0) => texts.voice_minutes(minutes),
        (minutes, seconds) => texts.names_and(&texts.voice_minutes(minutes), &texts.voice_seconds(seconds)),
    }
}

/// "1:20".
pub(super) fn clock(millis: u32) -> String {
    let seconds = millis / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use indgang_domain::people::Language;

    use super::*;
    use crate::i18n::{catalog, install};

    #[test]
    fn a_length_is_said_as_people_say_it() {
        let Ok(texts) = install(Language::Da, catalog(Language::Da)) else { panic!("no texts") };
        let said = [900, 20_400, 60_000, 80_000, 300_000].map(|millis| words(texts, millis));
        assert_eq!(said, ["1 sekund", "20 sekunder", "1 minut", "1 minut og 20 sekunder", "5 minutter"]);
    }

    #[test]
    fn a_clock_shows_minutes_and_two_digits() {
        assert_eq!([0, 9_999, 61_000, 300_000].map(clock), ["0:00", "0:09", "1:01", "5:00"]);
    }
}
