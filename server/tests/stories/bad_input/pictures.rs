//! Pictures that are wrong.

use axum::body::Body;
use indgang_domain::problem::ProblemKey;
use indgang_server::http::PICTURE_AT_MOST;
use uuid::Uuid;

use super::is_refused;
use crate::door::Door;
use crate::stories;
use crate::town::Town;

stories! {
    a_picture_that_is_wrong_is_told_why,
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
