//! Envelopes that are wrong: each fails alone.

use std::collections::BTreeMap;

use indgang_domain::envelope::ENVELOPE_VERSION;
use indgang_domain::problem::ProblemKey;
use serde_json::{Value, json};
use uuid::Uuid;

use super::outcome;
use crate::demo::Demo;
use crate::door::{Door, body};
use crate::{absences, stories};

stories! {
    an_envelope_that_is_wrong_is_told_why,
}

async fn an_envelope_that_is_wrong_is_told_why(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let (other, contact) = (demo.person("borger-ar").await, demo.person("kontakt-1").await);
    let own = door.someone.family_thread(None).await;
    let theirs = other.family_thread(None).await;
    let message = |thread: Value, text: Value| json!({"id": Uuid::now_v7(), "thread": thread, "text": text});
    let long = |count: usize| json!("ø".repeat(count));
    let pictures = |count: usize| {
        let photos: Vec<_> = (0..count).map(|_| Uuid::now_v7()).collect();
        json!({"id": Uuid::now_v7(), "thread": own, "photos": photos})
    };
    let deep: Value = (0..100).fold(json!(1), |inside, _| json!([inside]));
    let unit = absences::unit(&contact).await;
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
    let before = demo.rows().await;
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
    let newer = json!({"id": Uuid::now_v7(), "v": ENVELOPE_VERSION + 1, "device": Uuid::now_v7(), "seq": 1, "at": "-009999-06-01T00:00:00Z", "command": "x", "args": 1});
    assert_eq!(outcome("a newer version", door.submits(newer).await).await.0, "later");
    let expected: BTreeMap<_, _> = before
        .into_iter()
        .map(|(table, count)| if table == "outcomes" { (table, count + stored) } else { (table, count) })
        .collect();
    assert_eq!(demo.rows().await, expected, "nothing was stored but that it was refused");
    let longest = json!({"id": Uuid::now_v7(), "v": 1, "device": Uuid::now_v7(), "seq": 1, "at": "+009999-01-01T00:00:00Z",
        "command": "Messages.SendMessage", "args": message(json!(own), long(10_000))});
    let answer = door.submits(longest).await;
    let body = body(answer).await;
    assert_eq!(
        body["outcomes"][0]["status"], "done",
        "10,000 characters are not too many, nor a clock that is wrong: {body}"
    );
}
