//! How many connections there is room for: each is an open file, and the system bounds those.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Files that are no connections: the database's, what runs beside it.
const OTHERS: usize = 128;

/// So many places.
#[derive(Clone, Debug)]
pub struct Connections {
    places: Arc<Semaphore>,
    most: usize,
    open: Arc<AtomicUsize>,
}

/// A connection's place, from when it is there until it is gone.
pub(super) struct Taken {
    open: Arc<AtomicUsize>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Connections {
    /// For so many connections, or for as many as the system allows.
    pub fn new(wanted: usize) -> Self {
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let allowed = allowed(&limits).map_or(wanted, |files| files.saturating_sub(OTHERS).max(1));
        if allowed < wanted {
            tracing::warn!(wanted, allowed, "fewer connections than set: the limit of open files is low");
        }
        let most = wanted.min(allowed).min(Semaphore::MAX_PERMITS);
        Self { places: Arc::new(Semaphore::new(most)), most, open: Arc::default() }
    }

    /// A place for whoever comes next, once there is one; free again when dropped.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().acquire_owned().await.ok()
    }

    /// Someone has come, and takes the place that was kept for whoever comes next.
    pub(super) fn take(&self, place: Option<OwnedSemaphorePermit>) -> Taken {
        self.open.fetch_add(1, Ordering::Relaxed);
        Taken { open: self.open.clone(), _place: place }
    }

    /// How many there are.
    pub fn most(&self) -> usize {
        self.most
    }

    /// How many are taken. The one that is kept for whoever comes next is not.
    pub fn taken(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }
}

/// `None` where there is no limit, or nothing says so.
fn allowed(limits: &str) -> Option<usize> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_asked_how_many_files_may_be_open() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
            Max processes             95923                95923                processes \n\
            Max open files            1024                 1048576              files     \n";
        assert_eq!(allowed(limits), Some(1024));
        assert_eq!(
            allowed("Max open files            unlimited            unlimited            files"),
            None
        );
        assert_eq!(allowed(""), None);
    }

    #[tokio::test]
    async fn a_place_is_free_again_once_it_is_left() {
        let connections = Connections::new(2);
        let place = connections.place().await;
        assert_eq!((connections.most(), connections.taken()), (2, 0), "nobody has come");
        let taken = connections.take(place);
        assert_eq!((connections.taken(), connections.places.available_permits()), (1, 1));
        drop(taken);
        assert_eq!((connections.taken(), connections.places.available_permits()), (0, 2));
    }
}
