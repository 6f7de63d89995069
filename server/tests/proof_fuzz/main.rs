//! Whatever bytes arrive, nothing panics, nothing answers with a fault of ours, and nothing is stored that was not
//! asked for: requests that people really send, twisted in every way, through the real router over both databases.
//!
//! A failure is made as small as can be and told; the seed that led to it is written into `regressions/`, and run
//! first from then on. `INDGANG_FULL` runs twenty times as many.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

#[path = "../demo/mod.rs"]
mod demo;
#[path = "../stories/door.rs"]
#[allow(dead_code, reason = "shared with the stories")]
mod door;
mod mark;
mod names;
mod targets;
mod twist;

use std::collections::BTreeSet;

use axum::body::to_bytes;
use axum::http::header;
use demo::{Demo, Engine};
use door::{Door, body, described};
use indgang_server::http::rate_limits::Rates;
use mark::Mark;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngAlgorithm, TestCaseError, TestRng, TestRunner,
};
use serde_json::{Value, json};
use targets::Target;
use tokio::runtime::Runtime;
use uuid::Uuid;

macro_rules! fuzz {
    ($($name:ident, $cases:literal);+ $(;)?) => {
        mod sqlite {
            $(#[test]
            fn $name() {
                super::fuzz(super::Engine::Sqlite, super::Target::$name, $cases, concat!("tests/proof_fuzz/regressions/", stringify!($name), ".txt"));
            })+
        }
        mod postgres {
            $(#[test]
            fn $name() {
                super::fuzz(super::Engine::Postgres, super::Target::$name, $cases, concat!("tests/proof_fuzz/regressions/", stringify!($name), ".txt"));
            })+
        }
    };
}

fuzz! {
    envelope, 400;
    query, 300;
    pull, 300;
    form, 60;
    form_with_pictures, 60;
    blob, 200;
    address, 60;
    cookie, 200;
}

/// How many times as many the long form runs.
const LONG: u32 = 20;

fn fuzz(engine: Engine, target: fn(&Seeds) -> Target, cases: u32, regressions: &'static str) {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(untwisted(engine, target));
    let (demo, door) = runtime.block_on(async {
        let demo = Demo::open(engine).await;
        let door = Door::limited(&demo, "borger", Rates::none()).await;
        (demo, door)
    });
    let target = target(&runtime.block_on(Seeds::of(&door)));
    let long = std::env::var_os("INDGANG_FULL").is_some();
    let config = Config {
        cases: if long { cases * LONG } else { cases },
        max_shrink_iters: 200,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        ..Config::default()
    };
    // The short form is the same every time; the long one looks elsewhere each time.
    let mut runner = if long {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    let mark = Mark::of(&runtime.block_on(demo.rows()), target.may_keep);
    let strategy = twist::twisted(target.seeds.clone());
    let ran = runner.run(&strategy, |bytes| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let judged = runtime.block_on(async {
            let before = mark.read(&demo).await;
            let answered = one(&door, &target, bytes).await?;
            let after = mark.read(&demo).await;
            if answered == Answered::Refused && before != after {
                return Err(format!("it was refused and left something: {before}\n{after}"));
            }
            Ok(())
        });
        judged.map_err(|why| TestCaseError::fail(format!("{why}\nof: {text}")))
    });
    if let Err(failure) = ran {
        panic!("{engine:?}: {failure}");
    }
}

/// What nobody twisted happens, or the twisted had nowhere to go. In a demo world of its own: its envelopes are used up.
async fn untwisted(engine: Engine, target: fn(&Seeds) -> Target) {
    let demo = Demo::open(engine).await;
    let door = Door::limited(&demo, "borger", Rates::none()).await;
    let target = target(&Seeds::of(&door).await);
    let mut happened = false;
    for seed in target.seeds.clone() {
        happened |= one(&door, &target, seed).await.is_ok_and(|answered| answered == Answered::Done);
    }
    assert_eq!(
        happened,
        target.happened.is_some(),
        "nothing got as far as happening: the test tests less than it says"
    );
}

/// A name that nobody seeded would never be twisted.
#[tokio::test(flavor = "multi_thread")]
async fn every_command_and_every_query_is_seeded() {
    let demo = Demo::open(Engine::Sqlite).await;
    let door = Door::open(&demo, "borger").await;
    let seeds = Seeds::of(&door).await;
    let named =
        |all: Vec<(&str, String)>| all.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(named(names::commands(&seeds)), described(&door, "Envelope", "command").await);
    assert_eq!(named(names::queries(&seeds)), described(&door, "AskRequest", "query").await);
}

/// The description says of every command and query that there is nothing in it but what it names.
#[tokio::test(flavor = "multi_thread")]
async fn what_bears_a_field_that_nobody_knows_is_malformed() {
    let demo = Demo::open(Engine::Sqlite).await;
    let door = Door::limited(&demo, "borger", Rates::none()).await;
    let seeds = Seeds::of(&door).await;
    let more = |args: String| {
        let mut args: Value = serde_json::from_str(&args).unwrap();
        args["more"] = json!(1);
        args
    };
    for (command, args) in names::commands(&seeds) {
        let envelope = json!({
            "id": Uuid::now_v7(), "v": 1, "device": names::ID, "seq": 1, "at": "2026-03-05T11:00:00Z",
            "command": command, "args": more(args),
        });
        let outcome = &body(door.submits(envelope).await).await["outcomes"][0];
        assert_eq!(
            (&outcome["status"], &outcome["problem"]["key"]),
            (&json!("refused"), &json!("malformed")),
            "{command}"
        );
    }
    for (query, args) in names::queries(&seeds) {
        let asked = json!({ "query": query, "args": more(args) });
        let answer = body(door.post("/api/v1/ask", asked.to_string()).await).await;
        assert_eq!(answer["key"], "malformed", "{query}");
    }
}

#[derive(PartialEq, Eq)]
enum Answered {
    /// Nothing has happened.
    Refused,
    /// What was twisted still makes sense: it happened.
    Done,
}

async fn one(door: &Door, target: &Target, bytes: Vec<u8>) -> Result<Answered, String> {
    // What is no HTTP never gets as far as the router.
    let Some(request) = (target.request)(door, bytes) else { return Ok(Answered::Refused) };
    let response = door.send(request).await;
    let status = response.status();
    let mime = response.headers().get(header::CONTENT_TYPE).cloned();
    let body = to_bytes(response.into_body(), 1 << 26).await.map_err(|error| error.to_string())?;
    let body = String::from_utf8_lossy(&body);
    if status.is_server_error() {
        return Err(format!("{status}: {body}"));
    }
    if status.is_client_error() && target.is_api && mime.is_none_or(|mime| mime != "application/problem+json")
    {
        return Err(format!("{status} without a problem: {body}"));
    }
    if body.contains(r#""key":"later""#) {
        return Err(format!("a fault told as a passing trouble: {body}"));
    }
    let done = target.happened.is_some_and(|happened| happened(status, &body));
    Ok(if done { Answered::Done } else { Answered::Refused })
}

/// What the demo world has to make sensible requests of.
struct Seeds {
    thread: String,
    family: String,
    person: String,
    cookie: String,
}

impl Seeds {
    async fn of(door: &Door) -> Self {
        let someone = &door.someone;
        Self {
            thread: someone.family_thread(None).await.to_string(),
            family: someone.family().await.to_string(),
            person: someone.viewer().person.to_string(),
            cookie: door.cookie.clone(),
        }
    }
}
