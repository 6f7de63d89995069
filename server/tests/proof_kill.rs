//! Promise 1, acknowledged is kept: `kill -9` in the midst of sixteen senders, again and again. What was acknowledged
//! is there, what was sent twice happened once, and the database is sound. On `PostgreSQL` two processes share the load,
//! and the same envelopes go through both at the same time.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

mod demo;
mod proof;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use demo::{Demo, Engine};
use indgang_domain::envelope::{Envelope, Outcome, Status};
use indgang_domain::kernel::id::{EnvelopeId, ThreadId};
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::record::Recorder;
use indgang_server::store::{Db, args};
use proof::chance::Chance;
use proof::http::Client;
use proof::program::Program;
use proof::{Folder, letter, submit, times};
use tokio::sync::Notify;
use uuid::Uuid;

const SENDERS: usize = 16;
/// A process is killed after so many acknowledgements at most.
const ACKNOWLEDGED_AT_MOST: u64 = 60;
/// How often a sender asks again for outcomes that were "later".
const PATIENCE: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_what_it_acknowledged() {
    let folder = Folder::new();
    let path = folder.0.join("demo.sqlite3");
    let mut servers = Servers { database: format!("sqlite://{}", path.display()), programs: vec![None] };
    kill_again_and_again(&mut servers).await;
    let database = Db::open(&Address::Sqlite(path), Durability::Full, Recorder::default()).await.unwrap();
    let sound = database.row("PRAGMA integrity_check", args![]).await.unwrap().unwrap();
    assert_eq!(sound.text("integrity_check").unwrap(), "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_what_two_processes_acknowledged() {
    let demo = Demo::open(Engine::Postgres).await;
    let Address::Postgres(database) = demo.address.clone() else { unreachable!("asked for PostgreSQL") };
    let mut servers = Servers { database, programs: vec![None, None] };
    kill_again_and_again(&mut servers).await;
}

/// The processes over one database.
struct Servers {
    database: String,
    programs: Vec<Option<Program>>,
}

impl Servers {
    async fn start(&mut self) -> Vec<SocketAddr> {
        let mut addresses = Vec::new();
        for program in &mut self.programs {
            let running = match program.take() {
                Some(running) => running,
                None => Program::start(&[], &self.database, &[]).await,
            };
            addresses.push(running.address);
            *program = Some(running);
        }
        addresses
    }

    /// Kills one, or all of them.
    fn kill(&mut self, which: Option<usize>) {
        for (n, program) in self.programs.iter_mut().enumerate() {
            if let Some(mut program) = program.take_if(|_| which.is_none_or(|which| which == n)) {
                program.kill();
            }
        }
    }
}

/// One device: what it has sent without an answer stays in its hands.
struct Sender {
    n: usize,
    clients: Vec<Client>,
    written: u64,
    unanswered: Vec<Envelope>,
    /// Everything it ever sent: the message's id and text.
    sent: BTreeMap<EnvelopeId, (Uuid, String)>,
    acknowledged: BTreeMap<EnvelopeId, Outcome>,
    /// Some of what was acknowledged, to be sent again.
    again: Vec<Envelope>,
    chance: Chance,
}

impl Sender {
    /// Sends until a process dies.
    async fn send(&mut self, thread: ThreadId, count: &AtomicU64, acknowledged: &Notify) {
        loop {
            if self.unanswered.is_empty() {
                self.write(thread);
            }
            if self.chance.hits(10) {
                self.unanswered.append(&mut self.again);
            }
            let all_lived = self.exchange().await;
            count.fetch_add(1, Ordering::Relaxed);
            acknowledged.notify_one();
            if !all_lived {
                return;
            }
        }
    }

    fn write(&mut self, thread: ThreadId) {
        for _ in 0..=self.chance.below(2) {
            self.written += 1;
            let text = format!("kill {}: {}", self.n, self.written);
            let (envelope, message) = letter(thread, &text, self.written);
            self.sent.insert(envelope.id, (message.id.0, text));
            self.unanswered.push(envelope);
        }
    }

    /// The same envelopes through every process at once. Did all answer?
    async fn exchange(&mut self) -> bool {
        let body = submit(self.unanswered.clone());
        let answers =
            futures::future::join_all(self.clients.iter_mut().map(|client| client.submits(&body))).await;
        let all_lived = answers.iter().all(Result::is_ok);
        for outcome in answers.into_iter().flatten().flatten() {
            self.take(&outcome);
        }
        all_lived
    }

    fn take(&mut self, outcome: &Outcome) {
        match outcome.status {
            Status::Done => {
                if let Some(place) = self.unanswered.iter().position(|envelope| envelope.id == outcome.id) {
                    let envelope = self.unanswered.remove(place);
                    if self.again.len() < 3 {
                        self.again.push(envelope);
                    }
                }
                let first = self.acknowledged.entry(outcome.id).or_insert_with(|| outcome.clone());
                assert_eq!(first, outcome, "an outcome never changes");
            }
            // It says itself that it may have come to nothing.
            Status::Later => {}
            status => panic!("{status:?}: {:?}", outcome.problem),
        }
    }
}

async fn kill_again_and_again(servers: &mut Servers) {
    let mut chance = Chance::of_this_run();
    let addresses = servers.start().await;
    let (mut senders, thread) = senders(&addresses, &mut chance).await;
    let rounds = times(5, 200);
    let mut cut_off = 0;
    for round in 0..rounds {
        let addresses = servers.start().await;
        for sender in &mut senders {
            sender.clients = moved(&sender.clients, &addresses);
        }
        let count = Arc::new(AtomicU64::new(0));
        let acknowledged = Arc::new(Notify::new());
        let sending = senders.drain(..).map(|mut sender| {
            let (count, acknowledged) = (count.clone(), acknowledged.clone());
            tokio::spawn(async move {
                sender.send(thread, &count, &acknowledged).await;
                sender
            })
        });
        let sending: Vec<_> = sending.collect();
        let enough = 1 + chance.below(ACKNOWLEDGED_AT_MOST);
        while count.load(Ordering::Relaxed) < enough {
            acknowledged.notified().await;
        }
        // The moment of the kill is the fault; nothing waits for it.
        tokio::time::sleep(Duration::from_micros(chance.below(5_000))).await;
        // The first, the second, all.
        let which = (round % 3 != 2).then_some(round % servers.programs.len());
        servers.kill(which);
        for sender in sending {
            senders.push(sender.await.unwrap());
        }
        cut_off += senders.iter().filter(|sender| !sender.unanswered.is_empty()).count();
    }
    assert!(cut_off > 0, "no kill hit anyone: the test tests less than it says");
    let addresses = servers.start().await;
    for sender in &mut senders {
        sender.clients = moved(&sender.clients, &addresses);
        sender.unanswered.append(&mut sender.again);
        for _ in 0..PATIENCE {
            if !sender.unanswered.is_empty() {
                assert!(sender.exchange().await, "nobody was killed");
            }
        }
        assert!(sender.unanswered.is_empty(), "still not settled: {:?}", sender.unanswered);
    }
    servers.kill(None);
    let sent = check(&servers.database, &senders, thread).await;
    println!(
        "{} processes, {rounds} kills, {cut_off} senders cut off, {sent} messages",
        servers.programs.len()
    );
}

fn moved(clients: &[Client], addresses: &[SocketAddr]) -> Vec<Client> {
    addresses.iter().zip(clients).map(|(address, client)| client.moved(*address)).collect()
}

async fn senders(addresses: &[SocketAddr], chance: &mut Chance) -> (Vec<Sender>, ThreadId) {
    let thread = Client::logged_in(addresses[0], "borger").await.family_thread().await;
    let mut senders = Vec::new();
    for n in 0..SENDERS {
        let slug = ["borger", "kontakt-1", "kontakt-2"][n % 3];
        let client = Client::logged_in(addresses[0], slug).await;
        senders.push(Sender {
            n,
            clients: addresses.iter().map(|address| client.moved(*address)).collect(),
            written: 0,
            unanswered: Vec::new(),
            sent: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            again: Vec::new(),
            chance: Chance::new(chance.next()),
        });
    }
    (senders, thread)
}

/// What the database holds, read beside the program.
async fn check(database: &str, senders: &[Sender], thread: ThreadId) -> usize {
    let db = Db::open(&database.parse().unwrap(), Durability::Full, Recorder::default()).await.unwrap();
    let sql = "SELECT m.id, m.body, m.position, e.version FROM messages m \
        JOIN entries e ON e.municipality = m.municipality AND e.stream = m.thread AND e.kind = 'message' AND e.id = m.id \
        WHERE m.thread = $1 AND m.body LIKE 'kill %' ORDER BY m.position";
    let rows = db.rows(sql, args![thread]).await.unwrap();
    let mut there = BTreeMap::new();
    let (mut places, mut versions) = (Vec::new(), BTreeSet::new());
    for row in &rows {
        there.insert(row.text("body").unwrap(), row.id::<Uuid>("id").unwrap());
        places.push(row.int("position").unwrap());
        versions.insert(row.int("version").unwrap());
    }
    assert_eq!(there.len(), rows.len(), "none doubled");
    assert!(places.windows(2).all(|pair| pair[0] + 1 == pair[1]), "no place is empty or taken twice");
    assert_eq!(versions.len(), rows.len(), "one step of the stream for each");
    let mut sent = 0;
    for sender in senders {
        sent += sender.sent.len();
        for (envelope, (message, text)) in &sender.sent {
            assert!(sender.acknowledged.contains_key(envelope), "{text} was sent until it was acknowledged");
            assert_eq!(there.get(text), Some(message), "{text} was acknowledged");
        }
    }
    assert_eq!(there.len(), sent, "nothing that nobody sent");
    let count = async |sql: &'static str, args| db.row(sql, args).await.unwrap().unwrap().int("n").unwrap();
    let done = count("SELECT COUNT(*) AS n FROM outcomes WHERE status = 'done'", args![]).await;
    let audited = count(
        "SELECT COUNT(*) AS n FROM audit WHERE stream = $1 AND event = 'Messages.SendMessage'",
        args![thread],
    )
    .await;
    let newest = count("SELECT version AS n FROM streams WHERE id = $1", args![thread]).await;
    let last = count("SELECT last_position AS n FROM threads WHERE id = $1", args![thread]).await;
    let sent_rows = i64::try_from(sent).unwrap();
    assert_eq!((done, audited), (sent_rows, sent_rows), "one outcome and one audit line for each");
    assert_eq!(versions.last(), Some(&newest));
    assert_eq!(places.last(), Some(&last));
    if let Some(pool) = db.postgres() {
        pool.close().await;
    }
    sent
}
