//! More than one process over one database: on PostgreSQL each hears of what the others do; on SQLite there is one.

use std::io::{BufRead as _, BufReader};
use std::iter::once;
use std::process::{Command, Stdio};
use std::time::Duration;

use indgang_domain::kernel::id::{StreamId, ThreadId};
use indgang_domain::stream::Nudge;
use indgang_server::desk::hub::Listener;
use indgang_server::desk::{Clock, Desk};
use indgang_server::store::Db;
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::record::Recorder;
use sqlx::{Connection, PgConnection};
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

use crate::demo::{Demo, Engine, Someone, now};

mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    async fn what_one_process_commits_is_heard_at_another() {
        super::what_one_process_commits_is_heard_at_another().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_moved_together_is_heard_as_such_at_another() {
        super::what_moved_together_is_heard_as_such_at_another().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_desk_that_is_gone_holds_no_connection() {
        super::a_desk_that_is_gone_holds_no_connection().await;
    }
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread")]
    async fn a_second_process_is_refused_the_file() {
        super::a_second_process_is_refused_the_file().await;
    }
}

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);
const SOON: Duration = Duration::from_millis(50);

/// The same person at another process, which has nothing in common with this one but the database.
async fn elsewhere(demo: &Demo, someone: Someone) -> Someone {
    let db = Db::open(&demo.address, Durability::Full, Recorder::default()).await.unwrap();
    Someone { desk: Desk::open(db, Clock::Fixed(now()), indgang_server::features()), ..someone }
}

/// However many open a database after each other, none is left of those before.
async fn a_desk_that_is_gone_holds_no_connection() {
    let demo = Demo::open(Engine::Postgres).await;
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    let (_ear, mut nudges) = listens(&mother, thread);
    let other = elsewhere(&demo, mother.clone()).await;
    is_heard(&other, thread, &mut nudges).await;
    // What others' connections do is told to the databases' owner alone.
    let Address::Postgres(url) = &demo.address else { panic!("PostgreSQL") };
    let mut owner = PgConnection::connect(url).await.unwrap();
    let sql =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let mut listen = async |many: i64| {
        while sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut owner).await.unwrap() != many {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, listen(2)).await.expect("both listen");
    drop(other);
    timeout(PATIENCE, listen(1)).await.expect("it listens no more");
}

/// Listens to a thread, at the process where this person is.
fn listens(someone: &Someone, thread: ThreadId) -> (Listener, Receiver<Nudge>) {
    let viewer = someone.viewer();
    let (mut listener, nudges) = someone.desk.hub.listen((viewer.municipality, viewer.person)).unwrap();
    listener.tune(once((viewer.municipality, thread.into())).collect());
    (listener, nudges)
}

/// Says something; answers the thread's version with it.
async fn says(someone: &Someone, thread: ThreadId) -> u64 {
    let outcome = someone.says(thread, "Er der nogen?").await;
    *outcome.at.get(&thread.into()).expect("the thread has moved")
}

/// All versions that are heard, up to one of these.
async fn hears(nudges: &mut Receiver<Nudge>, awaited: &[u64]) -> Vec<u64> {
    let mut heard = Vec::new();
    while heard.last().is_none_or(|last| !awaited.contains(last)) {
        heard.push(nudges.recv().await.expect("nobody was cut off").version);
    }
    heard
}

/// Says it again and again until it is heard: a process hears from when it has begun to listen.
async fn is_heard(speaker: &Someone, thread: ThreadId, nudges: &mut Receiver<Nudge>) {
    let mut said = Vec::new();
    let heard = timeout(PATIENCE, async {
        loop {
            said.push(says(speaker, thread).await);
            if timeout(SOON, hears(nudges, &said)).await.is_ok() {
                return;
            }
        }
    });
    heard.await.expect("the other process hears of it");
    // And all that was said meanwhile, so that what follows is heard alone.
    let last = says(speaker, thread).await;
    timeout(PATIENCE, hears(nudges, &[last])).await.expect("the other process goes on hearing");
}

async fn what_one_process_commits_is_heard_at_another() {
    let demo = Demo::open(Engine::Postgres).await;
    let mother = demo.person("borger").await;
    let contact = elsewhere(&demo, demo.person("kontakt-1").await).await;
    let thread = mother.family_thread(None).await;
    let (_ear, mut at_the_contacts) = listens(&contact, thread);
    is_heard(&mother, thread, &mut at_the_contacts).await;
    let (_ear, mut at_the_mothers) = listens(&mother, thread);
    is_heard(&contact, thread, &mut at_the_mothers).await;

    let (_ear, mut at_the_contacts) = listens(&contact, thread);
    let asked = says(&mother, thread).await;
    let heard =
        timeout(PATIENCE, hears(&mut at_the_contacts, &[asked])).await.expect("the question is heard");
    assert_eq!(heard, [asked]);
    let answered = says(&contact, thread).await;
    let heard = timeout(PATIENCE, hears(&mut at_the_mothers, &[answered])).await.expect("so is the answer");
    // PostgreSQL tells a process of its own words too, and in order.
    assert_eq!(heard, [asked, answered], "each is heard once, one's own too");
}

/// Who has several streams of what moved asks for all of them at once, wherever it was done.
async fn what_moved_together_is_heard_as_such_at_another() {
    let demo = Demo::open(Engine::Postgres).await;
    let mother = demo.person("borger").await;
    let (thread, own) = (mother.family_thread(None).await, StreamId::from(mother.viewer().person));
    let elsewhere = elsewhere(&demo, mother.clone()).await;
    let (mut ear, mut nudges) = listens(&elsewhere, thread);
    is_heard(&mother, thread, &mut nudges).await;
    let municipality = mother.viewer().municipality;
    ear.tune([(municipality, thread.into()), (municipality, own)].into());
    // With her words moves how far she has read.
    says(&mother, thread).await;
    for _ in 0..2 {
        let nudge = timeout(PATIENCE, nudges.recv()).await.expect("it is heard").expect("nobody was cut off");
        assert!(nudge.with_others, "{nudge:?}");
    }
}

async fn a_second_process_is_refused_the_file() {
    let demo = Demo::open(Engine::Sqlite).await;
    let Address::Sqlite(path) = &demo.address else { panic!("not a file") };
    let (mother, before) = (demo.person("borger").await, demo.rows().await);
    let mut second = Command::new(env!("CARGO_BIN_EXE_indgang"))
        .args(["serve", "--listen", "127.0.0.1:0", "--site"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../public"))
        .arg("--database")
        .arg(format!("sqlite://{}", path.display()))
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // To its end; or to where it serves after all, and would never end.
    let lines = BufReader::new(second.stderr.take().unwrap()).lines().map(Result::unwrap);
    let told: Vec<_> = lines.take_while(|line| !line.contains("listening")).collect();
    let _ = second.kill();
    let code = second.wait().unwrap().code();
    let sentence = "indgang: opening the database: another process already serves this database file";
    assert_eq!((code, told.last().map(String::as_str)), (Some(1), Some(sentence)), "{told:?}");
    assert_eq!(demo.rows().await, before);
    says(&mother, mother.family_thread(None).await).await;
}
