//! Makes a database slow: another connection takes what every write needs, for moments at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::sqlite;
use sqlx::{Connection as _, PgConnection};

use super::chance::Chance;

pub struct Slow {
    stop: Arc<AtomicBool>,
    held: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
}

enum Other {
    Sqlite(rusqlite::Connection),
    Postgres(PgConnection),
}

impl Slow {
    /// Begins; each time the locks are held for less than `most` milliseconds.
    pub async fn begin(address: &Address, most: u64) -> Self {
        let mut other = Other::open(address).await;
        let (stop, held) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (stopped, count) = (stop.clone(), held.clone());
        let task = tokio::spawn(async move {
            let mut chance = Chance::of_this_run();
            while !stopped.load(Ordering::Relaxed) {
                other.hold(Duration::from_millis(1 + chance.below(most))).await;
                count.fetch_add(1, Ordering::Relaxed);
                // Room for those who wait; the delays are the fault that is injected, nothing waits for them.
                tokio::time::sleep(Duration::from_millis(chance.below(most))).await;
            }
            other.close().await;
        });
        Self { stop, held, task }
    }

    /// Ends; answers how often it was in the way.
    pub async fn end(self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await.unwrap();
        self.held.load(Ordering::Relaxed)
    }
}

impl Other {
    async fn open(address: &Address) -> Self {
        match address {
            Address::Sqlite(path) => {
                let conn = sqlite::open(path, Durability::Full).unwrap();
                conn.busy_timeout(Duration::from_mins(1)).unwrap();
                Self::Sqlite(conn)
            }
            Address::Postgres(url) => Self::Postgres(PgConnection::connect(url).await.unwrap()),
        }
    }

    async fn hold(&mut self, time: Duration) {
        match self {
            Self::Sqlite(conn) => {
                conn.execute_batch("BEGIN IMMEDIATE").unwrap();
                tokio::time::sleep(time).await;
                conn.execute_batch("ROLLBACK").unwrap();
            }
            Self::Postgres(conn) => {
                let mut lock = conn.begin().await.unwrap();
                // Half of the streams, others each time, in the order that units take them in.
                let sql =
                    "SELECT id FROM streams WHERE (hashtext(id::text) + $1) % 2 = 0 ORDER BY id FOR UPDATE";
                let turn = i32::from(rand::random::<bool>());
                sqlx::query(sql).bind(turn).execute(&mut *lock).await.unwrap();
                tokio::time::sleep(time).await;
                lock.rollback().await.unwrap();
            }
        }
    }

    async fn close(self) {
        match self {
            Self::Sqlite(conn) => conn.close().unwrap(),
            Self::Postgres(conn) => conn.close().await.unwrap(),
        }
    }
}
