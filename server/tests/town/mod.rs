//! The demo world to test in: a real database of its own for each story, and people who do what people do.

#![allow(dead_code, unreachable_pub, reason = "each test program uses its own part of the town")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

pub mod database;
pub mod document;
pub mod voice;

use std::collections::BTreeMap;
use std::path::PathBuf;

use indgang_domain::booking::OpenBooking;
use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome};
use indgang_domain::families::MemberKind;
use indgang_domain::kernel::id::{
    BlobId, DeviceId, EnvelopeId, FamilyId, MessageId, MunicipalityId, PersonId, SessionId, StreamId,
    ThreadId,
};
use indgang_domain::kernel::text::MessageText;
use indgang_domain::kernel::time::Moment;
use indgang_domain::messages::{Bubble, OpenThread, Said, SendMessage, Threads};
use indgang_domain::people::Language;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::{Cursor, PullAnswer, PullRequest, StreamNews};
use indgang_domain::verbs::{Command, Query, Viewer};
use indgang_server::auth;
use indgang_server::desk::{Actor, Clock, Desk};
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::record::Recorder;
use indgang_server::store::{Arg, Db, args, sqlite};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

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
                super::$name($crate::town::Town::open($crate::town::Engine::Sqlite).await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::town::Town::open($crate::town::Engine::Postgres).await).await;
            })+
        }
    };
}

/// A Thursday, at noon in Copenhagen: the family team is open.
pub fn now() -> Moment {
    "2026-03-05T11:00:00Z".parse().unwrap()
}

/// A database with the demo world in it, and the desk over it. The clock stands still.
pub struct Town {
    pub desk: Desk,
    pub address: Address,
    pub recorder: Recorder,
    pub engine: Engine,
    folder: PathBuf,
}

impl Drop for Town {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Town {
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

    /// The same town at another time.
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

/// What a device holds after pulling, and how it got there.
#[derive(Default)]
pub struct Pulled {
    pub cursors: Vec<Cursor>,
    pub pages: Vec<PullAnswer>,
}

impl Pulled {
    fn take(&mut self, page: PullAnswer) {
        for news in &page.streams {
            self.cursors.retain(|cursor| cursor.stream != news.stream);
            if !news.forget {
                self.cursors.push(Cursor {
                    stream: news.stream,
                    version: news.version,
                    lens: news.lens,
                    sight: news.sight,
                });
            }
        }
        self.pages.push(page);
    }

    /// All news of one stream.
    pub fn of(&self, stream: impl Into<StreamId>) -> Vec<&StreamNews> {
        let stream = stream.into();
        self.pages.iter().flat_map(|page| &page.streams).filter(|news| news.stream == stream).collect()
    }

    /// Was the device told to forget this stream?
    pub fn forgets(&self, stream: impl Into<StreamId>) -> bool {
        self.of(stream).iter().any(|news| news.forget)
    }

    /// All that came, as it travelled.
    pub fn text(&self) -> String {
        serde_json::to_string(&self.pages).unwrap()
    }
}

/// What an outcome says was wrong.
pub fn why(outcome: &Outcome) -> Option<ProblemKey> {
    outcome.problem.as_ref().map(|problem| problem.key)
}

/// Someone who is logged in, acting through the desk.
#[derive(Clone)]
pub struct Someone {
    pub desk: Desk,
    pub actor: Actor,
}

impl Someone {
    pub fn viewer(&self) -> &Viewer {
        &self.actor.viewer
    }

    /// The same person at another time.
    pub fn at(&self, moment: Moment) -> Self {
        let mut later = self.clone();
        later.desk.clock = Clock::Fixed(moment);
        later
    }

    /// An envelope with this command, as this person's device would write it.
    pub fn envelope<C: Command>(&self, command: &C) -> Envelope {
        Envelope {
            id: EnvelopeId(Uuid::now_v7()),
            v: ENVELOPE_VERSION,
            device: DeviceId(self.actor.session.0),
            seq: 1,
            at: self.desk.clock.now(),
            command: C::NAME.to_owned(),
            args: serde_json::value::to_raw_value(command).unwrap(),
        }
    }

    pub async fn settle(&self, envelope: Envelope) -> Outcome {
        let at = envelope.at;
        self.desk.settle(&self.actor, envelope, at).await
    }

    pub async fn does<C: Command>(&self, command: &C) -> Outcome {
        self.settle(self.envelope(command)).await
    }

    pub async fn asks<Q: Query<Answer: serde::de::DeserializeOwned>>(
        &self,
        query: &Q,
    ) -> Result<Q::Answer, Problem> {
        let args = serde_json::to_string(query).unwrap();
        let answer = self.desk.ask(&self.actor, Q::NAME, &args).await.map_err(|trouble| trouble.problem())?;
        Ok(serde_json::from_str(answer.get()).unwrap())
    }

    pub async fn pulls(&self, cursors: Vec<Cursor>) -> PullAnswer {
        self.desk
            .pull(&self.actor, &PullRequest { client: 1, cursors, knows: None, only: None })
            .await
            .unwrap()
    }

    /// Everything there is, page by page, as a device would pull it from these cursors.
    pub async fn pulls_all(&self, cursors: Vec<Cursor>) -> Pulled {
        let mut pulled = Pulled { cursors, ..Pulled::default() };
        loop {
            let page = self.pulls(pulled.cursors.clone()).await;
            let more = page.more;
            pulled.take(page);
            if !more {
                return pulled;
            }
            assert!(pulled.pages.len() < 100, "a pull that never ends");
        }
    }

    /// The family's thread: of the given family, or the only one.
    pub async fn family_thread(&self, family: Option<FamilyId>) -> ThreadId {
        let threads = self.asks(&Threads {}).await.unwrap();
        let mut shared = threads.iter().filter(|line| line.owner.is_none());
        shared.find(|line| family.is_none_or(|family| line.family == family)).expect("a family thread").thread
    }

    /// One's own thread.
    pub async fn own_thread(&self) -> ThreadId {
        let threads = self.asks(&Threads {}).await.unwrap();
        threads.iter().find(|line| line.owner == Some(self.viewer().person)).expect("an own thread").thread
    }

    /// The family one belongs to, or the first one has.
    pub async fn family(&self) -> FamilyId {
        self.asks(&Threads {}).await.unwrap().first().expect("a thread").family
    }

    pub async fn says(&self, thread: ThreadId, text: &str) -> Outcome {
        self.does(&message(thread, text)).await
    }

    /// What the newest page of a thread says, oldest first.
    pub async fn reads(&self, thread: ThreadId) -> Vec<String> {
        let answer = self.asks(&OpenThread { thread, before: None }).await.unwrap();
        answer.bubbles.iter().map(words).collect()
    }
}

fn words(bubble: &Bubble) -> String {
    match &bubble.said {
        Said::Message(message) => message.text.clone(),
        Said::Letter(letter) => letter.note.clone().unwrap_or_default(),
    }
}

pub fn message(thread: ThreadId, text: &str) -> SendMessage {
    SendMessage {
        id: MessageId(Uuid::now_v7()),
        thread,
        text: Some(MessageText::parse(text).unwrap()),
        language: Language::Da,
        photos: Vec::new(),
        voice: None,
    }
}

/// How many rows of a table a municipality has where a condition holds. For what no query may show.
pub async fn count(town: &Town, sql: &'static str, args: Vec<Arg>) -> i64 {
    town.desk.db.row(sql, args).await.unwrap().unwrap().int("n").unwrap()
}

/// A login's session, for where a device is named.
pub fn session(someone: &Someone) -> SessionId {
    someone.actor.session
}

/// Nothing to bind.
pub fn none() -> Vec<Arg> {
    args![]
}
