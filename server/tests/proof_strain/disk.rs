//! A disk that is full, that does not write, that does not flush: on SQLite by a disk of our own making, on PostgreSQL by
//! what the server says when its own fails.

use std::path::{Path, PathBuf};
use std::process::Command;

use indgang_server::store::address::Address;

use crate::demo::{Demo, Engine};
use crate::proof::Folder;
use crate::proof::program::Program;
use crate::trouble::Work;

/// Builds the disk.
fn disk(folder: &Path) -> PathBuf {
    let to = folder.join("disk.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proof_strain/disk.c");
    let done =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&to).arg(source).arg("-ldl").status();
    assert!(done.expect("a C compiler").success());
    to
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_on_a_disk_that_fails_loses_nothing_and_recovers() {
    let folder = Folder::new();
    let (path, fault) = (folder.0.join("demo.sqlite3"), folder.0.join("fault"));
    let (preload, named) = (
        format!("LD_PRELOAD={}", disk(&folder.0).display()),
        format!("INDGANG_TEST_DISK={}", fault.display()),
    );
    let database = format!("sqlite://{}", path.display());
    let mut program = Program::start(&["env", &preload, &named], &database, &[]).await;
    let mut work = Work::begin(&program).await;
    work.all_is_well().await;
    for how in ["write 28", "write 5", "sync 5"] {
        std::fs::write(&fault, how).unwrap();
        work.nothing_is_taken().await;
        std::fs::remove_file(&fault).unwrap();
        work.all_is_well_again().await;
    }
    program.kill();
    let conn = rusqlite::Connection::open(&path).unwrap();
    let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let kept = i64::try_from(work.kept.len()).unwrap();
    let there = count("SELECT COUNT(*) FROM messages WHERE body LIKE 'belastet %'");
    let different = count("SELECT COUNT(DISTINCT body) FROM messages WHERE body LIKE 'belastet %'");
    let audited = count("SELECT COUNT(*) FROM audit WHERE event = 'Messages.SendMessage'");
    let outcomes = count("SELECT COUNT(*) FROM outcomes WHERE status = 'done' AND versions <> '{}'");
    assert_eq!((there, different, audited), (kept, kept, kept), "each once, and whole");
    assert!(outcomes >= kept);
    assert_eq!(work.waits(), 0);
}

/// A message fails at its last statements, the others at their first.
const TABLES: [&str; 4] = ["streams", "sessions", "blobs", "audit"];

/// What writing says while it lasts.
fn fails(table: &str, code: &str) -> String {
    format!(
        "CREATE OR REPLACE FUNCTION failing_{code}() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'disk' USING ERRCODE = '{code}'; END $$; \
         CREATE TRIGGER failing BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION failing_{code}();"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_on_a_disk_that_fails_loses_nothing_and_recovers() {
    let demo = Demo::open(Engine::Postgres).await;
    let Address::Postgres(database) = &demo.address else { unreachable!("asked for PostgreSQL") };
    let program = Program::start(&[], database, &[]).await;
    let mut work = Work::begin(&program).await;
    work.all_is_well().await;
    // A full disk, an I/O error.
    for code in ["53100", "58030"] {
        for table in TABLES {
            demo.owner_does(&fails(table, code)).await;
        }
        work.nothing_is_taken().await;
        for table in TABLES {
            demo.owner_does(&format!("DROP TRIGGER failing ON {table}")).await;
        }
        work.all_is_well_again().await;
    }
    let kept = i64::try_from(work.kept.len()).unwrap();
    for sql in [
        "SELECT COUNT(*) AS n FROM messages WHERE body LIKE 'belastet %'",
        "SELECT COUNT(DISTINCT body) AS n FROM messages WHERE body LIKE 'belastet %'",
        "SELECT COUNT(*) AS n FROM audit WHERE event = 'Messages.SendMessage'",
    ] {
        assert_eq!(crate::demo::count(&demo, sql, crate::demo::none()).await, kept, "{sql}");
    }
}
