//! Who listens, and to which streams. A nudge says only that a stream has moved; pull brings what.

use std::collections::{HashMap, HashSet};
use std::iter::once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use indgang_domain::kernel::id::{MunicipalityId, PersonId, StreamId};
use indgang_domain::stream::Nudge;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};

use super::processes;
use crate::store::{Db, Move};

/// How many nudges a slow listener may lag behind before it is cut off; its device then pulls everything.
const LAG: usize = 256;
/// How many streams one person keeps open, over all their devices and tabs.
pub const LISTENERS_AT_MOST: usize = 20;

type Stream = (MunicipalityId, StreamId);
type Person = (MunicipalityId, PersonId);
type Listeners = HashMap<u64, mpsc::Sender<Nudge>>;

/// All that listen on this process.
#[derive(Default)]
pub struct Hub {
    streams: RwLock<HashMap<Stream, Listeners>>,
    people: Mutex<HashMap<Person, usize>>,
    next: AtomicU64,
}

/// One that listens. Leaves when dropped.
pub struct Listener {
    hub: Arc<Hub>,
    id: u64,
    whose: Person,
    /// The hub alone holds it: when the hub lets go of it the stream ends, and its device comes back and pulls.
    sender: mpsc::WeakSender<Nudge>,
    streams: HashSet<Stream>,
}

impl Hub {
    /// Begins to listen, to the person's own stream at first; not to more than [`LISTENERS_AT_MOST`] at once.
    pub fn listen(self: &Arc<Self>, whose: Person) -> Option<(Listener, mpsc::Receiver<Nudge>)> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let open = people.entry(whose).or_default();
        if *open >= LISTENERS_AT_MOST {
            return None;
        }
        *open += 1;
        drop(people);
        let (sender, nudges) = mpsc::channel(LAG);
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut listener =
            Listener { hub: self.clone(), id, whose, sender: sender.downgrade(), streams: HashSet::new() };
        listener.tune(once((whose.0, whose.1.into())).collect());
        Some((listener, nudges))
    }

    /// How many streams are open.
    pub fn open(&self) -> usize {
        self.people.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        let streams = self.streams.read().unwrap_or_else(PoisonError::into_inner);
        streams.values().flat_map(HashMap::keys).collect::<HashSet<_>>().len()
    }

    /// Tells what moved in one transaction. Who hears of several streams is told so with each, and asks for all at once;
    /// `with_others`: this may not be all of it.
    pub(super) fn tell(&self, moved: &[Move], with_others: bool) {
        let full: Vec<u64> = {
            let streams = self.streams.read().unwrap_or_else(PoisonError::into_inner);
            let heard = |of: &Move| streams.get(&(of.municipality, of.stream));
            let mut nudges: HashMap<u64, u32> = HashMap::new();
            for id in moved.iter().filter_map(heard).flat_map(HashMap::keys) {
                *nudges.entry(*id).or_default() += 1;
            }
            let mut full = Vec::new();
            for (Move { stream, version, .. }, listeners) in
                moved.iter().filter_map(|of| Some((of, heard(of)?)))
            {
                for (id, sender) in listeners {
                    let with_others = with_others || nudges.get(id).is_some_and(|nudges| *nudges > 1);
                    let nudge = Nudge { stream: *stream, version: *version, with_others };
                    if sender.try_send(nudge).is_err() {
                        full.push(*id);
                    }
                }
            }
            full
        };
        for id in full {
            self.cut_off(id);
        }
    }

    /// Ends everyone's stream: their devices come back and pull.
    pub fn cut_off_all(&self) {
        self.streams.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn cut_off(&self, id: u64) {
        let mut streams = self.streams.write().unwrap_or_else(PoisonError::into_inner);
        streams.retain(|_, listeners| {
            listeners.remove(&id);
            !listeners.is_empty()
        });
    }
}

impl Listener {
    /// Listens to exactly these streams from now on. Whoever was cut off hears nothing any more.
    pub fn tune(&mut self, wanted: HashSet<Stream>) {
        let mut streams = self.hub.streams.write().unwrap_or_else(PoisonError::into_inner);
        let Some(sender) = self.sender.upgrade() else { return };
        for gone in self.streams.difference(&wanted) {
            if let Some(listeners) = streams.get_mut(gone) {
                listeners.remove(&self.id);
                if listeners.is_empty() {
                    streams.remove(gone);
                }
            }
        }
        for new in &wanted {
            streams.entry(*new).or_default().insert(self.id, sender.clone());
        }
        self.streams = wanted;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.tune(HashSet::new());
        let mut people = self.hub.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = people.get_mut(&self.whose) {
            *open -= 1;
            if *open == 0 {
                people.remove(&self.whose);
            }
        }
    }
}

/// Starts telling this database's moves, and between processes those of the others.
pub fn start(db: &Db, hub: &Arc<Hub>) {
    let moves = db.moves();
    tokio::spawn(tell_own(moves, hub.clone()));
    if let Some(pool) = db.postgres() {
        tokio::spawn(processes::tell_and_hear(db.moves(), pool.clone(), hub.clone()));
    }
}

async fn tell_own(mut moves: broadcast::Receiver<Arc<[Move]>>, hub: Arc<Hub>) {
    loop {
        match moves.recv().await {
            Ok(together) => hub.tell(&together, false),
            Err(RecvError::Lagged(_)) => hub.cut_off_all(),
            Err(RecvError::Closed) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn someone(n: u128) -> Person {
        (MunicipalityId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(n)))
    }

    #[tokio::test]
    async fn whoever_is_cut_off_hears_the_end() {
        let hub = Arc::new(Hub::default());
        let family = StreamId(Uuid::from_u128(9));
        let (mut listener, mut nudges) = hub.listen(someone(2)).unwrap();
        listener.tune(once((someone(2).0, family)).collect());
        let moved = Move { municipality: someone(2).0, stream: family, version: 1 };
        hub.tell(&[moved], false);
        assert_eq!(nudges.recv().await, Some(Nudge { stream: family, version: 1, with_others: false }));
        hub.cut_off_all();
        // The listener is still there, as in a stream that is open.
        assert_eq!(nudges.recv().await, None);
        listener.tune(once((someone(2).0, family)).collect());
        assert_eq!((nudges.recv().await, hub.listeners()), (None, 0), "and does not come back by itself");
    }

    #[tokio::test]
    async fn whoever_hears_of_several_that_moved_together_is_told_so() {
        let hub = Arc::new(Hub::default());
        let (municipality, family) = (someone(2).0, StreamId(Uuid::from_u128(9)));
        let (mut both, mut of_both) = hub.listen(someone(2)).unwrap();
        both.tune([(municipality, family), (municipality, someone(2).1.into())].into());
        let (mut one, mut of_one) = hub.listen(someone(3)).unwrap();
        one.tune(once((municipality, family)).collect());
        let moved = [family, someone(2).1.into()].map(|stream| Move { municipality, stream, version: 1 });
        let nudge = |stream, with_others| Some(Nudge { stream, version: 1, with_others });
        hub.tell(&moved, false);
        assert_eq!(of_both.recv().await, nudge(family, true));
        assert_eq!(of_both.recv().await, nudge(someone(2).1.into(), true));
        assert_eq!(of_one.recv().await, nudge(family, false), "what else moved is not this one's");
        hub.tell(&moved[..1], false);
        assert_eq!(of_both.recv().await, nudge(family, false));
        hub.tell(&moved[..1], true);
        assert_eq!(of_both.recv().await, nudge(family, true), "it may not be all of it");
    }

    #[tokio::test]
    async fn whoever_lags_behind_hears_what_is_there_and_then_the_end() {
        let hub = Arc::new(Hub::default());
        let own = (someone(2).0, StreamId::from(someone(2).1));
        let (_ear, mut nudges) = hub.listen(someone(2)).unwrap();
        for version in 0..=LAG as u64 {
            hub.tell(&[Move { municipality: own.0, stream: own.1, version }], false);
        }
        let mut heard = 0;
        while nudges.recv().await.is_some() {
            heard += 1;
        }
        assert_eq!(heard, LAG);
    }

    #[test]
    fn a_person_has_so_many_listeners_and_no_more() {
        let hub = Arc::new(Hub::default());
        let mut listeners: Vec<_> = (0..LISTENERS_AT_MOST).filter_map(|_| hub.listen(someone(2))).collect();
        assert_eq!(listeners.len(), LISTENERS_AT_MOST);
        assert!(hub.listen(someone(2)).is_none());
        assert!(hub.listen(someone(3)).is_some(), "another is another");
        listeners.pop();
        assert!(hub.listen(someone(2)).is_some());
        drop(listeners);
        assert!(hub.people.lock().unwrap().is_empty(), "nobody is remembered");
    }
}
