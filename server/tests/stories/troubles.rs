//! What goes wrong in one unit stays in that unit.

use std::sync::Arc;
use std::time::Duration;

use indgang_domain::envelope::{ENVELOPE_VERSION, Status};
use indgang_domain::messages::MarkRead;
use indgang_domain::problem::ProblemKey;
use indgang_server::auth;
use indgang_server::store::Trouble;
use serde_json::value::RawValue;
use tokio::sync::Notify;

use crate::demo::{Demo, Engine, message, none, now};
use crate::stories;

stories! {
    a_unit_that_panics_harms_no_other,
    with_a_disk_that_takes_nothing_reading_goes_on,
    what_was_judged_beside_work_that_is_lost_is_judged_again,
    a_read_mark_before_the_beginning_is_none,
    an_envelope_of_a_newer_version_waits,
}

async fn a_unit_that_panics_harms_no_other(demo: Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    let before = demo.rows().await;
    let panics = demo.desk.db.transaction(|tx| {
        Box::pin(async move {
            tx.exec("DELETE FROM messages", Vec::new()).await?;
            assert!(tx.versions().len() > 1, "on purpose");
            Ok(())
        })
    });
    let ended = tokio::time::timeout(Duration::from_secs(20), panics).await.expect("an answer");
    assert!(matches!(ended, Err(Trouble::Fault(_) | Trouble::Passing(_))));
    assert_eq!(demo.rows().await, before, "nothing of it is left");
    assert_eq!(mother.says(thread, "Virker det stadig?").await.status, Status::Done);
}

/// A database whose disk has no room for this table.
async fn fills_up(demo: &Demo, table: &str) {
    let sql = match demo.engine {
        Engine::Sqlite => {
            format!(
                "CREATE TRIGGER full_disk BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        }
        Engine::Postgres => format!(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$; \
             CREATE TRIGGER full_disk BEFORE UPDATE ON {table} EXECUTE FUNCTION full_disk()"
        ),
    };
    demo.owner_does(&sql).await;
}

async fn with_a_disk_that_takes_nothing_reading_goes_on(demo: Demo) {
    let viewer = demo.person("borger").await.viewer().clone();
    let token = auth::begin(&demo.desk, viewer.municipality, viewer.person, "test").await.expect("a login");
    fills_up(&demo, "sessions").await;
    let later = demo.at(now().plus_days(1));
    for _ in 0..2 {
        let known = auth::who(&later, token.as_str()).await.expect("an answer").expect("a login");
        assert!(!known.prolonged, "it lasts no longer than before");
    }
}

async fn what_was_judged_beside_work_that_is_lost_is_judged_again(demo: Demo) {
    if demo.engine == Engine::Postgres {
        // There no unit sees what another has not committed.
        return;
    }
    let (begun, waits) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (begins, go_on, db) = (begun.clone(), waits.clone(), demo.desk.db.clone());
    let first = tokio::spawn(async move {
        let unit = db.transaction(move |_| {
            let (begins, go_on) = (begins.clone(), go_on.clone());
            Box::pin(async move {
                begins.notify_one();
                go_on.notified().await;
                Ok(())
            })
        });
        unit.await
    });
    begun.notified().await;
    // These two wait for the first, and then share its commit. The second one takes the ground from under all three.
    let refuses = demo
        .desk
        .db
        .transaction(|_| Box::pin(async { Err::<(), _>(Trouble::refused(ProblemKey::IdReused)) }));
    let loses =
        demo.desk.db.transaction(|tx| Box::pin(async move { tx.exec("ROLLBACK", none()).await.map(drop) }));
    let (judged, lost, ()) = tokio::join!(refuses, loses, async {
        tokio::task::yield_now().await;
        waits.notify_one();
    });
    assert!(matches!(lost, Err(Trouble::Passing(_))) && matches!(first.await, Ok(Err(Trouble::Passing(_)))));
    assert!(
        matches!(judged, Err(Trouble::Passing(_))),
        "it may have been judged by what never was: {judged:?}"
    );
    let mother = demo.person("borger").await;
    assert_eq!(mother.says(mother.own_thread().await, "Og videre").await.status, Status::Done);
}

async fn a_read_mark_before_the_beginning_is_none(demo: Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.own_thread().await;
    demo.forces("DELETE FROM seen WHERE thread = $1", indgang_server::store::args![thread]).await;
    let unread = async || {
        let threads = mother.asks(&indgang_domain::messages::Threads {}).await.expect("threads");
        threads.iter().find(|line| line.thread == thread).expect("a thread").unread
    };
    mother.does(&MarkRead { thread, position: 0 }).await;
    let others = unread().await;
    assert_ne!(others, 0);
    demo.forces("DELETE FROM seen WHERE thread = $1", indgang_server::store::args![thread]).await;
    mother.does(&MarkRead { thread, position: i64::MIN }).await;
    assert_eq!(unread().await, others);
    assert_eq!(mother.does(&MarkRead { thread, position: i64::MAX }).await.status, Status::Done);
    assert_eq!(unread().await, 0);
    mother.says(thread, "Efter det hele").await;
    assert_eq!(unread().await, 0, "one's own word is never unread");
}

async fn an_envelope_of_a_newer_version_waits(demo: Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    let mut newer = mother.envelope(&message(thread, "Fra i morgen"));
    newer.v = ENVELOPE_VERSION + 1;
    let mut unknown = mother.envelope(&message(thread, "Fra i overmorgen"));
    "Messages.Sing".clone_into(&mut unknown.command);
    let before = demo.rows().await;
    assert_eq!(mother.settle(newer.clone()).await.status, Status::Later);
    assert_eq!(mother.settle(unknown).await.status, Status::Later);
    assert_eq!(demo.rows().await, before, "nothing is stored, so that it can be tried again");
    newer.v = 1;
    assert_eq!(mother.settle(newer).await.status, Status::Done);
    let mut broken = mother.envelope(&message(thread, "?"));
    broken.args = RawValue::from_string("{}".to_owned()).unwrap();
    assert_eq!(mother.settle(broken).await.status, Status::Refused, "that one will never be understood");
}
