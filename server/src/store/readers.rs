//! Connections to a SQLite file that only read.

use std::cell::Cell;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use futures::executor::block_on;
use rusqlite::Connection;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{Trouble, sqlite};

/// How many reads run at once. They are short; each connection keeps a megabyte of pages and statements.
const COUNT: usize = 4;

thread_local! {
    static MAY_WAIT: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may wait for the disk on this thread: what it reads it reads here, without the way to another thread.
pub fn waiting_here<T>(work: impl FnOnce() -> T) -> T {
    MAY_WAIT.set(true);
    let done = work();
    MAY_WAIT.set(false);
    done
}

/// The connections, or the one of them that is held for a while.
#[derive(Clone)]
pub(super) enum Readers {
    Any(Arc<Pool>),
    Held(Arc<Mutex<Lent>>),
}

pub(super) struct Pool {
    /// Those that are free. What was given back last is lent first: it is the one that has things at hand.
    free: Mutex<Vec<Connection>>,
    back: Condvar,
    /// Who waits for one waits here: a thread for each of them would be half a thousand, with half a thousand stacks.
    turns: Arc<Semaphore>,
}

/// A connection, until it is given back.
pub(super) struct Lent {
    /// Always there, but for the end.
    conn: Option<Connection>,
    to: Arc<Pool>,
}

impl Pool {
    fn free(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lend(self: &Arc<Self>) -> Lent {
        let mut free = self.free();
        loop {
            if let Some(conn) = free.pop() {
                return Lent { conn: Some(conn), to: self.clone() };
            }
            free = self.back.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Does what may wait for the disk where it may. Whoever asked may have turned away: the turn is the work's, until it is
    /// done.
    async fn may_wait<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Trouble> {
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|_| Trouble::fault("the readers are closed"))?;
        let work = spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        work.await.map_err(|_| Trouble::fault("reading panicked"))
    }
}

impl Lent {
    fn conn(&self) -> Result<&Connection, Trouble> {
        self.conn.as_ref().ok_or_else(|| Trouble::fault("the connection was given back"))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            sqlite::end(&conn);
            self.to.free().push(conn);
            self.to.back.notify_one();
        }
    }
}

impl Readers {
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        let free = (0..COUNT).map(|_| sqlite::open_to_read(path)).collect::<Result<_, Trouble>>()?;
        let turns = Arc::new(Semaphore::new(COUNT));
        Ok(Self::Any(Arc::new(Pool { free: Mutex::new(free), back: Condvar::new(), turns })))
    }

    /// Reads: on this thread where it may wait, else on one that may.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Trouble> {
        match self {
            Self::Held(lent) => Ok(read(lent.lock().unwrap_or_else(PoisonError::into_inner).conn()?)?),
            Self::Any(pool) if MAY_WAIT.get() => Ok(read(pool.lend().conn()?)?),
            Self::Any(pool) => {
                let lender = pool.clone();
                pool.may_wait(move || Ok(read(lender.lend().conn()?)?)).await?
            }
        }
    }

    /// Does what reads several times over one connection, on one thread that may wait, all of one moment. It does nothing but
    /// read: whatever else it waited for would keep the thread.
    pub(super) async fn reading<T: Send + 'static, F: Future<Output = Result<T, Trouble>>>(
        &self,
        work: impl FnOnce(Self) -> F + Send + 'static,
    ) -> Result<T, Trouble> {
        match self {
            Self::Held(_) => work(self.clone()).await,
            Self::Any(pool) => {
                let lender = pool.clone();
                pool.may_wait(move || {
                    let lent = lender.lend();
                    sqlite::begin(lent.conn()?)?;
                    let held = Arc::new(Mutex::new(lent));
                    block_on(work(Self::Held(held)))
                })
                .await?
            }
        }
    }
}
