//! Everyone of the demo world, logged in.

use std::path::Path;

use indgang_domain::kernel::id::{MunicipalityId, PersonId};
use indgang_server::desk::{Clock, Desk};
use indgang_server::store::address::Address;
use indgang_server::store::db::Durability;
use indgang_server::store::migrate::migrate;
use indgang_server::store::record::Recorder;
use indgang_server::store::{Db, args};
use indgang_server::{auth, seed};

use crate::demo::now;

/// Makes the demo world in this file; answers a cookie of each who lives there.
pub(crate) async fn of(database: &Path) -> Vec<String> {
    let address = Address::Sqlite(database.to_owned());
    migrate(&address).await.unwrap();
    let db = Db::open(&address, Durability::Normal, Recorder::default()).await.unwrap();
    seed::demo(&db, now()).await.unwrap();
    let desk = Desk::open(db.clone(), Clock::Fixed(now()), indgang_server::features());
    let mut cookies = Vec::new();
    for row in db.rows("SELECT municipality, id FROM persons ORDER BY id", args![]).await.unwrap() {
        let (municipality, person): (MunicipalityId, PersonId) =
            (row.id("municipality").unwrap(), row.id("id").unwrap());
        let token = auth::begin(&desk, municipality, person, "strain").await.unwrap();
        cookies.push(format!("indgang={}", token.as_str()));
    }
    cookies
}
