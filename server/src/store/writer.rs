//! SQLite's one writer: transactions that wait for each other share one commit, and so one flush to disk.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::{io, thread};

use futures::FutureExt as _;
use futures::executor::block_on;
use futures::future::BoxFuture;
use rusqlite::Connection;
use tokio::sync::{broadcast, mpsc, oneshot};

use super::record::Recorder;
use super::sqlite;
use super::transaction::{Conn, Move, Transaction, Work};
use super::trouble::{Passing, Trouble};

/// The most transactions that share a commit: bounds how long the first one waits.
const BATCH_AT_MOST: usize = 128;
/// How many transactions may wait before senders wait too.
const QUEUE: usize = 1024;

/// What one transaction moved at a time, told after the commit that made it so.
pub type Moves = broadcast::Sender<Arc<[Move]>>;

/// A transaction in the queue, its result's type left behind.
trait Job: Send {
    fn run<'u>(&'u mut self, tx: &'u mut Transaction<'_>) -> BoxFuture<'u, bool>;
    fn finish(self: Box<Self>, is_kept: bool);
}

struct Typed<T, W> {
    work: W,
    result: Option<Result<T, Trouble>>,
    reply: oneshot::Sender<Result<T, Trouble>>,
}

impl<T: Send + 'static, W: Work<T>> Job for Typed<T, W> {
    fn run<'u>(&'u mut self, tx: &'u mut Transaction<'_>) -> BoxFuture<'u, bool> {
        Box::pin(async move {
            // The writer goes on whatever a transaction does: its savepoint is rolled back like any other's.
            let result = AssertUnwindSafe(async { (self.work)(tx).await }).catch_unwind().await;
            let result = result.unwrap_or_else(|_| Err(Trouble::fault("transaction panicked")));
            let good = result.is_ok();
            self.result = Some(result);
            good
        })
    }

    fn finish(self: Box<Self>, is_kept: bool) {
        let result = match self.result {
            // A judgement too: it may rest on what another transaction had changed, and that never happened.
            _ if !is_kept => Err(Trouble::Passing(Passing::NotKept)),
            Some(result) => result,
            None => Err(Trouble::fault("transaction did not run")),
        };
        // Whoever asked may have gone; the work stands all the same.
        let _ = self.reply.send(result);
    }
}

/// The way to the writer's thread.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the thread that owns the one writing connection.
    pub fn start(conn: Connection, moves: Moves, recorder: Recorder) -> io::Result<Self> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write(conn, waiting, &moves, &recorder))?;
        Ok(Self { queue })
    }

    /// How many transactions wait.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Runs a transaction and waits until it is on disk.
    ///
    /// # Errors
    /// What the transaction or the commit says.
    pub async fn transaction<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, Trouble> {
        let (reply, result) = oneshot::channel();
        let job = Box::new(Typed { work, result: None, reply });
        let closed = || Trouble::Passing(Passing::Closed);
        self.queue.send(job).await.map_err(|_| closed())?;
        result.await.map_err(|_| closed())?
    }
}

/// Tells what one transaction moved, if it did and anyone listens.
pub(super) fn tell(moves: &Moves, together: Vec<Move>) {
    if !together.is_empty() {
        let _ = moves.send(together.into());
    }
}

fn write(
    mut conn: Connection,
    mut waiting: mpsc::Receiver<Box<dyn Job>>,
    moves: &Moves,
    recorder: &Recorder,
) {
    while let Some(first) = waiting.blocking_recv() {
        let mut done = Vec::new();
        let mut all = Vec::new();
        let kept = batch(&mut conn, first, &mut waiting, &mut done, &mut all, recorder);
        match &kept {
            Ok(()) => all.into_iter().for_each(|together| tell(moves, together)),
            Err(why) => {
                why.log();
                // A failed commit may leave the transaction open (a full disk does): nothing of it may linger.
                let _ = conn.execute_batch("ROLLBACK");
            }
        }
        for job in done {
            job.finish(kept.is_ok());
        }
    }
}

/// Runs what waits inside one commit, each transaction in a savepoint of its own.
fn batch(
    conn: &mut Connection,
    first: Box<dyn Job>,
    waiting: &mut mpsc::Receiver<Box<dyn Job>>,
    done: &mut Vec<Box<dyn Job>>,
    all: &mut Vec<Vec<Move>>,
    recorder: &Recorder,
) -> Result<(), Passing> {
    // Kept among the done from the start, so that a failure anywhere reaches whoever asked.
    done.push(first);
    run(conn, "BEGIN IMMEDIATE")?;
    let mut next = 0;
    while let Some(job) = done.get_mut(next) {
        run(conn, "SAVEPOINT one")?;
        let mut tx = Transaction::new(Conn::Sqlite(conn), recorder.clone());
        if block_on(job.run(&mut tx)) {
            all.push(tx.moved());
        } else {
            run(conn, "ROLLBACK TO one")?;
        }
        run(conn, "RELEASE one")?;
        next += 1;
        if next < BATCH_AT_MOST
            && let Ok(job) = waiting.try_recv()
        {
            done.push(job);
        }
    }
    run(conn, "COMMIT")
}

fn run(conn: &Connection, sql: &str) -> Result<(), Passing> {
    sqlite::exec(conn, sql, &[]).map(drop).map_err(Passing::Sqlite)
}
