//! What a device is told: all of it once, and then only what changed.

use std::collections::{BTreeMap, BTreeSet};

use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{StreamId, ThreadId};
use indgang_domain::messages::{MarkRead, MessageView, ThreadView};
use indgang_domain::policy::Lens;
use indgang_domain::stream::{Cursor, PULL_PAGE, StreamNews, View};
use indgang_server::store::args;
use uuid::Uuid;

use crate::demo::{Demo, Pulled, Someone, now};
use crate::stories;

stories! {
    a_device_that_is_up_to_date_is_told_nothing,
    what_a_stream_holds_comes_once_and_at_its_latest,
    a_long_history_comes_in_pages_and_no_unit_is_torn,
    one_change_is_small_however_long_the_history_is,
    a_thousand_messages_come_at_once,
    another_lens_sends_the_stream_again,
    a_cursor_from_the_future_begins_anew,
    what_is_written_between_two_pages_is_not_skipped,
}

/// Things of one kind in some news.
fn ids(news: &[&StreamNews], kind: &str) -> Vec<Uuid> {
    news.iter()
        .flat_map(|news| &news.entries)
        .filter(|entry| entry.kind == kind)
        .map(|entry| entry.id)
        .collect()
}

/// Fills a thread with a long talk: `times` times seven messages at once, as the commands would leave them.
async fn long_talk(demo: &Demo, by: &Someone, thread: ThreadId, times: i64) {
    let viewer = by.viewer().clone();
    let last = "SELECT last_position AS n FROM threads WHERE id = $1";
    let mut position = crate::demo::count(demo, last, args![thread]).await;
    for _ in 0..times {
        let (viewer, start) = (viewer.clone(), position);
        let said = demo.desk.db.transaction(move |tx| {
            let viewer = viewer.clone();
            Box::pin(async move {
                for place in start + 1..=start + 7 {
                    let id = Uuid::now_v7();
                    tx.exec(
                        "INSERT INTO messages (municipality, id, thread, position, at, author, side, language, body, photos) \
                         VALUES ($1, $2, $3, $4, $5, $6, 'family', 'da', 'Og så var der også det.', '[]')",
                        args![viewer.municipality, id, thread, place, now(), viewer.person],
                    )
                    .await?;
                    tx.tell(viewer.municipality, thread, MessageView::KIND, id).await?;
                }
                tx.exec(
                    "UPDATE threads SET last_position = $3 WHERE municipality = $1 AND id = $2",
                    args![viewer.municipality, thread, start + 7],
                )
                .await?;
                tx.tell(viewer.municipality, thread, ThreadView::KIND, thread).await
            })
        });
        said.await.expect("seven messages");
        position += 7;
    }
}

async fn a_device_that_is_up_to_date_is_told_nothing(demo: Demo) {
    for slug in ["borger", "ung", "kontakt-1", "teamleder", "admin"] {
        let someone = demo.person(slug).await;
        let held = someone.pulls_all(Vec::new()).await;
        assert!(held.pages.iter().flat_map(|page| &page.streams).all(|news| !news.forget), "{slug}");
        let again = someone.pulls(held.cursors).await;
        assert!(again.streams.is_empty() && !again.more, "{slug}");
    }
}

async fn what_a_stream_holds_comes_once_and_at_its_latest(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    mother.says(thread, "Første").await;
    let held = contact.pulls_all(Vec::new()).await;
    let entries: Vec<_> = held
        .pages
        .iter()
        .flat_map(|page| &page.streams)
        .flat_map(|news| news.entries.iter().map(|entry| (news.stream, entry.kind.clone(), entry.id)))
        .collect();
    assert_eq!(entries.iter().collect::<BTreeSet<_>>().len(), entries.len(), "each thing once");
    mother.says(thread, "Anden").await;
    contact.says(thread, "Tredje").await;
    let position = 10_000;
    contact.does(&MarkRead { thread, position }).await;
    let news = contact.pulls_all(held.cursors).await;
    let of_thread = news.of(thread);
    assert_eq!(ids(&of_thread, MessageView::KIND).len(), 2);
    assert_eq!(ids(&of_thread, ThreadView::KIND), [thread.0], "the head once, though it changed twice");
    assert!(news.of(mother.viewer().person).is_empty(), "her own read mark is hers");
    assert!(of_thread.iter().flat_map(|news| &news.entries).all(|entry| entry.view.is_some()));
}

async fn a_long_history_comes_in_pages_and_no_unit_is_torn(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    long_talk(&demo, &mother, thread, 330).await;
    let held = contact.pulls_all(Vec::new()).await;
    assert!(held.pages.len() >= 3, "more than two thousand things");
    let (last, others) = held.pages.split_last().expect("pages");
    assert!(!last.more && others.iter().all(|page| page.more));
    let mut page_of: BTreeMap<(StreamId, u64), usize> = BTreeMap::new();
    for (number, page) in held.pages.iter().enumerate() {
        assert!(page.streams.iter().map(|news| news.entries.len()).sum::<usize>() <= PULL_PAGE);
        for (stream, entry) in
            page.streams.iter().flat_map(|news| news.entries.iter().map(|entry| (news.stream, entry)))
        {
            let first = *page_of.entry((stream, entry.version)).or_insert(number);
            assert_eq!(first, number, "what was said at once came in two pieces");
        }
    }
    let came = ids(&held.of(thread), MessageView::KIND);
    let unique: BTreeSet<_> = came.iter().collect();
    assert_eq!(unique.len(), came.len(), "each message once");
    let sql = "SELECT COUNT(*) AS n FROM messages WHERE thread = $1";
    assert_eq!(crate::demo::count(&demo, sql, args![thread]).await, i64::try_from(came.len()).unwrap());
    assert!(contact.pulls(held.cursors).await.streams.is_empty());
}

/// How many bytes one message is to a device that holds all that came before.
async fn one_change(demo: &Demo, mother: &Someone, contact: &Someone, thread: ThreadId) -> usize {
    let held: Pulled = contact.pulls_all(Vec::new()).await;
    demo.recorder.take();
    assert_eq!(mother.says(thread, "Kan du ringe?").await.status, Status::Done);
    let answer = contact.pulls(held.cursors).await;
    assert_eq!(
        answer.streams.iter().map(|news| news.entries.len()).sum::<usize>(),
        2,
        "the message and the thread's head"
    );
    serde_json::to_vec(&answer).unwrap().len()
}

/// A device that comes back after a long time is not sent to and fro.
async fn a_thousand_messages_come_at_once(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let held = contact.pulls_all(Vec::new()).await;
    long_talk(&demo, &mother, thread, 143).await;
    let answer = contact.pulls(held.cursors).await;
    assert!(!answer.more);
    let news = Pulled { pages: vec![answer], cursors: Vec::new() };
    assert_eq!(ids(&news.of(thread), MessageView::KIND).len(), 7 * 143);
}

async fn one_change_is_small_however_long_the_history_is(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let short = one_change(&demo, &mother, &contact, thread).await;
    long_talk(&demo, &mother, thread, 150).await;
    let long = one_change(&demo, &mother, &contact, thread).await;
    assert!(short <= 2048 && long <= 2048, "{short} and {long} bytes");
    assert!(long.abs_diff(short) <= 64, "{short} and {long} bytes: only numbers have grown");
}

async fn another_lens_sends_the_stream_again(demo: Demo) {
    let contact = demo.person("kontakt-1").await;
    let thread = demo.person("borger").await.family_thread(None).await;
    let held = contact.pulls_all(Vec::new()).await;
    let all: usize = held.of(thread).iter().map(|news| news.entries.len()).sum();
    let changed = |cursor: &Cursor| {
        let lens = if cursor.stream == thread.into() { Lens::Substitute } else { cursor.lens };
        Cursor { lens, ..*cursor }
    };
    let again = contact.pulls_all(held.cursors.iter().map(changed).collect()).await;
    assert_eq!(
        again.pages.iter().map(|page| page.streams.len()).sum::<usize>(),
        1,
        "that stream and no other"
    );
    let news = again.of(thread);
    assert_eq!(news.iter().map(|news| news.entries.len()).sum::<usize>(), all);
    assert!(news.iter().all(|news| news.lens == Lens::Contact));
}

async fn a_cursor_from_the_future_begins_anew(demo: Demo) {
    // A database that was restored from yesterday: devices know more than the server.
    let contact = demo.person("kontakt-1").await;
    let thread = demo.person("borger").await.family_thread(None).await;
    let held = contact.pulls_all(Vec::new()).await;
    let all: usize = held.of(thread).iter().map(|news| news.entries.len()).sum();
    let ahead = |cursor: &Cursor| Cursor {
        version: if cursor.stream == thread.into() { u64::MAX } else { cursor.version },
        ..*cursor
    };
    let again = contact.pulls_all(held.cursors.iter().map(ahead).collect()).await;
    assert_eq!(again.of(thread).iter().map(|news| news.entries.len()).sum::<usize>(), all);
}

async fn what_is_written_between_two_pages_is_not_skipped(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let (thread, own) = (mother.family_thread(None).await, mother.own_thread().await);
    long_talk(&demo, &mother, thread, 200).await;
    let mut held = Pulled::default();
    let mut written = 0;
    let mut more = true;
    while more {
        let page = contact.pulls(held.cursors.clone()).await;
        more = page.more;
        for news in &page.streams {
            held.cursors.retain(|cursor| cursor.stream != news.stream);
            held.cursors.push(Cursor {
                stream: news.stream,
                version: news.version,
                lens: news.lens,
                sight: news.sight,
            });
        }
        held.pages.push(page);
        if more {
            written += 1;
            mother.says(thread, &format!("Undervejs {written}")).await;
            mother.says(own, &format!("Også her {written}")).await;
        }
    }
    let rest = contact.pulls_all(held.cursors.clone()).await;
    held.pages.extend(rest.pages);
    assert!(written >= 1, "there was more than one page");
    let entries: Vec<_> =
        held.pages.iter().flat_map(|page| &page.streams).flat_map(|news| &news.entries).collect();
    for number in 1..=written {
        for words in [format!("Undervejs {number}"), format!("Også her {number}")] {
            let said = |text: &str| {
                serde_json::from_str::<MessageView>(text).is_ok_and(|message| message.text == words)
            };
            let came = entries.iter().any(|entry| entry.view.as_ref().is_some_and(|view| said(view.get())));
            assert!(came, "{words} is missing");
        }
    }
}
