//! The simulated world: devices, their mail, and time.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _};
use std::sync::Arc;

use indgang_domain::appointments::{AppointmentKind, ServiceView};
use indgang_domain::booking::OpenBooking;
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{
    AppointmentId, AssignmentId, EnvelopeId, FamilyId, MessageId, ServiceId, ThreadId,
};
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::SendMessage;
use indgang_domain::problem::ProblemKey;
use indgang_domain::sync::{Effect, Event, Item, ItemState, LONGEST_WAIT};
use indgang_domain::verbs::Command as _;
use indgang_server::desk::{Actor, Clock, Desk};
use indgang_server::store::{Db, Move, args};
use tokio::sync::broadcast::Receiver;

use crate::demo::{self, Demo};
use crate::fault::Fault;
use crate::people::LOSES;
use crate::proof::chance::Chance;
use crate::proof::device::Device;

const PEOPLE: [&str; 3] = ["borger", "kontakt-1", "kontakt-2"];
const TICK: i64 = 500;
/// How long everything breaks, and how long after that all must be well at the latest.
const STORM: i64 = 4 * 60 * 1000;
const CALM: i64 = 30 * 60 * 1000;
/// A lost nudge is healed by the pull that comes every minute, at the latest when the longest wait is over.
const HEALED: i64 = LONGEST_WAIT + 2 * 60 * 1000;

pub(crate) enum Parcel {
    Request(Effect),
    Event(Event),
}

pub(crate) struct World {
    pub(crate) chance: Chance,
    pub(crate) now: i64,
    pub(crate) stormy: bool,
    pub(crate) desk: Desk,
    pub(crate) moves: Receiver<Arc<[Move]>>,
    pub(crate) thread: ThreadId,
    pub(crate) devices: Vec<Device>,
    /// When (and in which order), to or from which device in which life, what.
    pub(crate) mail: BTreeMap<(i64, u64), (usize, u64, Parcel)>,
    pub(crate) posted: u64,
    /// What each device wrote and stored, in order.
    pub(crate) written: Vec<(usize, EnvelopeId, MessageId)>,
    /// What did not get through: on which device, and what its author was told.
    pub(crate) failed: BTreeMap<EnvelopeId, (usize, Status, ProblemKey)>,
    /// How often each came to nothing in one life of its device, though there was a connection: what the machine can
    /// only find out.
    pub(crate) tries: BTreeMap<(EnvelopeId, u64), u32>,
    pub(crate) lead: Actor,
    pub(crate) family: FamilyId,
    /// By which the one contact person has the family, while they do.
    pub(crate) assignment: Option<AssignmentId>,
    /// What can be booked, and every meeting that someone made.
    pub(crate) service: ServiceId,
    pub(crate) meetings: Vec<AppointmentId>,
    /// What was said about them.
    pub(crate) about_meetings: BTreeSet<EnvelopeId>,
    pub(crate) faults: BTreeMap<Fault, u32>,
    /// Of everything that any device was told.
    pub(crate) trace: DefaultHasher,
}

/// The demo world that every seed begins from.
pub(crate) struct Start {
    actors: Vec<Actor>,
    thread: ThreadId,
    family: FamilyId,
    lead: Actor,
    assignment: AssignmentId,
    service: ServiceId,
}

impl Start {
    pub(crate) async fn of(demo: &Demo) -> Self {
        let mut actors = Vec::new();
        for slug in PEOPLE {
            actors.push(demo.person(slug).await.actor);
        }
        let thread = demo.person(PEOPLE[0]).await.family_thread(None).await;
        let (lead, loses) = (demo.person("teamleder").await.actor, actors[LOSES].viewer.person);
        let family = demo.person(PEOPLE[0]).await.family().await;
        let sql = "SELECT id FROM assignments WHERE family = $1 AND staff = $2 AND until_at > $3";
        let row = demo.desk.db.row(sql, args![family, loses, demo::now()]).await.unwrap();
        let assignment = row.unwrap().id("id").unwrap();
        let booking = demo.person(PEOPLE[0]).await.asks(&OpenBooking {}).await.unwrap();
        let conversation = |service: &&ServiceView| service.kind == AppointmentKind::HealthConversation;
        let service = booking.services.iter().find(conversation).unwrap().id;
        Self { actors, thread, family, lead, assignment, service }
    }
}

impl World {
    pub(crate) fn new(seed: u64, start: &Start, db: Db) -> Self {
        let now = demo::now().millis();
        let mut world = Self {
            chance: Chance::new(seed),
            now,
            stormy: true,
            moves: db.moves(),
            desk: Desk::open(db, Clock::Fixed(demo::now()), indgang_server::features()),
            thread: start.thread,
            devices: start.actors.iter().cloned().map(Device::new).collect(),
            mail: BTreeMap::new(),
            posted: 0,
            written: Vec::new(),
            failed: BTreeMap::new(),
            tries: BTreeMap::new(),
            lead: start.lead.clone(),
            family: start.family,
            assignment: Some(start.assignment),
            service: start.service,
            meetings: Vec::new(),
            about_meetings: BTreeSet::new(),
            faults: BTreeMap::new(),
            trace: DefaultHasher::new(),
        };
        for n in 0..world.devices.len() {
            world.boot(n);
        }
        world
    }

    /// Does it happen now? So many times in a thousand.
    pub(crate) fn fault(&mut self, fault: Fault, permille: u64) -> bool {
        let happens = self.stormy && self.chance.below(1_000) < permille;
        if happens {
            *self.faults.entry(fault).or_default() += 1;
        }
        happens
    }

    pub(crate) fn boot(&mut self, n: usize) {
        let opened = self.devices[n].boot();
        self.tell(n, opened);
    }

    pub(crate) fn tell(&mut self, n: usize, event: Event) {
        (n, self.now, serde_json::to_string(&event).unwrap()).hash(&mut self.trace);
        let random = self.chance.next();
        let device = &mut self.devices[n];
        let now = Moment::from_millis(self.now + device.skew);
        for effect in device.machine.handle(event, now, random) {
            if self.fault(Fault::CrashHalfway, 1) {
                return self.boot(n);
            }
            self.perform(n, effect);
        }
    }

    pub(crate) fn perform(&mut self, n: usize, effect: Effect) {
        match effect {
            Effect::Keep(item) => self.keep(n, item),
            Effect::Drop(envelope) => drop(self.devices[n].disk.outbox.remove(&envelope)),
            Effect::Store(storing) => {
                let ok = !self.fault(Fault::DiskFull, 20);
                if ok {
                    self.devices[n].disk.store(&storing);
                }
                self.put(self.now, n, Parcel::Event(Event::Stored { ok }));
            }
            Effect::WakeAt(at) => self.devices[n].wake = Some(at.millis() - self.devices[n].skew),
            Effect::Changed(_) | Effect::Tell(_) => {}
            request => self.send(n, request),
        }
    }

    pub(crate) fn keep(&mut self, n: usize, item: Item) {
        let envelope = item.id();
        let new = !self.devices[n].disk.outbox.contains_key(&envelope);
        let ok = !(new && self.fault(Fault::DiskFull, 20));
        if ok {
            if new && item.envelope.command == SendMessage::NAME {
                let message: SendMessage = serde_json::from_str(item.envelope.args.get()).unwrap();
                self.written.push((n, envelope, message.id));
            }
            self.devices[n].disk.outbox.insert(envelope, item);
        }
        if new {
            self.put(self.now, n, Parcel::Event(Event::Kept { envelope, ok }));
        }
    }

    pub(crate) async fn tick(&mut self) {
        self.now += TICK;
        for n in 0..self.devices.len() {
            if self.stormy && self.chance.below(1_000) < 16 {
                self.act(n);
            }
            self.mischief(n);
            if self.devices[n].wake.is_some_and(|at| at <= self.now) {
                self.devices[n].wake = None;
                self.tell(n, Event::Woke);
            }
        }
        self.regrant().await;
        self.meet().await;
        while let Some(due) = self.mail.first_entry().filter(|entry| entry.key().0 <= self.now) {
            let (n, life, parcel) = due.remove();
            match parcel {
                // What was sent arrives even where the sender is no more.
                Parcel::Request(request) => self.serve(n, request).await,
                Parcel::Event(event) if life == self.devices[n].life => self.tell(n, event),
                Parcel::Event(_) => {}
            }
        }
    }

    pub(crate) async fn run(&mut self) {
        let storm_ends = self.now + STORM;
        while self.now < storm_ends {
            self.tick().await;
        }
        self.stormy = false;
        for n in 0..self.devices.len() {
            self.devices[n].online = true;
            self.tell(n, Event::WentOnline);
        }
        let calm_ends = self.now + CALM;
        while self.now < calm_ends && !self.is_quiet() {
            self.tick().await;
        }
        self.dismiss_what_failed();
        let all_healed = self.now + HEALED;
        while self.now < all_healed || !self.mail.is_empty() {
            self.tick().await;
        }
        self.dismiss_what_failed();
    }

    /// Nothing under way, nothing left to send. Whether all is as it should be is for the check.
    pub(crate) fn is_quiet(&self) -> bool {
        let drained = |device: &Device| {
            let waits = |item: &Item| !matches!(item.state, ItemState::Failed { .. });
            device.machine.synced() && !device.machine.items().iter().any(waits)
        };
        self.mail.is_empty() && self.devices.iter().all(drained)
    }
}
