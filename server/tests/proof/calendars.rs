//! Whose time is taken, and by what.

use std::collections::BTreeMap;

use indgang_domain::calendars::TICK;
use indgang_domain::kernel::time::Moment;
use indgang_server::store::{Db, args};
use uuid::Uuid;

/// What is taken is what is agreed, offered or held, and nothing else; nobody is in two places. The key sees to the second,
/// which is looked at all the same, by who and when and not by the key.
///
/// # Panics
/// Where it is not so.
pub async fn whole(db: &Db, now: Moment) {
    let sql = "SELECT id, starts, minutes, offers, with_people, interpreter, state FROM appointments \
               WHERE state IN ('offered', 'confirmed')";
    let mut wanted: BTreeMap<(Uuid, i64), Uuid> = BTreeMap::new();
    let mut offered = BTreeMap::new();
    for row in db.rows(sql, args![]).await.unwrap() {
        let holder: Uuid = row.id("id").unwrap();
        let minutes = row.int("minutes").unwrap();
        let people: Vec<serde_json::Value> = row.json("with_people").unwrap();
        let people = people.iter().filter_map(|with| with["person"].as_str()?.parse::<Uuid>().ok());
        let calendars: Vec<Uuid> = people.chain(row.id_or_none::<Uuid>("interpreter").unwrap()).collect();
        let ticks = |starts: Moment| {
            let first = starts.millis() / TICK;
            first..first + minutes * 60_000 / TICK
        };
        if let Some(starts) = row.moment_or_none("starts").unwrap() {
            for calendar in &calendars {
                for tick in ticks(starts).filter(|_| starts > now) {
                    let other = wanted.insert((*calendar, tick), holder);
                    assert_eq!(other, None, "two meetings at once");
                }
            }
        }
        for starts in row.json::<Vec<Moment>>("offers").unwrap() {
            for calendar in &calendars {
                offered.extend(ticks(starts).map(|tick| ((*calendar, tick), holder)));
            }
        }
    }
    let sql = "SELECT calendar, tick, holder, until_at FROM occupancy";
    let mut taken = BTreeMap::new();
    for row in db.rows(sql, args![]).await.unwrap() {
        let place = (row.id::<Uuid>("calendar").unwrap(), row.int("tick").unwrap());
        let holder: Uuid = row.id("holder").unwrap();
        if row.moment("until_at").unwrap() == Moment::NEVER {
            if place.1 > now.millis() / TICK {
                taken.insert(place, holder);
            }
        } else {
            let holds = "SELECT COUNT(*) AS n FROM holds WHERE id = $1";
            let held = db.row(holds, args![holder]).await.unwrap().unwrap().int("n").unwrap();
            assert!(held == 1 || offered.get(&place) == Some(&holder), "held for nobody");
        }
    }
    assert_eq!(taken, wanted, "what is taken is what is agreed");
}
