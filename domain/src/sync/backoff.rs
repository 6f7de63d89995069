//! How long to wait after a trouble: exponentially longer, with full jitter, so that a thousand phones that lost
//! the server together do not come back together.

use serde::{Deserialize, Serialize};

use crate::kernel::time::Moment;

/// The longest wait between two tries, in milliseconds.
pub const LONGEST_WAIT: i64 = 5 * 60 * 1000;
const FIRST_SPAN: i64 = 1_000;
/// Even the luckiest draw waits this long: a refusing server is not hammered.
const SHORTEST_WAIT: i64 = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Backoff {
    pub(super) tries: u32,
    pub(super) until: Option<Moment>,
}

impl Backoff {
    /// Another trouble; the server may have said how long to stay away.
    pub(super) fn fail(&mut self, now: Moment, random: u64, asked: Option<u32>) {
        let span = FIRST_SPAN.saturating_mul(1 << self.tries.min(20)).min(LONGEST_WAIT);
        self.tries = self.tries.saturating_add(1);
        let drawn = i64::try_from(random % span.unsigned_abs()).unwrap_or(0).max(SHORTEST_WAIT);
        let wait = drawn.max(asked.map_or(0, i64::from)).min(LONGEST_WAIT);
        self.until = Some(now.plus_millis(wait));
    }

    /// Nothing was tried, but the server said how long to stay away.
    pub(super) fn stay_away(&mut self, now: Moment, asked: u32) {
        let until = now.plus_millis(i64::from(asked).min(LONGEST_WAIT));
        self.until = self.until.max(Some(until));
    }

    /// Not before the longest wait has passed, unless something good happens.
    pub(super) fn hold(&mut self, now: Moment) {
        self.until = Some(now.plus_millis(LONGEST_WAIT));
    }

    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// May it be tried now?
    pub(super) fn over(self, now: Moment) -> bool {
        self.until.is_none_or(|until| passed(until, now))
    }
}

/// After so many tries that came to nothing, an item no longer holds back what was written after it.
const PATIENCE: u32 = 5;

/// How an item waits to be tried again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wait {
    pub(super) backoff: Backoff,
    /// How often it came to nothing while there was a connection.
    spent: u32,
}

impl Wait {
    /// It came to nothing, and not for want of a connection.
    pub(super) fn spend(&mut self) {
        self.spent = self.spent.saturating_add(1);
    }

    /// Does it hold back what was written after it?
    pub(super) fn holds(self) -> bool {
        self.spent < PATIENCE
    }
}

/// Is this moment here? Also where it lies further off than any wait: then the clock was set back.
pub(super) fn passed(at: Moment, now: Moment) -> bool {
    now >= at || at.millis() - now.millis() > LONGEST_WAIT
}
