//! The threads that pages are made on. A page waits for the database where it stands, and what it spawns lives and ends
//! with it on its own thread: no lock of a view is ever held by anyone else.

use std::cell::RefCell;

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use futures::executor::{LocalPool, LocalSpawner};
use futures::task::LocalSpawnExt as _;
use rayon_core::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::store::readers::waiting_here;

thread_local! {
    /// Where what the page under way spawns goes.
    static BESIDE: RefCell<Option<LocalSpawner>> = const { RefCell::new(None) };
}

/// The threads.
pub(super) struct Renderer(ThreadPool);

impl Renderer {
    /// So many.
    pub(super) fn new(threads: usize) -> Result<Self, ThreadPoolBuildError> {
        // A second server in one process finds that arranged already.
        let _ = Executor::init_custom_executor(Beside);
        let threads = ThreadPoolBuilder::new().num_threads(threads).thread_name(|n| format!("page-{n}"));
        // That it panicked has been told (`main.rs`); whoever waits for it hears of it.
        Ok(Self(threads.panic_handler(|_| {}).build()?))
    }

    /// Makes something to the end, whether or not anyone still waits for it; `None` where that panicked.
    pub(super) async fn make<T: Send + 'static>(
        &self,
        making: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let (done, made) = oneshot::channel();
        let runtime = Handle::current();
        self.0.spawn(move || {
            let _runtime = runtime.enter();
            let mut beside = LocalPool::new();
            BESIDE.set(Some(beside.spawner()));
            // Whoever asked may have turned away.
            let _ = done.send(waiting_here(|| beside.run_until(making)));
            BESIDE.set(None);
        });
        made.await.ok()
    }
}

struct Beside;

impl CustomExecutor for Beside {
    fn spawn(&self, task: PinnedFuture<()>) {
        match BESIDE.with_borrow(Clone::clone) {
            // Only a page that has ended takes none.
            Some(beside) => drop(beside.spawn_local(task)),
            None => drop(tokio::spawn(task)),
        }
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        if let Some(beside) = BESIDE.with_borrow(Clone::clone) {
            drop(beside.spawn_local(task));
        }
    }

    fn poll_local(&self) {}
}
