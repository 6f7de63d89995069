//! PostgreSQL is a server: statements go to it over a pool of connections.

use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};

use super::Trouble;
use super::record::Recorder;
use super::transaction::{Conn, Transaction, Work};
use super::writer::{Moves, tell};

/// The role that the app works as: it cannot alter the tables, nor the audit.
pub(super) const APP_ROLE: &str = "indgang_app";

/// How many connections, for reads and transactions alike.
const CONNECTIONS: u32 = 16;
/// How long anyone waits for a connection: for one of a busy pool, or for a database that is away.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a transaction that was told to give way is tried.
const TRIES: usize = 8;

/// Opens a pool that works as [`APP_ROLE`].
pub(super) async fn open(url: &str) -> Result<PgPool, Trouble> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("indgang")
        .statement_cache_capacity(256)
        // A connection that a crash left inside a transaction gives its locks back by itself.
        .options([("idle_in_transaction_session_timeout", "10s"), ("statement_timeout", "30s")])
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(|conn, _| {
            Box::pin(async move {
                sqlx::query("SET ROLE indgang_app").execute(conn).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// One connection as whoever the address names, for what the app does not do: migrate, back up, restore. Its statements
/// are not told to the log, however long they take.
pub(crate) async fn connect(url: &str) -> Result<PgConnection, Trouble> {
    Ok(PgConnectOptions::from_str(url)?
        .application_name("indgang")
        .disable_statement_logging()
        .connect()
        .await?)
}

/// Runs a transaction, again where PostgreSQL tells it to give way.
pub(super) async fn transaction<T: Send + 'static>(
    pool: PgPool,
    work: impl Work<T>,
    moves: Moves,
    recorder: Recorder,
) -> Result<T, Trouble> {
    let mut tried = 0;
    loop {
        tried += 1;
        match try_once(&pool, &work, &moves, &recorder).await {
            Err(trouble) if trouble.gives_way() && tried < TRIES => {}
            result => return result,
        }
    }
}

async fn try_once<T>(
    pool: &PgPool,
    work: &impl Work<T>,
    moves: &Moves,
    recorder: &Recorder,
) -> Result<T, Trouble> {
    let mut transaction = pool.begin().await?;
    let mut tx = Transaction::new(Conn::Postgres(&mut transaction), recorder.clone());
    match work(&mut tx).await {
        Ok(value) => {
            let together = tx.moved();
            transaction.commit().await?;
            tell(moves, together);
            Ok(value)
        }
        Err(trouble) => {
            // Explicit, so that the connection is clean before the pool lends it again.
            transaction.rollback().await?;
            Err(trouble)
        }
    }
}
