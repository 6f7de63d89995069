//! Whose time is free and whose is taken, for meetings and booking alike.

pub(crate) mod interpreters;
mod known;
pub(crate) mod occupancy;
pub(crate) mod people;
pub(crate) mod reader;
pub(crate) mod search;
pub(crate) mod slots;

use indgang_domain::kernel::time::Moment;

const MINUTE: i64 = 60_000;

/// When what begins then is over.
pub(crate) fn ends(starts: Moment, minutes: u16) -> Moment {
    starts.plus_millis(i64::from(minutes) * MINUTE)
}
