use super::*;

fn moment(text: &str) -> Moment {
    text.parse().unwrap_or(Moment::EPOCH)
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or(Day(Date::ZERO))
}

#[test]
fn late_evening_in_utc_is_tomorrow_in_copenhagen() {
    assert_eq!(moment("2026-07-01T22:30:00Z").day(), day("2026-07-02"));
    assert_eq!(moment("2026-01-01T22:30:00Z").day(), day("2026-01-01"));
}

#[test]
fn both_clock_changes_of_the_year() {
    // Spring: 02:30 does not exist on 29 March 2026; autumn: 25 October has 25 hours.
    assert_eq!(day("2026-03-29").at(Clock { hour: 2, minute: 30 }), moment("2026-03-29T01:30:00Z"));
    let autumn = day("2026-10-25");
    let length = autumn.plus(1).at(Clock::hour(0)).millis() - autumn.at(Clock::hour(0)).millis();
    assert_eq!(length, 25 * 60 * 60 * 1000);
}

#[test]
fn a_chosen_time_is_the_clock_in_copenhagen_unless_it_says_otherwise() {
    let chosen = |text: &str| text.parse::<Chosen>().map(|chosen| chosen.0);
    assert_eq!(chosen("2026-07-01T10:00"), Ok(moment("2026-07-01T08:00:00Z")));
    assert_eq!(chosen("2026-12-01T10:00"), Ok(moment("2026-12-01T09:00:00Z")));
    assert_eq!(chosen("2026-07-01T10:00:00Z"), Ok(moment("2026-07-01T10:00:00Z")));
    assert_eq!(chosen("i morgen"), Err(NotATime));
}

#[test]
fn the_last_day_of_the_calendar_lies_after_all_others() {
    let last = day("9999-12-31");
    assert!(last.at(Clock::hour(23)) > day("9998-12-31").at(Clock::hour(0)));
    assert!(last.plus(1).at(Clock::hour(0)) <= Moment::NEVER);
    assert!(day("-009999-01-01").at(Clock::hour(0)) < Moment::EPOCH);
}

#[test]
fn days_are_spoken_of_from_today() {
    let today = day("2026-11-21");
    assert_eq!(SpokenDay::of(today.plus(1), today), SpokenDay::Tomorrow);
    assert_eq!(SpokenDay::of(today.plus(-1), today), SpokenDay::Yesterday);
    assert_eq!(SpokenDay::of(day("2026-11-24"), today), SpokenDay::Date(day("2026-11-24")));
    assert_eq!(SpokenDay::of(day("2027-01-02"), today), SpokenDay::DateWithYear(day("2027-01-02")));
}
