//! Devices, a server, and the mail between them, in which anything may go wrong.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::*;
use super::disk::Disk;
use super::model::Server;
use crate::kernel::id::{EnvelopeId, PersonId, StreamId};
use crate::kernel::time::Moment;
use crate::policy::Lens;
use crate::stream::Nudge;

pub(super) const DEVICES: usize = 4;
pub(super) const STREAMS: u128 = 3;

pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    pub(super) fn hits(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub(super) fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    LostRequest,
    LostAnswer,
    Doubled,
    Swapped,
    Crash,
    CrashBeforeStored,
    DiskFull,
    ClockJump,
    Later,
    NoConnection,
    LensChanged,
    GrantEnded,
    LostNudge,
}

pub(super) struct Device {
    pub(super) person: PersonId,
    pub(super) machine: Machine,
    pub(super) disk: Disk,
    /// How far its clock is off.
    pub(super) skew: i64,
    pub(super) wake: Option<i64>,
    pub(super) seq: u64,
    pub(super) online: bool,
    /// Counts its lives: an earlier one's disk does not answer. An earlier one's request does, which is harsher than
    /// any browser.
    pub(super) life: u64,
}

pub(super) enum Parcel {
    Request(Effect),
    Event(Event),
}

pub(super) struct World {
    pub(super) chance: Chance,
    pub(super) now: i64,
    pub(super) stormy: bool,
    pub(super) server: Server,
    pub(super) devices: Vec<Device>,
    /// When, to or from which device in which life, what.
    pub(super) mail: Vec<(i64, usize, u64, Parcel)>,
    /// On which device, in which stream, in this order.
    pub(super) written: Vec<(usize, StreamId, EnvelopeId)>,
    /// How often each came to nothing in one life of its device, though there was a connection: what the machine can
    /// only guess.
    pub(super) tries: BTreeMap<(EnvelopeId, u64), u32>,
    pub(super) faults: BTreeMap<Fault, u32>,
}

pub(super) fn stream(n: u128) -> StreamId {
    StreamId(Uuid::from_u128(n + 1))
}

pub(super) fn person(n: usize) -> PersonId {
    PersonId(Uuid::from_u128(100 + n as u128))
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut server = Server::default();
        let mut devices = Vec::new();
        for n in 0..DEVICES {
            // The last two are one person's.
            let person = person(n.min(DEVICES - 2));
            for n in 0..STREAMS {
                server.grants.insert((person, stream(n)), Lens::Adult);
                server.streams.entry(stream(n)).or_default();
            }
            let machine = Machine::new();
            let disk = Disk::default();
            devices.push(Device {
                person,
                machine,
                disk,
                skew: 0,
                wake: None,
                seq: 0,
                online: true,
                life: 0,
            });
        }
        let chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let now = 1_800_000_000_000;
        let (mail, written, tries, faults) = (Vec::new(), Vec::new(), BTreeMap::new(), BTreeMap::new());
        let mut world = Self { chance, now, stormy: true, server, devices, mail, written, tries, faults };
        for n in 0..DEVICES {
            world.boot(n);
        }
        world
    }

    pub(super) fn fault(&mut self, fault: Fault, percent: u64) -> bool {
        let happens = self.stormy && self.chance.hits(percent);
        if happens {
            *self.faults.entry(fault).or_default() += 1;
        }
        happens
    }

    pub(super) fn boot(&mut self, n: usize) {
        let device = &mut self.devices[n];
        device.machine = Machine::new();
        device.wake = None;
        device.life += 1;
        let outbox = device.disk.outbox.values().cloned().collect();
        let cursors = device.disk.cursors.values().copied().collect();
        let whole = device.disk.whole;
        self.tell(n, Event::Opened { outbox, cursors, whole });
    }

    pub(super) fn tell(&mut self, n: usize, event: Event) {
        let random = self.chance.next();
        let device = &mut self.devices[n];
        let now = Moment::from_millis(self.now + device.skew);
        for effect in device.machine.handle(event, now, random) {
            self.perform(n, effect);
        }
    }

    pub(super) fn post(&mut self, n: usize, parcel: Parcel) {
        let spread = if self.stormy { 4_000 } else { 100 };
        let arrives = self.now + 10 + self.chance.below(spread).cast_signed();
        if self.mail.iter().any(|(at, other, ..)| *other == n && *at > arrives) {
            *self.faults.entry(Fault::Swapped).or_default() += 1;
        }
        self.mail.push((arrives, n, self.devices[n].life, parcel));
    }

    pub(super) fn perform(&mut self, n: usize, effect: Effect) {
        match effect {
            Effect::Keep(item) => {
                let new = !self.devices[n].disk.outbox.contains_key(&item.id());
                let ok = !(new && self.fault(Fault::DiskFull, 1));
                let envelope = item.id();
                if ok {
                    self.devices[n].disk.outbox.insert(envelope, item);
                }
                if !ok {
                    self.written.retain(|(.., written)| *written != envelope);
                }
                if new {
                    self.mail.push((
                        self.now,
                        n,
                        self.devices[n].life,
                        Parcel::Event(Event::Kept { envelope, ok }),
                    ));
                }
            }
            Effect::Drop(envelope) => drop(self.devices[n].disk.outbox.remove(&envelope)),
            Effect::Store(storing) => {
                let ok = !self.fault(Fault::DiskFull, 2);
                if ok {
                    self.devices[n].disk.store(&storing);
                }
                self.mail.push((self.now, n, self.devices[n].life, Parcel::Event(Event::Stored { ok })));
            }
            Effect::WakeAt(at) => self.devices[n].wake = Some(at.millis() - self.devices[n].skew),
            Effect::Changed(_) | Effect::Tell(_) => {}
            request => self.send(n, request),
        }
    }

    pub(super) fn send(&mut self, n: usize, request: Effect) {
        let failed = failure(&request);
        if !self.devices[n].online {
            return self.post(n, Parcel::Event(failed));
        }
        if self.fault(Fault::LostRequest, 10) {
            self.upload_came_to_nothing(n, &request);
            return self.post(n, Parcel::Event(failed));
        }
        if self.fault(Fault::Doubled, 5) {
            self.post(n, Parcel::Request(request.clone()));
        }
        self.post(n, Parcel::Request(request));
    }

    pub(super) fn serve(&mut self, n: usize, request: Effect) {
        let failed = failure(&request);
        let asked = request.clone();
        let by = self.devices[n].person;
        let before: Vec<_> = self.server.streams.iter().map(|(id, stream)| (*id, stream.version)).collect();
        let answer = match request {
            Effect::Submit(ticket, request) => {
                let later: Vec<_> = request.envelopes.iter().map(|_| self.fault(Fault::Later, 5)).collect();
                let mut later = later.into_iter();
                let answer = self.server.submit(by, &request, || later.next().unwrap_or(false));
                Event::SubmitAnswered(ticket, answer)
            }
            Effect::Pull(ticket, request) => Event::PullAnswered(ticket, self.server.pull(by, &request)),
            Effect::Upload(_, upload) => {
                self.server.blobs.insert(upload.blob);
                Event::UploadDone(upload.blob)
            }
            _ => return,
        };
        self.nudge(&before);
        let answer = if self.fault(Fault::LostAnswer, 10) {
            self.upload_came_to_nothing(n, &asked);
            failed
        } else {
            answer
        };
        if let Event::SubmitAnswered(_, answer) = &answer {
            self.put_off(n, answer);
        }
        if self.fault(Fault::Doubled, 5) {
            self.post(n, Parcel::Event(answer.clone()));
        }
        self.post(n, Parcel::Event(answer));
    }

    pub(super) fn nudge(&mut self, before: &[(StreamId, u64)]) {
        for (id, version) in before {
            let now = self.server.streams[id].version;
            for n in 0..DEVICES {
                if now > *version && !self.fault(Fault::LostNudge, 20) {
                    self.post(
                        n,
                        Parcel::Event(Event::Nudged(Nudge { stream: *id, version: now, with_others: false })),
                    );
                }
            }
        }
    }
}

pub(super) fn failure(request: &Effect) -> Event {
    match request {
        Effect::Submit(ticket, _) => Event::SubmitFailed(*ticket, Unanswered::Unreachable),
        Effect::Pull(ticket, _) => Event::PullFailed(*ticket, Unanswered::Unreachable),
        Effect::Upload(ticket, _) => Event::UploadFailed(*ticket, Unanswered::Unreachable),
        _ => Event::Woke,
    }
}
