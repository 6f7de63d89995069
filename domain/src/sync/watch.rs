//! The clock's part: what waits for a moment, what was lost on the way, and what those outside are told.

use super::backoff::passed;
use super::effect::Effect;
use super::event::Unanswered;
use super::item::Item;
use super::machine::Machine;
use super::state::{Flight, Lift, Step};
use crate::kernel::time::Moment;

/// The shell ends a request within so long, in milliseconds, one way or another.
pub const REQUEST_ENDS_WITHIN: u32 = 20_000;
/// The same for an upload: a picture over a thin connection takes longer.
pub const UPLOAD_ENDS_WITHIN: u32 = 90_000;
/// What has not ended so long after it should have has no answer coming: the page was frozen, or the shell lost it.
const GRACE: i64 = 40_000;
const LOST_AFTER: i64 = REQUEST_ENDS_WITHIN as i64 + GRACE;
const UPLOAD_LOST_AFTER: i64 = UPLOAD_ENDS_WITHIN as i64 + GRACE;

impl Machine {
    pub(super) fn lose_old_flights(&mut self, step: &mut Step) {
        let lost = |since: Moment, after: i64| (step.now.millis() - since.millis()).abs() > after;
        let flown = |flight: &&Flight| lost(flight.since, LOST_AFTER);
        let submit = self.submitting.as_ref().filter(flown).map(|flight| flight.ticket);
        let pull = self.pull.flight.as_ref().filter(flown).map(|flight| flight.ticket);
        let lifted = |lift: &&Lift| lost(lift.since, UPLOAD_LOST_AFTER);
        let upload = self.uploading.as_ref().filter(lifted).map(|lift| lift.ticket);
        if let Some(ticket) = submit {
            self.submit_failed(ticket, &Unanswered::Unreachable, step);
        }
        if let Some(ticket) = pull {
            self.pull_failed(ticket, &Unanswered::Unreachable, step);
        }
        if let Some(ticket) = upload {
            // Perhaps the clock was set: that says nothing about the item.
            self.disturb();
            self.upload_failed(ticket, &Unanswered::Unreachable, step);
        }
    }

    /// What changed for those outside, and when to come again.
    pub(super) fn report(&mut self, mut step: Step) -> Vec<Effect> {
        if !step.changed.is_empty() {
            step.changed.sort_unstable();
            step.changed.dedup();
            step.effects.push(Effect::Changed(step.changed));
        }
        if self.told != self.condition {
            self.told = self.condition;
            step.effects.push(Effect::Tell(self.condition));
        }
        let wake = self.next_wake(step.now);
        if wake != self.waking {
            self.waking = wake;
            step.effects.extend(wake.map(Effect::WakeAt));
        }
        step.effects
    }

    fn next_wake(&self, now: Moment) -> Option<Moment> {
        if !self.opened || !self.leads || self.condition.too_old || self.condition.logged_out {
            return None;
        }
        let flights = [&self.submitting, &self.pull.flight].into_iter().flatten();
        let lost = flights.map(|flight| flight.since.plus_millis(LOST_AFTER + 1));
        let lost =
            lost.chain(self.uploading.iter().map(|lift| lift.since.plus_millis(UPLOAD_LOST_AFTER + 1)));
        let items = self.waits.values().filter_map(|wait| wait.backoff.until);
        let waiting = self.items.iter().any(Item::waits);
        let submit = self.submit_backoff.until.filter(|_| waiting);
        let pull = self.pull.backoff.until.or(self.pull.at);
        // What is due already waits for an answer, not for the clock.
        lost.chain(items).chain(submit).chain(pull).filter(|at| !passed(*at, now)).min()
    }
}
