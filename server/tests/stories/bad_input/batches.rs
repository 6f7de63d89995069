//! Batches in which one envelope cannot be read: the others are judged as if it were not there.

use axum::http::StatusCode;
use indgang_domain::kernel::id::ThreadId;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::demo::{Demo, count, none};
use crate::door::{Door, body};
use crate::stories;

stories! {
    a_malformed_envelope_fails_alone,
    a_malformed_envelope_is_settled_for_ever,
    an_envelope_without_a_readable_id_is_named_by_its_place,
}

fn envelope(thread: ThreadId, text: &str) -> Value {
    json!({"id": Uuid::now_v7(), "v": 1, "device": Uuid::now_v7(), "seq": 1, "at": "2026-03-05T11:00:00Z",
        "command": "Messages.SendMessage", "args": {"id": Uuid::now_v7(), "thread": thread, "text": text}})
}

fn with(mut envelope: Value, field: &str, value: Value) -> Value {
    envelope[field] = value;
    envelope
}

fn without(mut envelope: Value, field: &str) -> Value {
    envelope.as_object_mut().unwrap().remove(field);
    envelope
}

async fn outcomes(door: &Door, envelopes: &[Value]) -> Vec<Value> {
    let request = json!({"client": 1, "envelopes": envelopes}).to_string();
    let response = door.post("/api/v1/submit", request).await;
    assert_eq!(response.status(), StatusCode::OK);
    let answer = body(response).await;
    let outcomes = answer["outcomes"].as_array().unwrap().clone();
    let ids = |list: &[Value]| list.iter().map(|each| each["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&outcomes), ids(envelopes), "one each, in order");
    outcomes
}

async fn stored(demo: &Demo) -> i64 {
    count(demo, "SELECT COUNT(*) AS n FROM outcomes", none()).await
}

async fn a_malformed_envelope_fails_alone(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.family_thread(None).await;
    let good = |text: &str| envelope(thread, text);
    let deep = (0..200).fold(json!(1), |inside, _| json!([inside]));
    let broken = [
        with(good("a"), "person", json!(Uuid::now_v7())),
        with(good("b"), "v", json!(-1)),
        with(good("c"), "at", json!("i morgen")),
        with(good("d"), "seq", json!(1e30)),
        with(good("e"), "command", json!(["Messages.SendMessage"])),
        with(good("f"), "deeper", deep),
        without(good("g"), "args"),
        without(good("h"), "v"),
        without(good("i"), "device"),
    ];
    let newer = with(with(good("j"), "v", json!(70_000)), "sealed", json!("QUJD"));
    let mut batch = vec![good("The first")];
    for broken in &broken {
        batch.push(broken.clone());
        batch.push(good("Between"));
    }
    batch.push(good("The last"));
    batch.push(newer);
    let behind = good("Behind it");
    batch.push(behind.clone());
    batch.push(envelope(door.someone.own_thread().await, "Elsewhere"));
    let before = stored(&demo).await;
    let outcomes = outcomes(&door, &batch).await;
    for (sent, outcome) in batch.iter().zip(&outcomes) {
        let (status, key) = (outcome["status"].as_str().unwrap(), &outcome["problem"]["key"]);
        if broken.contains(sent) {
            assert_eq!((status, key), ("refused", &json!("malformed")), "{sent}");
        } else if sent["v"] == 70_000 {
            assert_eq!((status, key), ("later", &json!("unknown-command")), "not ours to judge");
        } else if *sent == behind {
            assert_eq!((status, key), ("later", &json!("later")), "or it would overtake");
        } else {
            assert_eq!(status, "done", "{sent}: {outcome}");
        }
    }
    assert_eq!(
        stored(&demo).await,
        before + i64::try_from(batch.len()).unwrap() - 2,
        "all but the later ones"
    );
    let read = door.someone.reads(thread).await;
    assert_eq!(read.iter().filter(|text| *text == "Between").count(), broken.len());
    assert_eq!(read.last().map(String::as_str), Some("The last"), "in their order");
}

async fn a_malformed_envelope_is_settled_for_ever(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.family_thread(None).await;
    let whole = envelope(thread, "Hej");
    let broken = without(whole.clone(), "seq");
    let first = outcomes(&door, std::slice::from_ref(&broken)).await;
    let before = demo.rows().await;
    assert_eq!(outcomes(&door, std::slice::from_ref(&broken)).await, first, "the same again is the same");
    let mended = outcomes(&door, &[whole]).await;
    assert_eq!(mended[0]["status"], "refused");
    assert_eq!(mended[0]["problem"]["key"], "id-reused", "an id is of one envelope");
    let fresh = envelope(thread, "Hej");
    assert_eq!(outcomes(&door, std::slice::from_ref(&fresh)).await[0]["status"], "done");
    let twisted = with(fresh.clone(), "seq", json!("one"));
    assert_eq!(outcomes(&door, &[twisted]).await[0]["problem"]["key"], "id-reused");
    assert_eq!(outcomes(&door, &[fresh]).await[0]["status"], "done", "what happened stays");
    let after = demo.rows().await;
    assert_eq!(after["outcomes"], before["outcomes"] + 1);
    assert_eq!(after["messages"], before["messages"] + 1);
}

async fn an_envelope_without_a_readable_id_is_named_by_its_place(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let thread = door.someone.family_thread(None).await;
    let before = demo.rows().await;
    let good = envelope(thread, "Hej");
    for nameless in [
        without(good.clone(), "id"),
        with(good.clone(), "id", json!("7")),
        with(good.clone(), "id", Value::Null),
        json!(null),
        json!(7),
        json!([]),
        json!("envelope"),
    ] {
        let request = json!({"client": 1, "envelopes": [good, good, nameless]}).to_string();
        let response = door.post("/api/v1/submit", request).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{nameless}");
        let problem = body(response).await;
        assert_eq!(problem["key"], "malformed");
        assert_eq!(problem["field"], "envelopes[2]");
    }
    let doubled = format!(r#"{{"client":1,"envelopes":[{{"id":"{0}","id":"{0}"}}]}}"#, Uuid::now_v7());
    assert_eq!(door.post("/api/v1/submit", doubled).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(demo.rows().await, before, "nothing of such a batch has happened");
}
