//! Those who run it are told how much and how fast, at an address of their own, and never who.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use indgang_domain::kernel::id::ThreadId;
use indgang_server::http::{admin, router};
use indgang_server::serve::Connections;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::demo::{Demo, Engine};
use crate::door::{Door, server};
use crate::stories;

stories! {
    what_happens_is_counted_and_nobody_is_named,
    the_public_has_no_way_to_the_metrics,
}

async fn asks(router: &Router, path: &str) -> (StatusCode, String, String) {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, mime) = (response.status(), response.headers().get(header::CONTENT_TYPE).cloned());
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let mime = mime.map(|mime| mime.to_str().unwrap().to_owned());
    (status, mime.unwrap_or_default(), String::from_utf8(body.to_vec()).unwrap())
}

fn value(text: &str, name: &str) -> u64 {
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    value.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
}

async fn what_happens_is_counted_and_nobody_is_named(demo: Demo) {
    let server = server(&demo.desk);
    let door = Door::of(&demo, "borger", server.clone()).await;
    let admin = admin(server, Connections::new(16));
    let thread: ThreadId = door.someone.family_thread(None).await;
    let before = asks(&admin, "/metrics").await.2;
    door.someone.says(thread, "Hemmelighed-kanarie").await;
    for path in ["/hjem", &format!("/beskeder/{thread}"), "/kanarie?q=kanarie"] {
        door.send(door.request("GET", path).body(Body::empty()).unwrap()).await;
    }
    let stream = door.send(door.request("GET", "/api/v1/stream").body(Body::empty()).unwrap()).await;
    let (status, mime, text) = asks(&admin, "/metrics").await;
    assert_eq!((status, mime.as_str()), (StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8"));
    let done = r#"indgang_commands_total{outcome="done"}"#;
    // The message, and that the page showed it.
    assert!(value(&text, done) >= 1 && !before.contains(done));
    assert_eq!(value(&text, r#"indgang_http_requests_total{route="/hjem",status="2xx"}"#), 1);
    assert_eq!(value(&text, r#"indgang_http_requests_total{route="/beskeder/{thread}",status="2xx"}"#), 1);
    assert_eq!(value(&text, r#"indgang_http_requests_total{route="else",status="4xx"}"#), 1);
    assert_eq!(value(&text, r#"indgang_http_request_duration_seconds_count{route="/hjem"}"#), 1);
    assert_eq!(value(&text, "indgang_streams_open"), 1);
    drop(stream);
    assert_eq!(value(&asks(&admin, "/metrics").await.2, "indgang_streams_open"), 0);
    assert!(value(&text, "indgang_database_unit_duration_seconds_count") > 0);
    let database = match demo.engine {
        Engine::Sqlite => "indgang_database_units_waiting 0",
        Engine::Postgres => r#"indgang_database_connections{state="busy"}"#,
    };
    assert!(text.contains(database), "{text}");
    assert!(value(&text, "process_resident_memory_bytes") > 1_000_000);
    let words = text.split(|letter: char| !letter.is_ascii_hexdigit() && letter != '-');
    let ids: Vec<_> = words.filter(|word| word.parse::<Uuid>().is_ok()).collect();
    assert!(ids.is_empty() && !text.to_lowercase().contains("kanarie"), "{ids:?} {text}");
}

async fn the_public_has_no_way_to_the_metrics(demo: Demo) {
    let server = server(&demo.desk);
    let public = router(server.clone());
    for path in ["/metrics", "/metrics/", "//metrics", "/Metrics"] {
        let (_, _, told) = asks(&public, path).await;
        assert!(!told.contains("indgang_"), "{path}: {told}");
    }
    assert_eq!(asks(&public, "/metrics").await.0, StatusCode::NOT_FOUND);
    let admin = admin(server, Connections::new(16));
    for path in ["/livez", "/readyz"] {
        assert_eq!(asks(&admin, path).await.0, StatusCode::OK);
    }
    for path in ["/", "/hjem", "/api/v1/openapi.json", "/demo/login"] {
        assert_eq!(asks(&admin, path).await.0, StatusCode::NOT_FOUND, "nothing else is there");
    }
}
