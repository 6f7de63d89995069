//! Delivery: a hundred of the team listen to the real program, each of thirty-six streams, and a thousand messages are sent.
//! What the program's processor spends on each that comes to a device, and what its memory is afterwards.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

#[path = "live/device.rs"]
#[allow(dead_code, reason = "shared with live")]
mod device;
#[path = "../tests/proof/http.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the proofs")]
mod http;
#[path = "live/people.rs"]
#[allow(dead_code, reason = "shared with live")]
mod people;
#[path = "live/program.rs"]
mod program;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use device::{Device, Ledger, Outbox};
use people::Pair;
use program::Program;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep, timeout};

const FAMILIES: u32 = 350;
const LISTENERS: usize = 100;
const STREAMS: usize = 36;
const MESSAGES: usize = 1_000;
const MESSAGES_A_SECOND: u32 = 50;

const EACH_AT_MOST: Duration = Duration::from_millis(1);
const MEMORY_AT_MOST: u64 = 40 * 1024;

#[tokio::main]
async fn main() -> ExitCode {
    let folder = std::env::temp_dir().join(format!("indgang-delivery-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let database = folder.join("delivery.sqlite3");
    program::seed(&database, FAMILIES);
    let demo = people::with_streams(&database, LISTENERS, STREAMS).await;
    let program = Program::start(&database).await;
    let ledger = Arc::new(Ledger::default());
    let ready = Arc::new(AtomicUsize::new(0));
    let (mut tasks, mut outboxes) = (JoinSet::new(), Vec::new());
    for (n, cookie) in demo.cookies.iter().enumerate() {
        let mut device = Device::new(n, program.address, cookie);
        device.listen().await;
        outboxes.push(device.outbox());
        tasks.spawn(device.run(ledger.clone(), ready.clone()));
    }
    let everyone = async {
        while ready.load(Ordering::Relaxed) < LISTENERS {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(Duration::from_mins(1), everyone).await.expect("everyone has pulled all there is");
    let (before, spent) = (ledger.messages(), program.spent());
    send(&demo.pairs, &outboxes, &ledger).await;
    let delivered = ledger.messages() - before;
    let spent = program.spent().saturating_sub(spent);
    let memory = program.resident();
    tasks.abort_all();
    drop(program);
    std::fs::remove_dir_all(&folder).unwrap();
    let each = spent / u32::try_from(delivered).unwrap();
    println!(
        "{LISTENERS} listeners of {STREAMS} streams each, {MESSAGES} messages that came {delivered} times, SQLite\n"
    );
    println!("| | measured | limit |\n| --- | ---: | ---: |");
    println!("| processor for each that comes | {:.2} ms | {:.0} ms |", millis(each), millis(EACH_AT_MOST));
    println!("| memory afterwards | {} MiB | {} MiB |", memory / 1024, MEMORY_AT_MOST / 1024);
    let is_good = each <= EACH_AT_MOST && memory <= MEMORY_AT_MOST;
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

async fn send(pairs: &[Pair], outboxes: &[Outbox], ledger: &Ledger) {
    let mut tick = interval(Duration::from_secs(1) / MESSAGES_A_SECOND);
    for n in 0..MESSAGES {
        tick.tick().await;
        let pair = pairs[n % pairs.len()];
        outboxes[pair.one].send(pair.thread, pair.other, ledger).await;
    }
    let arrived = async {
        while ledger.waiting() > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(10), arrived).await.expect("all has arrived");
}
