//! Requests that are wrong as a whole.

use axum::body::Body;
use axum::http::{StatusCode, header};
use indgang_domain::problem::ProblemKey;
use serde_json::json;
use uuid::Uuid;

use super::is_refused;
use crate::demo::Demo;
use crate::door::Door;
use crate::stories;

stories! {
    a_request_that_is_wrong_is_told_why,
    a_body_that_breaks_off_is_for_later,
}

async fn a_body_that_breaks_off_is_for_later(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let before = demo.rows().await;
    let stream = Uuid::now_v7();
    let picture = format!("/api/v1/blobs/{stream}?stream={stream}");
    for (method, path, mime) in [
        ("PUT", picture.as_str(), "application/octet-stream"),
        ("POST", "/api/v1/submit", "application/json"),
        ("POST", "/act", "application/x-www-form-urlencoded"),
        ("POST", "/act", "multipart/form-data; boundary=x"),
    ] {
        let parts = [Ok("--x\r\n"), Err(std::io::Error::from(std::io::ErrorKind::TimedOut))];
        let body = Body::from_stream(futures::stream::iter(parts));
        let mut request = door.request(method, path).body(body).unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, mime.parse().unwrap());
        let response = door.send(request).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path} {mime}");
        assert!(response.headers().contains_key(header::RETRY_AFTER), "{path} {mime}");
    }
    assert_eq!(demo.rows().await, before);
}

async fn a_request_that_is_wrong_is_told_why(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let before = demo.rows().await;
    let envelope = json!({"id": Uuid::now_v7(), "v": 1, "device": Uuid::now_v7(), "seq": 1, "at": "2026-03-05T11:00:00Z",
        "command": "Messages.MarkRead", "args": {}});
    let cursor = json!({"stream": Uuid::now_v7(), "version": 0, "lens": "own"});
    let deep =
        format!(r#"{{"query":"Families.Home","args":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    let deep_outside = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let broken =
        [br#"{"query":"Families.Home","args":{"x":""#.as_slice(), &[0xC3, 0x28, 0xFF], br#""}}"#].concat();
    let (ask, submit, pull) = ("/api/v1/ask", "/api/v1/submit", "/api/v1/pull");
    let thread = json!({"query": "Messages.OpenThread", "args": {"thread": Uuid::now_v7()}}).to_string();
    let cases: Vec<(&str, &str, Vec<u8>, ProblemKey)> = vec![
        ("nothing", ask, vec![], ProblemKey::Malformed),
        ("no JSON", ask, b"hej".to_vec(), ProblemKey::Malformed),
        ("half of it", ask, br#"{"query":"Families.Home","args":"#.to_vec(), ProblemKey::Malformed),
        ("another type", ask, br#"{"query":7,"args":{}}"#.to_vec(), ProblemKey::Malformed),
        ("a list", ask, b"[]".to_vec(), ProblemKey::Malformed),
        (
            "a field too many",
            ask,
            br#"{"query":"Families.Home","args":{},"person":1}"#.to_vec(),
            ProblemKey::Malformed,
        ),
        (
            "no arguments",
            ask,
            br#"{"query":"Messages.OpenThread","args":{}}"#.to_vec(),
            ProblemKey::Malformed,
        ),
        (
            "arguments of another type",
            ask,
            br#"{"query":"Messages.OpenThread","args":{"thread":"x"}}"#.to_vec(),
            ProblemKey::Malformed,
        ),
        (
            "no such query",
            ask,
            br#"{"query":"Families.Everything","args":{}}"#.to_vec(),
            ProblemKey::UnknownQuery,
        ),
        ("no such thread", ask, thread.into_bytes(), ProblemKey::NotFound),
        ("broken UTF-8", ask, broken, ProblemKey::Malformed),
        ("deep arguments", ask, deep.into_bytes(), ProblemKey::Malformed),
        ("deep JSON", ask, deep_outside.clone().into_bytes(), ProblemKey::Malformed),
        ("deep JSON for submit", submit, deep_outside.into_bytes(), ProblemKey::Malformed),
        ("too large", ask, vec![b' '; 1024 * 1024 + 1], ProblemKey::TooLarge),
        ("too large for submit", submit, vec![b' '; 1024 * 1024 + 1], ProblemKey::TooLarge),
        (
            "too many envelopes",
            submit,
            json!({"client": 1, "envelopes": vec![&envelope; 101]}).to_string().into(),
            ProblemKey::TooMany,
        ),
        (
            "an old client",
            submit,
            json!({"client": 0, "envelopes": []}).to_string().into(),
            ProblemKey::TooOld,
        ),
        ("no client", submit, br#"{"envelopes":[]}"#.to_vec(), ProblemKey::Malformed),
        (
            "who acts in the body",
            submit,
            json!({"client": 1, "envelopes": [], "person": Uuid::now_v7()}).to_string().into(),
            ProblemKey::Malformed,
        ),
        (
            "too many cursors",
            pull,
            json!({"client": 1, "cursors": vec![&cursor; 2001]}).to_string().into(),
            ProblemKey::TooMany,
        ),
        (
            "a lens that is no word",
            pull,
            json!({"client": 1, "cursors": [{"stream": Uuid::now_v7(), "version": 0, "lens": 7}]})
                .to_string()
                .into(),
            ProblemKey::Malformed,
        ),
        (
            "a version too great",
            pull,
            json!({"client": 1, "cursors": [{"stream": Uuid::now_v7(), "version": 1e30, "lens": "own"}]})
                .to_string()
                .into(),
            ProblemKey::Malformed,
        ),
        ("no such route", "/api/v1/everything", b"{}".to_vec(), ProblemKey::NotFound),
        ("a login that is no form", "/demo/login", b"person=borger".to_vec(), ProblemKey::Malformed),
    ];
    for (name, path, body, expected) in cases {
        is_refused(name, door.post(path, body).await, expected).await;
    }
    let form =
        door.request("POST", ask).header(header::CONTENT_TYPE, "text/plain").body("{}".into()).unwrap();
    is_refused("another form", door.send(form).await, ProblemKey::Malformed).await;
    for (name, login, expected) in [
        ("nobody of the demo world", "person=konge", ProblemKey::NotFound),
        ("no person", "borger=person", ProblemKey::Malformed),
    ] {
        let mut request = door.request("POST", "/demo/login").body(login.into()).unwrap();
        let urlencoded = "application/x-www-form-urlencoded".parse().unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, urlencoded);
        is_refused(name, door.send(request).await, expected).await;
    }
    assert_eq!(demo.rows().await, before, "nothing was stored");
}
