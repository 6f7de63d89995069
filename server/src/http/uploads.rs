//! Where pictures are opened: few at a time, and nobody's wait behind all of another's. Of what there is no place for,
//! nothing is read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use indgang_domain::kernel::id::{MunicipalityId, PersonId};
use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::Viewer;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::store::Trouble;

/// How many pictures are opened at once: each may take half a gigabyte.
const OPENED_AT_ONCE: usize = 2;
/// How many requests with pictures are read and held at once.
const HELD_AT_ONCE: usize = 64;
/// And of one person: a phone sends one at a time, and one that broke off may still be there.
const HELD_OF_ONE: usize = 2;
/// Who waits longer for a place comes again.
const PATIENCE: Duration = Duration::from_secs(20);

/// The server's places.
pub(super) struct Uploads {
    held: Arc<Semaphore>,
    opened: Arc<Semaphore>,
    people: Mutex<HashMap<(MunicipalityId, PersonId), Weak<Turn>>>,
}

/// One person's places.
struct Turn {
    held: Arc<Semaphore>,
    opened: Arc<Semaphore>,
}

/// A place, held until it is dropped: the person's own, and the server's.
pub(super) struct Place {
    _turn: Arc<Turn>,
    _own: OwnedSemaphorePermit,
    _ours: OwnedSemaphorePermit,
}

impl Uploads {
    pub(super) fn new() -> Self {
        Self {
            held: Arc::new(Semaphore::new(HELD_AT_ONCE)),
            opened: Arc::new(Semaphore::new(OPENED_AT_ONCE)),
            people: Mutex::default(),
        }
    }

    /// To read a request with pictures.
    ///
    /// # Errors
    /// `later` where there is none for a while.
    pub(super) async fn to_hold(&self, viewer: &Viewer) -> Result<Place, Trouble> {
        let turn = self.turn(viewer);
        let own = turn.held.clone();
        place(turn, own, self.held.clone()).await
    }

    /// To open a picture.
    pub(super) async fn to_open(&self, viewer: &Viewer) -> Result<Place, Trouble> {
        let turn = self.turn(viewer);
        let own = turn.opened.clone();
        place(turn, own, self.opened.clone()).await
    }

    fn turn(&self, viewer: &Viewer) -> Arc<Turn> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.retain(|_, turn| turn.strong_count() > 0);
        let known = people.entry((viewer.municipality, viewer.person)).or_default();
        known.upgrade().unwrap_or_else(|| {
            let turn = Arc::new(Turn {
                held: Arc::new(Semaphore::new(HELD_OF_ONE)),
                opened: Arc::new(Semaphore::new(1)),
            });
            *known = Arc::downgrade(&turn);
            turn
        })
    }
}

async fn place(turn: Arc<Turn>, own: Arc<Semaphore>, ours: Arc<Semaphore>) -> Result<Place, Trouble> {
    let places = async { Some((own.acquire_owned().await.ok()?, ours.acquire_owned().await.ok()?)) };
    let places = timeout(PATIENCE, places).await.ok().flatten();
    let (own, ours) = places.ok_or(ProblemKey::Later)?;
    Ok(Place { _turn: turn, _own: own, _ours: ours })
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use indgang_domain::policy::Role;
    use uuid::Uuid;

    use super::*;

    fn viewer(person: u128) -> Viewer {
        let municipality = MunicipalityId(Uuid::nil());
        Viewer { municipality, person: PersonId(Uuid::from_u128(person)), role: Role::Adult }
    }

    #[tokio::test]
    async fn nobody_waits_behind_all_of_anothers_pictures() {
        let uploads = Uploads::new();
        let (one, other) = (viewer(1), viewer(2));
        let first = uploads.to_open(&one).await.unwrap();
        assert!(uploads.to_open(&one).now_or_never().is_none(), "one after the other");
        assert!(uploads.to_open(&other).await.is_ok(), "another's is another's");
        drop(first);
        assert!(uploads.to_open(&one).await.is_ok());
        let _held = [uploads.to_hold(&one).await.unwrap(), uploads.to_hold(&one).await.unwrap()];
        assert!(uploads.to_hold(&one).now_or_never().is_none());
        assert!(uploads.to_hold(&other).await.is_ok());
    }
}
