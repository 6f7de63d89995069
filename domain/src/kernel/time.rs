//! Time: UTC in data, Europe/Copenhagen on screen. The one place that turns moments into days people speak of.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

static COPENHAGEN: LazyLock<TimeZone> = LazyLock::new(|| jiff::tz::get!("Europe/Copenhagen"));

/// A point in time to the millisecond, RFC 3339 in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = DateTime)]
pub struct Moment(Timestamp);

/// A text that is no moment and no day. What exactly is wrong with it helps nobody here, and saying it would carry
/// all of the library's sentences to the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATime;

impl std::fmt::Display for NotATime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a time")
    }
}

impl std::error::Error for NotATime {}

fn from_text<'de, D: Deserializer<'de>, T: FromStr<Err = NotATime>>(from: D) -> Result<T, D::Error> {
    Cow::<str>::deserialize(from)?.parse().map_err(D::Error::custom)
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from_text(from)
    }
}

impl Moment {
    /// The beginning of the count: 1970.
    pub const EPOCH: Self = Self(Timestamp::UNIX_EPOCH);
    /// Later than everything: the end of what has none.
    pub const NEVER: Self = Self(Timestamp::MAX);

    /// From milliseconds since 1970; what no calendar holds becomes the nearest that one does.
    pub fn from_millis(millis: i64) -> Self {
        let end = if millis < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Self(Timestamp::from_millisecond(millis).unwrap_or(end))
    }

    /// Milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.0.as_millisecond()
    }

    /// This many milliseconds later (or earlier, if negative).
    pub fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.millis().saturating_add(millis))
    }

    /// This many days of 24 hours later.
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_millis(days.saturating_mul(24 * 60 * 60 * 1000))
    }

    /// The day it is in Copenhagen.
    pub fn day(self) -> Day {
        Day(self.civil().date())
    }

    /// The hour and minute it is in Copenhagen.
    pub fn clock(self) -> Clock {
        let civil = self.civil();
        Clock { hour: civil.hour().unsigned_abs(), minute: civil.minute().unsigned_abs() }
    }

    fn civil(self) -> jiff::civil::DateTime {
        COPENHAGEN.to_datetime(self.0)
    }
}

impl FromStr for Moment {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let at: Timestamp = text.parse().map_err(|_| NotATime)?;
        Ok(Self::from_millis(at.as_millisecond()))
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A calendar day in Copenhagen, `2026-03-03` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = Date)]
pub struct Day(Date);

impl Day {
    /// The moment a clock in Copenhagen shows this time of this day.
    /// In the hour that spring skips, the moment the clocks jump to; beyond the calendar, its nearest end.
    pub fn at(self, clock: Clock) -> Moment {
        let hour = i8::try_from(clock.hour).unwrap_or(0);
        let minute = i8::try_from(clock.minute).unwrap_or(0);
        let civil = self.0.at(hour, minute, 0, 0);
        let beyond = if self.0.year() > 0 { i64::MAX } else { i64::MIN };
        let millis = COPENHAGEN.to_timestamp(civil).map_or(beyond, Timestamp::as_millisecond);
        Moment::from_millis(millis)
    }

    /// This many days later (or earlier).
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// The first day of its month.
    pub fn first_of_month(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// The first day of the month after.
    pub fn next_month(self) -> Self {
        Self(self.0.last_of_month()).plus(1)
    }

    /// The Monday of its week.
    pub fn monday(self) -> Self {
        self.plus(-i64::from(self.weekday()))
    }

    /// Whole days from `self` to `other`; negative when it lies before.
    pub fn until(self, other: Self) -> i64 {
        self.0.until(other.0).map_or(0, |span| i64::from(span.get_days()))
    }

    /// 0 is Monday, 6 is Sunday.
    pub fn weekday(self) -> u8 {
        self.0.weekday().to_monday_zero_offset().unsigned_abs()
    }

    /// Monday to Friday. Holidays are not known here: units close on them by their own data.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// Day of the month, 1 to 31.
    pub fn day_of_month(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from_text(from)
    }
}

impl FromStr for Day {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        text.parse().map(Self).map_err(|_| NotATime)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A moment that someone chose: exact, or as the clock in Copenhagen shows it (`2026-11-24T10:00`, as a form's field says it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String)]
pub struct Chosen(pub Moment);

impl FromStr for Chosen {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        if let Ok(moment) = text.parse() {
            return Ok(Self(moment));
        }
        let civil: jiff::civil::DateTime = text.parse().map_err(|_| NotATime)?;
        let (hour, minute) = (civil.hour().unsigned_abs(), civil.minute().unsigned_abs());
        Ok(Self(Day(civil.date()).at(Clock { hour, minute })))
    }
}

impl<'de> Deserialize<'de> for Chosen {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from_text(from)
    }
}

impl From<Moment> for Chosen {
    fn from(moment: Moment) -> Self {
        Self(moment)
    }
}

/// A time of day as a clock shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Clock {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl Clock {
    /// A full hour.
    pub const fn hour(hour: u8) -> Self {
        Self { hour, minute: 0 }
    }
}

/// How people speak of a day, seen from today. The languages put it into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpokenDay {
    Today,
    Tomorrow,
    Yesterday,
    /// "tirsdag 3. marts", of this year.
    Date(Day),
    /// The same with its year.
    DateWithYear(Day),
}

impl SpokenDay {
    /// How to speak of `day` when it is `today`.
    pub fn of(day: Day, today: Day) -> Self {
        match today.until(day) {
            0 => Self::Today,
            1 => Self::Tomorrow,
            -1 => Self::Yesterday,
            _ if day.year() == today.year() => Self::Date(day),
            _ => Self::DateWithYear(day),
        }
    }
}

#[cfg(test)]
mod tests;
