//! The way in: one pull at a time, each page stored before the next is asked for.

use super::effect::{Effect, Storing, StreamPage};
use super::event::{Ticket, Unanswered};
use super::item::{Item, ItemState};
use super::machine::Machine;
use super::state::{Extent, Flight, Speech, Step};
use crate::kernel::id::StreamId;
use crate::policy::Lens;
use crate::stream::{
    CLIENT_VERSION, CURSORS_AT_MOST, Cursor, Known, Nudge, PullAnswer, PullRequest, Sight, StreamNews,
};

/// A lost nudge is healed so soon, in milliseconds.
const PULL_EVERY: i64 = 60_000;
/// After so many whole pulls without it, what was settled is no longer waited for.
const PULLS_AT_MOST: u8 = 5;

impl Machine {
    pub(super) fn nudged(&mut self, nudge: Nudge) {
        self.condition.offline = false;
        if self.cursors.get(&nudge.stream).is_none_or(|cursor| cursor.version < nudge.version) {
            let newest = self.pull.nudged.get(&nudge.stream).copied().unwrap_or_default();
            self.pull.nudged.set(nudge.stream, nudge.version.max(newest));
            self.pull.wanted |= nudge.with_others;
        }
    }

    pub(super) fn pull_next(&mut self, step: &mut Step) {
        if self.pull.flight.is_some() || self.pull.storing.is_some() || !self.pull.backoff.over(step.now) {
            return;
        }
        let tried_again = self.pull.backoff.until.is_some();
        let due = self.pull.at.is_some_and(|at| super::backoff::passed(at, step.now));
        if !(self.pull.wanted || tried_again || due || !self.pull.nudged.is_empty()) {
            return;
        }
        let anyway = self.pull.wanted || tried_again || due;
        self.pull.only = if anyway { None } else { self.one_nudged() };
        if self.pull.only.is_none() {
            self.pull.wanted = false;
            self.pull.at = None;
            self.pull.backoff.until = None;
        }
        self.pull.nudged.clear();
        let ticket = self.ticket();
        self.pull.flight = Some(Flight { ticket, since: step.now, envelopes: Vec::new() });
        let request = self.request();
        step.effects.push(Effect::Pull(ticket, request));
    }

    /// The one stream that moved, where nothing else is to be heard of. What a person has and has no more is told by their
    /// own stream, and by whatever is not known here yet: then all is asked for.
    fn one_nudged(&self) -> Option<StreamId> {
        let mut nudged = self.pull.nudged.keys();
        let stream = nudged.next().filter(|_| self.pull.narrows && nudged.next().is_none())?;
        let cursor = self.cursors.get(&stream)?;
        (!matches!(cursor.lens, Lens::Own | Lens::Unknown)).then_some(stream)
    }

    /// What version 0.1 understood, and more only where the server has shown that it understands it: what was seen through
    /// a lens that is not known here comes anew.
    fn request(&self) -> PullRequest {
        let whole = self.pull.speech == Speech::Whole;
        let said = |cursor: &Cursor| Cursor { sight: cursor.sight.filter(|_| whole), ..*cursor };
        let only = self.pull.only;
        let known = self.cursors.values().filter(|cursor| cursor.lens != Lens::Unknown);
        let known = known.filter(|cursor| only.is_none_or(|only| only == cursor.stream));
        PullRequest {
            client: CLIENT_VERSION,
            cursors: known.map(said).take(CURSORS_AT_MOST).collect(),
            knows: whole.then(Known::here),
            only,
        }
    }

    pub(super) fn pull_failed(&mut self, ticket: Ticket, why: &Unanswered, step: &mut Step) {
        if self.pull.flight.take_if(|flight| flight.ticket == ticket).is_none() {
            return;
        }
        self.unanswered(ticket, why);
        if matches!(why, Unanswered::Rejected(_)) {
            // A server that was set back does not understand any more: of what it is asked, the newest is left out first.
            let asked_of_one = self.pull.only.take().is_some();
            self.pull.narrows = false;
            if asked_of_one || std::mem::take(&mut self.pull.speech) == Speech::Whole {
                self.pull.wanted = true;
                return;
            }
        }
        let asked = if let Unanswered::Later(asked) = why { *asked } else { None };
        let random = step.random();
        self.pull.backoff.fail(step.now, random, asked);
    }

    /// An answer to an older request is of no use: its cursors are no longer ours.
    pub(super) fn pull_answered(&mut self, ticket: Ticket, answer: PullAnswer, step: &mut Step) {
        if self.pull.flight.take_if(|flight| flight.ticket == ticket).is_none() {
            return;
        }
        self.heard(ticket);
        if answer.minimum_client > CLIENT_VERSION {
            self.condition.too_old = true;
            return;
        }
        self.pull.narrows = answer.narrows;
        let is_narrow = self.pull.only.is_some();
        let mut storing = Storing { whole: !answer.more && !is_narrow, ..Storing::default() };
        // Whoever was asked plainly keeps back what it does not know that we know.
        let plainly = self.pull.speech == Speech::Plain;
        self.pull.wanted |= answer.withheld && plainly;
        if answer.withheld || answer.streams.iter().any(|news| news.sight.is_some()) {
            self.pull.speech = Speech::Whole;
        }
        for news in answer.streams {
            if news.forget {
                storing.forgets.push(news.stream);
            } else {
                storing.pages.push(self.page(news, plainly));
            }
        }
        let nothing =
            storing.pages.is_empty() && storing.forgets.is_empty() && (self.whole() || !storing.whole);
        self.pull.storing = Some((ticket, answer.more, storing.clone()));
        if nothing {
            self.stored(true, step);
        } else {
            step.effects.push(Effect::Store(storing));
        }
    }

    /// Seen otherwise, or from a server that was set back, a stream comes anew from its beginning.
    fn page(&self, news: StreamNews, plainly: bool) -> StreamPage {
        let known = self.cursors.get(&news.stream);
        let StreamNews { stream, version, lens, entries, .. } = news;
        let held = known.and_then(|known| known.sight);
        // A server that was not told what was seen goes on from the version alone.
        let sight = if plainly && held.is_some() { Some(Sight::UNSURE) } else { news.sight };
        let other =
            |known: &Cursor| known.lens != lens || known.version > version || !plainly && held != sight;
        StreamPage { stream, version, lens, sight, replace: known.is_none_or(other), entries }
    }

    pub(super) fn stored(&mut self, ok: bool, step: &mut Step) {
        let Some((ticket, more, storing)) = self.pull.storing.take() else { return };
        if !ok {
            let random = step.random();
            self.pull.backoff.fail(step.now, random, None);
            return;
        }
        self.pull.backoff.reset();
        for page in &storing.pages {
            self.cursors.set(page.stream, page.cursor());
            step.changed.push(page.stream);
        }
        for stream in &storing.forgets {
            self.forget(*stream, step);
        }
        self.pull.nudged.retain(|stream, version| {
            self.cursors.get(stream).is_none_or(|cursor| cursor.version < *version)
        });
        self.let_reached_go(step);
        if more {
            self.pull.wanted = true;
            return;
        }
        if !storing.whole {
            return;
        }
        self.pull.extent = Extent::Fresh;
        self.pull.at = Some(step.now.plus_millis(PULL_EVERY));
        self.give_up_on_settled(ticket, step);
    }

    fn forget(&mut self, stream: StreamId, step: &mut Step) {
        self.cursors.remove(&stream);
        self.pull.nudged.remove(&stream);
        step.changed.push(stream);
        for item in &mut self.items {
            let before = item.pending.len();
            item.pending.retain(|pending| pending.stream != stream);
            let mut touched = item.pending.len() != before;
            if let ItemState::Settled { at, .. } = &mut item.state {
                touched |= at.remove(&stream).is_some();
            }
            if touched {
                step.effects.push(Effect::Keep(item.clone()));
                self.condition.outbox += 1;
            }
        }
    }

    /// Drops what was settled and has been pulled: the pending view and the real one change places at once.
    pub(super) fn let_reached_go(&mut self, step: &mut Step) {
        let cursors = &self.cursors;
        let reached = |item: &&Item| match &item.state {
            ItemState::Settled { at, .. } => at.iter().all(|(stream, version)| {
                cursors.get(stream).is_some_and(|cursor| cursor.version >= *version)
            }),
            ItemState::Waiting | ItemState::Failed { .. } => false,
        };
        let gone: Vec<_> = self.items.iter().filter(reached).map(Item::id).collect();
        for envelope in gone {
            self.drop_item(envelope, step);
        }
    }

    /// A whole pull that began after an item was settled should have brought it. What it touched in streams that
    /// are not this person's never comes; the rest is waited for a little longer, but not for ever.
    fn give_up_on_settled(&mut self, ticket: Ticket, step: &mut Step) {
        let mut waiting = false;
        for item in &mut self.items {
            let ItemState::Settled { at, since, pulls } = &mut item.state else { continue };
            if *since >= ticket {
                self.pull.wanted = true;
                continue;
            }
            *pulls += 1;
            let given_up = *pulls >= PULLS_AT_MOST;
            at.retain(|stream, _| !given_up && self.cursors.contains(stream));
            waiting |= !at.is_empty();
        }
        self.let_reached_go(step);
        if waiting {
            let random = step.random();
            let tries = self.items.iter().filter_map(Item::pulls).max().unwrap_or(0);
            self.pull.backoff.tries = u32::from(tries);
            self.pull.backoff.fail(step.now, random, None);
        }
    }
}

impl Item {
    fn pulls(&self) -> Option<u8> {
        match self.state {
            ItemState::Settled { pulls, .. } => Some(pulls),
            ItemState::Waiting | ItemState::Failed { .. } => None,
        }
    }
}
