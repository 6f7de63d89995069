//! Pulls take turns: none is kept by one who waits for something else, and whoever is logged out meanwhile gets nothing.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::join_all;
use futures::poll;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::{Cursor, PullAnswer, PullRequest};
use indgang_server::store::{Trouble, args};
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

use crate::demo::{Demo, Someone, now, session};

mod sqlite {
    use crate::demo::{Demo, Engine};

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_is_logged_out_while_they_wait_is_not_answered() {
        super::whoever_is_logged_out_while_they_wait_is_not_answered(Demo::open(Engine::Sqlite).await).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_waits_for_the_writer_keeps_nobody_from_reading() {
        super::whoever_waits_for_the_writer_keeps_nobody_from_reading(Demo::open(Engine::Sqlite).await).await;
    }
}

mod postgres {
    use crate::demo::{Demo, Engine};

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_is_logged_out_while_they_wait_is_not_answered() {
        super::whoever_is_logged_out_while_they_wait_is_not_answered(Demo::open(Engine::Postgres).await)
            .await;
    }
}

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);
/// More than take a turn at once.
const MANY: usize = 16;

type Pull<'d> = Pin<Box<dyn Future<Output = Result<PullAnswer, Trouble>> + 'd>>;

/// A pull that has begun: it has its turn, or waits for one.
async fn begun(someone: &Someone, cursors: Vec<Cursor>) -> Pull<'_> {
    let mut pull: Pull<'_> = Box::pin(async move {
        let request = PullRequest { client: 1, cursors, knows: None, only: None };
        someone.desk.pull(&someone.actor, &request).await
    });
    assert!(poll!(&mut pull).is_pending(), "it was answered at once");
    pull
}

async fn whoever_is_logged_out_while_they_wait_is_not_answered(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let mut crowd = Vec::new();
    for _ in 0..MANY {
        crowd.push(begun(&contact, Vec::new()).await);
    }
    let late = begun(&mother, Vec::new()).await;
    demo.forces("UPDATE sessions SET ends_at = $1 WHERE id = $2", args![now(), session(&mother)]).await;
    let (crowd, late) =
        timeout(PATIENCE, async { tokio::join!(join_all(crowd), late) }).await.expect("all end");
    assert!(crowd.iter().all(Result::is_ok), "everyone else is answered");
    assert_eq!(
        late.map_err(|trouble| trouble.problem()).map(|answer| answer.streams.len()),
        Err(Problem::new(ProblemKey::LoggedOut))
    );
}

/// SQLite alone has one writer, whom all wait for.
async fn whoever_waits_for_the_writer_keeps_nobody_from_reading(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let up_to_date = mother.pulls_all(Vec::new()).await.cursors;
    let (lets_go, may_go) = oneshot::channel::<()>();
    let may_go = Mutex::new(Some(may_go));
    let is_writing = Arc::new(Notify::new());
    let (viewer, begins) = (mother.viewer().clone(), is_writing.clone());
    let db = demo.desk.db.clone();
    let writer = tokio::spawn(async move {
        db.transaction(move |tx| {
            let (viewer, begins, may_go) = (viewer.clone(), begins.clone(), may_go.lock().unwrap().take());
            Box::pin(async move {
                tx.touch(viewer.municipality, viewer.person.into()).await?;
                begins.notify_one();
                if let Some(may_go) = may_go {
                    let _ = may_go.await;
                }
                Ok(())
            })
        })
        .await
    });
    is_writing.notified().await;
    // What reached a contact person is noted, which the writer does.
    let mut noted = Vec::new();
    for _ in 0..MANY {
        noted.push(begun(&contact, Vec::new()).await);
    }
    let mut noted = pin!(join_all(noted));
    let read = async {
        tokio::select! {
            _ = &mut noted => panic!("nothing was noted"),
            read = mother.pulls_all(up_to_date) => read,
        }
    };
    let read = timeout(PATIENCE, read).await;
    lets_go.send(()).unwrap();
    writer.await.unwrap().unwrap();
    assert!(timeout(PATIENCE, noted).await.expect("all end").iter().all(Result::is_ok));
    assert_eq!(read.expect("the mother is answered").pages.len(), 1);
}
