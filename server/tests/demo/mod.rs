//! The demo world to test in: a real database of its own for each story, and people who do what people do.

#![allow(dead_code, unreachable_pub, reason = "each test program uses its own part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

pub mod database;
pub mod document;
pub mod someone;
pub mod voice;

use std::collections::BTreeMap;
use std::path::PathBuf;

use indgang_domain::booking::OpenBooking;
use indgang_domain::families::MemberKind;
use indgang_domain::kernel::id::{BlobId, MunicipalityId, PersonId, SessionId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_server::auth;
use indgang_server::desk::{Clock, Desk};
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::record::Recorder;
use indgang_server::store::{Arg, Db, args, sqlite};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

#[allow(unused_imports, reason = "each test program uses its own part of it")]
pub use self::someone::{Pulled, Someone, message, why};

/// Which database a story is told on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Each story once on each engine.
#[macro_export]
macro_rules! stories {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::demo::Demo::open($crate::demo::Engine::Sqlite).await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::demo::Demo::open($crate::demo::Engine::Postgres).await).await;
            })+
        }
    };
}

/// A Thursday, at noon in Copenhagen: the family team is open.
pub fn now() -> Moment {
    "2026-03-05T11:00:00Z".parse().unwrap()
}

/// A database with the demo world in it, and the desk over it. The clock stands still.
pub struct Demo {
    pub desk: Desk,
    pub address: Address,
    pub recorder: Recorder,
    pub engine: Engine,
    folder: PathBuf,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Demo {
    pub async fn open(engine: Engine) -> Self {
        let folder = std::env::temp_dir().join(format!("indgang-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let address = match engine {
            Engine::Sqlite => Address::Sqlite(database::copy_of_file(&folder).await),
            Engine::Postgres => Address::Postgres(database::copy_of_template().await),
        };
        let recorder = Recorder::on();
        let db = Db::open(&address, Durability::Full, recorder.clone()).await.unwrap();
        let desk = Desk::open(db, Clock::Fixed(now()), indgang_server::features());
        Self { desk, address, recorder, engine, folder }
    }

    /// The same demo world at another time.
    pub fn at(&self, moment: Moment) -> Desk {
        let mut desk = self.desk.clone();
        desk.clock = Clock::Fixed(moment);
        desk
    }

    /// How many rows every table has.
    pub async fn rows(&self) -> BTreeMap<String, i64> {
        let sql = match self.engine {
            Engine::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            }
            Engine::Postgres => {
                "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = 'public'"
            }
        };
        let mut counts = BTreeMap::new();
        for row in self.desk.db.rows(sql, none()).await.unwrap() {
            let name = row.text("name").unwrap();
            let sql = AssertSqlSafe(format!("SELECT COUNT(*) AS n FROM {name}"));
            let count = self.desk.db.row(sql, none()).await.unwrap().unwrap().int("n").unwrap();
            counts.insert(name, count);
        }
        counts
    }

    /// Changes a row as nobody could through the desk.
    pub async fn forces(&self, sql: &'static str, args: Vec<Arg>) {
        let forced = self.desk.db.transaction(move |tx| {
            let args = args.clone();
            Box::pin(async move { tx.exec(sql, args).await })
        });
        assert_ne!(forced.await.unwrap(), 0, "nothing was changed");
    }

    /// Does to the database what only its owner may.
    pub async fn owner_does(&self, sql: &str) {
        match &self.address {
            Address::Sqlite(path) => {
                sqlite::open(path, Durability::Full).unwrap().execute_batch(sql).unwrap();
            }
            Address::Postgres(url) => {
                let mut owner = PgConnection::connect(url).await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut owner).await.unwrap();
                owner.close().await.unwrap();
            }
        }
    }

    /// A picture that this person sent into this stream.
    pub async fn picture(&self, by: &Someone, stream: impl Into<StreamId>) -> BlobId {
        let blob = BlobId(Uuid::now_v7());
        let (viewer, stream) = (by.viewer(), stream.into());
        self.forces(
            "INSERT INTO blobs (municipality, id, stream, author, at, mime, width, height, digest, bytes) \
             VALUES ($1, $2, $3, $4, $5, 'image/jpeg', 3, 2, $6, $6)",
            args![viewer.municipality, blob, stream, viewer.person, now(), vec![7_u8]],
        )
        .await;
        blob
    }

    /// Someone of the demo world, with a login of their own.
    pub async fn person(&self, slug: &str) -> Someone {
        let (municipality, person) =
            auth::demo_person(&self.desk, slug).await.unwrap().expect("a demo person");
        self.logs_in(municipality, person).await
    }

    /// Another adult of the same family, with a login of their own.
    pub async fn partner_of(&self, one: &Someone) -> Someone {
        let viewer = one.viewer();
        let members = one.asks(&OpenBooking {}).await.expect("a family").members;
        let adults = members.iter().filter(|member| member.kind == MemberKind::Adult);
        let other = adults.filter_map(|adult| adult.person).find(|person| *person != viewer.person);
        self.logs_in(viewer.municipality, other.expect("another adult")).await
    }

    /// Whoever it is, with a login of their own.
    pub async fn logs_in(&self, municipality: MunicipalityId, person: PersonId) -> Someone {
        let token = auth::begin(&self.desk, municipality, person, "test").await.unwrap();
        let known = auth::who(&self.desk, token.as_str()).await.unwrap().expect("a login");
        Someone { desk: self.desk.clone(), actor: known.actor }
    }
}

/// How many rows of a table a municipality has where a condition holds. For what no query may show.
pub async fn count(demo: &Demo, sql: &'static str, args: Vec<Arg>) -> i64 {
    demo.desk.db.row(sql, args).await.unwrap().unwrap().int("n").unwrap()
}

/// A login's session, for where a device is named.
pub fn session(someone: &Someone) -> SessionId {
    someone.actor.session
}

/// Nothing to bind.
pub fn none() -> Vec<Arg> {
    args![]
}
