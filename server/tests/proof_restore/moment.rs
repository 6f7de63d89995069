//! Backups of the real program, by the real program, while sixteen people write.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indgang_domain::kernel::id::ThreadId;
use indgang_server::store::{Db, args};

use crate::demo::{Demo, Engine};
use crate::proof::http::Client;
use crate::proof::program::Program;
use crate::proof::{all_done, letter, submit, times};
use crate::{Cellar, open};
use indgang_server::store::address::Address;

const SENDERS: u64 = 16;

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_is_backed_up_while_sixteen_write() {
    let cellar = Cellar::new();
    let database = format!("sqlite://{}", cellar.file("demo.sqlite3").display());
    backed_up_while_sixteen_write(&cellar, &database, Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_is_backed_up_while_sixteen_write() {
    let demo = Demo::open(Engine::Postgres).await;
    let Address::Postgres(database) = demo.address.clone() else { unreachable!("asked for PostgreSQL") };
    backed_up_while_sixteen_write(&Cellar::new(), &database, Engine::Postgres).await;
}

fn indgang(words: [&str; 5]) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_indgang")).args(words).output().unwrap();
    (done.status.success(), String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned())
}

fn told(path: &Path) -> &str {
    path.to_str().unwrap()
}

async fn backed_up_while_sixteen_write(cellar: &Cellar, database: &str, engine: Engine) {
    let program = Program::start(&[], database, &[]).await;
    let thread = Client::logged_in(program.address, "borger").await.family_thread().await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut senders = Vec::new();
    for n in 0..SENDERS {
        let slug = ["borger", "kontakt-1", "kontakt-2"][usize::try_from(n % 3).unwrap()];
        let client = Client::logged_in(program.address, slug).await;
        senders.push(tokio::spawn(writes(client, thread, n, stop.clone())));
    }
    let mut counts = Vec::new();
    for n in 0..times(3, 8) {
        let file = cellar.file(&format!("backup-{n}"));
        let (done, said) = indgang(["backup", "--database", database, "--to", told(&file)]);
        assert!(done, "{said}");
        let restored = cellar.empty(engine).await;
        let to = match &restored {
            Address::Sqlite(path) => format!("sqlite://{}", path.display()),
            Address::Postgres(url) => url.clone(),
        };
        let (done, said) = indgang(["restore", "--database", &to, "--from", told(&file)]);
        assert!(done, "{said}");
        counts.push(is_a_moment(&open(&restored).await.db, thread).await);
    }
    stop.store(true, Ordering::Relaxed);
    let mut written = BTreeSet::new();
    for sender in senders {
        written.extend(sender.await.unwrap());
    }
    println!("{} messages in all; in the backups: {counts:?}", written.len());
    assert!(counts.is_sorted() && counts.first() < counts.last(), "they wrote meanwhile: {counts:?}");
    assert!(*counts.last().unwrap() <= written.len());
}

/// Writes until told to stop; answers what was acknowledged.
async fn writes(mut client: Client, thread: ThreadId, n: u64, stop: Arc<AtomicBool>) -> Vec<String> {
    let mut written = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let text = format!("skrevet {n}: {}", written.len());
        let (envelope, _) = letter(thread, &text, written.len() as u64);
        let outcomes = client.submits(&submit(vec![envelope])).await.unwrap();
        assert!(all_done(&outcomes), "{outcomes:?}");
        written.push(text);
    }
    written
}

/// No message without its outcome, its entry and its audit line, nor the other way, and of each sender's messages the
/// first ones: what is there was there at one moment. Answers how many.
async fn is_a_moment(db: &Db, thread: ThreadId) -> usize {
    let count =
        async |sql: &'static str| db.row(sql, args![thread]).await.unwrap().unwrap().int("n").unwrap();
    let sql = "SELECT m.body, m.position FROM messages m JOIN entries e ON e.municipality = m.municipality \
        AND e.stream = m.thread AND e.kind = 'message' AND e.id = m.id \
        WHERE m.thread = $1 AND m.body LIKE 'skrevet %' ORDER BY m.position";
    let rows = db.rows(sql, args![thread]).await.unwrap();
    let there: BTreeSet<_> = rows.iter().map(|row| row.text("body").unwrap()).collect();
    for text in &there {
        let (sender, n) = text.split_once(": ").unwrap();
        let n: usize = n.parse().unwrap();
        assert!(
            n == 0 || there.contains(&format!("{sender}: {}", n - 1)),
            "before {text} another was written"
        );
    }
    let places: Vec<_> = rows.iter().map(|row| row.int("position").unwrap()).collect();
    assert!(places.windows(2).all(|pair| pair[0] + 1 == pair[1]));
    let messages = i64::try_from(there.len()).unwrap();
    let said = count("SELECT COUNT(*) AS n FROM messages WHERE thread = $1 AND body LIKE 'skrevet %'").await;
    let audited =
        count("SELECT COUNT(*) AS n FROM audit WHERE stream = $1 AND event = 'Messages.SendMessage'").await;
    let newest = count("SELECT MAX(version) - (SELECT version FROM streams WHERE id = $1) AS n FROM entries WHERE stream = $1").await;
    let outcomes = db.row("SELECT COUNT(*) AS n FROM outcomes WHERE status = 'done'", args![]).await;
    let done = outcomes.unwrap().unwrap().int("n").unwrap();
    assert_eq!((said, audited, done, newest), (messages, messages, messages, 0));
    if let Some(pool) = db.postgres() {
        pool.close().await;
    }
    there.len()
}
