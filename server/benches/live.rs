//! Live: five hundred people listen to the real program, a hundred messages a second are sent, and each is timed from
//! the moment it is sent until the other side's device has pulled it. And what the program's memory is meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

#[path = "live/device.rs"]
#[allow(dead_code, reason = "shared with delivery")]
mod device;
#[path = "../tests/proof/http.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the proofs")]
mod http;
#[path = "live/people.rs"]
#[allow(dead_code, reason = "shared with delivery")]
mod people;
#[path = "live/program.rs"]
#[allow(dead_code, reason = "shared with delivery")]
mod program;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use device::{Device, Ledger};
use people::Pair;
use program::Program;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

const LISTENERS: u32 = 500;
const MESSAGES_A_SECOND: u32 = 100;
const FOR: Duration = Duration::from_secs(20);
/// What is still on its way at the end has this long.
const GRACE: Duration = Duration::from_secs(5);
/// So many families give five hundred people who listen: a hundred of the team, the rest adults.
const FAMILIES: u32 = 350;

const P99_AT_MOST: Duration = Duration::from_millis(100);
const IDLE_AT_MOST: u64 = 40 * 1024;
const LISTENER_AT_MOST: u64 = 32;

#[tokio::main]
async fn main() -> ExitCode {
    let folder = std::env::temp_dir().join(format!("indgang-live-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let database = folder.join("live.sqlite3");
    program::seed(&database, FAMILIES);
    let demo = people::of(&database, LISTENERS as usize).await;
    let program = Program::start(&database).await;
    sleep(Duration::from_secs(1)).await;
    let idle = program.resident();
    let ledger = Arc::new(Ledger::default());
    let mut devices: Vec<_> =
        demo.cookies.iter().enumerate().map(|(n, cookie)| Device::new(n, program.address, cookie)).collect();
    for device in &mut devices {
        device.listen().await;
    }
    sleep(Duration::from_secs(1)).await;
    let listening = program.resident();
    let mut tasks = JoinSet::new();
    let ready = Arc::new(AtomicUsize::new(0));
    let mut outboxes = Vec::new();
    for device in devices {
        outboxes.push(device.outbox());
        tasks.spawn(device.run(ledger.clone(), ready.clone()));
    }
    timeout(Duration::from_mins(1), async {
        while ready.load(Ordering::Relaxed) < LISTENERS as usize {
            sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("everyone has pulled all there is");
    let sent = send(&demo.pairs, &outboxes, &ledger).await;
    let busy = program.resident();
    let mut times = ledger.times();
    tasks.abort_all();
    drop(program);
    std::fs::remove_dir_all(&folder).unwrap();
    times.sort_unstable();
    let good = tell(sent, &times, [idle, listening, busy]);
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A message every so often, each time by the next pair, by turns this way and that.
async fn send(pairs: &[Pair], outboxes: &[device::Outbox], ledger: &Arc<Ledger>) -> usize {
    let mut tick = interval(Duration::from_secs(1) / MESSAGES_A_SECOND);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let since = Instant::now();
    let mut sending = JoinSet::new();
    let mut sent = 0;
    while since.elapsed() < FOR {
        tick.tick().await;
        let pair = pairs[sent % pairs.len()];
        let (one, other) = (pair.one, pair.other);
        let (from, to) = if (sent / pairs.len()).is_multiple_of(2) { (one, other) } else { (other, one) };
        let (outbox, ledger) = (outboxes[from].clone(), ledger.clone());
        sending.spawn(async move { outbox.send(pair.thread, to, &ledger).await });
        sent += 1;
    }
    while let Some(done) = sending.join_next().await {
        done.unwrap();
    }
    let _ = timeout(GRACE, async {
        while ledger.waiting() > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    sent
}

fn tell(sent: usize, times: &[Duration], [idle, listening, busy]: [u64; 3]) -> bool {
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
    let millis = |time: Option<&Duration>| time.map_or(f64::INFINITY, |time| time.as_secs_f64() * 1_000.0);
    let each = listening.saturating_sub(idle) / u64::from(LISTENERS);
    println!(
        "{LISTENERS} listeners, {sent} messages at {MESSAGES_A_SECOND} a second, SQLite, synchronous=FULL, over loopback\n"
    );
    println!(
        "| from being sent to being on the other side's device | measured | limit |\n| --- | ---: | ---: |"
    );
    println!("| median | {:.1} ms | |", millis(at(50)));
    println!("| 95 % | {:.1} ms | |", millis(at(95)));
    println!("| 99 % | {:.1} ms | {:.0} ms |", millis(at(99)), millis(Some(&P99_AT_MOST)));
    println!("| never arrived | {} | 0 |", sent - times.len());
    println!("\n| memory (resident) | measured | limit |\n| --- | ---: | ---: |");
    println!("| nobody there | {:.1} MiB | {} MiB |", mebi(idle), IDLE_AT_MOST / 1024);
    println!("| each listener | {each} KiB | {LISTENER_AT_MOST} KiB |");
    println!("| at the end | {:.1} MiB | |", mebi(busy));
    let in_time = at(99).is_some_and(|time| *time <= P99_AT_MOST) && times.len() == sent;
    in_time && idle <= IDLE_AT_MOST && each <= LISTENER_AT_MOST
}

fn mebi(kibi: u64) -> f64 {
    f64::from(u32::try_from(kibi).unwrap()) / 1024.0
}
