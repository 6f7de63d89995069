//! Databases to test in: empty ones, and copies of the demo world.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use indgang_server::seed;
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::migrate::migrate;
use indgang_server::store::record::Recorder;
use indgang_server::store::{Db, sqlite};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use super::now;

/// The throw-away PostgreSQL server.
fn postgres() -> String {
    std::env::var("INDGANG_TEST_POSTGRES")
        .expect("INDGANG_TEST_POSTGRES names a throw-away PostgreSQL server; `bin/test server` starts one")
}

/// A database of that server.
fn postgres_database(server: &str, name: &str) -> String {
    let (base, _) = server.rsplit_once('/').unwrap();
    let query = server.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    format!("{base}/{name}{query}")
}

/// A new database with nothing in it.
pub async fn empty_postgres() -> String {
    let server = postgres();
    let name = format!("empty_{}", Uuid::now_v7().simple());
    let mut conn = PgConnection::connect(&server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    postgres_database(&server, &name)
}

/// The demo world in a new database.
async fn seeded(address: &Address) -> Db {
    migrate(address).await.unwrap();
    let db = Db::open(address, Durability::Full, Recorder::default()).await.unwrap();
    seed::demo(&db, now()).await.unwrap();
    db
}

/// A file that was migrated and seeded: made once by each build of a test program, copied for each story.
pub async fn copy_of_file(folder: &Path) -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let built = program.metadata().unwrap().modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    let name = program.file_name().unwrap().to_string_lossy();
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let template = kept.join(format!("{name}.{}.sqlite3", built.as_nanos()));
    if !template.exists() {
        // What an earlier build made is nobody's any more.
        for old in std::fs::read_dir(kept).unwrap().map(|entry| entry.unwrap().path()) {
            let is_ours =
                old.file_name().is_some_and(|old| old.to_string_lossy().starts_with(&format!("{name}.")));
            if is_ours && old != template {
                let _ = std::fs::remove_file(old);
            }
        }
        let path = folder.join("template.sqlite3");
        drop(seeded(&Address::Sqlite(path.clone())).await);
        let whole = folder.join("whole.sqlite3");
        let sql = format!("VACUUM INTO '{}'", whole.display());
        sqlite::open(&path, Durability::Full).unwrap().execute_batch(&sql).unwrap();
        // Another story may do the same meanwhile: whoever comes last replaces it by its equal.
        let new = kept.join(format!("new.{}", Uuid::now_v7().simple()));
        std::fs::copy(whole, &new).unwrap();
        std::fs::rename(new, &template).unwrap();
    }
    let path = folder.join("demo.sqlite3");
    std::fs::copy(template, &path).unwrap();
    path
}

/// PostgreSQL's own copy of a migrated, seeded database: made once, copied for each story.
pub async fn copy_of_template() -> String {
    let server = postgres();
    let with_database = |name: &str| postgres_database(&server, name);
    let mut conn = PgConnection::connect(&server).await.unwrap();
    // One at a time: copying a template needs nobody connected to it.
    sqlx::query("SELECT pg_advisory_lock(4962)").execute(&mut conn).await.unwrap();
    let template = "indgang_template";
    let known: Vec<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(template)
        .fetch_all(&mut conn)
        .await
        .unwrap();
    if known.is_empty() {
        let making = format!("{template}_making");
        sqlx::query(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {making}")))
            .execute(&mut conn)
            .await
            .unwrap();
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {making}"))).execute(&mut conn).await.unwrap();
        let db = seeded(&Address::Postgres(with_database(&making))).await;
        db.postgres().unwrap().close().await;
        sqlx::query(AssertSqlSafe(format!("ALTER DATABASE {making} RENAME TO {template}")))
            .execute(&mut conn)
            .await
            .unwrap();
    }
    let name = format!("story_{}", Uuid::now_v7().simple());
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}")))
        .execute(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
    with_database(&name)
}
