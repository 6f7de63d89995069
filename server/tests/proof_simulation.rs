//! Promise 3, devices converge and drain: the mother's phone and both contact persons' run the very machine that is
//! shipped, against the real desk over a real database, through a network that loses, doubles and swaps, with crashes,
//! full disks and wrong clocks. In the end every outbox is empty, every message happened once, in the order its author
//! wrote, and every device shows what the server has. The same seed is the same run.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

mod proof;
mod town;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope};
use indgang_domain::kernel::id::{DeviceId, EnvelopeId, MessageId, MunicipalityId, ThreadId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::{MarkRead, MessageView, SendMessage};
use indgang_domain::stream::{Cursor, Nudge, PullRequest, View as _};
use indgang_domain::sync::{Effect, Event, Item, ItemState, LONGEST_WAIT, Trouble};
use indgang_domain::verbs::Command;
use indgang_server::desk::{Actor, Clock, Desk};
use indgang_server::store::Db;
use indgang_server::store::db::{Address, Durability, Recorder};
use proof::chance::Chance;
use proof::device::{Device, Things, put};
use proof::{Folder, times};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tokio::sync::broadcast::Receiver;
use town::{Engine, Town};

const PEOPLE: [&str; 3] = ["borger", "kontakt-1", "kontakt-2"];
const TICK: i64 = 500;
/// How long everything breaks, and how long after that all must be well at the latest.
const STORM: i64 = 4 * 60 * 1000;
const CALM: i64 = 30 * 60 * 1000;
/// A lost nudge is healed by the pull that comes every minute, at the latest when the longest wait is over.
const HEALED: i64 = LONGEST_WAIT + 2 * 60 * 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Fault {
    LostRequest,
    LostAnswer,
    DoubledRequest,
    DoubledAnswer,
    Swapped,
    LostNudge,
    AskedToComeLater,
    NoConnection,
    Crash,
    CrashHalfway,
    CrashBeforeStored,
    DiskFull,
    ClockWrong,
}

const ALL: [Fault; 13] = [
    Fault::LostRequest,
    Fault::LostAnswer,
    Fault::DoubledRequest,
    Fault::DoubledAnswer,
    Fault::Swapped,
    Fault::LostNudge,
    Fault::AskedToComeLater,
    Fault::NoConnection,
    Fault::Crash,
    Fault::CrashHalfway,
    Fault::CrashBeforeStored,
    Fault::DiskFull,
    Fault::ClockWrong,
];

enum Parcel {
    Request(Effect),
    Event(Event),
}

struct World {
    chance: Chance,
    now: i64,
    stormy: bool,
    desk: Desk,
    moves: Receiver<(MunicipalityId, Nudge)>,
    thread: ThreadId,
    devices: Vec<Device>,
    /// When (and in which order), to or from which device in which life, what.
    mail: BTreeMap<(i64, u64), (usize, u64, Parcel)>,
    posted: u64,
    /// What each device wrote and stored, in order.
    written: Vec<(usize, EnvelopeId, MessageId)>,
    faults: BTreeMap<Fault, u32>,
    /// Of everything that any device was told.
    trace: DefaultHasher,
}

/// The town that every seed begins from.
struct Start {
    actors: Vec<Actor>,
    thread: ThreadId,
}

impl Start {
    async fn of(town: &Town) -> Self {
        let mut actors = Vec::new();
        for slug in PEOPLE {
            actors.push(town.person(slug).await.actor);
        }
        let thread = town.person(PEOPLE[0]).await.family_thread(None).await;
        Self { actors, thread }
    }
}

impl World {
    fn new(seed: u64, start: &Start, db: Db) -> Self {
        let now = town::now().millis();
        let mut world = Self {
            chance: Chance::new(seed),
            now,
            stormy: true,
            moves: db.moves(),
            desk: Desk::open(db, Clock::Fixed(town::now())),
            thread: start.thread,
            devices: start.actors.iter().cloned().map(Device::new).collect(),
            mail: BTreeMap::new(),
            posted: 0,
            written: Vec::new(),
            faults: BTreeMap::new(),
            trace: DefaultHasher::new(),
        };
        for n in 0..world.devices.len() {
            world.boot(n);
        }
        world
    }

    /// Does it happen now? So many times in a thousand.
    fn fault(&mut self, fault: Fault, permille: u64) -> bool {
        let happens = self.stormy && self.chance.below(1_000) < permille;
        if happens {
            *self.faults.entry(fault).or_default() += 1;
        }
        happens
    }

    fn boot(&mut self, n: usize) {
        let opened = self.devices[n].boot();
        self.tell(n, opened);
    }

    fn tell(&mut self, n: usize, event: Event) {
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

    /// Arrives after a while; in a storm, other things may arrive before it.
    fn post(&mut self, n: usize, parcel: Parcel) {
        let spread = if self.stormy { 4_000 } else { 100 };
        let arrives = self.now + 10 + self.chance.below(spread).cast_signed();
        if self.mail.iter().any(|((at, _), (to, ..))| *to == n && *at > arrives) {
            *self.faults.entry(Fault::Swapped).or_default() += 1;
        }
        self.put(arrives, n, parcel);
    }

    fn put(&mut self, at: i64, n: usize, parcel: Parcel) {
        self.posted += 1;
        self.mail.insert((at, self.posted), (n, self.devices[n].life, parcel));
    }

    fn perform(&mut self, n: usize, effect: Effect) {
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

    fn keep(&mut self, n: usize, item: Item) {
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

    fn send(&mut self, n: usize, request: Effect) {
        if !self.devices[n].online || self.fault(Fault::LostRequest, 100) {
            return self.post(n, Parcel::Event(failure(&request, Trouble::Unreachable)));
        }
        if self.fault(Fault::AskedToComeLater, 50) {
            return self.post(n, Parcel::Event(failure(&request, Trouble::Later(Some(2_000)))));
        }
        if self.fault(Fault::DoubledRequest, 50) {
            self.post(n, Parcel::Request(request.clone()));
        }
        self.post(n, Parcel::Request(request));
    }

    /// The real desk, at the true time.
    async fn serve(&mut self, n: usize, request: Effect) {
        let lost = failure(&request, Trouble::Unreachable);
        self.desk.clock = Clock::Fixed(Moment::from_millis(self.now));
        let actor = self.devices[n].actor.clone();
        let answer = match request {
            Effect::Submit(ticket, request) => {
                let outcomes = self.desk.submit(&actor, request.now, request.envelopes).await;
                Event::SubmitAnswered(ticket, indgang_domain::stream::SubmitAnswer { outcomes })
            }
            Effect::Pull(ticket, request) => {
                Event::PullAnswered(ticket, self.desk.pull(&actor, &request).await.unwrap())
            }
            other => panic!("{other:?} was not asked for"),
        };
        while let Ok((_, nudge)) = self.moves.try_recv() {
            for listener in 0..self.devices.len() {
                if !self.fault(Fault::LostNudge, 200) {
                    self.post(listener, Parcel::Event(Event::Nudged(nudge)));
                }
            }
        }
        let answer = if self.fault(Fault::LostAnswer, 100) { lost } else { answer };
        if self.fault(Fault::DoubledAnswer, 50) {
            self.post(n, Parcel::Event(answer.clone()));
        }
        self.post(n, Parcel::Event(answer));
    }

    /// Someone writes, or reads.
    fn act(&mut self, n: usize) {
        let item = if self.chance.hits(25) {
            let position = i64::try_from(self.written.len()).unwrap() + 3;
            self.item(n, &MarkRead { thread: self.thread, position })
        } else {
            let text = format!("{n}: {}", self.devices[n].seq);
            let message =
                SendMessage { id: MessageId(self.chance.id()), ..town::message(self.thread, &text) };
            self.item(n, &message)
        };
        if self.fault(Fault::CrashBeforeStored, 20) {
            // The machine had it, the disk did not: it never was.
            let now = Moment::from_millis(self.now);
            _ = self.devices[n].machine.handle(Event::Wrote(item), now, 1);
            return self.boot(n);
        }
        self.tell(n, Event::Wrote(item));
    }

    fn item<C: Command>(&mut self, n: usize, command: &C) -> Item {
        let id = EnvelopeId(self.chance.id());
        let device = &mut self.devices[n];
        device.seq += 1;
        let envelope = Envelope {
            id,
            v: ENVELOPE_VERSION,
            device: DeviceId(device.actor.session.0),
            seq: device.seq,
            at: Moment::from_millis(self.now + device.skew),
            command: C::NAME.to_owned(),
            args: serde_json::value::to_raw_value(command).unwrap(),
        };
        Item::new(envelope, command.on(device.actor.viewer.person), Vec::new(), Vec::new())
    }

    fn mischief(&mut self, n: usize) {
        if self.fault(Fault::Crash, 4) {
            self.boot(n);
        }
        if self.fault(Fault::ClockWrong, 3) {
            let day: u64 = 24 * 60 * 60 * 1000;
            self.devices[n].skew = self.chance.below(2 * day).cast_signed() - day.cast_signed();
        }
        if self.fault(Fault::NoConnection, 4) {
            self.devices[n].online = false;
            self.tell(n, Event::WentOffline);
        } else if !self.devices[n].online && self.chance.hits(5) {
            self.devices[n].online = true;
            self.tell(n, Event::WentOnline);
        }
    }

    async fn tick(&mut self) {
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

    async fn run(&mut self) {
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
        let all_healed = self.now + HEALED;
        while self.now < all_healed || !self.mail.is_empty() {
            self.tick().await;
        }
    }

    /// Nothing under way, nothing left to send. Whether all is as it should be is for the check.
    fn is_quiet(&self) -> bool {
        let drained = |device: &Device| {
            let waits = |item: &Item| !matches!(item.state, ItemState::Failed { .. });
            device.machine.synced() && !device.machine.items().iter().any(waits)
        };
        self.mail.is_empty() && self.devices.iter().all(drained)
    }

    async fn check(&self, seed: u64) {
        let mut everyone = Vec::new();
        for (n, device) in self.devices.iter().enumerate() {
            let left = device.machine.items();
            assert!(left.is_empty(), "seed {seed}: device {n} is stuck: {left:#?}");
            assert!(
                device.disk.outbox.is_empty(),
                "seed {seed}: device {n} keeps what its machine has let go"
            );
            let truth = self.pulled_anew(&device.actor).await;
            let differ =
                truth.iter().filter(|(key, thing)| device.disk.things.get(*key) != Some(thing)).count();
            let more = device.disk.things.keys().filter(|key| !truth.contains_key(*key)).count();
            assert_eq!((differ, more), (0, 0), "seed {seed}: device {n}, of {}", truth.len());
            everyone.push(self.messages(&device.disk.things));
        }
        assert!(everyone.windows(2).all(|pair| pair[0] == pair[1]), "seed {seed}: all see the same messages");
        let Some(there) = everyone.first() else { return };
        let mut places = Vec::new();
        for n in 0..self.devices.len() {
            let own = self.written.iter().filter(|(by, ..)| *by == n);
            let own: Vec<_> = own.map(|(_, envelope, message)| (envelope, there.get(message))).collect();
            for (envelope, place) in &own {
                assert!(
                    place.is_some(),
                    "seed {seed}: {envelope} of device {n} was stored and never arrived"
                );
            }
            let own: Vec<i64> = own.into_iter().filter_map(|(_, place)| place.copied()).collect();
            assert!(own.is_sorted(), "seed {seed}: device {n}'s words are out of order: {own:?}");
            places.extend(own);
        }
        places.sort_unstable();
        assert!(
            places.windows(2).all(|pair| pair[0] + 1 == pair[1]),
            "seed {seed}: each exactly once: {places:?}"
        );
        assert_eq!(places.last(), there.values().max(), "seed {seed}: nothing that nobody wrote");
    }

    /// The messages of the thread, with their places.
    fn messages(&self, things: &Things) -> BTreeMap<MessageId, i64> {
        let ours =
            things.iter().filter(|((on, kind, _), _)| on.0 == self.thread.0 && kind == MessageView::KIND);
        ours.map(|((.., id), (_, view))| {
            let view: MessageView = serde_json::from_str(view).unwrap();
            (MessageId(*id), view.position)
        })
        .collect()
    }

    /// What a new device of this person would show.
    async fn pulled_anew(&self, actor: &Actor) -> Things {
        let (mut things, mut cursors) = (Things::new(), BTreeMap::new());
        loop {
            let request = PullRequest { client: 1, cursors: cursors.values().copied().collect() };
            let answer = self.desk.pull(actor, &request).await.unwrap();
            for news in answer.streams {
                let cursor = Cursor { stream: news.stream, version: news.version, lens: news.lens };
                cursors.insert(news.stream, cursor);
                put(&mut things, news);
            }
            if !answer.more {
                return things;
            }
        }
    }
}

fn failure(request: &Effect, trouble: Trouble) -> Event {
    match request {
        Effect::Submit(ticket, _) => Event::SubmitFailed(*ticket, trouble),
        Effect::Pull(ticket, _) => Event::PullFailed(*ticket, trouble),
        other => panic!("{other:?} was not asked for"),
    }
}

/// What all runs did.
#[derive(Default)]
struct Sum {
    written: usize,
    faults: BTreeMap<Fault, u32>,
}

impl Sum {
    /// Runs one seed; answers its trace.
    async fn run(&mut self, seed: u64, start: &Start, db: Db) -> u64 {
        let mut world = World::new(seed, start, db);
        world.run().await;
        world.check(seed).await;
        self.written += world.written.len();
        for (fault, times) in world.faults {
            *self.faults.entry(fault).or_default() += times;
        }
        world.trace.finish()
    }

    fn tell(&self, engine: Engine, seeds: u64) {
        println!("{engine:?}: {seeds} seeds, {} messages, {:?}", self.written, self.faults);
    }
}

/// A file to begin each seed from: copied, so that every run begins alike.
struct Template {
    folder: Folder,
    start: Start,
}

impl Template {
    async fn make() -> Self {
        let town = Town::open(Engine::Sqlite).await;
        let start = Start::of(&town).await;
        let folder = Folder::new();
        let Address::Sqlite(path) = &town.address else { unreachable!("asked for SQLite") };
        let mut conn = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
        let copying = format!("VACUUM INTO '{}'", folder.0.join("template").display());
        sqlx::query(AssertSqlSafe(copying)).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        Self { folder, start }
    }

    async fn copy(&self, name: &str) -> (PathBuf, Db) {
        let path = self.folder.0.join(name);
        std::fs::copy(self.folder.0.join("template"), &path).unwrap();
        // Power is not lost in these runs; other proofs are about that.
        let db =
            Db::open(&Address::Sqlite(path.clone()), Durability::Normal, Recorder::default()).await.unwrap();
        (path, db)
    }
}

#[tokio::test]
async fn sqlite_devices_converge_and_drain_and_a_seed_replays() {
    let seeds = times(100, 1_000) as u64;
    let replayed = times(3, 20) as u64;
    let template = Template::make().await;
    let mut sum = Sum::default();
    for seed in 1..=seeds {
        let (path, db) = template.copy(&format!("seed-{seed}")).await;
        let trace = sum.run(seed, &template.start, db).await;
        std::fs::remove_file(path).unwrap();
        if seed <= replayed {
            let (_, db) = template.copy(&format!("again-{seed}")).await;
            assert_eq!(
                Sum::default().run(seed, &template.start, db).await,
                trace,
                "seed {seed} is the same run"
            );
        }
    }
    sum.tell(Engine::Sqlite, seeds);
    for fault in ALL {
        assert!(
            sum.faults.contains_key(&fault),
            "{fault:?} never happened: the test tests less than it says"
        );
    }
}

#[tokio::test]
async fn postgres_devices_converge_and_drain() {
    let seeds = times(3, 30) as u64;
    let mut sum = Sum::default();
    for seed in 1..=seeds {
        let town = Town::open(Engine::Postgres).await;
        let start = Start::of(&town).await;
        sum.run(seed, &start, town.desk.db.clone()).await;
    }
    sum.tell(Engine::Postgres, seeds);
    assert!(!sum.faults.is_empty());
}
