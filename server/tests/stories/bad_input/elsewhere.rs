//! Requests that another site began, or nobody.

use axum::body::Body;
use axum::http::{StatusCode, header};
use indgang_domain::problem::ProblemKey;
use indgang_server::auth;
use uuid::Uuid;

use super::is_refused;
use crate::demo::Demo;
use crate::door::Door;
use crate::stories;

stories! {
    a_request_from_elsewhere_is_refused,
    a_request_from_nobody_is_refused,
}

async fn a_request_from_elsewhere_is_refused(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let before = demo.rows().await;
    let cases = [
        (header::ORIGIN.as_str(), "https://andre.example"),
        (header::ORIGIN.as_str(), "null"),
        (header::ORIGIN.as_str(), "http://127.0.0.1:4101"),
        (header::ORIGIN.as_str(), "https://127.0.0.1:4100"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ];
    for (name, value) in cases {
        for (method, path) in [
            ("POST", "/api/v1/submit"),
            ("POST", "/api/v1/pull"),
            ("POST", "/api/v1/ask"),
            ("PUT", "/api/v1/blobs/x"),
            ("POST", "/act"),
            ("POST", "/logud"),
            ("POST", "/demo/login"),
        ] {
            let mut request = door.request(method, path).body(Body::from("{}")).unwrap();
            request.headers_mut().remove(header::ORIGIN);
            request.headers_mut().insert(name, value.parse().unwrap());
            is_refused(&format!("{path} from {value}"), door.send(request).await, ProblemKey::WrongOrigin)
                .await;
        }
    }
    assert_eq!(demo.rows().await, before, "nothing was stored");
    let ended = auth::who(&demo.desk, door.cookie.trim_start_matches("indgang=")).await.unwrap();
    assert!(ended.is_some(), "nobody was logged out");
}

async fn a_request_from_nobody_is_refused(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let before = demo.rows().await;
    let (name, token) = door.cookie.split_once('=').unwrap();
    let guesses = [
        None,
        Some(String::new()),
        Some("indgang=".to_owned()),
        Some(format!("{name}={}", &token[..token.len() - 1])),
        Some(format!("{name}={}.{}", Uuid::nil().simple(), token.split_once('.').unwrap().1)),
        Some(format!("__Host-{name}={token}")),
    ];
    for cookie in guesses {
        for (method, path) in [
            ("POST", "/api/v1/submit"),
            ("POST", "/api/v1/pull"),
            ("POST", "/api/v1/ask"),
            ("GET", "/api/v1/stream"),
            ("POST", "/act"),
            ("GET", "/api/v1/blobs/00000000-0000-0000-0000-000000000000"),
            ("PUT", "/api/v1/blobs/00000000-0000-0000-0000-000000000000"),
        ] {
            let mut request = door.request(method, path).body(Body::from("{}")).unwrap();
            request.headers_mut().remove(header::COOKIE);
            if let Some(cookie) = &cookie {
                request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
            }
            let (name, response) = (format!("{path} with {cookie:?}"), door.send(request).await);
            if path == "/act" {
                // A browser's form comes back as a page.
                assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{name}");
            } else {
                is_refused(&name, response, ProblemKey::LoggedOut).await;
            }
        }
    }
    assert_eq!(demo.rows().await, before, "nothing was stored");
}
