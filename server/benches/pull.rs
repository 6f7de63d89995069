//! What a pull costs on the way: the first of a thread of a thousand messages, and the next of ten.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot go on fails")]

#[path = "../tests/demo/mod.rs"]
mod demo;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::{Duration, Instant};

use demo::{Demo, Engine, Someone};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{StreamId, ThreadId};
use indgang_domain::stream::Cursor;

#[tokio::main]
async fn main() {
    println!("Pulling messages\n");
    println!("| | entries | pages | bytes | bytes an entry | with brotli | time |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    measure(Engine::Sqlite).await;
    if std::env::var_os("INDGANG_TEST_POSTGRES").is_some() {
        measure(Engine::Postgres).await;
    }
}

async fn measure(engine: Engine) {
    let demo = Demo::open(engine).await;
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let mut device = Device { someone: contact, cursors: BTreeMap::new() };
    device.pull().await;
    for (number, what) in [(1_000, "1,000 messages"), (10, "then 10"), (0, "then nothing")] {
        write(&mother, thread, number).await;
        let pulled = device.pull().await;
        let bytes = pulled.bytes.len();
        let each = bytes.checked_div(pulled.entries).map_or_else(|| "–".to_owned(), |each| each.to_string());
        println!(
            "| {engine:?}: {what} | {} | {} | {bytes} | {each} | {} | {:.1} ms |",
            pulled.entries,
            pulled.pages,
            brotli(&pulled.bytes),
            pulled.time.as_secs_f64() * 1_000.0
        );
    }
    println!();
}

async fn write(mother: &Someone, thread: ThreadId, number: usize) {
    for n in 0..number {
        let text = format!(
            "Besked nummer {n}: kan vi tale sammen i morgen kl. 10, eller er det bedre efter frokost?"
        );
        assert_eq!(mother.says(thread, &text).await.status, Status::Done);
    }
}

struct Device {
    someone: Someone,
    cursors: BTreeMap<StreamId, Cursor>,
}

#[derive(Default)]
struct Pulled {
    entries: usize,
    pages: usize,
    bytes: Vec<u8>,
    time: Duration,
}

impl Device {
    /// Pulls to the end.
    async fn pull(&mut self) -> Pulled {
        let mut pulled = Pulled::default();
        loop {
            let since = Instant::now();
            let answer = self.someone.pulls(self.cursors.values().copied().collect()).await;
            pulled.time += since.elapsed();
            pulled.pages += 1;
            pulled.bytes.extend(serde_json::to_vec(&answer).unwrap());
            for news in answer.streams {
                pulled.entries += news.entries.len();
                let cursor =
                    Cursor { stream: news.stream, version: news.version, lens: news.lens, sight: news.sight };
                self.cursors.insert(news.stream, cursor);
            }
            if !answer.more {
                return pulled;
            }
        }
    }
}

/// As a proxy in front would send it.
fn brotli(bytes: &[u8]) -> usize {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 5, 22);
    writer.write_all(bytes).unwrap();
    drop(writer);
    packed.len()
}
