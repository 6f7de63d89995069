//! The clock's part: what waits for a moment, what was lost on the way, and what those outside are told.

use super::backoff::passed;
use super::effect::Effect;
use super::event::Trouble;
use super::item::Item;
use super::machine::{Machine, Step};
use crate::kernel::time::Moment;

/// A request without an answer for so long has none coming: the page was frozen, or the shell lost it.
const LOST_AFTER: i64 = 60_000;

impl Machine {
    pub(super) fn lose_old_flights(&mut self, step: &mut Step) {
        let lost = |since: Moment| (step.now.millis() - since.millis()).abs() > LOST_AFTER;
        let submit = self.submitting.as_ref().filter(|flight| lost(flight.since)).map(|flight| flight.ticket);
        let pull = self.pull.flight.as_ref().filter(|flight| lost(flight.since)).map(|flight| flight.ticket);
        let upload = self.uploading.filter(|(_, since)| lost(*since)).map(|(blob, _)| blob);
        if let Some(ticket) = submit {
            self.submit_failed(ticket, &Trouble::Unreachable, step);
        }
        if let Some(ticket) = pull {
            self.pull_failed(ticket, &Trouble::Unreachable, step);
        }
        if let Some(blob) = upload {
            self.upload_failed(blob, &Trouble::Unreachable, step);
        }
    }

    /// What changed for those outside, and when to come again.
    pub(super) fn report(&mut self, mut step: Step) -> Vec<Effect> {
        if !step.changed.is_empty() {
            step.changed.sort_unstable();
            step.changed.dedup();
            step.effects.push(Effect::Changed(step.changed));
        }
        if self.told != self.standing {
            self.told = self.standing;
            step.effects.push(Effect::Tell(self.standing));
        }
        let wake = self.next_wake(step.now);
        if wake != self.waking {
            self.waking = wake;
            step.effects.extend(wake.map(Effect::WakeAt));
        }
        step.effects
    }

    fn next_wake(&self, now: Moment) -> Option<Moment> {
        if !self.opened || !self.leads || self.standing.too_old || self.standing.logged_out {
            return None;
        }
        let flights = [&self.submitting, &self.pull.flight].into_iter().flatten().map(|flight| flight.since);
        let lost = flights.chain(self.uploading.map(|(_, since)| since));
        let lost = lost.map(|since| since.plus_millis(LOST_AFTER + 1));
        let items = self.waits.values().filter_map(|wait| wait.until);
        let waiting = self.items.iter().any(Item::waits);
        let submit = self.submit_backoff.until.filter(|_| waiting);
        let pull = self.pull.backoff.until.or(self.pull.at);
        // What is due already waits for an answer, not for the clock.
        lost.chain(items).chain(submit).chain(pull).filter(|at| !passed(*at, now)).min()
    }
}
