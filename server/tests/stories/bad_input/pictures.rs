//! Pictures that are wrong.

use std::io::Cursor;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{BlobId, ThreadId};
use indgang_domain::problem::ProblemKey;
use indgang_server::http::PICTURE_AT_MOST;
use indgang_server::store::args;
use uuid::Uuid;

use super::is_refused;
use crate::demo::{Demo, message, now};
use crate::door::Door;
use crate::stories;

stories! {
    a_picture_that_is_wrong_is_told_why,
    what_is_sent_under_a_known_id_is_compared_and_not_opened,
    nobody_fills_the_server_with_pictures_that_nothing_names,
}

/// A small picture of one colour.
pub(crate) fn picture(shade: u8) -> Vec<u8> {
    let mut sent = Vec::new();
    let picture = image::DynamicImage::from(image::GrayImage::from_pixel(4, 4, image::Luma([shade])));
    picture.write_to(&mut Cursor::new(&mut sent), image::ImageFormat::Png).unwrap();
    sent
}

pub(crate) async fn puts(door: &Door, id: Uuid, stream: ThreadId, sent: Vec<u8>) -> Response<Body> {
    let path = format!("/api/v1/blobs/{id}?stream={stream}");
    door.send(door.request("PUT", &path).body(sent.into()).unwrap()).await
}

async fn what_is_sent_under_a_known_id_is_compared_and_not_opened(demo: Demo) {
    let (door, id) = (Door::open(&demo, "borger").await, Uuid::now_v7());
    let (shared, own) = (door.someone.family_thread(None).await, door.someone.own_thread().await);
    for _ in 0..2 {
        assert_eq!(puts(&door, id, shared, picture(7)).await.status(), StatusCode::NO_CONTENT);
    }
    let before = demo.rows().await;
    is_refused("another", puts(&door, id, shared, picture(8)).await, ProblemKey::IdReused).await;
    is_refused("elsewhere", puts(&door, id, own, picture(7)).await, ProblemKey::IdReused).await;
    // Nobody tried to open it, or it were unreadable.
    is_refused("no picture", puts(&door, id, shared, b"hej".to_vec()).await, ProblemKey::IdReused).await;
    assert_eq!(demo.rows().await, before);
}

async fn nobody_fills_the_server_with_pictures_that_nothing_names(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let (thread, viewer) = (door.someone.family_thread(None).await, door.someone.viewer().clone());
    let last = BlobId(Uuid::now_v7());
    assert_eq!(puts(&door, last.0, thread, picture(1)).await.status(), StatusCode::NO_CONTENT);
    for n in 0..199 {
        // The oldest are of yesterday, and count no longer.
        let at = now().plus_days(if n < 2 { -1 } else { 0 });
        demo.forces(
            "INSERT INTO unnamed (municipality, author, blob, at) VALUES ($1, $2, $3, $4)",
            args![viewer.municipality, viewer.person, Uuid::now_v7(), at],
        )
        .await;
    }
    let puts = async |shade| puts(&door, Uuid::now_v7(), thread, picture(shade)).await;
    for shade in [2, 3] {
        assert_eq!(puts(shade).await.status(), StatusCode::NO_CONTENT);
    }
    is_refused("one more", puts(4).await, ProblemKey::TooFast).await;
    let mut names_it = message(thread, "Her er det");
    names_it.photos = vec![last];
    assert_eq!(door.someone.does(&names_it).await.status, Status::Done);
    assert_eq!(puts(4).await.status(), StatusCode::NO_CONTENT, "what is named counts no more");
}

async fn a_picture_that_is_wrong_is_told_why(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let other = demo.person("borger-ar").await;
    let (own, theirs) = (door.someone.family_thread(None).await, other.family_thread(None).await);
    let known = demo.picture(&other, theirs).await;
    let before = demo.rows().await;
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
    assert_eq!(demo.rows().await, before, "nothing was stored");
}
