//! Connections to a SQLite file that only read.

use std::cell::Cell;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

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

/// The connections. The first that is free reads, so that it is the one that has things at hand.
#[derive(Clone)]
pub(super) struct Readers(Arc<Shared>);

struct Shared {
    conns: Vec<Mutex<Connection>>,
    /// Who waits for one waits here: a thread for each of them would be half a thousand, with half a thousand stacks.
    free: Semaphore,
    /// Whose turn it is to be waited for.
    turn: AtomicUsize,
}

impl Readers {
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        let conns =
            (0..COUNT).map(|_| sqlite::open_to_read(path).map(Mutex::new)).collect::<Result<_, Trouble>>()?;
        Ok(Self(Arc::new(Shared { conns, free: Semaphore::new(COUNT), turn: AtomicUsize::new(0) })))
    }

    /// Reads: on this thread where it may wait, else on one that may.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Trouble> {
        if MAY_WAIT.get() {
            return Ok(self.lend(read)?);
        }
        let _free = self.0.free.acquire().await.map_err(|_| Trouble::fault("the readers are closed"))?;
        let readers = self.clone();
        let read = spawn_blocking(move || readers.lend(read)).await;
        Ok(read.map_err(|_| Trouble::fault("reading panicked"))??)
    }

    fn lend<T>(&self, read: impl FnOnce(&Connection) -> T) -> T {
        let Shared { conns, turn, .. } = &*self.0;
        let free = conns.iter().find_map(|conn| match conn.try_lock() {
            Ok(conn) => Some(conn),
            Err(TryLockError::Poisoned(conn)) => Some(conn.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        });
        read(&free.unwrap_or_else(|| {
            let next = turn.fetch_add(1, Ordering::Relaxed) % conns.len();
            conns[next].lock().unwrap_or_else(PoisonError::into_inner)
        }))
    }
}
