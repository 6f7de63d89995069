//! Who listens, and to which streams. A nudge says only that a stream has moved; pull brings what.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use indgang_domain::kernel::id::{MunicipalityId, StreamId};
use indgang_domain::stream::Nudge;
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, mpsc};
use uuid::Uuid;

use crate::store::Db;

/// How many nudges a slow listener may lag behind before it is cut off; its device then pulls everything.
const LAG: usize = 256;
/// PostgreSQL's name for the channel between processes.
const CHANNEL: &str = "indgang";
/// The most nudges in one NOTIFY: its payload holds 8,000 bytes.
const NUDGES_AT_ONCE: usize = 60;

type Stream = (MunicipalityId, StreamId);
type Listeners = HashMap<u64, mpsc::Sender<Nudge>>;

/// All that listen on this process.
#[derive(Default)]
pub struct Hub {
    streams: RwLock<HashMap<Stream, Listeners>>,
    next: AtomicU64,
}

/// One that listens. Leaves when dropped.
pub struct Ear {
    hub: Arc<Hub>,
    id: u64,
    sender: mpsc::Sender<Nudge>,
    streams: HashSet<Stream>,
}

impl Hub {
    /// Begins to listen, to nothing yet.
    pub fn listen(self: &Arc<Self>) -> (Ear, mpsc::Receiver<Nudge>) {
        let (sender, nudges) = mpsc::channel(LAG);
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        (Ear { hub: self.clone(), id, sender, streams: HashSet::new() }, nudges)
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
    fn cut_off_all(&self) {
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

impl Ear {
    /// Listens to exactly these streams from now on.
    pub fn tune(&mut self, wanted: HashSet<Stream>) {
        let mut streams = self.hub.streams.write().unwrap_or_else(PoisonError::into_inner);
        for gone in self.streams.difference(&wanted) {
            if let Some(listeners) = streams.get_mut(gone) {
                listeners.remove(&self.id);
                if listeners.is_empty() {
                    streams.remove(gone);
                }
            }
        }
        for new in &wanted {
            streams.entry(*new).or_default().insert(self.id, self.sender.clone());
        }
        self.streams = wanted;
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.tune(HashSet::new());
    }
}

/// Starts telling this database's moves, and between processes those of the others.
pub fn start(db: &Db, hub: &Arc<Hub>) {
    let moves = db.moves();
    tokio::spawn(tell_own(moves, hub.clone()));
    if let Some(pool) = db.postgres() {
        let origin = Uuid::now_v7();
        tokio::spawn(tell_others(db.moves(), pool.clone(), origin));
        tokio::spawn(hear_others(pool.clone(), hub.clone(), origin));
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
}

/// Tells the other processes, after the commit and gathered: NOTIFY inside a transaction would queue up commits.
async fn tell_others(mut moves: broadcast::Receiver<(MunicipalityId, Nudge)>, pool: PgPool, origin: Uuid) {
    loop {
        let first = match moves.recv().await {
            Ok(first) => Some(first),
            Err(RecvError::Lagged(_)) => None,
            Err(RecvError::Closed) => return,
        };
        let mut gathered: HashMap<Stream, u64> = HashMap::new();
        let mut next = first;
        while let Some((municipality, nudge)) = next {
            gathered.insert((municipality, nudge.stream), nudge.version);
            next = match moves.try_recv() {
                Ok(following) if gathered.len() < NUDGES_AT_ONCE => Some(following),
                Ok(following) => {
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
        let Ok(payload) = serde_json::to_string(&Word { from: origin, moves }) else { continue };
        let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(&pool).await;
        if told.is_err() {
            // A lost nudge is healed by the next pull.
            tracing::warn!("could not notify other processes");
        }
    }
}

async fn hear_others(pool: PgPool, hub: Arc<Hub>, origin: Uuid) {
    loop {
        if let Err(error) = hear(&pool, &hub, origin).await {
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
            hub.tell((municipality, stream), Nudge { stream, version });
        }
    }
    Ok(())
}
