//! Durable commands a second: sixteen senders through the desk, against the very same statements in a plain loop over
//! one connection that commits as many together. What the desk adds (policy, queues, tasks) is what lies between.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

#[path = "../tests/demo/mod.rs"]
mod demo;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use demo::{Demo, Engine, message};
use indgang_domain::envelope::{Envelope, Status};
use indgang_server::desk::{Actor, Clock, Desk};
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::record::Recorder;
use indgang_server::store::{Arg, Db, sqlite};

const SENDERS: usize = 16;
const EACH: usize = 100;
const ROUNDS: usize = 5;
/// The least that the desk must reach of the plain loop.
const AIM: f64 = 0.5;

/// One command's statements.
type Unit = Vec<(String, Vec<Arg>)>;

/// What both do: the same commands, from the same start.
struct Work {
    folder: PathBuf,
    envelopes: Vec<(Actor, Envelope)>,
    units: Vec<Unit>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let work = record().await;
    let (mut desk, mut loops) = (Vec::new(), [16, 1].map(|batch| (batch, Vec::new())));
    for round in 0..ROUNDS {
        desk.push(through_the_desk(&work, round).await);
        for (batch, times) in &mut loops {
            times.push(in_a_loop(&work, round, *batch));
        }
    }
    std::fs::remove_dir_all(&work.folder).unwrap();
    let rate = |mut times: Vec<Duration>| {
        times.sort_unstable();
        f64::from(u32::try_from(work.units.len()).unwrap()) / times[times.len() / 2].as_secs_f64()
    };
    let desk = rate(desk);
    println!(
        "Durable commands a second, SQLite, synchronous=FULL, {} commands, median of {ROUNDS}\n",
        work.units.len()
    );
    println!("| | commands/s | the desk reaches |\n| --- | ---: | ---: |");
    println!("| the desk, {SENDERS} senders | {desk:.0} | |");
    let mut reached = 0.0;
    for (batch, times) in loops {
        let plain = rate(times);
        println!(
            "| the same statements in a loop, {batch} a commit | {plain:.0} | {:.0} % |",
            100.0 * desk / plain
        );
        if batch == SENDERS {
            reached = desk / plain;
        }
    }
    println!("\nThe aim is {:.0} % of the loop that commits {SENDERS} together.", 100.0 * AIM);
    if reached >= AIM { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn record() -> Work {
    let demo = Demo::open(Engine::Sqlite).await;
    let folder = std::env::temp_dir().join(format!("indgang-bench-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut people = Vec::new();
    for slug in ["borger", "kontakt-1", "kontakt-2"] {
        people.push(demo.person(slug).await);
    }
    let thread = people[0].family_thread(None).await;
    let Address::Sqlite(path) = &demo.address else { unreachable!("asked for SQLite") };
    let copying = format!("VACUUM INTO '{}'", folder.join("template").display());
    sqlite::open(path, Durability::Full).unwrap().execute_batch(&copying).unwrap();
    demo.recorder.take();
    let (mut envelopes, mut units) = (Vec::new(), Vec::new());
    for n in 0..SENDERS * EACH {
        let by = &people[n % people.len()];
        let envelope =
            by.envelope(&message(thread, &format!("Besked nummer {n}: kan vi tale sammen i morgen?")));
        envelopes.push((by.actor.clone(), envelope.clone()));
        assert_eq!(by.settle(envelope).await.status, Status::Done);
        units.push(demo.recorder.take());
    }
    Work { folder, envelopes, units }
}

/// A file of its own, as it was before the first command.
fn copy(work: &Work, name: &str) -> PathBuf {
    let path = work.folder.join(name);
    std::fs::copy(work.folder.join("template"), &path).unwrap();
    path
}

async fn through_the_desk(work: &Work, round: usize) -> Duration {
    let path = copy(work, &format!("desk-{round}"));
    let db = Db::open(&Address::Sqlite(path), Durability::Full, Recorder::default()).await.unwrap();
    let desk = Desk::open(db, Clock::Fixed(demo::now()), indgang_server::features());
    let parts: Vec<Vec<_>> =
        (0..SENDERS).map(|n| work.envelopes.iter().skip(n).step_by(SENDERS).cloned().collect()).collect();
    let since = Instant::now();
    let senders = parts.into_iter().map(|part| {
        let desk = desk.clone();
        tokio::spawn(async move {
            for (actor, envelope) in part {
                let at = envelope.at;
                assert_eq!(desk.settle(&actor, envelope, at).await.status, Status::Done);
            }
        })
    });
    for sender in senders.collect::<Vec<_>>() {
        sender.await.unwrap();
    }
    since.elapsed()
}

fn in_a_loop(work: &Work, round: usize, batch: usize) -> Duration {
    let path = copy(work, &format!("loop-{batch}-{round}"));
    // As the desk's own writer is opened.
    let conn = sqlite::open(&path, Durability::Full).unwrap();
    let run = |sql: &str, args: &[Arg]| drop(sqlite::rows(&conn, sql, args).unwrap());
    let since = Instant::now();
    for units in work.units.chunks(batch) {
        run("BEGIN IMMEDIATE", &[]);
        for unit in units {
            run("SAVEPOINT unit", &[]);
            for (sql, args) in unit {
                run(sql, args);
            }
            run("RELEASE unit", &[]);
        }
        run("COMMIT", &[]);
    }
    since.elapsed()
}
