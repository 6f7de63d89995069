//! What goes wrong in one unit stays in that unit.

use std::time::Duration;

use indgang_domain::envelope::Status;
use indgang_domain::messages::MarkRead;
use indgang_server::store::Trouble;
use serde_json::value::RawValue;

use crate::stories;
use crate::town::{Town, message};

stories! {
    a_unit_that_panics_harms_no_other,
    a_read_mark_before_the_beginning_is_none,
    an_envelope_of_a_newer_version_waits,
}

async fn a_unit_that_panics_harms_no_other(town: Town) {
    let mother = town.person("borger").await;
    let thread = mother.family_thread(None).await;
    let before = town.rows().await;
    let panics = town.desk.db.unit(|unit| {
        Box::pin(async move {
            unit.exec("DELETE FROM messages", Vec::new()).await?;
            assert!(unit.versions().len() > 1, "on purpose");
            Ok(())
        })
    });
    let ended = tokio::time::timeout(Duration::from_secs(20), panics).await.expect("an answer");
    assert!(matches!(ended, Err(Trouble::Fault(_) | Trouble::Passing(_))));
    assert_eq!(town.rows().await, before, "nothing of it is left");
    assert_eq!(mother.says(thread, "Virker det stadig?").await.status, Status::Done);
}

async fn a_read_mark_before_the_beginning_is_none(town: Town) {
    let mother = town.person("borger").await;
    let thread = mother.own_thread().await;
    town.forces("DELETE FROM seen WHERE thread = $1", indgang_server::store::args![thread]).await;
    let unread = async || {
        let threads = mother.asks(&indgang_domain::messages::Threads {}).await.expect("threads");
        threads.iter().find(|line| line.thread == thread).expect("a thread").unread
    };
    let all = unread().await;
    mother.does(&MarkRead { thread, position: i64::MIN }).await;
    assert_eq!(unread().await, all);
    assert_eq!(mother.does(&MarkRead { thread, position: i64::MAX }).await.status, Status::Done);
    assert_eq!(unread().await, 0);
    mother.says(thread, "Efter det hele").await;
    assert_eq!(unread().await, 0, "one's own word is never unread");
}

async fn an_envelope_of_a_newer_version_waits(town: Town) {
    let mother = town.person("borger").await;
    let thread = mother.family_thread(None).await;
    let mut newer = mother.envelope(&message(thread, "Fra i morgen"));
    newer.v = 2;
    let mut unknown = mother.envelope(&message(thread, "Fra i overmorgen"));
    "Messages.Sing".clone_into(&mut unknown.command);
    let before = town.rows().await;
    assert_eq!(mother.settle(newer.clone()).await.status, Status::Later);
    assert_eq!(mother.settle(unknown).await.status, Status::Later);
    assert_eq!(town.rows().await, before, "nothing is stored, so that it can be tried again");
    newer.v = 1;
    assert_eq!(mother.settle(newer).await.status, Status::Done);
    let mut broken = mother.envelope(&message(thread, "?"));
    broken.args = RawValue::from_string("{}".to_owned()).unwrap();
    assert_eq!(mother.settle(broken).await.status, Status::Refused, "that one will never be understood");
}
