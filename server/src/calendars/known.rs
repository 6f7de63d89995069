//! What several people keep free and what of it is taken: one statement, however many they are.

use std::collections::HashMap;

use indgang_domain::calendars::{Calendar, Interval, TICK};
use indgang_domain::kernel::id::{AppointmentId, CalendarId};
use indgang_domain::kernel::time::Moment;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::reader::Reader;
use crate::store::{Arg, Trouble, args};

/// The most calendars that are looked into at once: everyone who is to be there, and as many interpreters as there is room
/// for. Who is not asked is not free.
pub(crate) const CALENDARS_AT_MOST: usize = 64;

/// What is asked.
pub(crate) struct Asked<'a> {
    pub(crate) calendars: &'a [CalendarId],
    /// From when until when.
    pub(crate) within: Interval,
    /// What this one takes counts as free: it is to be moved.
    pub(crate) but: Option<AppointmentId>,
}

/// Those calendars.
pub(crate) async fn read(
    reader: &mut Reader<'_, '_>,
    asked: Asked<'_>,
) -> Result<HashMap<CalendarId, Calendar>, Trouble> {
    let mut calendars: Vec<_> = asked.calendars.to_vec();
    let Some(last) = calendars.last().copied() else { return Ok(HashMap::new()) };
    // Padded with the last one, so that few statements need preparing.
    calendars.resize(calendars.len().next_power_of_two(), last);
    let places: Vec<String> = (0..calendars.len()).map(|place| format!("${}", place + 8)).collect();
    let places = places.join(", ");
    let sql = format!(
        "SELECT s.calendar, 0 AS taken, s.starts AS from_at, s.ends AS to_at FROM slots s \
         WHERE s.municipality = $1 AND s.calendar IN ({places}) AND s.ends > $2 AND s.starts < $3 \
         UNION ALL \
         SELECT o.calendar, 1 AS taken, o.first_tick AS from_at, MAX(o.tick) + 1 AS to_at FROM occupancy o \
         WHERE o.municipality = $1 AND o.calendar IN ({places}) AND o.tick >= $4 AND o.tick < $5 AND o.until_at > $6 \
         AND o.holder <> $7 GROUP BY o.calendar, o.first_tick"
    );
    let Interval { from, to } = asked.within;
    let ticks = |at: Moment| at.millis().div_euclid(TICK);
    let but = asked.but.map_or(Uuid::nil(), |id| id.0);
    let mut args = args![reader.municipality(), from, to, ticks(from), ticks(to) + 1, reader.now(), but];
    args.extend(calendars.iter().map(|calendar| Arg::from(*calendar)));
    let mut known: HashMap<CalendarId, Calendar> = HashMap::new();
    for row in &reader.rows(AssertSqlSafe(sql), args).await? {
        let calendar = known.entry(row.id("calendar")?).or_default();
        let (from, to) = (row.int("from_at")?, row.int("to_at")?);
        if row.int("taken")? == 0 {
            let (from, to) = (Moment::from_millis(from), Moment::from_millis(to));
            calendar.slots.push(Interval { from, to });
        } else {
            let at = |tick: i64| Moment::from_millis(tick * TICK);
            calendar.taken.push(Interval { from: at(from), to: at(to) });
        }
    }
    Ok(known)
}
