//! Who listens: everyone of the team, and adults; and who of them writes to whom.

use std::collections::HashMap;
use std::path::Path;

use indgang_domain::kernel::id::{MunicipalityId, PersonId, ThreadId};
use indgang_server::auth;
use indgang_server::desk::{Clock, Desk};
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::record::Recorder;
use indgang_server::store::{Db, args};

/// Two people who read the same thread, by their places among those who listen.
#[derive(Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) one: usize,
    pub(crate) other: usize,
    pub(crate) thread: ThreadId,
}

pub(crate) struct Listeners {
    /// Each one's login.
    pub(crate) cookies: Vec<String>,
    pub(crate) pairs: Vec<Pair>,
}

async fn opened(database: &Path) -> Db {
    Db::open(&Address::Sqlite(database.to_owned()), Durability::Normal, Recorder::default()).await.unwrap()
}

/// Of the team and of families, an adult paired with a contact person.
pub(crate) async fn of(database: &Path, most: usize) -> Listeners {
    let db = opened(database).await;
    let everyone =
        "SELECT municipality, id FROM persons ORDER BY CASE role WHEN 'adult' THEN 1 ELSE 0 END, id";
    let together = "SELECT a.stream, a.person AS one, MIN(c.person) AS other FROM grants a \
        JOIN threads t ON t.municipality = a.municipality AND t.id = a.stream AND t.owner IS NULL \
        JOIN grants c ON c.municipality = a.municipality AND c.stream = a.stream AND c.lens = 'contact' \
        WHERE a.lens = 'adult' GROUP BY a.stream, a.person ORDER BY a.person";
    listening(db, everyone, most, together).await
}

/// Of the team alone, each with at least so many streams, a contact person paired with the other.
pub(crate) async fn with_streams(database: &Path, most: usize, streams: usize) -> Listeners {
    let db = opened(database).await;
    let team = "SELECT municipality, id FROM persons WHERE role = 'staff' ORDER BY id";
    let more = "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason) \
        SELECT s.municipality, $2, s.id, 'contact', 0, 9007199254740991, s.id FROM streams s \
        JOIN threads t ON t.municipality = s.municipality AND t.id = s.id \
        WHERE s.municipality = $1 AND NOT EXISTS (SELECT 1 FROM grants g \
            WHERE g.municipality = s.municipality AND g.person = $2 AND g.stream = s.id) ORDER BY s.id \
        LIMIT MAX(0, $3 - (SELECT COUNT(DISTINCT g.stream) FROM grants g WHERE g.municipality = $1 AND g.person = $2))";
    for row in db.rows(team, args![]).await.unwrap().iter().take(most) {
        let (municipality, person): (MunicipalityId, PersonId) =
            (row.id("municipality").unwrap(), row.id("id").unwrap());
        let streams = i64::try_from(streams).unwrap();
        let given = db.transaction(move |tx| {
            let args = args![municipality, person, streams];
            Box::pin(async move { tx.exec(more, args).await })
        });
        given.await.unwrap();
    }
    let together = "SELECT a.stream, MIN(a.person) AS one, MAX(c.person) AS other FROM grants a \
        JOIN grants c ON c.municipality = a.municipality AND c.stream = a.stream AND c.person > a.person \
        JOIN threads t ON t.municipality = a.municipality AND t.id = a.stream AND t.owner IS NULL \
        WHERE a.lens = 'contact' AND c.lens = 'contact' AND a.reason <> a.stream AND c.reason <> a.stream \
        GROUP BY a.stream ORDER BY a.stream";
    listening(db, team, most, together).await
}

/// Logs them in, in the database itself: it is not logging in that is measured.
async fn listening(db: Db, who: &'static str, most: usize, together: &'static str) -> Listeners {
    let desk = Desk::open(db.clone(), Clock::Real, indgang_server::features());
    let (mut cookies, mut places) = (Vec::new(), HashMap::new());
    for row in db.rows(who, args![]).await.unwrap().iter().take(most) {
        let (municipality, person): (MunicipalityId, PersonId) =
            (row.id("municipality").unwrap(), row.id("id").unwrap());
        let token = auth::begin(&desk, municipality, person, "bench").await.unwrap();
        places.insert(person, cookies.len());
        cookies.push(format!("indgang={}", token.as_str()));
    }
    assert_eq!(cookies.len(), most, "too few people");
    let mut pairs = Vec::new();
    for row in db.rows(together, args![]).await.unwrap() {
        let (one, other): (PersonId, PersonId) = (row.id("one").unwrap(), row.id("other").unwrap());
        if let (Some(one), Some(other)) = (places.get(&one), places.get(&other)) {
            pairs.push(Pair { one: *one, other: *other, thread: row.id("stream").unwrap() });
        }
    }
    assert!(!pairs.is_empty(), "nobody has anyone to write to");
    Listeners { cookies, pairs }
}
