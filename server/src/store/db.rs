//! The database: how it is opened, and the two ways in: read rows, run a transaction.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use rusqlite::Connection;
use sqlx::SqlSafeStr;
use sqlx::postgres::PgPool;
use tokio::sync::broadcast;

use super::address::Address;
use super::args::bind_postgres;
use super::readers::Readers;
use super::record::Recorder;
use super::transaction::Work;
use super::writer::{Moves, Writer};
use super::{Arg, Move, Question, Row, Trouble, postgres, sqlite};
use crate::meter::Timings;

/// How many transactions a slow listener may lag behind before it is told to pull everything.
const MOVES_KEPT: usize = 4096;

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
        readers: Readers,
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
    times: Arc<Timings>,
}

/// How much there is to do.
#[derive(Clone, Copy, Debug)]
pub enum Load {
    /// One writes.
    Sqlite {
        /// Transactions that wait for it.
        waiting: usize,
    },
    /// A pool of connections.
    Postgres {
        /// All that are open.
        open: usize,
        /// Those that nobody uses.
        idle: usize,
    },
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
        Self::open_with(address, durability, recorder, |_| Ok(())).await
    }

    /// Opens it to be filled with much at once: on SQLite with a large cache and few checkpoints, and without a flush
    /// for each commit. Ends with [`Db::keep`].
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_to_fill(address: &Address) -> Result<Self, Trouble> {
        Self::open_with(address, Durability::Normal, Recorder::default(), |conn| {
            // 256 MiB: rows of one family lie all over the file.
            conn.pragma_update(None, "cache_size", -262_144)?;
            // In pages, 512 MiB: each goes into the database once.
            conn.pragma_update(None, "wal_autocheckpoint", 131_072)
        })
        .await
    }

    async fn open_with(
        address: &Address,
        durability: Durability,
        recorder: Recorder,
        prepare: impl Fn(&Connection) -> rusqlite::Result<()>,
    ) -> Result<Self, Trouble> {
        let (moves, _) = broadcast::channel(MOVES_KEPT);
        let engine = match address {
            Address::Sqlite(path) => {
                let lock = lock(path)?;
                let conn = sqlite::open(path, durability)?;
                prepare(&conn)?;
                let writer = Writer::start(conn, moves.clone(), recorder.clone())?;
                Engine::Sqlite { readers: Readers::open(path)?, writer, _lock: Arc::new(lock) }
            }
            Address::Postgres(url) => Engine::Postgres { pool: postgres::open(url).await? },
        };
        Ok(Self { engine, moves, recorder, times: Arc::default() })
    }

    /// From here on what was filled in survives power loss.
    pub async fn keep(&self) -> Result<(), Trouble> {
        if matches!(self.engine, Engine::Sqlite { .. }) {
            self.rows("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await?;
        }
        Ok(())
    }

    /// Reads rows that are committed.
    pub async fn rows(&self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Vec<Row>, Trouble> {
        let sql = sql.into_sql_str();
        self.recorder.record(&sql, &args);
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                let rows = readers.read(move |conn| sqlite::rows(conn, sql.as_str(), &args)).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Engine::Postgres { pool } => {
                Ok(bind_postgres(sql, args).fetch_all(pool).await?.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Reads rows by several statements, one after the other over one connection; on SQLite all of one moment.
    pub async fn each(&self, questions: Vec<Question>) -> Result<Vec<Vec<Row>>, Trouble> {
        for (sql, args) in &questions {
            self.recorder.record(sql, args);
        }
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                let answers = readers.read(move |conn| {
                    sqlite::begin(conn)?;
                    let answer = |(sql, args): &Question| sqlite::rows(conn, sql.as_str(), args);
                    questions.iter().map(answer).collect::<Result<Vec<_>, _>>()
                });
                let rows = |rows: Vec<_>| rows.into_iter().map(Row::Sqlite).collect();
                Ok(answers.await?.into_iter().map(rows).collect())
            }
            Engine::Postgres { pool } => {
                let mut conn = pool.acquire().await?;
                let mut answers = Vec::with_capacity(questions.len());
                for (sql, args) in questions {
                    let rows = bind_postgres(sql, args).fetch_all(&mut *conn).await?;
                    answers.push(rows.into_iter().map(Row::Postgres).collect());
                }
                Ok(answers)
            }
        }
    }

    /// Does what reads several times, and nothing else, with a database to read from: on SQLite over one connection, all of
    /// one moment, and without the way to another thread for each.
    pub async fn reading<T: Send + 'static, F: Future<Output = Result<T, Trouble>> + Send>(
        &self,
        work: impl FnOnce(Self) -> F + Send + 'static,
    ) -> Result<T, Trouble> {
        let Engine::Sqlite { readers, .. } = &self.engine else { return work(self.clone()).await };
        let db = self.clone();
        readers.reading(move |held| work(db.with(held))).await
    }

    fn with(mut self, held: Readers) -> Self {
        if let Engine::Sqlite { readers, .. } = &mut self.engine {
            *readers = held;
        }
        self
    }

    /// Reads one row, if there is one.
    pub async fn row(&self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Option<Row>, Trouble> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Runs a transaction to its end, whatever becomes of whoever asked, and tells the moves it made.
    ///
    /// # Errors
    /// What the transaction says; `Passing` where the database would not.
    pub async fn transaction<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, Trouble> {
        let since = Instant::now();
        let done = match &self.engine {
            Engine::Sqlite { writer, .. } => writer.transaction(work).await,
            Engine::Postgres { pool } => {
                let task =
                    postgres::transaction(pool.clone(), work, self.moves.clone(), self.recorder.clone());
                tokio::spawn(task).await.map_err(|_| Trouble::fault("transaction panicked"))?
            }
        };
        self.times.took(since.elapsed());
        done
    }

    /// How long transactions took.
    pub fn times(&self) -> &Timings {
        &self.times
    }

    /// How much there is to do.
    pub fn load(&self) -> Load {
        match &self.engine {
            Engine::Sqlite { writer, .. } => Load::Sqlite { waiting: writer.waiting() },
            Engine::Postgres { pool } => Load::Postgres {
                open: usize::try_from(pool.size()).unwrap_or(usize::MAX),
                idle: pool.num_idle(),
            },
        }
    }

    /// What each transaction moves from now on.
    pub fn moves(&self) -> broadcast::Receiver<Arc<[Move]>> {
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

/// Held as long as the database is open.
pub(crate) fn lock(path: &Path) -> Result<File, Trouble> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let lock = File::create(path.with_extension("lock"))?;
    lock.try_lock().map_err(|_| Trouble::fault("another process already serves this database file"))?;
    Ok(lock)
}
