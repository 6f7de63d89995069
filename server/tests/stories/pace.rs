//! Whoever asks too fast is told when to come again; nothing of theirs is lost, and nobody else waits for it.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use indgang_domain::kernel::id::ThreadId;
use indgang_server::http::rate_limits::{Rate, Rates};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::demo::{Demo, count, none};
use crate::door::{Door, ORIGIN, body};
use crate::stories;

stories! {
    a_person_who_asks_too_fast_comes_again,
    a_batch_counts_its_envelopes,
    nobody_tries_logins_without_end,
    a_phone_that_was_away_for_a_weekend_is_not_hurried,
}

/// As many at once; one more every tenth of a second.
fn few(at_once: u32) -> Rates {
    let rate = Rate { at_once, a_minute: 600 };
    Rates { person: rate, address: rate, behind_proxy: false }
}

/// Is it refused for being too fast? Then how long to wait, in seconds.
async fn too_fast(response: Response<Body>) -> Option<u64> {
    if response.status() != StatusCode::TOO_MANY_REQUESTS {
        assert!(response.status().is_success(), "{}", response.status());
        return None;
    }
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    let wait = response.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    let problem = body(response).await;
    assert_eq!((&problem["status"], &problem["key"]), (&json!(429), &json!("too-fast")));
    Some(wait)
}

async fn asks(door: &Door) -> Option<u64> {
    too_fast(door.post("/api/v1/ask", r#"{"query":"Messages.Threads","args":{}}"#).await).await
}

fn batch(thread: ThreadId, size: usize) -> Vec<Value> {
    let envelope = |n| {
        json!({"id": Uuid::now_v7(), "v": 1, "device": Uuid::nil(), "seq": n, "at": "2026-03-05T11:00:00Z",
            "command": "Messages.SendMessage", "args": {"id": Uuid::now_v7(), "thread": thread, "text": format!("Nr. {n}")}})
    };
    (0..size).map(envelope).collect()
}

async fn submits(door: &Door, envelopes: &[Value]) -> Option<u64> {
    too_fast(door.post("/api/v1/submit", json!({"client": 1, "envelopes": envelopes}).to_string()).await)
        .await
}

async fn a_person_who_asks_too_fast_comes_again(demo: Demo) {
    let door = Door::limited(&demo, "borger", few(5)).await;
    let mut waits = Vec::new();
    for _ in 0..50 {
        waits.push(asks(&door).await);
    }
    assert_eq!(waits[..5], [None; 5], "as many as may be at once");
    let wait = waits.iter().copied().flatten().next().expect("fifty are too many");
    let mut picture =
        door.request("GET", &format!("/api/v1/blobs/{}", Uuid::nil())).body(Body::empty()).unwrap();
    assert!(too_fast(door.send(picture).await).await.is_some(), "it is the person's, whatever is asked");
    picture = door.request("GET", "/pkg/x/y").body(Body::empty()).unwrap();
    assert_eq!(door.send(picture).await.status(), StatusCode::NOT_FOUND, "files of the app are anyone's");
    tokio::time::sleep(Duration::from_secs(wait)).await;
    assert_eq!(asks(&door).await, None, "it waited as it was told");
}

async fn a_batch_counts_its_envelopes(demo: Demo) {
    let door = Door::limited(&demo, "borger", few(20)).await;
    let thread = door.someone.family_thread(None).await;
    assert_eq!(submits(&door, &batch(thread, 18)).await, None);
    let before = demo.rows().await;
    let second = batch(thread, 18);
    let wait = submits(&door, &second).await.expect("too many");
    assert_eq!(demo.rows().await, before, "nothing of it has happened");
    tokio::time::sleep(Duration::from_secs(wait)).await;
    assert_eq!(submits(&door, &second).await, None, "the same batch, later");
    assert_eq!(demo.rows().await["messages"], before["messages"] + 18);
    // More than anyone may send at once goes through all the same, in its time: no queue is stuck for ever.
    let third = batch(thread, 60);
    let mut waited = 0;
    while let Some(wait) = submits(&door, &third).await {
        waited += wait;
        assert!(waited < 20, "it never goes through");
        tokio::time::sleep(Duration::from_secs(wait)).await;
    }
    assert_eq!(demo.rows().await["messages"], before["messages"] + 78);
}

async fn nobody_tries_logins_without_end(demo: Demo) {
    // One more every ten seconds: however slow the machine is, none comes between two of these.
    let rate = Rate { at_once: 5, a_minute: 6 };
    let door =
        Door::limited(&demo, "borger", Rates { person: rate, address: rate, behind_proxy: false }).await;
    let sessions = async || count(&demo, "SELECT COUNT(*) AS n FROM sessions", none()).await;
    let before = sessions().await;
    let login = || {
        let request = Request::builder().method("POST").uri("/demo/login").header(header::ORIGIN, ORIGIN);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        door.send(request.body(Body::from("person=borger")).unwrap())
    };
    let mut began = 0;
    for _ in 0..50 {
        let response = login().await;
        if response.status() == StatusCode::SEE_OTHER {
            began += 1;
        } else {
            assert!(too_fast(response).await.is_some());
        }
    }
    assert!((5..50).contains(&began), "{began}");
    assert_eq!(sessions().await, before + began, "none began that was refused");
    let mut guess = door.request("POST", "/api/v1/pull").body(Body::from("{}")).unwrap();
    guess.headers_mut().insert(header::COOKIE, "indgang=guessed".parse().unwrap());
    assert!(too_fast(door.send(guess).await).await.is_some(), "nor does anyone guess cookies");
    assert_eq!(asks(&door).await, None, "whoever is logged in at the same address goes on");
}

async fn a_phone_that_was_away_for_a_weekend_is_not_hurried(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.family_thread(None).await;
    for _ in 0..3 {
        assert_eq!(submits(&door, &batch(thread, 100)).await, None);
    }
    for _ in 0..60 {
        let picture = door.request("PUT", &format!("/api/v1/blobs/{}?stream={thread}", Uuid::now_v7()));
        let sent = door.send(picture.body(Body::from("no picture")).unwrap()).await;
        assert_eq!(sent.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let picture = door.request("GET", &format!("/api/v1/blobs/{}", Uuid::now_v7()));
        assert_eq!(door.send(picture.body(Body::empty()).unwrap()).await.status(), StatusCode::NOT_FOUND);
    }
    for _ in 0..20 {
        assert_eq!(too_fast(door.post("/api/v1/pull", r#"{"client":1,"cursors":[]}"#).await).await, None);
        assert_eq!(asks(&door).await, None);
    }
}
