//! Promise 9, restore works: what was written down while sixteen people wrote is one moment of it; a restored database
//! is the one that was written down, on either engine; devices find their way into it; and what is damaged, too new or
//! in the way is refused before anything is changed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

#[path = "../demo/mod.rs"]
mod demo;
mod devices;
mod moment;
mod nightly;
#[path = "../proof/mod.rs"]
mod proof;
mod refused;
mod same;
mod whole;

use std::path::PathBuf;

use demo::{Demo, Engine, now};
use indgang_server::backup;
use indgang_server::desk::{Clock, Desk};
use indgang_server::store::Db;
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::record::Recorder;
use proof::Folder;
use uuid::Uuid;

/// Where backups and restored files are put.
pub(crate) struct Cellar(Folder);

impl Cellar {
    pub(crate) fn new() -> Self {
        Self(Folder::new())
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.0.join(name)
    }

    /// A new database with nothing in it.
    pub(crate) async fn empty(&self, engine: Engine) -> Address {
        match engine {
            Engine::Sqlite => Address::Sqlite(self.file(&format!("{}.sqlite3", Uuid::now_v7()))),
            Engine::Postgres => Address::Postgres(demo::database::empty_postgres().await),
        }
    }
}

pub(crate) fn other(engine: Engine) -> Engine {
    match engine {
        Engine::Sqlite => Engine::Postgres,
        Engine::Postgres => Engine::Sqlite,
    }
}

/// Backs a demo world up, and restores it elsewhere.
pub(crate) async fn moved(demo: &Demo, cellar: &Cellar, engine: Engine) -> Address {
    let file = cellar.file(&Uuid::now_v7().to_string());
    let rows = backup::backup(&demo.address, &file, now()).await.unwrap();
    let restored = cellar.empty(engine).await;
    assert_eq!(backup::restore(&restored, &file, now()).await.unwrap(), rows);
    restored
}

pub(crate) async fn open(address: &Address) -> Desk {
    let db = Db::open(address, Durability::Full, Recorder::default()).await.unwrap();
    Desk::open(db, Clock::Fixed(now()), indgang_server::features())
}
