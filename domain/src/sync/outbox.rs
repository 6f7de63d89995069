//! The way out: items are kept, their pictures uploaded, and they themselves sent in order until settled.

use super::backoff::Wait;
use super::effect::Effect;
use super::event::{Ticket, Unanswered};
use super::item::{Item, ItemState};
use super::machine::Machine;
use super::state::{Flight, Lift, Step};
use crate::envelope::{Outcome, Status};
use crate::kernel::id::{BlobId, EnvelopeId, StreamId};
use crate::problem::{Problem, ProblemKey};
use crate::stream::{CLIENT_VERSION, SUBMIT_AT_MOST, SubmitAnswer, SubmitRequest};

impl Machine {
    pub(super) fn write(&mut self, item: Item, step: &mut Step) {
        if self.items.iter().any(|known| known.id() == item.id()) {
            return;
        }
        self.unkept.push(item.id());
        step.effects.push(Effect::Keep(item.clone()));
        self.add(item, step);
    }

    pub(super) fn kept(&mut self, envelope: EnvelopeId, ok: bool, step: &mut Step) {
        let Some(place) = self.unkept.iter().position(|unkept| *unkept == envelope) else { return };
        self.unkept.swap_remove(place);
        if !ok {
            self.remove(envelope, step);
        }
    }

    pub(super) fn dismiss(&mut self, envelope: EnvelopeId, step: &mut Step) {
        let failed = |item: &&Item| item.id() == envelope && matches!(item.state, ItemState::Failed { .. });
        if self.items.iter().any(|item| failed(&item)) {
            self.drop_item(envelope, step);
        }
    }

    /// The next picture that an item waits for.
    pub(super) fn upload_next(&mut self, step: &mut Step) {
        if self.uploading.is_some() || !self.submit_backoff.over(step.now) {
            return;
        }
        let ready = self.items.iter().filter(|item| self.may_go(item, step));
        let next = ready
            .flat_map(|item| &item.pictures)
            .find(|picture| !self.uploaded.contains(&picture.blob))
            .copied();
        if let Some(upload) = next {
            let ticket = self.ticket();
            self.uploading = Some(Lift { ticket, blob: upload.blob, since: step.now, disturbed: false });
            step.effects.push(Effect::Upload(ticket, upload));
        }
    }

    pub(super) fn upload_done(&mut self, blob: BlobId) {
        // However late it comes: the server has it.
        self.uploading.take_if(|lift| lift.blob == blob);
        self.condition.offline = false;
        if !self.uploaded.contains(&blob) {
            self.uploaded.push(blob);
        }
    }

    pub(super) fn upload_failed(&mut self, ticket: Ticket, why: &Unanswered, step: &mut Step) {
        let Some(Lift { blob, disturbed, .. }) = self.uploading.take_if(|lift| lift.ticket == ticket) else {
            return;
        };
        match why {
            // Large bodies fail where small ones pass: what failed before is not excused by it.
            Unanswered::Unreachable => self.condition.offline = true,
            _ => self.unanswered(ticket, why),
        }
        if let Unanswered::Later(Some(asked)) = why {
            // The server means the device, not the picture: the next one does not go at once.
            self.submit_backoff.stay_away(step.now, *asked);
        }
        let named = |item: &&Item| item.waits() && item.pictures.iter().any(|picture| picture.blob == blob);
        let items: Vec<_> = self.items.iter().filter(named).map(Item::id).collect();
        for envelope in items {
            match why {
                Unanswered::Rejected(problem) => self.fail(envelope, Status::Refused, problem.clone(), step),
                Unanswered::Later(asked) => self.wait(envelope, *asked, step).spend(),
                Unanswered::Unreachable => {
                    self.wait(envelope, None, step);
                    if !disturbed {
                        self.doubt(envelope, step);
                    }
                }
                Unanswered::LoggedOut | Unanswered::TooOld => {}
            }
        }
    }

    /// Was it for want of a connection? A pull is asked for at once, and its answer tells. Where one has just failed, that
    /// is known.
    fn doubt(&mut self, envelope: EnvelopeId, step: &Step) {
        if self.pull.backoff.over(step.now) {
            self.pull.wanted = true;
            self.doubted.set(envelope, self.tickets);
        }
    }

    /// The next batch, in the order it was written; last what nobody waits for any longer, for the server puts off with
    /// it whatever stands behind it.
    pub(super) fn submit_next(&mut self, step: &mut Step) {
        if self.submitting.is_some() || !self.submit_backoff.over(step.now) {
            return;
        }
        let mut held_back: Vec<StreamId> = Vec::new();
        let (mut envelopes, mut last) = (Vec::new(), Vec::new());
        for item in self.items.iter().filter(|item| item.waits()) {
            let uploaded = item.pictures.iter().all(|picture| self.uploaded.contains(&picture.blob));
            let holds = self.waits.get(&item.id()).is_none_or(|wait| wait.holds());
            if uploaded && self.may_go(item, step) && !held_back.contains(&item.on) {
                if holds { &mut envelopes } else { &mut last }.push(item.envelope.clone());
            } else if holds {
                held_back.push(item.on);
            }
            if envelopes.len() + last.len() >= self.batch {
                break;
            }
        }
        envelopes.append(&mut last);
        if envelopes.is_empty() {
            return;
        }
        let ticket = self.ticket();
        let ids = envelopes.iter().map(|envelope| envelope.id).collect();
        self.submitting = Some(Flight { ticket, since: step.now, envelopes: ids });
        let request = SubmitRequest { client: CLIENT_VERSION, now: None, envelopes };
        step.effects.push(Effect::Submit(ticket, request));
    }

    /// Stored, not settled, and not told to wait.
    fn may_go(&self, item: &Item, step: &Step) -> bool {
        item.waits()
            && !self.unkept.contains(&item.id())
            && self.waits.get(&item.id()).is_none_or(|wait| wait.backoff.over(step.now))
    }

    pub(super) fn submit_answered(&mut self, ticket: Ticket, answer: SubmitAnswer, step: &mut Step) {
        let flight = self.submitting.take_if(|flight| flight.ticket == ticket);
        let timely = flight.is_some();
        self.condition.offline = false;
        if timely {
            self.heard(ticket);
        }
        let mut silent = flight.map(|flight| flight.envelopes).unwrap_or_default();
        let mut put_off = Vec::new();
        for outcome in answer.outcomes {
            silent.retain(|envelope| *envelope != outcome.id);
            // A late answer is as true as a timely one, for outcomes never change; "later" alone is none.
            if timely || outcome.status != Status::Later {
                self.settle(outcome, &mut put_off, step);
            }
        }
        self.submit_backoff.reset();
        self.batch = SUBMIT_AT_MOST;
        for envelope in silent {
            self.wait(envelope, None, step).spend();
        }
    }

    pub(super) fn submit_failed(&mut self, ticket: Ticket, why: &Unanswered, step: &mut Step) {
        let Some(flight) = self.submitting.take_if(|flight| flight.ticket == ticket) else { return };
        self.unanswered(ticket, why);
        let random = step.random();
        match why {
            Unanswered::Unreachable => self.submit_backoff.fail(step.now, random, None),
            Unanswered::Later(asked) => self.submit_backoff.fail(step.now, random, *asked),
            Unanswered::LoggedOut | Unanswered::TooOld => {}
            // One envelope spoils its batch: halve it until that one stands alone.
            Unanswered::Rejected(problem) => match flight.envelopes[..] {
                [alone] => {
                    self.fail(alone, Status::Refused, problem.clone(), step);
                    self.batch = SUBMIT_AT_MOST;
                }
                _ => self.batch = (flight.envelopes.len() / 2).max(1),
            },
        }
    }

    /// `put_off` are the streams in which something of the same answer has to come again.
    fn settle(&mut self, outcome: Outcome, put_off: &mut Vec<StreamId>, step: &mut Step) {
        let Some(item) = self.items.iter().find(|item| item.id() == outcome.id && item.waits()) else {
            return;
        };
        let (envelope, on) = (item.id(), item.on);
        match outcome.status {
            Status::Done => {
                self.rests(envelope);
                let state = ItemState::Settled { at: outcome.at, since: self.tickets, pulls: 0 };
                self.set(envelope, state, step);
                self.pull.wanted = true;
                self.let_reached_go(step);
            }
            // Behind another of its stream it was not tried: it goes when that one does.
            Status::Later if put_off.contains(&on) => {}
            Status::Later => {
                put_off.push(on);
                self.wait(envelope, None, step).spend();
            }
            status @ (Status::Refused | Status::Conflict | Status::Quarantined) => {
                let problem = outcome.problem.unwrap_or_else(|| Problem::new(ProblemKey::Unknown));
                // What was set aside shows on the device as a new thing of the person's own.
                self.pull.wanted |= !outcome.at.is_empty();
                self.fail(envelope, status, problem, step);
            }
        }
    }

    fn fail(&mut self, envelope: EnvelopeId, status: Status, problem: Problem, step: &mut Step) {
        self.rests(envelope);
        self.set(envelope, ItemState::Failed { status, problem }, step);
    }

    fn wait(&mut self, envelope: EnvelopeId, asked: Option<u32>, step: &mut Step) -> &mut Wait {
        let random = step.random();
        let wait = self.waits.entry(envelope);
        wait.backoff.fail(step.now, random, asked);
        wait
    }

    /// It has not to be tried again.
    fn rests(&mut self, envelope: EnvelopeId) {
        self.waits.remove(&envelope);
        self.doubted.remove(&envelope);
    }

    fn set(&mut self, envelope: EnvelopeId, state: ItemState, step: &mut Step) {
        let Some(item) = self.items.iter_mut().find(|item| item.id() == envelope) else { return };
        item.state = state;
        step.changed.extend(item.shows_in());
        step.effects.push(Effect::Keep(item.clone()));
        self.condition.outbox += 1;
    }

    pub(super) fn drop_item(&mut self, envelope: EnvelopeId, step: &mut Step) {
        self.remove(envelope, step);
        step.effects.push(Effect::Drop(envelope));
    }

    fn remove(&mut self, envelope: EnvelopeId, step: &mut Step) {
        let Some(place) = self.items.iter().position(|item| item.id() == envelope) else { return };
        let item = self.items.remove(place);
        step.changed.extend(item.shows_in());
        self.rests(envelope);
        self.uploaded.retain(|blob| !item.pictures.iter().any(|picture| picture.blob == *blob));
        self.condition.outbox += 1;
    }
}
