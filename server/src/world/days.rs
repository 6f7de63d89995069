//! Dates of the demo world: all counted from now, in working days, so that nobody answers on a Sunday.

use indgang_domain::kernel::time::{Clock, Day, Moment};

/// Counts working days from now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    now: Moment,
}

impl Days {
    pub(super) fn from(now: Moment) -> Self {
        Self { now }
    }

    pub(super) fn now(self) -> Moment {
        self.now
    }

    /// This many working days ago, or ahead if negative; 0 is today, whatever day it is.
    pub(super) fn back(self, working_days: i64) -> Day {
        let step = -working_days.signum();
        let mut day = self.now.day();
        for _ in 0..working_days.abs() {
            day = day.plus(step);
            while day.is_weekend() {
                day = day.plus(step);
            }
        }
        day
    }

    pub(super) fn ahead(self, working_days: i64) -> Day {
        self.back(-working_days)
    }

    pub(super) fn hours_ago(self, hours: i64) -> Moment {
        self.now.plus_millis(-hours * 60 * 60 * 1000)
    }
}

/// A time of day written as on a clock without its colon: 905 is 9:05.
pub(super) fn clock(written: u16) -> Clock {
    let part = |part: u16| u8::try_from(part).unwrap_or(0);
    Clock { hour: part(written / 100), minute: part(written % 100) }
}
