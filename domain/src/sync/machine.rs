//! The machine itself: its state, and what each event does to it.

use serde::{Deserialize, Serialize};

use super::backoff::{Backoff, Wait};
use super::effect::{Condition, Effect};
use super::event::{Event, Ticket, Unanswered};
use super::item::{Item, ItemState};
use super::small_map::SmallMap;
use super::state::{Extent, Flight, Lift, Reading, Speech, Step};
use crate::kernel::id::{BlobId, EnvelopeId, StreamId};
use crate::kernel::time::Moment;
use crate::stream::{Cursor, SUBMIT_AT_MOST};

/// One device's sync engine. All of it is data; see the [module](super) for the rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Machine {
    pub(super) opened: bool,
    pub(super) leads: bool,
    pub(super) items: Vec<Item>,
    /// New ones that the store has not confirmed.
    pub(super) unkept: Vec<EnvelopeId>,
    pub(super) waits: SmallMap<EnvelopeId, Wait>,
    /// Items whose upload did not reach the server, each with the last ticket before that: whether there was a
    /// connection is not known yet.
    pub(super) doubted: SmallMap<EnvelopeId, Ticket>,
    pub(super) cursors: SmallMap<StreamId, Cursor>,
    pub(super) tickets: Ticket,
    pub(super) submitting: Option<Flight>,
    pub(super) submit_backoff: Backoff,
    pub(super) batch: usize,
    pub(super) uploading: Option<Lift>,
    pub(super) uploaded: Vec<BlobId>,
    pub(super) pull: Reading,
    pub(super) condition: Condition,
    pub(super) told: Condition,
    pub(super) waking: Option<Moment>,
}

impl Default for Machine {
    fn default() -> Self {
        Self::new()
    }
}

impl Machine {
    /// One that knows nothing yet and does nothing before [`Event::Opened`].
    pub fn new() -> Self {
        Self {
            opened: false,
            leads: true,
            items: Vec::new(),
            unkept: Vec::new(),
            waits: SmallMap::default(),
            doubted: SmallMap::default(),
            cursors: SmallMap::default(),
            tickets: 0,
            submitting: None,
            submit_backoff: Backoff::default(),
            batch: SUBMIT_AT_MOST,
            uploading: None,
            uploaded: Vec::new(),
            pull: Reading::default(),
            condition: Condition::default(),
            told: Condition::default(),
            waking: None,
        }
    }

    /// The outbox, in the order it was written.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How far each stream was read.
    pub fn cursors(&self) -> impl Iterator<Item = &Cursor> {
        self.cursors.values()
    }

    /// How far one stream was read.
    pub fn cursor(&self, stream: StreamId) -> Option<&Cursor> {
        self.cursors.get(&stream)
    }

    /// How the device stands to the server.
    pub fn condition(&self) -> Condition {
        self.condition
    }

    /// A pull has come to its end since the machine began.
    pub fn synced(&self) -> bool {
        self.pull.extent == Extent::Fresh
    }

    /// A pull has once come to its end on this device.
    pub fn whole(&self) -> bool {
        self.pull.extent >= Extent::Whole
    }

    /// Takes in what happened; says what to do, in this order.
    pub fn handle(&mut self, event: Event, now: Moment, random: u64) -> Vec<Effect> {
        let mut step = Step { now, random, effects: Vec::new(), changed: Vec::new() };
        self.lose_old_flights(&mut step);
        self.take(event, &mut step);
        if self.opened && self.leads && !self.condition.too_old && !self.condition.logged_out {
            self.upload_next(&mut step);
            self.submit_next(&mut step);
            self.pull_next(&mut step);
        }
        self.report(step)
    }

    fn take(&mut self, event: Event, step: &mut Step) {
        match event {
            Event::Opened { outbox, cursors, whole } => self.open(outbox, cursors, whole, step),
            Event::Led(leads) => {
                self.pull.wanted |= leads && !self.leads;
                self.leads = leads;
            }
            Event::Wrote(item) => self.write(item, step),
            Event::Kept { envelope, ok } => self.kept(envelope, ok, step),
            Event::Found(items) => self.find(items, step),
            Event::SubmitAnswered(ticket, answer) => self.submit_answered(ticket, answer, step),
            Event::SubmitFailed(ticket, why) => self.submit_failed(ticket, &why, step),
            Event::PullAnswered(ticket, answer) => self.pull_answered(ticket, answer, step),
            Event::PullFailed(ticket, why) => self.pull_failed(ticket, &why, step),
            Event::Stored { ok } => self.stored(ok, step),
            Event::UploadDone(blob) => self.upload_done(blob),
            Event::UploadFailed(ticket, why) => self.upload_failed(ticket, &why, step),
            Event::Nudged(nudge) => self.nudged(nudge),
            Event::WentOnline => {
                self.condition.offline = false;
                self.doubted.clear();
                self.begin_again();
            }
            Event::WentOffline => {
                self.cut_off();
                self.disturb();
                self.submit_backoff.hold(step.now);
                self.pull.backoff.hold(step.now);
            }
            Event::BecameVisible => self.begin_again(),
            Event::Woke => self.waking = None,
            Event::Dismissed(envelope) => self.dismiss(envelope, step),
        }
    }

    fn open(&mut self, outbox: Vec<Item>, cursors: Vec<Cursor>, whole: bool, step: &mut Step) {
        if self.tickets == 0 {
            // Not from one: an answer to a machine before this one must not pass for an answer to this one.
            self.tickets = step.random() >> 8;
        }
        let gone = std::mem::take(&mut self.items);
        step.changed.extend(gone.iter().flat_map(Item::shows_in));
        self.items = gone.into_iter().filter(|item| self.unkept.contains(&item.id())).collect();
        step.changed.extend(self.cursors.keys());
        self.cursors.clear();
        for cursor in cursors {
            if cursor.sight.is_some() {
                self.pull.speech = Speech::Whole;
            }
            self.cursors.set(cursor.stream, cursor);
        }
        step.changed.extend(self.cursors.keys());
        // Where nothing is here any more, nothing is told from it before a pull has come to its end again.
        self.pull.extent = if whole { self.pull.extent.max(Extent::Whole) } else { Extent::Part };
        self.opened = true;
        self.pull.wanted = true;
        self.condition.outbox += 1;
        self.find(outbox, step);
        self.let_reached_go(step);
    }

    /// Items that are stored already.
    fn find(&mut self, items: Vec<Item>, step: &mut Step) {
        for mut item in items {
            if self.items.iter().any(|known| known.id() == item.id()) {
                continue;
            }
            // Tickets are counted anew by each machine.
            if let ItemState::Settled { since, pulls, .. } = &mut item.state {
                (*since, *pulls) = (self.tickets, 0);
                self.pull.wanted = true;
            }
            self.add(item, step);
        }
    }

    pub(super) fn add(&mut self, item: Item, step: &mut Step) {
        step.changed.extend(item.shows_in());
        self.items.push(item);
        self.items.sort_by_key(Item::place);
        self.condition.outbox += 1;
    }

    /// Something good happened: nothing waits any longer, and news may have been missed.
    fn begin_again(&mut self) {
        self.submit_backoff.reset();
        self.pull.backoff.reset();
        for wait in self.waits.values_mut() {
            wait.backoff.until = None;
        }
        self.disturb();
        self.pull.wanted = true;
        self.condition.logged_out = false;
    }

    pub(super) fn disturb(&mut self) {
        if let Some(lift) = &mut self.uploading {
            lift.disturbed = true;
        }
    }

    /// The server said something to the request with this ticket. What it was asked after an upload had failed says
    /// that there was a connection.
    pub(super) fn heard(&mut self, ticket: Ticket) {
        self.condition.offline = false;
        let waits = &mut self.waits;
        self.doubted.retain(|envelope, before| {
            let proven = *before < ticket;
            if let Some(wait) = waits.get_mut(envelope).filter(|_| proven) {
                wait.spend();
            }
            !proven
        });
    }

    /// There is no connection: what failed lately failed for that.
    pub(super) fn cut_off(&mut self) {
        self.condition.offline = true;
        self.doubted.clear();
    }

    pub(super) fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        self.tickets
    }

    /// What the request of this ticket, unanswered, says about the connection and the login.
    pub(super) fn unanswered(&mut self, ticket: Ticket, why: &Unanswered) {
        match why {
            Unanswered::Unreachable => self.cut_off(),
            Unanswered::Later(_) | Unanswered::Rejected(_) => self.heard(ticket),
            Unanswered::LoggedOut => self.condition.logged_out = true,
            Unanswered::TooOld => self.condition.too_old = true,
        }
    }
}
