//! Which times, lengths and places a meeting may have.

use super::{MINUTES_AT_MOST, OFFERS_AT_MOST, Way};
use crate::calendars::TICK;
use crate::kernel::text::Line;
use crate::kernel::time::{Chosen, Moment};
use crate::problem::{Problem, ProblemKey};

/// How far ahead a meeting may lie, in days.
const DAYS_AHEAD: i64 = 366;
/// How far back one may be told of that was agreed elsewhere, in days.
const DAYS_BACK: i64 = 14;

/// A time on a place in the calendar.
pub(super) fn on_the_tick(starts: Moment, field: &str) -> Result<(), Problem> {
    if starts.millis().rem_euclid(TICK) == 0 {
        Ok(())
    } else {
        Err(Problem::on(ProblemKey::TimeWrong, field))
    }
}

/// A length that a calendar has places for.
pub(crate) fn a_length(minutes: u16) -> Result<(), Problem> {
    let fits = (5..=MINUTES_AT_MOST).contains(&minutes) && minutes.is_multiple_of(5);
    if fits { Ok(()) } else { Err(Problem::on(ProblemKey::TimeWrong, "minutes")) }
}

/// Times to choose from: on the tick, not too many, none twice, none that overlaps another.
pub(super) fn offered(times: &[Chosen], minutes: u16) -> Result<(), Problem> {
    if times.is_empty() {
        return Err(Problem::on(ProblemKey::TimeWrong, "times"));
    }
    if times.len() > OFFERS_AT_MOST {
        return Err(Problem::on(ProblemKey::TooMany, "times"));
    }
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let length = i64::from(minutes) * 60_000;
    if sorted.windows(2).any(|pair| pair[1].0.millis() - pair[0].0.millis() < length) {
        return Err(Problem::on(ProblemKey::TimeTaken, "times"));
    }
    times.iter().try_for_each(|time| on_the_tick(time.0, "times"))
}

/// A time that may be agreed on, seen from now.
///
/// # Errors
/// Where it is long over, or more than a year ahead.
pub fn check_time(starts: Moment, now: Moment) -> Result<(), Problem> {
    if starts < now.plus_days(-DAYS_BACK) || starts > now.plus_days(DAYS_AHEAD) {
        return Err(Problem::on(ProblemKey::DatesTooFar, "times"));
    }
    Ok(())
}

/// Digits that a telephone can dial, and nothing that it cannot.
fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3 && !text.chars().any(char::is_alphabetic)
}

/// A place of this sort.
pub(super) fn a_place(way: Way, place: &Line) -> Result<(), Problem> {
    match way {
        Way::Video if !place.as_str().starts_with("https://") => {
            Err(Problem::on(ProblemKey::LinkWrong, "place"))
        }
        Way::Video | Way::Place => Ok(()),
        Way::Phone if is_number(place.as_str()) => Ok(()),
        Way::Phone => Err(Problem::on(ProblemKey::PlaceMissing, "place")),
    }
}
