//! Days and hours as people say them, in each language.

use indgang_domain::kernel::time::{Clock, Day, Moment, SpokenDay};

use crate::i18n::Texts;

/// "i dag", "i morgen", "tirsdag 3. marts".
pub fn day(texts: Texts, day: Day, today: Day) -> String {
    match SpokenDay::of(day, today) {
        SpokenDay::Today => texts.date_today().to_owned(),
        SpokenDay::Tomorrow => texts.date_tomorrow().to_owned(),
        SpokenDay::Yesterday => texts.date_yesterday().to_owned(),
        SpokenDay::Date(day) => date(texts, day),
        SpokenDay::DateWithYear(day) => texts.date_year(&date(texts, day), &day.year().to_string()),
    }
}

/// "tirsdag 3. marts".
pub fn date(texts: Texts, day: Day) -> String {
    let weekday = texts.weekday_named(&day.weekday().to_string()).unwrap_or_default();
    let month = texts.month_named(&day.month().to_string()).unwrap_or_default();
    texts.date_day(&day.day_of_month().to_string(), month, weekday)
}

/// "i morgen kl. 10.30".
pub fn moment(texts: Texts, at: Moment, now: Moment) -> String {
    texts.date_at(&clock(texts, at.clock()), &day(texts, at.day(), now.day()))
}

/// "14.05" today, "i går", "fredag", then "3/3": for lists, where there is little room.
pub fn brief(texts: Texts, at: Moment, now: Moment) -> String {
    let (its, today) = (at.day(), now.day());
    match its.until(today) {
        0 => exact(texts, at.clock()),
        1 => texts.date_yesterday().to_owned(),
        2..=6 => texts.weekday_named(&its.weekday().to_string()).unwrap_or_default().to_owned(),
        _ => texts.date_brief(&its.day_of_month().to_string(), &its.month().to_string()),
    }
}

/// "10" or "10.30".
pub fn clock(texts: Texts, clock: Clock) -> String {
    if clock.minute == 0 { texts.date_hour(&clock.hour.to_string()) } else { exact(texts, clock) }
}

/// "10.00", always with its minutes.
pub fn exact(texts: Texts, clock: Clock) -> String {
    texts.date_clock(&clock.hour.to_string(), &format!("{:02}", clock.minute))
}

/// The same words at the beginning of a sentence.
pub fn capital(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// "45 minutter", "2 timer".
pub(crate) fn length(texts: Texts, minutes: u16) -> String {
    if minutes.is_multiple_of(60) {
        texts.plan_hours(u32::from(minutes / 60))
    } else {
        texts.booking_minutes(&minutes.to_string())
    }
}

/// Lengths to choose from.
pub(crate) fn lengths(texts: Texts, minutes: &[u16]) -> Vec<(String, String)> {
    minutes.iter().map(|minutes| (minutes.to_string(), length(texts, *minutes))).collect()
}

#[cfg(test)]
mod tests {
    use indgang_domain::people::Language;

    use super::*;
    use crate::i18n::{NotTheseTexts, catalog, install};

    fn at(text: &str) -> Moment {
        text.parse().unwrap_or(Moment::EPOCH)
    }

    fn said(language: Language, when: &str) -> Result<String, NotTheseTexts> {
        // A Saturday, one in the afternoon in Copenhagen.
        let now = at("2026-11-21T12:00:00Z");
        Ok(moment(install(language, catalog(language))?, at(when), now))
    }

    #[test]
    fn danish_says_dates_as_people_do() {
        assert_eq!(said(Language::Da, "2026-11-22T09:00:00Z").as_deref(), Ok("i morgen kl. 10"));
        assert_eq!(said(Language::Da, "2026-11-20T09:30:00Z").as_deref(), Ok("i går kl. 10.30"));
        assert_eq!(
            said(Language::Da, "2026-11-24T13:05:00Z").as_deref(),
            Ok("tirsdag 24. november kl. 14.05")
        );
        assert_eq!(said(Language::Da, "2027-03-03T13:00:00Z").as_deref(), Ok("onsdag 3. marts 2027 kl. 14"));
    }

    #[test]
    fn english_and_arabic_have_their_own() {
        assert_eq!(said(Language::En, "2026-11-21T13:00:00Z").as_deref(), Ok("today at 14:00"));
        assert_eq!(said(Language::En, "2026-11-24T13:00:00Z").as_deref(), Ok("Tuesday 24 November at 14:00"));
        assert_eq!(said(Language::Ar, "2026-11-22T09:00:00Z").as_deref(), Ok("غدًا الساعة 10:00"));
    }

    #[test]
    fn lists_say_it_in_brief() {
        let now = at("2026-11-21T12:00:00Z");
        let said = install(Language::Da, catalog(Language::Da)).map(|texts| {
            ["2026-11-21T08:05:00Z", "2026-11-20T08:00:00Z", "2026-11-16T08:00:00Z", "2026-11-12T08:00:00Z"]
                .map(|when| brief(texts, at(when), now))
        });
        assert_eq!(said, Ok(["9.05", "i går", "mandag", "12/11"].map(str::to_owned)));
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capital("i går"), "I går");
        assert_eq!(capital("øvrigt"), "Øvrigt");
        assert_eq!(capital(""), "");
    }
}
