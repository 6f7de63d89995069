//! Which days are shown: a day or a week. The address says so.

use indgang_domain::kernel::time::{Day, SpokenDay};
use leptos_router::params::ParamsMap;

use crate::dates;
use crate::i18n::Texts;

/// Where the calendar is.
pub(super) const PAGE: &str = "/team/kalender";
/// The days of a week.
const WEEK: u8 = 7;

/// A day, or the week that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    day: Day,
    is_week: bool,
}

impl Stretch {
    /// What an address asks for; what cannot be read asks for today.
    pub(super) fn asked(query: &ParamsMap, today: Day) -> Self {
        Self::of(query.get_str("dag"), query.get_str("visning"), today)
    }

    fn of(day: Option<&str>, seen_as: Option<&str>, today: Day) -> Self {
        let day = day.and_then(|day| day.parse().ok()).unwrap_or(today);
        Self { day, is_week: seen_as == Some("uge") }
    }

    /// The first day.
    pub(super) fn from(self) -> Day {
        if self.is_week { self.day.monday() } else { self.day }
    }

    /// How many days.
    pub(super) fn count(self) -> u8 {
        if self.is_week { WEEK } else { 1 }
    }

    /// A whole week?
    pub(super) fn is_week(self) -> bool {
        self.is_week
    }

    /// Is this day one of them?
    pub(super) fn holds(self, day: Day) -> bool {
        (0..i64::from(self.count())).contains(&self.from().until(day))
    }

    /// The day or the week before.
    pub(super) fn before(self) -> Self {
        Self { day: self.day.plus(-i64::from(self.count())), ..self }
    }

    /// The day or the week after.
    pub(super) fn after(self) -> Self {
        Self { day: self.day.plus(i64::from(self.count())), ..self }
    }

    /// The same as a week, or as a day.
    pub(super) fn seen_as(self, is_week: bool) -> Self {
        Self { is_week, ..self }
    }

    /// The one that this day is in.
    pub(super) fn around(self, day: Day) -> Self {
        Self { day, ..self }
    }

    /// Its address.
    pub(super) fn address(self) -> String {
        format!("{PAGE}?dag={}{}", self.day, if self.is_week { "&visning=uge" } else { "" })
    }

    /// "I dag, tirsdag 24. november", "Uge 48, 23. november til 29. november".
    pub(super) fn title(self, texts: Texts, today: Day) -> String {
        if !self.is_week {
            return day_title(texts, self.day, today);
        }
        let short = |day: Day| {
            let month = texts.month_named(&day.month().to_string()).unwrap_or_default();
            let words = texts.calendar_day_month(&day.day_of_month().to_string(), month);
            if day.year() == today.year() { words } else { texts.date_year(&words, &day.year().to_string()) }
        };
        let (from, until) = (self.from(), self.from().plus(i64::from(WEEK) - 1));
        texts.calendar_week_of(&short(from), &short(until), &week_number(from).to_string())
    }
}

/// A day by its name and its date.
pub(super) fn day_title(texts: Texts, day: Day, today: Day) -> String {
    let spoken = dates::day(texts, day, today);
    dates::capital(&match SpokenDay::of(day, today) {
        SpokenDay::Today | SpokenDay::Tomorrow | SpokenDay::Yesterday => {
            texts.calendar_day_of(&dates::date(texts, day), &spoken)
        }
        SpokenDay::Date(_) | SpokenDay::DateWithYear(_) => spoken,
    })
}

/// The week's number (ISO 8601): the one of the year that its Thursday is in.
fn week_number(monday: Day) -> i64 {
    let thursday = monday.plus(3);
    let first = format!("{:04}-01-01", thursday.year()).parse().unwrap_or(thursday);
    first.until(thursday) / i64::from(WEEK) + 1
}

#[cfg(test)]
mod tests {
    use indgang_domain::people::Language;

    use super::*;
    use crate::i18n::{catalog, install};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn of(day_asked: Option<&str>, is_week: bool) -> Stretch {
        Stretch::of(day_asked, is_week.then_some("uge"), day("2026-11-24"))
    }

    #[test]
    fn an_address_asks_for_a_day_or_for_the_week_it_is_in() {
        assert_eq!(of(None, false).from(), day("2026-11-24"));
        assert_eq!(of(Some("i morgen"), false).from(), day("2026-11-24"));
        let week = of(Some("2026-11-29"), true);
        assert_eq!((week.from(), week.count()), (day("2026-11-23"), 7));
        assert_eq!(week.address(), "/team/kalender?dag=2026-11-29&visning=uge");
        assert!(week.holds(day("2026-11-23")) && week.holds(day("2026-11-29")));
        assert!(!week.holds(day("2026-11-22")) && !week.holds(day("2026-11-30")));
    }

    #[test]
    fn one_turns_a_day_or_a_week_on_and_back() {
        let one = of(Some("2026-03-28"), false);
        // The night on which the clocks change is a day like any other.
        assert_eq!((one.after().from(), one.after().after().from()), (day("2026-03-29"), day("2026-03-30")));
        let week = one.seen_as(true);
        assert_eq!((week.after().from(), week.before().from()), (day("2026-03-30"), day("2026-03-16")));
        assert_eq!(week.after().before(), week);
    }

    #[test]
    fn weeks_are_numbered_as_the_wall_calendar_does() {
        let number = |monday: &str| week_number(day(monday).monday());
        assert_eq!(number("2026-11-24"), 48);
        assert_eq!((number("2026-12-31"), number("2027-01-03"), number("2027-01-04")), (53, 53, 1));
        assert_eq!((number("2024-12-30"), number("2026-01-01")), (1, 1));
    }

    #[test]
    fn days_and_weeks_have_titles() {
        let Ok(texts) = install(Language::Da, catalog(Language::Da)) else { panic!("no Danish") };
        let today = day("2026-11-24");
        let title = |stretch: Stretch| stretch.title(texts, today);
        assert_eq!(title(of(None, false)), "I dag, tirsdag 24. november");
        assert_eq!(title(of(Some("2026-11-27"), false)), "Fredag 27. november");
        assert_eq!(title(of(Some("2026-12-31"), true)), "Uge 53, 28. december til 3. januar 2027");
    }
}
