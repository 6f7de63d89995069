//! What the program logs, even where it is told to say much, holds nobody's words, name, address or id.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod demo;
mod proof;

use demo::{Demo, Engine};
use indgang_server::store::address::Address;
use proof::http::Client;
use proof::program::Program;
use proof::{Folder, letter, submit};
use uuid::Uuid;

const CANARY: &str = "kanariefugl";

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_in_the_log_on_sqlite() {
    let folder = Folder::new();
    let database = format!("sqlite://{}", folder.0.join("demo.sqlite3").display());
    nobody_is_in_the_log(&folder, &database, async || {}).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_in_the_log_on_postgres() {
    let demo = Demo::open(Engine::Postgres).await;
    let Address::Postgres(database) = &demo.address else { unreachable!("asked for PostgreSQL") };
    // From here on the database quotes what it was given in every error.
    let fails = "CREATE FUNCTION quotes() RETURNS trigger LANGUAGE plpgsql AS \
        $$ BEGIN RAISE EXCEPTION 'bad %', NEW.body USING DETAIL = NEW.body; END $$; \
        CREATE TRIGGER quotes BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION quotes()";
    nobody_is_in_the_log(&Folder::new(), database, async || demo.owner_does(fails).await).await;
}

async fn nobody_is_in_the_log(folder: &Folder, database: &str, breaks: impl AsyncFn()) {
    let log = folder.0.join("log");
    let to_log = format!("exec \"$@\" 2>{}", log.display());
    let before = ["sh", "-c", &to_log, "sh", "env", "INDGANG_LOG=debug"];
    let mut program = Program::start(&before, database, &[]).await;
    let mut mother = Client::logged_in(program.address, "borger").await;
    let thread = mother.family_thread().await;
    for broken in [false, true] {
        if broken {
            breaks().await;
        }
        let (envelope, _) = letter(thread, CANARY, 1);
        mother.json("/api/v1/submit", &submit(vec![envelope])).await.unwrap();
        mother
            .json("/api/v1/ask", format!(r#"{{"query":"{CANARY}","args":{{}}}}"#).as_bytes())
            .await
            .unwrap();
        mother
            .json("/api/v1/submit", format!(r#"{{"client":1,"envelopes":["{CANARY}"]}}"#).as_bytes())
            .await
            .unwrap();
        mother.form("/act", format!("command=Messages.SendMessage&text={CANARY}").as_bytes()).await.unwrap();
        mother.form("/demo/login", format!("person={CANARY}").as_bytes()).await.unwrap();
        for path in [format!("/beskeder/{thread}"), format!("/{CANARY}?q={CANARY}"), "/hjem".to_owned()] {
            mother.get(&path).await.unwrap();
        }
        let picture = format!("/api/v1/blobs/{}?stream={thread}", Uuid::now_v7());
        mother.put(&picture, CANARY.as_bytes()).await.unwrap();
    }
    program.kill();
    let told = std::fs::read_to_string(&log).unwrap();
    assert!(told.contains("listening"), "it is told there: {told}");
    assert!(told.lines().all(|line| line.starts_with('{')), "as lines of JSON");
    let address = mother.address().ip().to_string();
    let token = mother.cookie.unwrap().rsplit_once('=').unwrap().1.to_owned();
    for secret in [CANARY, &thread.to_string(), &thread.0.simple().to_string(), "borger", &token] {
        let lines: Vec<_> = told.lines().filter(|line| line.contains(secret)).collect();
        assert!(lines.is_empty(), "{secret}: {lines:?}");
    }
    let from = told.lines().filter(|line| line.contains(&address) && !line.contains("listening"));
    assert_eq!(from.count(), 0, "nor whence they asked");
}
