//! Who listens hears what moves, for as long as they are logged in and may see it.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Response, StatusCode, header};
use futures::StreamExt as _;
use indgang_domain::kernel::id::StreamId;
use indgang_domain::messages::Threads;
use indgang_domain::stream::Nudge;
use indgang_server::auth;
use indgang_server::desk::hub::Listener;
use indgang_server::desk::reach;
use indgang_server::store::args;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

use crate::demo::{Demo, Someone, now};
use crate::door::{Door, server};
use crate::stories;

stories! {
    whoever_logs_out_listens_no_more,
    a_login_that_is_over_listens_no_more,
    what_moved_together_is_heard_as_such,
    what_was_granted_unheard_is_heard_soon,
    one_person_listens_so_often_and_no_more,
    a_login_in_use_keeps_its_cookie,
}

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);
const SOON: Duration = Duration::from_millis(50);

async fn listens(door: &Door) -> Response<Body> {
    door.send(door.request("GET", "/api/v1/stream").body(Body::empty()).unwrap()).await
}

/// The stream ends, whatever is heard before.
async fn ends(mut stream: BodyDataStream) {
    timeout(PATIENCE, async { while stream.next().await.is_some() {} }).await.expect("the stream has ended");
}

async fn whoever_logs_out_listens_no_more(demo: Demo) {
    let door = Door::open(&demo, "borger").await;
    let stream = listens(&door).await.into_body().into_data_stream();
    assert_eq!(door.post("/logud", Body::empty()).await.status(), StatusCode::SEE_OTHER);
    ends(stream).await;
    assert_eq!(listens(&door).await.status(), StatusCode::UNAUTHORIZED);
}

async fn a_login_that_is_over_listens_no_more(demo: Demo) {
    let door = Door::of(&demo, "borger", server(&demo.desk).looking_again(SOON)).await;
    let stream = listens(&door).await.into_body().into_data_stream();
    demo.forces(
        "UPDATE sessions SET ends_at = $1 WHERE person = $2",
        args![now(), door.someone.viewer().person],
    )
    .await;
    ends(stream).await;
}

/// Who has several streams of what moved asks for all of them at once; who has one of them asks for that one alone.
async fn what_moved_together_is_heard_as_such(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let (_ear, mut to_the_mother) = listens_to_all(&mother).await;
    let (_other_ear, mut to_the_contact) = listens_to_all(&contact).await;
    // With her words moves how far she has read, which only she is told.
    mother.says(thread, "Er der nogen?").await;
    let own = mother.viewer().person.into();
    assert_eq!(heard(&mut to_the_mother, 2).await, BTreeMap::from([(thread.into(), true), (own, true)]));
    assert_eq!(heard(&mut to_the_contact, 1).await, BTreeMap::from([(thread.into(), false)]));
}

async fn listens_to_all(someone: &Someone) -> (Listener, Receiver<Nudge>) {
    let Someone { desk, actor } = someone;
    let (mut ear, nudges) = desk.hub.listen((actor.viewer.municipality, actor.viewer.person)).unwrap();
    ear.tune(reach::heard(&desk.db, &actor.viewer, desk.clock.now()).await.unwrap());
    (ear, nudges)
}

/// The streams of so many nudges; and whether each came with others.
async fn heard(nudges: &mut Receiver<Nudge>, count: usize) -> BTreeMap<StreamId, bool> {
    let mut heard = BTreeMap::new();
    while heard.len() < count {
        let nudge = timeout(PATIENCE, nudges.recv()).await.expect("it is heard").expect("nobody was cut off");
        heard.insert(nudge.stream, nudge.with_others);
    }
    heard
}

async fn what_was_granted_unheard_is_heard_soon(demo: Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    let door = Door::of(&demo, "kontakt-3", server(&demo.desk).looking_again(SOON)).await;
    let stream = listens(&door).await.into_body().into_data_stream();
    let viewer = door.someone.viewer();
    demo.forces(
        "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason) \
         VALUES ($1, $2, $3, 'substitute', 0, 9000000000000, $3)",
        args![viewer.municipality, viewer.person, thread],
    )
    .await;
    assert!(door.someone.asks(&Threads {}).await.unwrap().iter().any(|line| line.thread == thread));
    let heard = timeout(PATIENCE, async {
        let id = thread.to_string();
        let mut stream = std::pin::pin!(stream);
        loop {
            mother.says(thread, "Er der nogen?").await;
            if let Ok(Some(Ok(bytes))) = timeout(SOON, stream.next()).await
                && String::from_utf8_lossy(&bytes).contains(&id)
            {
                return;
            }
        }
    });
    heard.await.expect("the thread is heard");
}

async fn one_person_listens_so_often_and_no_more(demo: Demo) {
    let (door, other) = (Door::open(&demo, "borger").await, Door::open(&demo, "borger-ar").await);
    let mut open = Vec::new();
    for _ in 0..20 {
        let response = listens(&door).await;
        assert_eq!(response.status(), StatusCode::OK);
        open.push(response);
    }
    let refused = listens(&door).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().contains_key(header::RETRY_AFTER));
    drop(open);
    assert_eq!(listens(&door).await.status(), StatusCode::OK);
    assert_eq!(listens(&other).await.status(), StatusCode::OK);
}

async fn a_login_in_use_keeps_its_cookie(demo: Demo) {
    let viewer = demo.person("borger").await.viewer().clone();
    let token = auth::begin(&demo.desk, viewer.municipality, viewer.person, "test").await.unwrap();
    let mut later = Door::of(&demo, "borger", server(&demo.at(now().plus_days(80)))).await;
    later.cookie = format!("indgang={}", token.as_str());
    let page = async || later.send(later.request("GET", "/hjem").body(Body::empty()).unwrap()).await;
    let again = page().await.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(again.starts_with(&later.cookie) && again.contains("Max-Age=7776000"), "{again}");
    assert!(!page().await.headers().contains_key(header::SET_COOKIE), "a quarter of an hour long it is new");
    let out = later.post("/logud", Body::empty()).await;
    assert!(out.headers()[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
}
