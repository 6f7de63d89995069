//! Whatever is sent, the answer is a clear one, and nothing of it stays.

use std::collections::BTreeMap;
use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use indgang_domain::problem::ProblemKey;
use indgang_server::auth;
use indgang_server::http::{House, PICTURE_AT_MOST, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::stories;
use crate::town::{Someone, Town};

stories! {
    a_request_that_is_wrong_is_told_why,
    an_envelope_that_is_wrong_is_told_why,
    a_picture_that_is_wrong_is_told_why,
    a_request_from_elsewhere_is_refused,
    a_request_from_nobody_is_refused,
    a_form_that_is_wrong_comes_back,
}

const ORIGIN: &str = "http://127.0.0.1:4100";

/// The server over a town, and someone's cookie.
struct Door {
    router: Router,
    cookie: String,
    someone: Someone,
}

impl Door {
    async fn open(town: &Town, slug: &str) -> Self {
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
        let house = House::new(town.desk.clone(), &site, true, ORIGIN).unwrap();
        let someone = town.person(slug).await;
        let viewer = someone.viewer();
        let token = auth::begin(&town.desk, viewer.municipality, viewer.person, "test").await.unwrap();
        Self { router: router(house), cookie: format!("indgang={}", token.as_str()), someone }
    }

    async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// With the cookie, as a script of ours would send it.
    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/json")
    }

    async fn post(&self, path: &str, body: impl Into<Body>) -> Response<Body> {
        self.send(self.request("POST", path).body(body.into()).unwrap()).await
    }

    async fn submits(&self, envelope: Value) -> Response<Body> {
        self.post("/api/v1/submit", json!({"client": 1, "envelopes": [envelope]}).to_string()).await
    }
}

/// The answer's status and key, where it is a problem as the contract says.
async fn problem(name: &str, response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    assert!(status.is_client_error(), "{name}: {status}");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json", "{name}");
    let body: Value =
        serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap();
    assert_eq!(body["status"], status.as_u16(), "{name}");
    let key = body["key"].as_str().unwrap().to_owned();
    assert!(
        ProblemKey::ALL.iter().any(|known| known.as_str() == key && *known != ProblemKey::Unknown),
        "{name}: {key}"
    );
    assert_eq!(body["type"], format!("urn:indgang:problem:{key}"), "{name}");
    (status, key)
}

async fn is_refused(name: &str, response: Response<Body>, expected: ProblemKey) {
    let (status, key) = problem(name, response).await;
    assert_eq!(key, expected.as_str(), "{name}: {status}");
}

/// One outcome: its status and key.
async fn outcome(name: &str, response: Response<Body>) -> (String, String) {
    assert_eq!(response.status(), StatusCode::OK, "{name}");
    let body: Value =
        serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap();
    let outcome = &body["outcomes"][0];
    assert_eq!(outcome["at"], json!({}), "{name}: nothing has moved");
    (outcome["status"].as_str().unwrap().to_owned(), outcome["problem"]["key"].as_str().unwrap().to_owned())
}

async fn a_request_that_is_wrong_is_told_why(town: Town) {
    let door = Door::open(&town, "borger").await;
    let before = town.rows().await;
    let envelope = json!({"id": Uuid::now_v7(), "v": 1, "device": Uuid::now_v7(), "seq": 1, "at": "2026-03-05T11:00:00Z",
        "command": "Messages.MarkRead", "args": {}});
    let cursor = json!({"stream": Uuid::now_v7(), "version": 0, "lens": "own"});
    let without = |field: &str| {
        let mut less = envelope.clone();
        less.as_object_mut().unwrap().remove(field);
        json!({"client": 1, "envelopes": [less]}).to_string()
    };
    let with = |field: &str, value: Value| {
        let mut other = envelope.clone();
        other[field] = value;
        json!({"client": 1, "envelopes": [other]}).to_string()
    };
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
            "who acts in the envelope",
            submit,
            with("person", json!(Uuid::now_v7())).into(),
            ProblemKey::Malformed,
        ),
        ("an envelope without id", submit, without("id").into(), ProblemKey::Malformed),
        ("an envelope without arguments", submit, without("args").into(), ProblemKey::Malformed),
        ("an id that is none", submit, with("id", json!("7")).into(), ProblemKey::Malformed),
        ("a version below none", submit, with("v", json!(-1)).into(), ProblemKey::Malformed),
        ("a time that is none", submit, with("at", json!("i morgen")).into(), ProblemKey::Malformed),
        (
            "too many cursors",
            pull,
            json!({"client": 1, "cursors": vec![&cursor; 2001]}).to_string().into(),
            ProblemKey::TooMany,
        ),
        (
            "a lens that is none",
            pull,
            json!({"client": 1, "cursors": [{"stream": Uuid::now_v7(), "version": 0, "lens": "king"}]})
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
        ("nobody of the demo world", "/demo/login", b"person=konge".to_vec(), ProblemKey::Malformed),
    ];
    for (name, path, body, expected) in cases {
        is_refused(name, door.post(path, body).await, expected).await;
    }
    let form =
        door.request("POST", ask).header(header::CONTENT_TYPE, "text/plain").body("{}".into()).unwrap();
    is_refused("another form", door.send(form).await, ProblemKey::Malformed).await;
    assert_eq!(town.rows().await, before, "nothing was stored");
}

async fn an_envelope_that_is_wrong_is_told_why(town: Town) {
    let door = Door::open(&town, "borger").await;
    let (other, contact) = (town.person("borger-ar").await, town.person("kontakt-1").await);
    let own = door.someone.family_thread(None).await;
    let theirs = other.family_thread(None).await;
    let message = |thread: Value, text: Value| json!({"id": Uuid::now_v7(), "thread": thread, "text": text});
    let long = |count: usize| json!("ø".repeat(count));
    let pictures = |count: usize| {
        let photos: Vec<_> = (0..count).map(|_| Uuid::now_v7()).collect();
        json!({"id": Uuid::now_v7(), "thread": own, "photos": photos})
    };
    let deep: Value = (0..100).fold(json!(1), |inside, _| json!([inside]));
    let unit = super::absences::unit(&contact).await;
    let settings = |language: &str| json!({"language": language, "text_size": "normal", "theme": "auto"});
    let absence = |from: &str| json!({"id": Uuid::now_v7(), "unit": unit, "staff": contact.viewer().person, "substitute": Uuid::now_v7(), "from": from, "until": "2026-03-09"});
    let cases: Vec<(&str, &str, Value, &str, ProblemKey)> = vec![
        (
            "nothing written",
            "Messages.SendMessage",
            message(json!(own), json!(" \n ")),
            "refused",
            ProblemKey::TextEmpty,
        ),
        (
            "no text at all",
            "Messages.SendMessage",
            message(json!(own), Value::Null),
            "refused",
            ProblemKey::TextEmpty,
        ),
        (
            "10,001 characters",
            "Messages.SendMessage",
            message(json!(own), long(10_001)),
            "refused",
            ProblemKey::TextTooLong,
        ),
        (
            "a turned direction",
            "Messages.SendMessage",
            message(json!(own), json!("konto \u{202E}4321")),
            "refused",
            ProblemKey::TextDirection,
        ),
        (
            "a control character",
            "Messages.SendMessage",
            message(json!(own), json!("bel\u{7}")),
            "refused",
            ProblemKey::TextControl,
        ),
        (
            "a null character",
            "Messages.SendMessage",
            message(json!(own), json!("nul\u{0}nul")),
            "refused",
            ProblemKey::TextControl,
        ),
        (
            "another type",
            "Messages.SendMessage",
            message(json!(own), json!(7)),
            "refused",
            ProblemKey::Malformed,
        ),
        (
            "deep arguments",
            "Messages.SendMessage",
            message(json!(own), deep),
            "refused",
            ProblemKey::Malformed,
        ),
        (
            "a thread that is none",
            "Messages.SendMessage",
            message(json!("x"), json!("Hej")),
            "refused",
            ProblemKey::Malformed,
        ),
        (
            "no such thread",
            "Messages.SendMessage",
            message(json!(Uuid::now_v7()), json!("Hej")),
            "refused",
            ProblemKey::NotFound,
        ),
        (
            "another family's thread",
            "Messages.SendMessage",
            message(json!(theirs), json!("Hej")),
            "refused",
            ProblemKey::NotFound,
        ),
        (
            "pictures that never came",
            "Messages.SendMessage",
            pictures(1),
            "refused",
            ProblemKey::PictureMissing,
        ),
        ("eleven pictures", "Messages.SendMessage", pictures(11), "refused", ProblemKey::TooMany),
        (
            "a letter without pictures",
            "Letters.AskAboutLetter",
            pictures(0),
            "refused",
            ProblemKey::PictureMissing,
        ),
        (
            "no such letter",
            "Letters.FinishLetter",
            json!({"id": Uuid::now_v7(), "thread": own}),
            "refused",
            ProblemKey::NotFound,
        ),
        (
            "a verdict that is none",
            "Letters.EndLetter",
            json!({"id": Uuid::now_v7(), "thread": own, "revision": 1, "verdict": "burn"}),
            "refused",
            ProblemKey::Malformed,
        ),
        (
            "a language that is none",
            "People.SaveSettings",
            settings("klingon"),
            "refused",
            ProblemKey::Malformed,
        ),
        (
            "another's login",
            "People.EndSession",
            json!({"session": other.actor.session}),
            "refused",
            ProblemKey::NotFound,
        ),
        (
            "a place beyond all numbers",
            "Messages.MarkRead",
            json!({"thread": own, "position": 1e30}),
            "refused",
            ProblemKey::Malformed,
        ),
        ("what only staff do", "Staff.SetAbsence", absence("2026-03-05"), "refused", ProblemKey::NotFound),
        ("a day that is none", "Staff.SetAbsence", absence("2026-02-30"), "refused", ProblemKey::Malformed),
        ("no such command", "Messages.Unsend", json!({}), "later", ProblemKey::UnknownCommand),
    ];
    let before = town.rows().await;
    let mut stored = 0;
    for (name, command, args, status, expected) in cases {
        let envelope = json!({"id": Uuid::now_v7(), "v": 1, "device": Uuid::now_v7(), "seq": 1, "at": "2026-03-05T11:00:00Z",
            "command": command, "args": args});
        assert_eq!(
            outcome(name, door.submits(envelope).await).await,
            (status.to_owned(), expected.as_str().to_owned()),
            "{name}"
        );
        stored += i64::from(status == "refused");
    }
    let newer = json!({"id": Uuid::now_v7(), "v": 2, "device": Uuid::now_v7(), "seq": 1, "at": "-009999-06-01T00:00:00Z", "command": "x", "args": 1});
    assert_eq!(outcome("a newer version", door.submits(newer).await).await.0, "later");
    let expected: BTreeMap<_, _> = before
        .into_iter()
        .map(|(table, count)| if table == "outcomes" { (table, count + stored) } else { (table, count) })
        .collect();
    assert_eq!(town.rows().await, expected, "nothing was stored but that it was refused");
    let longest = json!({"id": Uuid::now_v7(), "v": 1, "device": Uuid::now_v7(), "seq": 1, "at": "+009999-01-01T00:00:00Z",
        "command": "Messages.SendMessage", "args": message(json!(own), long(10_000))});
    let answer = door.submits(longest).await;
    let body: Value = serde_json::from_slice(&to_bytes(answer.into_body(), 1 << 20).await.unwrap()).unwrap();
    assert_eq!(
        body["outcomes"][0]["status"], "done",
        "10,000 characters are not too many, nor a clock that is wrong: {body}"
    );
}

async fn a_picture_that_is_wrong_is_told_why(town: Town) {
    let door = Door::open(&town, "borger").await;
    let other = town.person("borger-ar").await;
    let (own, theirs) = (door.someone.family_thread(None).await, other.family_thread(None).await);
    let known = town.picture(&other, theirs).await;
    let before = town.rows().await;
    let id = Uuid::now_v7();
    let large = vec![0; PICTURE_AT_MOST + 1];
    let cases: Vec<(&str, String, Vec<u8>, ProblemKey)> = vec![
        (
            "no picture",
            format!("/api/v1/blobs/{id}?stream={own}"),
            b"hej".to_vec(),
            ProblemKey::PictureUnreadable,
        ),
        ("nothing", format!("/api/v1/blobs/{id}?stream={own}"), vec![], ProblemKey::PictureUnreadable),
        (
            "a script in its clothes",
            format!("/api/v1/blobs/{id}?stream={own}"),
            b"<svg onload=alert(1)>".to_vec(),
            ProblemKey::PictureUnreadable,
        ),
        (
            "half a picture",
            format!("/api/v1/blobs/{id}?stream={own}"),
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            ProblemKey::PictureUnreadable,
        ),
        ("too large", format!("/api/v1/blobs/{id}?stream={own}"), large, ProblemKey::TooLarge),
        ("no stream", format!("/api/v1/blobs/{id}"), vec![], ProblemKey::Malformed),
        ("a stream that is none", format!("/api/v1/blobs/{id}?stream=x"), vec![], ProblemKey::Malformed),
        ("no such stream", format!("/api/v1/blobs/{id}?stream={id}"), vec![], ProblemKey::NotFound),
        (
            "another family's stream",
            format!("/api/v1/blobs/{id}?stream={theirs}"),
            vec![],
            ProblemKey::NotFound,
        ),
        ("an id that is none", format!("/api/v1/blobs/x?stream={own}"), vec![], ProblemKey::NotFound),
    ];
    for (name, path, body, expected) in cases {
        let request = door.request("PUT", &path).body(body.into()).unwrap();
        is_refused(name, door.send(request).await, expected).await;
    }
    for (name, path) in [
        ("no such picture", id.to_string()),
        ("another family's", known.to_string()),
        ("no id", "x".to_owned()),
    ] {
        let request = door.request("GET", &format!("/api/v1/blobs/{path}")).body(Body::empty()).unwrap();
        is_refused(name, door.send(request).await, ProblemKey::NotFound).await;
    }
    assert_eq!(town.rows().await, before, "nothing was stored");
}

async fn a_request_from_elsewhere_is_refused(town: Town) {
    let door = Door::open(&town, "borger").await;
    let before = town.rows().await;
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
    assert_eq!(town.rows().await, before, "nothing was stored");
    let ended = auth::who(&town.desk, door.cookie.trim_start_matches("indgang=")).await.unwrap();
    assert!(ended.is_some(), "nobody was logged out");
}

async fn a_request_from_nobody_is_refused(town: Town) {
    let door = Door::open(&town, "borger").await;
    let before = town.rows().await;
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
            is_refused(&format!("{path} with {cookie:?}"), door.send(request).await, ProblemKey::LoggedOut)
                .await;
        }
    }
    assert_eq!(town.rows().await, before, "nothing was stored");
}

async fn a_form_that_is_wrong_comes_back(town: Town) {
    let door = Door::open(&town, "borger").await;
    let before = town.rows().await;
    let (own, id) = (door.someone.family_thread(None).await, Uuid::now_v7());
    let cases = [
        String::new(),
        "%FF=%FF&&&=".to_owned(),
        format!("command=Messages.SendMessage&thread={own}&text=Hej"),
        format!("command=Messages.SendMessage&envelope=7&thread={own}&text=Hej"),
        format!("command=Messages.Unsend&envelope={id}"),
        format!("command=Messages.SendMessage&envelope={id}&thread=x&text=Hej"),
        format!("command=Messages.SendMessage&envelope={id}&back=//andre.example"),
    ];
    for fields in cases {
        let mut request = door.request("POST", "/act").body(Body::from(fields.clone())).unwrap();
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        let response = door.send(request).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store", "{fields}");
    }
    assert_eq!(town.rows().await, before, "nothing was stored");
}
