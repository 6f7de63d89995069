//! Who listens, and to which streams. A nudge says only that a stream has moved; pull brings what.

use std::collections::{HashMap, HashSet};
use std::iter::once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use indgang_domain::kernel::id::{MunicipalityId, PersonId, StreamId};
use indgang_domain::stream::Nudge;
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, mpsc};
use uuid::Uuid;

use crate::store::Db;

/// How many nudges a slow listener may lag behind before it is cut off; its device then pulls everything.
const LAG: usize = 256;
/// How many streams one person keeps open, over all their devices and tabs.
pub const LISTENERS_AT_MOST: usize = 20;
/// PostgreSQL's name for the channel between processes.
const CHANNEL: &str = "indgang";
/// The most nudges in one NOTIFY: its payload holds 8,000 bytes.
const NUDGES_AT_ONCE: usize = 60;

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

    fn tell(&self, stream: Stream, nudge: Nudge) {
        let full: Vec<u64> = {
            let streams = self.streams.read().unwrap_or_else(PoisonError::into_inner);
            let Some(listeners) = streams.get(&stream) else { return };
            listeners
                .iter()
                .filter(|(_, sender)| sender.try_send(nudge).is_err())
                .map(|(id, _)| *id)
                .collect()
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
        tokio::spawn(with_others(db.moves(), pool.clone(), hub.clone()));
    }
}

/// Both ends with the database: listening alone would hold its connections for ever.
async fn with_others(moves: broadcast::Receiver<(MunicipalityId, Nudge)>, pool: PgPool, hub: Arc<Hub>) {
    let origin = Uuid::now_v7();
    tokio::select! {
        () = tell_others(moves, &pool, origin) => {}
        () = hear_others(&pool, &hub, origin) => {}
    }
}

async fn tell_own(mut moves: broadcast::Receiver<(MunicipalityId, Nudge)>, hub: Arc<Hub>) {
    loop {
        match moves.recv().await {
            Ok((municipality, nudge)) => hub.tell((municipality, nudge.stream), nudge),
            Err(RecvError::Lagged(_)) => hub.cut_off_all(),
            Err(RecvError::Closed) => return,
        }
    }
}

/// What travels between processes: ids only.
#[derive(Serialize, Deserialize)]
struct Word {
    from: Uuid,
    moves: Vec<(MunicipalityId, StreamId, u64)>,
    /// Those of these that moved together with others.
    #[serde(default, skip_serializing_if = "HashSet::is_empty")]
    with_others: HashSet<StreamId>,
}

/// Tells the other processes, after the commit and gathered: NOTIFY inside a transaction would queue up commits.
async fn tell_others(mut moves: broadcast::Receiver<(MunicipalityId, Nudge)>, pool: &PgPool, origin: Uuid) {
    loop {
        let first = match moves.recv().await {
            Ok(first) => Some(first),
            Err(RecvError::Lagged(_)) => None,
            Err(RecvError::Closed) => return,
        };
        let mut gathered: HashMap<Stream, u64> = HashMap::new();
        let mut with_others = HashSet::new();
        let mut next = first;
        while let Some((municipality, nudge)) = next {
            with_others.extend(nudge.with_others.then_some(nudge.stream));
            gathered.insert((municipality, nudge.stream), nudge.version);
            next = match moves.try_recv() {
                Ok(following) if gathered.len() < NUDGES_AT_ONCE => Some(following),
                Ok(following) => {
                    with_others.extend(following.1.with_others.then_some(following.1.stream));
                    gathered.insert((following.0, following.1.stream), following.1.version);
                    None
                }
                Err(TryRecvError::Empty | TryRecvError::Closed | TryRecvError::Lagged(_)) => None,
            };
        }
        let moves = gathered
            .into_iter()
            .map(|((municipality, stream), version)| (municipality, stream, version))
            .collect();
        let Ok(payload) = serde_json::to_string(&Word { from: origin, moves, with_others }) else { continue };
        let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(pool).await;
        if told.is_err() {
            // A lost nudge is healed by the next pull.
            tracing::warn!("could not notify other processes");
        }
    }
}

async fn hear_others(pool: &PgPool, hub: &Hub, origin: Uuid) {
    loop {
        if let Err(error) = hear(pool, hub, origin).await {
            tracing::warn!(kind = %error.as_database_error().is_some(), "listening to other processes stopped");
        }
        // What was told meanwhile is lost: everyone pulls.
        hub.cut_off_all();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn hear(pool: &PgPool, hub: &Hub, origin: Uuid) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    while let Some(heard) = listener.try_recv().await? {
        let Ok(word) = serde_json::from_str::<Word>(heard.payload()) else { continue };
        if word.from == origin {
            continue;
        }
        for (municipality, stream, version) in word.moves {
            let with_others = word.with_others.contains(&stream);
            hub.tell((municipality, stream), Nudge { stream, version, with_others });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
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
        let nudge = Nudge { stream: family, version: 1, with_others: false };
        hub.tell((someone(2).0, family), nudge);
        assert_eq!(nudges.recv().await, Some(nudge));
        hub.cut_off_all();
        // The listener is still there, as in a stream that is open.
        assert_eq!(nudges.recv().await, None);
        listener.tune(once((someone(2).0, family)).collect());
        assert_eq!((nudges.recv().await, hub.listeners()), (None, 0), "and does not come back by itself");
    }

    #[tokio::test]
    async fn whoever_lags_behind_hears_what_is_there_and_then_the_end() {
        let hub = Arc::new(Hub::default());
        let own = (someone(2).0, StreamId::from(someone(2).1));
        let (_ear, mut nudges) = hub.listen(someone(2)).unwrap();
        for version in 0..=LAG as u64 {
            hub.tell(own, Nudge { stream: own.1, version, with_others: false });
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
