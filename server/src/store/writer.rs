//! SQLite's one writer: units that wait for each other share one commit, and so one flush to disk.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use indgang_domain::kernel::id::MunicipalityId;
use indgang_domain::stream::Nudge;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{broadcast, mpsc, oneshot};

use super::record::Recorder;
use super::trouble::Trouble;
use super::unit::{Conn, Unit, Work};

/// The most units that share a commit: bounds how long the first one waits.
const BATCH_AT_MOST: usize = 128;
/// How many units may wait before senders wait too.
const QUEUE: usize = 1024;

/// Moves of streams, told after the commit that made them.
pub type Moves = broadcast::Sender<(MunicipalityId, Nudge)>;

/// A unit in the queue, its result's type left behind.
trait Job: Send {
    fn run<'u>(&'u mut self, unit: &'u mut Unit<'_>) -> BoxFuture<'u, bool>;
    fn finish(self: Box<Self>, committed: Result<(), String>);
}

struct Typed<T, W> {
    work: W,
    result: Option<Result<T, Trouble>>,
    reply: oneshot::Sender<Result<T, Trouble>>,
}

impl<T: Send + 'static, W: Work<T>> Job for Typed<T, W> {
    fn run<'u>(&'u mut self, unit: &'u mut Unit<'_>) -> BoxFuture<'u, bool> {
        Box::pin(async move {
            // The writer goes on whatever a unit does: its savepoint is rolled back like any other's.
            let result = AssertUnwindSafe(async { (self.work)(unit).await }).catch_unwind().await;
            let result = result.unwrap_or_else(|_| Err(Trouble::fault("unit panicked")));
            let good = result.is_ok();
            self.result = Some(result);
            good
        })
    }

    fn finish(self: Box<Self>, committed: Result<(), String>) {
        let result = match (self.result, committed) {
            (Some(result), Ok(())) => result,
            // A judgement too: it may rest on what another unit had changed, and that never happened.
            (_, Err(why)) => Err(Trouble::Passing(sqlx::Error::Protocol(why))),
            (None, Ok(())) => Err(Trouble::fault("unit did not run")),
        };
        // Whoever asked may have gone; the work stands all the same.
        let _ = self.reply.send(result);
    }
}

/// The way to the writer's task.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the task that owns the one writing connection.
    pub fn start(conn: SqliteConnection, moves: Moves, recorder: Recorder) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(write(conn, waiting, moves, recorder));
        Self { queue }
    }

    /// Runs a unit and waits until it is on disk.
    ///
    /// # Errors
    /// What the unit or the commit says.
    pub async fn unit<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, Trouble> {
        let (reply, result) = oneshot::channel();
        let job = Box::new(Typed { work, result: None, reply });
        let closed = || Trouble::Passing(sqlx::Error::PoolClosed);
        self.queue.send(job).await.map_err(|_| closed())?;
        result.await.map_err(|_| closed())?
    }
}

async fn write(
    mut conn: SqliteConnection,
    mut waiting: mpsc::Receiver<Box<dyn Job>>,
    moves: Moves,
    recorder: Recorder,
) {
    while let Some(first) = waiting.recv().await {
        let mut done = Vec::new();
        let mut nudges = Vec::new();
        let committed = batch(&mut conn, first, &mut waiting, &mut done, &mut nudges, &recorder).await;
        if committed.is_err() {
            // A failed commit may leave the transaction open (a full disk does): nothing of it may linger.
            let _ = sqlx::query("ROLLBACK").execute(&mut conn).await;
        }
        let committed = committed.map_err(|error| error.to_string());
        if committed.is_ok() {
            for nudge in nudges {
                let _ = moves.send(nudge);
            }
        }
        for job in done {
            job.finish(committed.clone());
        }
    }
    let _ = conn.close().await;
}

/// Runs what waits inside one transaction, each unit in a savepoint of its own.
async fn batch(
    conn: &mut SqliteConnection,
    first: Box<dyn Job>,
    waiting: &mut mpsc::Receiver<Box<dyn Job>>,
    done: &mut Vec<Box<dyn Job>>,
    nudges: &mut Vec<(MunicipalityId, Nudge)>,
    recorder: &Recorder,
) -> Result<(), sqlx::Error> {
    // Kept among the done from the start, so that a failure anywhere reaches whoever asked.
    done.push(first);
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *conn).await?;
    let mut next = 0;
    while let Some(job) = done.get_mut(next) {
        sqlx::query("SAVEPOINT unit").execute(&mut *conn).await?;
        let mut unit = Unit::new(Conn::Sqlite(conn), recorder.clone());
        if job.run(&mut unit).await {
            nudges.extend(unit.nudges());
        } else {
            sqlx::query("ROLLBACK TO unit").execute(&mut *conn).await?;
        }
        sqlx::query("RELEASE unit").execute(&mut *conn).await?;
        next += 1;
        if next < BATCH_AT_MOST
            && let Ok(job) = waiting.try_recv()
        {
            done.push(job);
        }
    }
    sqlx::query("COMMIT").execute(&mut *conn).await?;
    Ok(())
}
