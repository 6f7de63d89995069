//! Promise 2, a cancelled request harms nobody: requests whose connection drops at any moment, on a database that is
//! made slow, leave no transaction open; each happened whole or not at all; and what comes after is kept.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

mod demo;
mod proof;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use demo::Demo;
use indgang_domain::kernel::id::ThreadId;
use indgang_server::http::rate_limits::Rates;
use indgang_server::http::{Server, router};
use indgang_server::store;
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use proof::chance::Chance;
use proof::http::Client;
use proof::slow::Slow;
use proof::{all_done, letter, site, submit, times};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

const AT_ONCE: usize = 4;
/// Longer than this, and something waits for ever: in a thread of the runtime perhaps, where no timer of its own runs.
const HANGS_AFTER: Duration = Duration::from_mins(20);
/// Shorter than the timeout by which `PostgreSQL` itself would end what was left open.
const QUIET_WITHIN: Duration = Duration::from_secs(8);

stories! {
    aborted_requests_leave_nothing_open,
    a_unit_that_panics_harms_nobody,
}

async fn aborted_requests_leave_nothing_open(demo: Demo) {
    let time = if proof::full() { HANGS_AFTER } else { HANGS_AFTER / 10 };
    // Ends with the process of this test, if not before.
    std::thread::spawn(move || {
        std::thread::sleep(time);
        eprintln!("after {time:?} still not done: an aborted request has left something hanging");
        std::process::exit(101);
    });
    let address = serve(&demo).await;
    let mut client = Client::logged_in(address, "borger").await;
    let thread = client.family_thread().await;
    let slow = Slow::begin(&demo.address, 30).await;
    let sum = abort(&client, address, thread, times(500, 10_000)).await;
    let held = slow.end().await;
    assert!(
        sum.aborted > 0 && sum.looks > 0 && held > 0,
        "nothing was aborted: the test tests less than it says"
    );
    nothing_is_open(&demo.address).await;
    let next = times(200, 1_000);
    let mut kept = Vec::new();
    for n in 0..next {
        let (envelope, message) = letter(thread, &format!("after {n}"), n as u64);
        // A connection of its own for some: another of the pool's is lent.
        if n % 10 == 0 {
            client = client.moved(address);
        }
        let outcomes = client.submits(&submit(vec![envelope])).await.unwrap();
        assert!(all_done(&outcomes), "{outcomes:?}");
        kept.push(message.id.0);
    }
    for _ in 0..20 {
        assert_eq!(client.get("/hjem").await.unwrap().status, 200, "pages are rendered as before");
    }
    let whole = all_is_whole(&demo, thread).await;
    println!("{:?}: {sum:?}, {whole} whole, locks taken away {held} times", demo.engine);
    let mut found = seen_by_another(&demo.address, "after %").await;
    found.sort_unstable();
    kept.sort_unstable();
    assert_eq!(found, kept, "what came after is there, for everyone");
    // Each of the answered is there; of the aborted, those that had got far enough.
    let during = seen_by_another(&demo.address, "during %").await.len();
    assert!(during >= sum.answered && during <= sum.answered + sum.aborted);
    nothing_is_open(&demo.address).await;
}

/// A fault of ours in one unit: those that share its commit, and those that come after, are kept.
async fn a_unit_that_panics_harms_nobody(demo: Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    for _ in 0..20 {
        let panics = demo.desk.db.transaction::<()>(|tx| {
            Box::pin(async move {
                tx.exec("DELETE FROM messages", demo::none()).await?;
                panic!("meant to")
            })
        });
        let (panicked, outcome) = tokio::join!(panics, mother.says(thread, "after"));
        assert!(panicked.is_err());
        assert!(all_done(&[outcome]));
    }
    assert_eq!(seen_by_another(&demo.address, "after").await.len(), 20);
    nothing_is_open(&demo.address).await;
}

async fn serve(demo: &Demo) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server::new(demo.desk.clone(), &site(), true, &format!("http://{address}")).unwrap();
    tokio::spawn(async move { axum::serve(listener, router(server.limited(Rates::none()))).await });
    address
}

/// What became of the requests.
#[derive(Debug, Default)]
struct Sum {
    /// Messages whose connection was dropped.
    aborted: usize,
    /// Messages that were quicker than that.
    answered: usize,
    /// Pages and pulls whose connection was dropped.
    looks: usize,
}

/// Sends as many, and drops each connection after a moment.
async fn abort(client: &Client, address: SocketAddr, thread: ThreadId, all: usize) -> Sum {
    let tasks = (0..AT_ONCE).map(|task| {
        let client = client.moved(address);
        tokio::spawn(async move {
            let mut chance = Chance::new(task as u64);
            let mut sum = Sum::default();
            for n in 0..all / AT_ONCE {
                // Dropping the future drops the connection with it.
                let mut client = client.moved(address);
                let time = Duration::from_micros(chance.below(50_000));
                let looks = async |client: &mut Client| match n % 4 {
                    1 => client.get("/hjem").await,
                    _ => client.json("/api/v1/pull", br#"{"client":1,"cursors":[]}"#).await,
                };
                if n % 4 == 1 || n % 8 == 3 {
                    let answer = tokio::time::timeout(time, looks(&mut client)).await;
                    sum.looks += usize::from(answer.is_err());
                    continue;
                }
                let (envelope, _) = letter(thread, &format!("during {task}: {n}"), n as u64);
                match tokio::time::timeout(time, client.submits(&submit(vec![envelope]))).await {
                    Ok(outcomes) => {
                        let outcomes = outcomes.unwrap();
                        assert!(all_done(&outcomes), "{outcomes:?}");
                        sum.answered += 1;
                    }
                    Err(_) => sum.aborted += 1,
                }
            }
            sum
        })
    });
    let mut sum = Sum::default();
    for task in tasks.collect::<Vec<_>>() {
        let more = task.await.unwrap();
        sum.aborted += more.aborted;
        sum.answered += more.answered;
        sum.looks += more.looks;
    }
    sum
}

/// What was under way comes to its end, and then no transaction is open.
async fn nothing_is_open(address: &Address) {
    match address {
        Address::Sqlite(path) => {
            let conn = store::sqlite::open(path, Durability::Full).unwrap();
            conn.busy_timeout(QUIET_WITHIN).unwrap();
            conn.execute_batch("BEGIN IMMEDIATE; ROLLBACK").expect("the writer holds no transaction");
        }
        Address::Postgres(url) => {
            let mut conn = PgConnection::connect(url).await.unwrap();
            let since = Instant::now();
            loop {
                let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                    AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'";
                let (open,): (i64,) = sqlx::query_as(sql).fetch_one(&mut conn).await.unwrap();
                if open == 0 {
                    break;
                }
                assert!(since.elapsed() < QUIET_WITHIN, "{open} transactions are left open");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            conn.close().await.unwrap();
        }
    }
}

/// The messages that a connection beside the program's own sees: only what is committed.
async fn seen_by_another(address: &Address, like: &str) -> Vec<Uuid> {
    let sql = "SELECT id FROM messages WHERE body LIKE $1";
    match address {
        Address::Sqlite(path) => {
            let conn = store::sqlite::open_to_read(path).unwrap();
            let rows = store::sqlite::rows(&conn, sql, &[store::Arg::from(like)]).unwrap();
            rows.into_iter().map(|row| row.get("id").unwrap()).collect()
        }
        Address::Postgres(url) => {
            let mut conn = PgConnection::connect(url).await.unwrap();
            let rows: Vec<(Uuid,)> = sqlx::query_as(sql).bind(like).fetch_all(&mut conn).await.unwrap();
            rows.into_iter().map(|(id,)| id).collect()
        }
    }
}

/// No message without its outcome, its entry and its audit line, nor the other way; every place is taken once.
async fn all_is_whole(demo: &Demo, thread: ThreadId) -> i64 {
    let count = |sql| demo::count(demo, sql, indgang_server::store::args![thread]);
    let messages = count(
        "SELECT COUNT(*) AS n FROM messages WHERE thread = $1 AND (body LIKE 'during %' OR body LIKE 'after %')",
    )
    .await;
    let told = count(
        "SELECT COUNT(DISTINCT e.version) AS n FROM entries e JOIN messages m ON m.id = e.id AND m.thread = e.stream \
         WHERE e.stream = $1 AND (m.body LIKE 'during %' OR m.body LIKE 'after %')",
    )
    .await;
    let audited =
        count("SELECT COUNT(*) AS n FROM audit WHERE event = 'Messages.SendMessage' AND stream = $1").await;
    let done =
        demo::count(demo, "SELECT COUNT(*) AS n FROM outcomes WHERE status = 'done'", demo::none()).await;
    let unheard = demo::count(demo, "SELECT COUNT(*) AS n FROM outcomes", demo::none()).await - done;
    assert_eq!((told, audited, done, unheard), (messages, messages, messages, 0));
    let said = count(
        "SELECT (SELECT COUNT(*) FROM messages WHERE thread = $1) + (SELECT COUNT(*) FROM letters WHERE thread = $1) \
         - (SELECT last_position FROM threads WHERE id = $1) AS n",
    )
    .await;
    assert_eq!(said, 0, "every place is taken once");
    messages
}
