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

/// An adult and a contact person of the same family, by their places among those who listen.
#[derive(Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) adult: usize,
    pub(crate) contact: usize,
    pub(crate) thread: ThreadId,
}

pub(crate) struct Listeners {
    /// Each one's login.
    pub(crate) cookies: Vec<String>,
    pub(crate) pairs: Vec<Pair>,
}

/// Logs them in, in the database itself: it is not logging in that is measured.
pub(crate) async fn of(database: &Path, most: usize) -> Listeners {
    let db = Db::open(&Address::Sqlite(database.to_owned()), Durability::Normal, Recorder::default())
        .await
        .unwrap();
    let desk = Desk::open(db.clone(), Clock::Real, indgang_server::features());
    let everyone =
        "SELECT municipality, id FROM persons ORDER BY CASE role WHEN 'adult' THEN 1 ELSE 0 END, id";
    let (mut cookies, mut places) = (Vec::new(), HashMap::new());
    for row in db.rows(everyone, args![]).await.unwrap().iter().take(most) {
        let (municipality, person): (MunicipalityId, PersonId) =
            (row.id("municipality").unwrap(), row.id("id").unwrap());
        let token = auth::begin(&desk, municipality, person, "bench").await.unwrap();
        places.insert(person, cookies.len());
        cookies.push(format!("indgang={}", token.as_str()));
    }
    assert_eq!(cookies.len(), most, "too few people");
    let together = "SELECT a.stream, a.person AS adult, MIN(c.person) AS contact FROM grants a \
        JOIN threads t ON t.municipality = a.municipality AND t.id = a.stream AND t.owner IS NULL \
        JOIN grants c ON c.municipality = a.municipality AND c.stream = a.stream AND c.lens = 'contact' \
        WHERE a.lens = 'adult' GROUP BY a.stream, a.person ORDER BY a.person";
    let mut pairs = Vec::new();
    for row in db.rows(together, args![]).await.unwrap() {
        let (adult, contact): (PersonId, PersonId) = (row.id("adult").unwrap(), row.id("contact").unwrap());
        if let (Some(adult), Some(contact)) = (places.get(&adult), places.get(&contact)) {
            pairs.push(Pair { adult: *adult, contact: *contact, thread: row.id("stream").unwrap() });
        }
    }
    assert!(!pairs.is_empty(), "nobody has anyone to write to");
    Listeners { cookies, pairs }
}
