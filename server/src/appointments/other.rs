//! Other times for a meeting: those who are to be there are free, and it is as long.

use indgang_domain::kernel::id::{FamilyId, UnitId};
use indgang_domain::kernel::time::Moment;

use super::bookable::Service;
use super::meeting::{Home, Meeting};
use crate::calendars::reader::Reader;
use crate::calendars::search::{Attending, Found, Search};
use crate::calendars::{interpreters, people};
use crate::desk::change::Change;
use crate::store::Trouble;

/// What is not booked as a service begins at least so many milliseconds from now.
const LEAD: i64 = 2 * 60 * 60 * 1000;

/// This other time for a meeting, if everyone is free then.
pub(crate) async fn other(
    change: &mut Change<'_, '_>,
    meeting: &Meeting,
    home: &Home,
    starts: Moment,
) -> Result<Option<Found>, Trouble> {
    let home = (home.family, home.unit);
    let found = others(&mut Reader::within(change), meeting, home, Some(starts)).await?;
    Ok(found.into_iter().find(|found| found.starts == starts))
}

/// All of them, or this one.
pub(crate) async fn others(
    reader: &mut Reader<'_, '_>,
    meeting: &Meeting,
    (family, unit): (FamilyId, UnitId),
    only: Option<Moment>,
) -> Result<Vec<Found>, Trouble> {
    let (attending, lead) = match meeting.service {
        Some(service) => {
            let lead = Service::load(reader, unit, service).await.map_or(LEAD, |service| service.lead);
            (Attending::Contacts(people::contacts(reader, family).await?), lead)
        }
        None => (Attending::These(meeting.with.clone()), LEAD),
    };
    let search = Search {
        attending,
        interpreters: interpreters::if_needed(reader, unit, meeting.tongue.as_ref()).await?,
        length: i64::from(meeting.minutes) * 60_000,
        lead,
        but: Some(meeting.id),
        only,
    };
    let found = search.run(reader).await?;
    // The time that it has is no other.
    Ok(found.into_iter().filter(|found| Some(found.starts) != meeting.starts).collect())
}
