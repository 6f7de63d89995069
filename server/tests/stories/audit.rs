//! Who did and saw what is told once, in the same unit, and cannot be untold.

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use indgang_domain::envelope::{ENVELOPE_VERSION, Outcome, Status};
use indgang_domain::families::NoteOpened;
use indgang_domain::home::Home;
use indgang_domain::kernel::id::{PersonId, SessionId, StreamId};
use indgang_domain::messages::{MarkRead, OpenThread};
use indgang_domain::people::{Language, SaveSettings, TextSize, Theme};
use indgang_domain::staff::{OpenFamily, Team};
use indgang_server::auth;
use indgang_server::store::args;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::absences::away;
use super::contacts::{end, give};
use super::door::Door;
use crate::demo::{Demo, Engine, Someone, count, message, now};
use crate::stories;

stories! {
    what_is_done_is_told_once_with_its_envelope,
    what_is_not_done_is_not_told,
    what_reaches_a_device_of_the_teams_is_told_once_a_day,
    whatever_the_team_reads_a_case_by_is_told,
    a_page_is_told_whatever_its_address_looks_like,
    opening_a_family_is_told_as_a_reading,
    what_arrives_after_the_access_has_ended_is_told_too,
    the_app_cannot_untell_it,
}

async fn told(demo: &Demo, outcome: &Outcome) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE envelope = $1 AND subject IS NULL";
    count(demo, sql, args![outcome.id]).await
}

async fn all(demo: &Demo) -> i64 {
    count(demo, "SELECT COUNT(*) AS n FROM audit", args![]).await
}

async fn what_is_done_is_told_once_with_its_envelope(demo: Demo) {
    let (mother, contact, staff, lead) = (
        demo.person("borger").await,
        demo.person("kontakt-1").await,
        demo.person("kontakt-3").await,
        demo.person("teamleder").await,
    );
    let (thread, family) = (mother.family_thread(None).await, mother.family().await);
    let settings = SaveSettings {
        language: Language::Da,
        text_size: TextSize::Normal,
        theme: Theme::Auto,
        quick_exit: false,
    };
    let done = [
        mother.says(thread, "Hej").await,
        mother.does(&MarkRead { thread, position: 3 }).await,
        mother.does(&settings).await,
        contact.does(&away(&contact, &staff, 0..=2).await).await,
        lead.does(&give(family, &staff)).await,
        lead.does(&end(&lead, family, &contact).await).await,
    ];
    for outcome in &done {
        assert_eq!(outcome.status, Status::Done);
        assert_eq!(told(&demo, outcome).await, 1);
    }
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE envelope = $1 AND person = $2 AND stream = $3 AND lens = 'adult' \
               AND event = 'Messages.SendMessage' AND at = $4 AND municipality = $5";
    let (person, municipality) = (mother.viewer().person, mother.viewer().municipality);
    assert_eq!(count(&demo, sql, args![done[0].id, person, thread, now(), municipality]).await, 1);
    let before = all(&demo).await;
    let envelope = mother.envelope(&message(thread, "To gange"));
    mother.settle(envelope.clone()).await;
    mother.settle(envelope).await;
    assert_eq!(all(&demo).await, before + 1, "the same envelope twice is one change");
}

async fn what_is_not_done_is_not_told(demo: Demo) {
    let (mother, stranger, contact) =
        (demo.person("borger").await, demo.person("kontakt-3").await, demo.person("kontakt-1").await);
    let (thread, family) = (mother.family_thread(None).await, mother.family().await);
    let before = all(&demo).await;
    let mut newer = mother.envelope(&message(thread, "Fra en nyere udgave"));
    newer.v = ENVELOPE_VERSION + 1;
    for outcome in [
        stranger.says(thread, "Hej").await,
        contact.does(&give(family, &stranger)).await,
        mother.settle(newer).await,
    ] {
        assert_ne!(outcome.status, Status::Done);
        assert_eq!(told(&demo, &outcome).await, 0);
    }
    assert_eq!(all(&demo).await, before);
}

async fn delivered(demo: &Demo, device: SessionId, stream: Uuid) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Delivered' AND subject = $1 AND stream = $2";
    count(demo, sql, args![device, stream]).await
}

async fn what_reaches_a_device_of_the_teams_is_told_once_a_day(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let viewer = contact.viewer();
    let token = auth::begin(&demo.desk, viewer.municipality, viewer.person, "tablet").await.expect("a login");
    let known = auth::who(&demo.desk, token.as_str()).await.expect("an answer").expect("a login");
    let tablet = Someone { desk: demo.desk.clone(), actor: known.actor };

    let held = contact.pulls_all(Vec::new()).await;
    assert_eq!(delivered(&demo, contact.actor.session, thread.0).await, 1);
    mother.says(thread, "Endnu et ord").await;
    let held = contact.pulls_all(held.cursors).await;
    contact.pulls_all(Vec::new()).await;
    assert_eq!(delivered(&demo, contact.actor.session, thread.0).await, 1, "once a day");
    assert_eq!(delivered(&demo, tablet.actor.session, thread.0).await, 0);
    tablet.pulls_all(Vec::new()).await;
    assert_eq!(delivered(&demo, tablet.actor.session, thread.0).await, 1, "each device");

    let tomorrow = now().plus_days(1);
    contact.at(tomorrow).pulls_all(held.cursors.clone()).await;
    assert_eq!(delivered(&demo, contact.actor.session, thread.0).await, 1, "nothing came");
    mother.at(tomorrow).says(thread, "Godmorgen").await;
    contact.at(tomorrow).pulls_all(held.cursors).await;
    assert_eq!(delivered(&demo, contact.actor.session, thread.0).await, 2, "the next day again");

    mother.pulls_all(Vec::new()).await;
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Delivered' AND person = $1";
    assert_eq!(count(&demo, sql, args![mother.viewer().person]).await, 0, "a family reads its own");
    assert_eq!(delivered(&demo, contact.actor.session, viewer.person.0).await, 0, "so does everyone");
}

/// How often it was told that this person read this stream.
async fn read(demo: &Demo, person: PersonId, stream: impl Into<StreamId>) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Delivered' AND person = $1 AND stream = $2";
    count(demo, sql, args![person, stream.into()]).await
}

async fn whatever_the_team_reads_a_case_by_is_told(demo: Demo) {
    let (mother, lead) = (demo.person("borger").await, demo.person("teamleder").await);
    let (thread, own, family) =
        (mother.family_thread(None).await, mother.own_thread().await, mother.family().await);
    let picture = demo.picture(&mother, own).await;
    let (first, second, stand_in) =
        (demo.person("kontakt-1").await, demo.person("kontakt-2").await, Door::open(&demo, "vikar").await);
    let of = |someone: &Someone| someone.viewer().person;

    for _ in 0..2 {
        first.asks(&OpenThread { thread, before: None }).await.expect("a thread");
    }
    assert_eq!(read(&demo, of(&first), thread).await, 1, "asked twice, told once");
    assert_eq!(read(&demo, of(&first), own).await, 0, "only what was read");
    first.at(now().plus_days(1)).asks(&OpenThread { thread, before: None }).await.expect("a thread");
    assert_eq!(read(&demo, of(&first), thread).await, 2, "the next day again");

    first.asks(&OpenFamily { family }).await.expect("a family");
    assert_eq!(read(&demo, of(&first), own).await, 1);
    let others = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Delivered' AND person = $1 AND stream <> $2 \
                  AND stream NOT IN (SELECT id FROM threads WHERE family = $2)";
    assert_eq!(
        count(&demo, others, args![of(&first), family]).await,
        0,
        "of one family, no other's case is read"
    );
    lead.asks(&OpenFamily { family }).await.expect("a family");
    assert_eq!(read(&demo, of(&lead), family).await, 1, "as who leads, too");
    second.asks(&Team {}).await.expect("a team");
    for stream in [StreamId::from(thread), own.into(), family.into()] {
        assert_eq!(read(&demo, of(&second), stream).await, 1, "the list shows how the last word begins");
    }
    let path = format!("/api/v1/blobs/{picture}");
    let response = stand_in.send(stand_in.request("GET", &path).body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(read(&demo, of(&stand_in.someone), own).await, 1, "a picture is read, too");

    mother.asks(&OpenThread { thread, before: None }).await.expect("a thread");
    mother.asks(&Home {}).await.expect("a home");
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Delivered' AND person = $1";
    assert_eq!(count(&demo, sql, args![of(&mother)]).await, 0, "a family reads its own");
}

async fn a_page_is_told_whatever_its_address_looks_like(demo: Demo) {
    let thread = demo.person("borger").await.family_thread(None).await;
    let id = thread.to_string();
    let first = id.as_bytes()[0];
    let back = format!("/beskeder/{id}");
    let cases = [
        ("kontakt-1", format!("/beskeder/%{first:x}{}", &id[1..]), None),
        ("kontakt-2", "/team".to_owned(), None),
        ("vikar", "/act".to_owned(), Some(format!("command=Messages.Unsend&envelope={id}&back={back}"))),
    ];
    for (slug, path, form) in cases {
        let door = Door::open(&demo, slug).await;
        let method = if form.is_some() { "POST" } else { "GET" };
        let mut request = door.request(method, &path).body(form.unwrap_or_default().into()).unwrap();
        let urlencoded = "application/x-www-form-urlencoded".parse().unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, urlencoded);
        let response = door.send(request).await;
        assert!(response.status() == StatusCode::OK || path == "/act", "{path}");
        let page = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert!(String::from_utf8_lossy(&page).contains(&id), "{path} shows it");
        assert_eq!(read(&demo, door.someone.viewer().person, thread).await, 1, "{path}");
    }
    let door = Door::open(&demo, "kontakt-1").await;
    let opened = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Opened' AND stream = $1";
    assert_eq!(count(&demo, opened, args![thread]).await, 1, "its page was opened, once");
    for (path, place) in [
        (format!("/beskeder/{id}/"), back),
        ("//andre.example/".to_owned(), "/andre.example".to_owned()),
        ("/\\andre.example//?a=b".to_owned(), "/andre.example?a=b".to_owned()),
    ] {
        let response = door.send(door.request("GET", &path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(response.headers()[header::LOCATION], place, "the screen has one address, and it is ours");
    }
}

async fn opening_a_family_is_told_as_a_reading(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let outcome = contact.does(&NoteOpened { family }).await;
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Opened' AND envelope = $1 AND stream = $2 AND person = $3";
    assert_eq!(count(&demo, sql, args![outcome.id, family, contact.viewer().person]).await, 1);
    let hers = mother.does(&NoteOpened { family }).await;
    assert_ne!(hers.status, Status::Done, "looking at one's own is no reading of a case");
}

async fn what_arrives_after_the_access_has_ended_is_told_too(demo: Demo) {
    let (mother, contact, lead) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("teamleder").await);
    let (thread, family) = (mother.family_thread(None).await, mother.family().await);
    let (looked, wrote) =
        (contact.envelope(&NoteOpened { family }), contact.envelope(&message(thread, "Skrevet i tide")));
    let (ended, arrives) = (now().plus_millis(3_600_000), now().plus_millis(7_200_000));
    lead.at(ended).does(&end(&lead, family, &contact).await).await;
    let contact = contact.at(arrives);
    let (looked, wrote) = (contact.settle(looked).await, contact.settle(wrote).await);
    assert_eq!((looked.status, wrote.status), (Status::Done, Status::Quarantined));
    assert_eq!(told(&demo, &wrote).await, 1);
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Opened' AND envelope = $1 AND at = $2 AND lens = 'contact'";
    assert_eq!(
        count(&demo, sql, args![looked.id, now()]).await,
        1,
        "when it was looked at, not when it arrived"
    );
    assert!(
        looked.problem.is_none() && !looked.at.contains_key(&family.into()),
        "and no more than that is said"
    );
    let after = contact.does(&NoteOpened { family }).await;
    assert_eq!(after.status, Status::Refused, "what nobody could look at is not told");
}

async fn the_app_cannot_untell_it(demo: Demo) {
    if demo.engine == Engine::Sqlite {
        // A file has no roles: there, whoever holds the file holds it all.
        return;
    }
    demo.person("kontakt-1").await.pulls_all(Vec::new()).await;
    let before = demo.rows().await;
    let pool = demo.desk.db.postgres().expect("a pool");
    for sql in [
        "UPDATE audit SET event = 'nothing'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "DROP TABLE audit",
        "ALTER TABLE audit ADD COLUMN note TEXT",
        "ALTER TABLE persons DISABLE TRIGGER ALL",
        "ALTER TABLE grants DROP COLUMN until_at",
        "CREATE TABLE elsewhere (id UUID)",
        "CREATE INDEX elsewhere ON audit (id)",
        "CREATE RULE silence AS ON INSERT TO audit DO INSTEAD NOTHING",
        "GRANT ALL ON audit TO indgang_app",
        "INSERT INTO migrations (name) VALUES ('9999')",
        "DELETE FROM migrations",
    ] {
        let refused = sqlx::query(AssertSqlSafe(sql)).execute(pool).await;
        let code =
            refused.as_ref().err().and_then(|error| error.as_database_error()?.code().map(String::from));
        let granted = sql.starts_with("GRANT") && refused.is_ok();
        assert!(code.as_deref() == Some("42501") || granted, "{sql}: {refused:?}");
    }
    let still = sqlx::query("DELETE FROM audit").execute(pool).await;
    assert!(still.is_err(), "nor did it give itself the right");
    assert_eq!(demo.rows().await, before);
}
