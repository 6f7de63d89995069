//! Promise 3, devices converge and drain: the mother's phone and both contact persons' run the very machine that is
//! shipped, against the real desk over a real database, through a network that loses, doubles and swaps, with crashes,
//! full disks and wrong clocks; one of the contact persons loses the family and gets it back. In the end every outbox is
//! empty, every message happened once, in the order its author wrote, or its author knows why not, and every device
//! shows what the server has. The same seed is the same run.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

mod check;
#[path = "../demo/mod.rs"]
mod demo;
mod fault;
mod meetings;
mod network;
mod patience;
mod people;
#[path = "../proof/mod.rs"]
mod proof;
mod world;

use std::collections::BTreeMap;
use std::hash::Hasher as _;
use std::path::PathBuf;

use demo::{Demo, Engine};
use fault::{ALL, Fault};
use indgang_server::store;
use indgang_server::store::Db;
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::record::Recorder;
use proof::{Folder, times};
use world::{Start, World};

/// What all runs did.
#[derive(Default)]
struct Sum {
    written: usize,
    failed: usize,
    faults: BTreeMap<Fault, u32>,
}

impl Sum {
    /// Runs one seed; answers its trace.
    async fn run(&mut self, seed: u64, start: &Start, db: Db) -> u64 {
        let mut world = World::new(seed, start, db);
        world.run().await;
        world.check(seed).await;
        self.written += world.written.len();
        self.failed += world.failed.len();
        for (fault, times) in world.faults {
            *self.faults.entry(fault).or_default() += times;
        }
        world.trace.finish()
    }

    fn tell(&self, engine: Engine, seeds: u64) {
        println!(
            "{engine:?}: {seeds} seeds, {} messages, {} not let through, {:?}",
            self.written, self.failed, self.faults
        );
    }
}

/// A file to begin each seed from: copied, so that every run begins alike.
struct Template {
    folder: Folder,
    start: Start,
}

impl Template {
    async fn make() -> Self {
        let demo = Demo::open(Engine::Sqlite).await;
        let start = Start::of(&demo).await;
        let folder = Folder::new();
        let Address::Sqlite(path) = &demo.address else { unreachable!("asked for SQLite") };
        let copying = format!("VACUUM INTO '{}'", folder.0.join("template").display());
        store::sqlite::open(path, Durability::Full).unwrap().execute_batch(&copying).unwrap();
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

/// The same database, whose commits do not wait for the disk: power is not lost in these runs.
async fn careless(demo: &Demo) -> Db {
    let Address::Postgres(url) = &demo.address else { unreachable!("asked for PostgreSQL") };
    let name = url.rsplit('/').next().and_then(|name| name.split('?').next()).unwrap();
    demo.owner_does(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await;
    Db::open(&demo.address, Durability::Normal, Recorder::default()).await.unwrap()
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
    assert!(sum.failed > 0, "nobody who lost the family had anything on the way");
    for fault in ALL {
        assert!(
            sum.faults.contains_key(&fault),
            "{fault:?} never happened: the test tests less than it says"
        );
    }
}

/// Runs that broke once, each a test.
macro_rules! broke_once {
    ($($name:ident: $seed:literal, $why:literal;)+) => {
        mod broke_once {
            $(#[doc = $why]
            #[tokio::test]
            async fn $name() {
                let template = super::Template::make().await;
                let (_, db) = template.copy("once").await;
                super::Sum::default().run($seed, &template.start, db).await;
            })+
        }
    };
}

broke_once! {
    seed_317: 317, "A text overtook a photo whose patience was spent without a connection.";
    seed_344: 344, "The same.";
    seed_482: 482, "The same.";
    seed_642: 642, "The same.";
}

#[tokio::test]
async fn postgres_devices_converge_and_drain() {
    let seeds = times(3, 30) as u64;
    let mut sum = Sum::default();
    for seed in 1..=seeds {
        let demo = Demo::open(Engine::Postgres).await;
        let start = Start::of(&demo).await;
        sum.run(seed, &start, careless(&demo).await).await;
    }
    sum.tell(Engine::Postgres, seeds);
    assert!(!sum.faults.is_empty());
}
