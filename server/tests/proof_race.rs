//! Promise 4, no change is skipped: many write at once, others follow with their cursors, on a database whose locks
//! are taken away at random. Everyone sees every message exactly once, and nobody ever hears of a serialization error.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

mod demo;
mod proof;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use demo::{Demo, Someone};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::ThreadId;
use indgang_domain::messages::MessageView;
use indgang_domain::stream::{Cursor, View as _};
use proof::chance::Chance;
use proof::slow::Slow;
use proof::{letter, times};
use uuid::Uuid;

const WRITERS: usize = 32;
const PULLERS: usize = 8;

stories! {
    those_who_follow_see_every_message_exactly_once,
}

async fn those_who_follow_see_every_message_exactly_once(demo: Demo) {
    let each = times(8, 200);
    let mother = demo.person("borger").await;
    let threads = [mother.family_thread(None).await, mother.own_thread().await];
    // The same three people: they meet in the same streams, and in the mother's own.
    let mut pullers = Vec::new();
    for n in 0..PULLERS {
        let someone = demo.person(["borger", "kontakt-1", "kontakt-2"][n % 3]).await;
        let mut follower = Follower { someone, cursors: BTreeMap::new(), seen: BTreeMap::new() };
        follower.follow().await;
        follower.seen.clear();
        pullers.push(follower);
    }
    let slow = Slow::begin(&demo.address, 20).await;
    let writing = Arc::new(AtomicUsize::new(WRITERS));
    let mut writers = Vec::new();
    for n in 0..WRITERS {
        let someone = demo.person(["borger", "kontakt-1", "kontakt-2"][n % 3]).await;
        writers.push(tokio::spawn(write(someone, threads, n, each, writing.clone())));
    }
    let following = pullers.into_iter().map(|mut follower| {
        let writing = writing.clone();
        tokio::spawn(async move {
            let mut pulls = 0;
            // One more after the last writer has ended.
            loop {
                let last = writing.load(Ordering::Acquire) == 0;
                pulls += follower.follow().await;
                if last {
                    break (follower, pulls);
                }
            }
        })
    });
    let following: Vec<_> = following.collect();
    let mut written = Vec::new();
    for writer in writers {
        written.extend(writer.await.unwrap());
    }
    written.sort_unstable();
    let mut pulled = 0;
    for following in following {
        let (follower, pulls) = following.await.unwrap();
        pulled += pulls;
        let seen: Vec<_> = follower.seen.keys().copied().collect();
        assert_eq!(seen.len(), written.len(), "as many as written");
        assert_eq!(seen, written, "the very ones");
        assert!(follower.seen.values().all(|times| *times == 1), "each once");
    }
    let held = slow.end().await;
    println!(
        "{:?}: {} messages, {pulled} pulls by {PULLERS}, locks taken away {held} times",
        demo.engine,
        written.len()
    );
    assert!(held > 0, "the locks were never taken away: the test tests less than it says");
}

async fn write(
    someone: Someone,
    threads: [ThreadId; 2],
    writer: usize,
    each: usize,
    writing: Arc<AtomicUsize>,
) -> Vec<Uuid> {
    let mut chance = Chance::new(writer as u64);
    let mut written = Vec::new();
    for n in 0..each {
        let thread = threads[usize::from(chance.hits(30))];
        let (envelope, message) = letter(thread, &format!("{writer}: {n}"), n as u64);
        let outcome = someone.settle(envelope).await;
        assert_eq!(outcome.status, Status::Done, "{:?}", outcome.problem);
        assert!(outcome.at.contains_key(&thread.into()));
        written.push(message.id.0);
        if chance.hits(30) {
            tokio::time::sleep(Duration::from_millis(chance.below(10))).await;
        }
    }
    writing.fetch_sub(1, Ordering::AcqRel);
    written
}

struct Follower {
    someone: Someone,
    cursors: BTreeMap<Uuid, Cursor>,
    seen: BTreeMap<Uuid, u32>,
}

impl Follower {
    /// Pulls to the end; answers how many pulls that took.
    async fn follow(&mut self) -> usize {
        let mut pulls = 0;
        loop {
            pulls += 1;
            let answer = self.someone.pulls(self.cursors.values().copied().collect()).await;
            for news in answer.streams {
                assert!(!news.forget);
                let cursor =
                    Cursor { stream: news.stream, version: news.version, lens: news.lens, sight: news.sight };
                let former = self.cursors.insert(news.stream.0, cursor);
                assert!(former.is_none_or(|former| former.version < news.version), "a cursor only moves on");
                for entry in news.entries {
                    assert!(entry.version <= news.version, "the cursor is past what it brought");
                    if entry.kind == MessageView::KIND {
                        assert!(entry.view.is_some(), "with its content");
                        *self.seen.entry(entry.id).or_default() += 1;
                    }
                }
            }
            if !answer.more {
                return pulls;
            }
        }
    }
}
