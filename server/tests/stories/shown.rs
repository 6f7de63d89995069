//! A page that the server renders was shown: what stands on it has been read, with script and without.

use axum::body::Body;
use axum::http::StatusCode;
use indgang_domain::kernel::id::ThreadId;
use indgang_domain::messages::{OpenThread, Threads};

use crate::demo::{Demo, Someone};
use crate::door::Door;
use crate::stories;

stories! {
    what_a_page_shows_is_read,
    what_a_browser_fetches_ahead_is_not,
    who_looks_back_has_not_seen_the_newest,
}

async fn visits(door: &Door, path: &str, purpose: &str) {
    let request = door.request("GET", path).header("sec-purpose", purpose).body(Body::empty()).unwrap();
    assert_eq!(door.send(request).await.status(), StatusCode::OK, "{path}");
}

async fn unread(someone: &Someone, thread: ThreadId) -> u32 {
    let lines = someone.asks(&Threads {}).await.unwrap();
    lines.iter().find(|line| line.thread == thread).unwrap().unread
}

async fn what_a_page_shows_is_read(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let thread = mother.someone.family_thread(None).await;
    let page = format!("/beskeder/{thread}");
    contact.someone.says(thread, "Passer det på torsdag?").await;
    visits(&mother, "/hjem", "").await;
    assert_ne!(unread(&mother.someone, thread).await, 0, "a notice of it is not the words");
    visits(&mother, &page, "").await;
    assert_eq!(unread(&mother.someone, thread).await, 0);
    mother.someone.says(thread, "Ja tak").await;
    let is_read = async || {
        let open = mother.someone.asks(&OpenThread { thread, before: None }).await.unwrap();
        open.bubbles.last().unwrap().read
    };
    assert!(!is_read().await);
    visits(&contact, &page, "").await;
    assert!(is_read().await, "her contact person has seen it");
}

async fn what_a_browser_fetches_ahead_is_not(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, demo.person("kontakt-1").await);
    let thread = mother.someone.family_thread(None).await;
    contact.says(thread, "Passer det på torsdag?").await;
    visits(&mother, &format!("/beskeder/{thread}"), "prefetch").await;
    assert_ne!(unread(&mother.someone, thread).await, 0);
}

async fn who_looks_back_has_not_seen_the_newest(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, demo.person("kontakt-1").await);
    let thread = mother.someone.family_thread(None).await;
    let newest = mother.someone.asks(&OpenThread { thread, before: None }).await.unwrap().last_position;
    contact.says(thread, "Passer det på torsdag?").await;
    let before = unread(&mother.someone, thread).await;
    visits(&mother, &format!("/beskeder/{thread}?before={newest}"), "").await;
    assert_eq!(unread(&mother.someone, thread).await, before);
}
