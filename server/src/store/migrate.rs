//! Migrations: appended, never changed. The owner runs them; the app cannot.

use rusqlite::TransactionBehavior;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::address::Address;
use super::db::Durability;
use super::postgres::{self, APP_ROLE};
use super::{Db, Trouble, sqlite};

/// All of them, in order: the files in `server/migrations/`, as its build script found them.
const MIGRATIONS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// What the app may not change once written, and what it may never change at all.
const APP_RIGHTS: &str = "\
    GRANT USAGE ON SCHEMA public TO indgang_app; \
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO indgang_app; \
    REVOKE UPDATE, DELETE ON audit FROM indgang_app; \
    REVOKE INSERT, UPDATE, DELETE ON migrations FROM indgang_app;";

/// Brings the database to this version; answers which migrations were new.
///
/// # Errors
/// What the database says. On both engines a migration happens whole or not at all.
pub async fn migrate(address: &Address) -> Result<Vec<&'static str>, Trouble> {
    match address {
        Address::Sqlite(path) => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)?;
            }
            migrate_sqlite(&mut sqlite::open(path, Durability::Full)?)
        }
        Address::Postgres(url) => {
            let mut conn = postgres::connect(url).await?;
            let new = migrate_postgres(&mut conn).await?;
            conn.close().await?;
            Ok(new)
        }
    }
}

const CREATE: &str = "-- retention: program\n\
    CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY)";
const NOTE: &str = "INSERT INTO migrations (name) VALUES ($1)";
const DONE: &str = "SELECT name FROM migrations ORDER BY name";

/// What SQLite is told of its tables, since nobody can ask it to look while they are small: half of all rows share a
/// municipality, few share more of a key. Without this it takes any index that begins with the municipality for as
/// good as any other, and goes through all of one.
const STATISTICS: &str = "\
    ANALYZE sqlite_schema; \
    DELETE FROM sqlite_stat1; \
    INSERT INTO sqlite_stat1 (tbl, idx, stat) \
    SELECT t.name, i.name, '1000000 ' || (SELECT group_concat(CASE \
        WHEN i.\"unique\" = 1 AND c.seqno = (SELECT MAX(l.seqno) FROM pragma_index_info(i.name) l) THEN 1 \
        WHEN c.seqno = 0 THEN 500000 ELSE 20 END, ' ') FROM pragma_index_info(i.name) c) \
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table';";

fn migrate_sqlite(conn: &mut rusqlite::Connection) -> Result<Vec<&'static str>, Trouble> {
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let new = bring_sqlite(&transaction, |_| true)?;
    transaction.commit()?;
    Ok(new)
}

/// Does those that are wanted, inside a transaction.
pub(crate) fn bring_sqlite(
    transaction: &rusqlite::Connection,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<&'static str>, Trouble> {
    transaction.execute_batch(CREATE)?;
    let done = done_sqlite(transaction)?;
    let mut new = Vec::new();
    for (name, sql) in missing(&done).filter(|(name, _)| wanted(name)) {
        transaction.execute_batch(sql)?;
        transaction.execute(NOTE, [name])?;
        new.push(name);
    }
    if !new.is_empty() {
        transaction.execute_batch(STATISTICS)?;
    }
    Ok(new)
}

/// The names of those that are done.
pub(crate) fn done_sqlite(conn: &rusqlite::Connection) -> Result<Vec<String>, Trouble> {
    Ok(conn.prepare(DONE)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

async fn migrate_postgres(conn: &mut PgConnection) -> Result<Vec<&'static str>, Trouble> {
    let mut transaction = conn.begin().await?;
    let new = bring_postgres(&mut transaction, |_| true).await?;
    transaction.commit().await?;
    Ok(new)
}

/// Does those that are wanted, inside a transaction, and gives the app its rights.
pub(crate) async fn bring_postgres(
    transaction: &mut PgConnection,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<&'static str>, Trouble> {
    // Two processes that start at once migrate one after the other.
    sqlx::raw_sql("SELECT pg_advisory_xact_lock(4961)").execute(&mut *transaction).await?;
    sqlx::raw_sql(CREATE).execute(&mut *transaction).await?;
    let done = done_postgres(transaction).await?;
    let mut new = Vec::new();
    for (name, sql) in missing(&done).filter(|(name, _)| wanted(name)) {
        sqlx::raw_sql(sql).execute(&mut *transaction).await?;
        sqlx::query(NOTE).bind(name).execute(&mut *transaction).await?;
        new.push(name);
    }
    let known: Vec<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_roles WHERE rolname = $1")
        .bind(APP_ROLE)
        .fetch_all(&mut *transaction)
        .await?;
    if known.is_empty() {
        sqlx::raw_sql(AssertSqlSafe(format!("CREATE ROLE {APP_ROLE} NOLOGIN")))
            .execute(&mut *transaction)
            .await?;
    }
    sqlx::raw_sql(AssertSqlSafe(format!("GRANT {APP_ROLE} TO CURRENT_USER")))
        .execute(&mut *transaction)
        .await?;
    sqlx::raw_sql(APP_RIGHTS).execute(&mut *transaction).await?;
    Ok(new)
}

/// The names of those that are done.
pub(crate) async fn done_postgres(conn: &mut PgConnection) -> Result<Vec<String>, Trouble> {
    let done: Vec<(String,)> = sqlx::query_as(DONE).fetch_all(conn).await?;
    Ok(done.into_iter().map(|(name,)| name).collect())
}

/// Are these the first of ours, in order? Then the others can follow.
pub(crate) fn is_beginning(done: &[String]) -> bool {
    done.len() <= MIGRATIONS.len() && done.iter().zip(MIGRATIONS).all(|(done, (name, _))| done == name)
}

/// Has everything that this version needs been brought about? A newer version may have done more.
pub async fn is_done(db: &Db) -> Result<bool, Trouble> {
    let rows = db.rows(DONE, Vec::new()).await?;
    let done = rows.iter().map(|row| row.text("name")).collect::<Result<Vec<_>, Trouble>>()?;
    Ok(missing(&done).next().is_none())
}

/// What all of them say, in order, with what is there before the first.
pub(super) fn statements() -> impl Iterator<Item = &'static str> {
    std::iter::once(CREATE).chain(MIGRATIONS.iter().map(|(_, sql)| *sql))
}

fn missing(done: &[String]) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
    MIGRATIONS.iter().copied().filter(|(name, _)| !done.iter().any(|known| known == name))
}
