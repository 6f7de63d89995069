//! The database: how it is opened, and the two ways in: read rows, run a unit.

use std::fs::File;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use indgang_domain::kernel::id::MunicipalityId;
use indgang_domain::stream::Nudge;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, SqlSafeStr};
use tokio::sync::broadcast;

use super::address::Address;
use super::args::{bind_postgres, bind_sqlite};
use super::record::Recorder;
use super::unit::{Conn, Unit, Work};
use super::writer::{Moves, Writer};
use super::{Arg, Question, Row, Trouble};

/// How many reads run at once. SQLite reads are short; PostgreSQL's pool is shared with the units.
const READERS: u32 = 8;
/// How many moves a slow listener may lag behind before it is told to pull everything.
const MOVES_KEPT: usize = 4096;
/// How often a unit that PostgreSQL told to give way is tried.
const TRIES: usize = 8;

/// Of the writer, while a database is filled: 256 MiB, since rows of one family lie all over it.
const FILLING_CACHE: &str = "-262144";
/// And the log holds so many pages, 512 MiB, before they go into the database, each once.
const FILLING_CHECKPOINT: &str = "131072";

/// The role that the app works as on PostgreSQL: it cannot alter the tables, nor the audit.
pub const APP_ROLE: &str = "indgang_app";

/// How surely a commit survives power loss. Anything but `Full` is the control in the proof of that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Durability {
    /// Every commit is on disk before it is acknowledged.
    #[default]
    Full,
    /// The last commits may be lost with the power. Never for real use.
    Normal,
}

#[derive(Clone)]
enum Engine {
    /// `_lock` is held as long as the database is open: a second process refuses to start.
    Sqlite {
        readers: SqlitePool,
        writer: Writer,
        _lock: Arc<File>,
    },
    Postgres {
        pool: PgPool,
    },
}

/// An open database.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    moves: Moves,
    recorder: Recorder,
}

impl Db {
    /// Opens the database for the app.
    ///
    /// # Errors
    /// Where it cannot be opened, or another process already serves the same SQLite file.
    pub async fn open(
        address: &Address,
        durability: Durability,
        recorder: Recorder,
    ) -> Result<Self, Trouble> {
        let (moves, _) = broadcast::channel(MOVES_KEPT);
        let engine = match address {
            Address::Sqlite(path) => {
                open_sqlite(path, sqlite_options(path, durability), moves.clone(), recorder.clone()).await?
            }
            Address::Postgres(url) => Engine::Postgres { pool: open_postgres(url).await? },
        };
        Ok(Self { engine, moves, recorder })
    }

    /// Opens it to be filled with much at once: on SQLite with a large cache and few checkpoints, and without a flush
    /// for each commit. Ends with [`Db::keep`].
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_to_fill(address: &Address) -> Result<Self, Trouble> {
        let (moves, _) = broadcast::channel(MOVES_KEPT);
        let recorder = Recorder::default();
        let engine = match address {
            Address::Sqlite(path) => {
                let options = sqlite_options(path, Durability::Normal)
                    .pragma("cache_size", FILLING_CACHE)
                    .pragma("wal_autocheckpoint", FILLING_CHECKPOINT);
                open_sqlite(path, options, moves.clone(), recorder.clone()).await?
            }
            Address::Postgres(url) => Engine::Postgres { pool: open_postgres(url).await? },
        };
        Ok(Self { engine, moves, recorder })
    }

    /// From here on what was filled in survives power loss.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep(&self) -> Result<(), Trouble> {
        if matches!(self.engine, Engine::Sqlite { .. }) {
            self.rows("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await?;
        }
        Ok(())
    }

    /// Reads rows that are committed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rows(&self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Vec<Row>, Trouble> {
        let sql = sql.into_sql_str();
        self.recorder.record(&sql, &args);
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                Ok(bind_sqlite(sql, args).fetch_all(readers).await?.into_iter().map(Row::Sqlite).collect())
            }
            Engine::Postgres { pool } => {
                Ok(bind_postgres(sql, args).fetch_all(pool).await?.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Reads rows by several statements, one after the other over one connection.
    ///
    /// # Errors
    /// What the database says.
    pub async fn each(&self, questions: Vec<Question>) -> Result<Vec<Vec<Row>>, Trouble> {
        let mut answers = Vec::with_capacity(questions.len());
        for (sql, args) in &questions {
            self.recorder.record(sql, args);
        }
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                let mut conn = readers.acquire().await?;
                for (sql, args) in questions {
                    let rows = bind_sqlite(sql, args).fetch_all(&mut *conn).await?;
                    answers.push(rows.into_iter().map(Row::Sqlite).collect());
                }
            }
            Engine::Postgres { pool } => {
                let mut conn = pool.acquire().await?;
                for (sql, args) in questions {
                    let rows = bind_postgres(sql, args).fetch_all(&mut *conn).await?;
                    answers.push(rows.into_iter().map(Row::Postgres).collect());
                }
            }
        }
        Ok(answers)
    }

    /// Reads one row, if there is one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn row(&self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Option<Row>, Trouble> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Runs a unit to its end, whatever becomes of whoever asked, and tells the moves it made.
    ///
    /// # Errors
    /// What the unit says; `Passing` where the database would not.
    pub async fn unit<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, Trouble> {
        match &self.engine {
            Engine::Sqlite { writer, .. } => writer.unit(work).await,
            Engine::Postgres { pool } => {
                let task = run_postgres(pool.clone(), work, self.moves.clone(), self.recorder.clone());
                tokio::spawn(task).await.map_err(|_| Trouble::fault("unit panicked"))?
            }
        }
    }

    /// The moves of streams from now on.
    pub fn moves(&self) -> broadcast::Receiver<(MunicipalityId, Nudge)> {
        self.moves.subscribe()
    }

    /// PostgreSQL's pool, for what only it has: LISTEN and NOTIFY.
    pub fn postgres(&self) -> Option<&PgPool> {
        match &self.engine {
            Engine::Sqlite { .. } => None,
            Engine::Postgres { pool } => Some(pool),
        }
    }
}

async fn open_sqlite(
    path: &Path,
    options: SqliteConnectOptions,
    moves: Moves,
    recorder: Recorder,
) -> Result<Engine, Trouble> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(sqlx::Error::Io)?;
    }
    let lock = File::create(path.with_extension("lock")).map_err(sqlx::Error::Io)?;
    lock.try_lock().map_err(|_| Trouble::fault("another process already serves this database file"))?;
    let writer = options.clone().connect().await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        // A file does not go away while it is open.
        .test_before_acquire(false)
        .connect_with(options.create_if_missing(false).pragma("query_only", "1"))
        .await?;
    Ok(Engine::Sqlite { readers, writer: Writer::start(writer, moves, recorder), _lock: Arc::new(lock) })
}

/// WAL: readers never wait for the writer. FULL: what is acknowledged survives power loss.
pub(super) fn sqlite_options(path: &Path, durability: Durability) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(match durability {
            Durability::Full => SqliteSynchronous::Full,
            Durability::Normal => SqliteSynchronous::Normal,
        })
        // Or what savepoints keep for a rollback, people's words among it, would stand in files under /var/tmp.
        .pragma("temp_store", "MEMORY")
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(256)
        .disable_statement_logging()
}

async fn open_postgres(url: &str) -> Result<PgPool, Trouble> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("indgang")
        .statement_cache_capacity(256)
        // A connection that a crash left inside a transaction gives its locks back by itself.
        .options([("idle_in_transaction_session_timeout", "10s"), ("statement_timeout", "30s")])
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(READERS * 2)
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

async fn run_postgres<T: Send + 'static>(
    pool: PgPool,
    work: impl Work<T>,
    moves: Moves,
    recorder: Recorder,
) -> Result<T, Trouble> {
    let mut tried = 0;
    loop {
        tried += 1;
        match try_postgres(&pool, &work, &moves, &recorder).await {
            Err(trouble) if trouble.gives_way() && tried < TRIES => {}
            result => return result,
        }
    }
}

async fn try_postgres<T>(
    pool: &PgPool,
    work: &impl Work<T>,
    moves: &Moves,
    recorder: &Recorder,
) -> Result<T, Trouble> {
    let mut transaction = pool.begin().await?;
    let mut unit = Unit::new(Conn::Postgres(&mut transaction), recorder.clone());
    match work(&mut unit).await {
        Ok(value) => {
            let nudges = unit.nudges();
            transaction.commit().await?;
            for nudge in nudges {
                let _ = moves.send(nudge);
            }
            Ok(value)
        }
        Err(trouble) => {
            // Explicit, so that the connection is clean before the pool lends it again.
            transaction.rollback().await?;
            Err(trouble)
        }
    }
}
