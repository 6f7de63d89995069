//! Many devices, one server, and a world that breaks everything: requests and answers are lost, doubled and swapped,
//! devices crash and begin again from what was stored, clocks jump, grants come and go. In the end all is calm, and
//! then every outbox is empty, every envelope had one effect, and every device shows what the server has.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;

use super::super::*;
use super::model::Change;
use super::world::*;
use crate::envelope::{ENVELOPE_VERSION, Envelope};
use crate::kernel::id::{BlobId, DeviceId, EnvelopeId};
use crate::kernel::time::Moment;
use crate::policy::Lens;

const SEEDS: u64 = 60;
const SEEDS_OF_THE_LONG_FORM: u64 = 100_000;
const STORM: i64 = 15 * 60 * 1000;
const CALM: i64 = 30 * 60 * 1000;
const TICK: i64 = 250;

impl World {
    fn write(&mut self, n: usize) {
        let on = stream(u128::from(self.chance.below(3)));
        let id = EnvelopeId(self.chance.id());
        let thing = if self.chance.hits(50) { Uuid::from_u128(self.chance.below(9).into()) } else { id.0 };
        let refuse = self.chance.hits(5);
        let picture = self.chance.hits(20).then(|| BlobId(self.chance.id()));
        let device = &mut self.devices[n];
        device.seq += 1;
        let change = Change { on, thing, text: format!("{n}:{}", device.seq), refuse, picture };
        let envelope = Envelope {
            id,
            v: ENVELOPE_VERSION,
            device: DeviceId(Uuid::from_u128(n as u128)),
            seq: device.seq,
            at: Moment::from_millis(self.now + device.skew),
            command: "Test.Change".to_owned(),
            args: serde_json::value::to_raw_value(&change).expect("a command"),
        };
        let view = serde_json::value::to_raw_value(&change.text).expect("a text");
        let pending = PendingView { stream: on, kind: "thing".to_owned(), id: thing, view };
        let pictures = picture.map(|blob| Upload { blob, stream: on, piece: None }).into_iter().collect();
        self.written.push((n, on, id));
        if self.fault(Fault::CrashBeforeStored, 1) {
            // It never was: the machine had it, the disk did not.
            self.written.retain(|(.., written)| *written != id);
            let now = Moment::from_millis(self.now);
            _ = self.devices[n].machine.handle(
                Event::Wrote(Item::new(envelope, on, vec![pending], pictures)),
                now,
                1,
            );
            return self.boot(n);
        }
        self.tell(n, Event::Wrote(Item::new(envelope, on, vec![pending], pictures)));
    }

    fn mischief(&mut self, n: usize) {
        if self.fault(Fault::Crash, 1) {
            self.boot(n);
        }
        if self.fault(Fault::ClockJump, 1) {
            let day = 24 * 60 * 60 * 1000;
            self.devices[n].skew = self.chance.below(2 * day).cast_signed() - day.cast_signed();
        }
        if self.fault(Fault::NoConnection, 1) {
            self.devices[n].online = false;
            self.tell(n, Event::WentOffline);
        } else if !self.devices[n].online && self.chance.hits(5) {
            self.devices[n].online = true;
            self.tell(n, Event::WentOnline);
        }
        let grant = (self.devices[n].person, stream(u128::from(self.chance.below(3))));
        if self.fault(Fault::LensChanged, 1) {
            let lens = if self.chance.hits(50) { Lens::Adult } else { Lens::Contact };
            self.server.grants.insert(grant, lens);
        }
        if self.chance.hits(10) && self.fault(Fault::GrantEnded, 2) {
            self.server.grants.remove(&grant);
        } else if self.chance.hits(1) {
            self.server.grants.entry(grant).or_insert(Lens::Adult);
        }
    }

    fn tick(&mut self) {
        self.now += TICK;
        for n in 0..DEVICES {
            if self.stormy && self.chance.hits(2) {
                self.write(n);
            }
            self.mischief(n);
            if self.devices[n].wake.is_some_and(|at| at <= self.now) {
                self.devices[n].wake = None;
                self.tell(n, Event::Woke);
            }
        }
        loop {
            let due = self.mail.iter().enumerate().filter(|(_, (at, ..))| *at <= self.now);
            let Some((place, _)) = due.min_by_key(|(_, (at, ..))| *at) else { break };
            let (_, n, life, parcel) = self.mail.remove(place);
            match parcel {
                // What was sent arrives even where the sender is no more.
                Parcel::Request(request) => self.serve(n, request),
                Parcel::Event(event) if life == self.devices[n].life => self.tell(n, event),
                Parcel::Event(_) => {}
            }
        }
    }

    fn run(&mut self) {
        let storm_ends = self.now + STORM;
        while self.now < storm_ends {
            self.tick();
        }
        self.stormy = false;
        for n in 0..DEVICES {
            for s in 0..STREAMS {
                self.server.grants.entry((self.devices[n].person, stream(s))).or_insert(Lens::Adult);
            }
            self.devices[n].online = true;
            self.tell(n, Event::WentOnline);
        }
        let calm_ends = self.now + CALM;
        while self.now < calm_ends {
            self.tick();
        }
    }

    fn check(&self, seed: u64) {
        let all: BTreeMap<_, _> = self
            .server
            .streams
            .iter()
            .flat_map(|(id, stream)| {
                stream.things.iter().map(|(thing, (_, text))| ((*id, *thing), text.clone()))
            })
            .collect();
        for device in &self.devices {
            let failed = |item: &&Item| matches!(item.state, ItemState::Failed { .. });
            let stuck: Vec<_> = device.machine.items().iter().filter(|item| !failed(item)).collect();
            assert!(stuck.is_empty(), "seed {seed}: stuck {stuck:#?}");
            assert_eq!(device.machine.items().len(), device.disk.outbox.len(), "seed {seed}");
            let differ = all.iter().filter(|(key, text)| device.disk.things.get(key) != Some(text)).count();
            let same = differ == 0 && device.disk.things.len() == all.len();
            assert!(same, "seed {seed}: {differ} of {} things differ", all.len());
        }
        let twice: Vec<_> = self.server.effects.iter().filter(|(_, times)| **times != 1).collect();
        assert!(twice.is_empty(), "seed {seed}: {twice:?}");
        let failed: Vec<_> =
            self.devices.iter().flat_map(|device| device.disk.outbox.keys().copied()).collect();
        for (.., id) in &self.written {
            let done = self.server.effects.contains_key(id);
            assert!(done != failed.contains(id), "seed {seed}: {id} is neither done nor failed, or both");
        }
        self.check_order(seed);
    }

    /// Of each device and stream, all happened in the order in which it was written, but for what was tried so often that
    /// the rest no longer waited for it.
    fn check_order(&self, seed: u64) {
        let place: BTreeMap<_, _> = self.server.order.iter().zip(0..).collect();
        let mut lanes: BTreeMap<_, Vec<i32>> = BTreeMap::new();
        for (device, on, id) in &self.written {
            let happened = place.get(id).filter(|_| !self.patience_ended(*id));
            lanes.entry((device, on)).or_default().extend(happened);
        }
        for ((device, on), places) in lanes {
            assert!(places.is_sorted(), "seed {seed}: device {device}, {on}: out of order: {places:?}");
        }
    }
}

/// Takes seed after seed; answers what was written, what was done, and what broke.
fn run_until(seeds: u64, next: &AtomicU64) -> (usize, usize, BTreeMap<Fault, u32>) {
    let mut sum = (0, 0, BTreeMap::new());
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed > seeds {
            return sum;
        }
        let mut world = World::new(seed);
        world.run();
        world.check(seed);
        sum.0 += world.written.len();
        sum.1 += world.server.effects.len();
        for (fault, times) in world.faults {
            *sum.2.entry(fault).or_default() += times;
        }
    }
}

#[test]
fn whatever_breaks_outboxes_drain_and_all_see_the_same() {
    let seeds = if std::env::var_os("INDGANG_FULL").is_some() { SEEDS_OF_THE_LONG_FORM } else { SEEDS };
    let next = AtomicU64::new(1);
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let sums = std::thread::scope(|scope| {
        let runs = (0..threads).map(|_| scope.spawn(|| run_until(seeds, &next)));
        let runs: Vec<_> = runs.collect();
        runs.into_iter().map(|run| run.join().expect("every seed ends well")).collect::<Vec<_>>()
    });
    let mut faults: BTreeMap<Fault, u32> = BTreeMap::new();
    let (mut written, mut done) = (0, 0);
    for sum in sums {
        written += sum.0;
        done += sum.1;
        for (fault, times) in sum.2 {
            *faults.entry(fault).or_default() += times;
        }
    }
    println!("{seeds} seeds, {written} written, {done} done, {faults:?}");
    let all = [
        Fault::LostRequest,
        Fault::LostAnswer,
        Fault::Doubled,
        Fault::Swapped,
        Fault::Crash,
        Fault::CrashBeforeStored,
        Fault::DiskFull,
        Fault::ClockJump,
        Fault::Later,
        Fault::NoConnection,
        Fault::LensChanged,
        Fault::GrantEnded,
        Fault::LostNudge,
    ];
    for fault in all {
        assert!(faults.contains_key(&fault), "{fault:?} never happened: the test tests less than it says");
    }
}
