//! Whose time is taken: a row for each five minutes, whose key refuses a second.

use indgang_domain::calendars::TICK;
use indgang_domain::kernel::id::{AppointmentId, CalendarId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};

use crate::desk::change::Change;
use crate::store::{Trouble, args};

/// What is taken, and until when.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: Moment,
    pub(crate) to: Moment,
    /// Free again from then on; never for what is agreed.
    pub(crate) until: Moment,
}

fn tick(at: Moment) -> i64 {
    at.millis().div_euclid(TICK)
}

/// Takes a time in all of these calendars, or in none. What was held and has expired gives way. Calendars are taken in the
/// order they are given in, which is the same for everyone.
///
/// # Errors
/// `time-taken`.
pub(crate) async fn take(
    change: &mut Change<'_, '_>,
    holder: AppointmentId,
    calendars: &[CalendarId],
    span: Span,
) -> Result<(), Trouble> {
    let here = change.here;
    let (first, after) = (tick(span.from), tick(span.to));
    for calendar in calendars {
        change.tx
            .exec(
                "DELETE FROM occupancy WHERE municipality = $1 AND calendar = $2 AND tick >= $3 AND tick < $4 \
                 AND until_at <= $5",
                args![here.municipality, *calendar, first, after, here.now],
            )
            .await?;
        // One after the other, so that two who want the same wait at the same five minutes.
        let taken = change
            .tx
            .exec(
                "INSERT INTO occupancy (municipality, calendar, tick, first_tick, holder, until_at) \
                 WITH RECURSIVE places(tick) AS (SELECT CAST($3 AS BIGINT) UNION ALL SELECT tick + 1 FROM places \
                 WHERE tick + 1 < $4) SELECT $1, $2, tick, $3, $5, $6 FROM places WHERE tick < $4 ORDER BY tick \
                 ON CONFLICT (municipality, calendar, tick) DO NOTHING",
                args![here.municipality, *calendar, first, after, holder, span.until],
            )
            .await?;
        let wanted = after - first;
        if i64::try_from(taken).unwrap_or(0) < wanted
            && own(change, holder, *calendar, (first, after)).await? < wanted
        {
            return Err(Problem::on(ProblemKey::TimeTaken, "times").into());
        }
    }
    Ok(())
}

/// How much of it this one has: what it takes already, it does not take from itself.
async fn own(
    change: &mut Change<'_, '_>,
    holder: AppointmentId,
    calendar: CalendarId,
    (first, after): (i64, i64),
) -> Result<i64, Trouble> {
    let row = change
        .tx
        .row(
            "SELECT COUNT(*) AS n FROM occupancy WHERE municipality = $1 AND calendar = $2 AND tick >= $3 AND tick < $4 \
             AND holder = $5",
            args![change.here.municipality, calendar, first, after, holder],
        )
        .await?;
    row.map_or(Ok(0), |row| row.int("n"))
}

/// Lets go of everything that a meeting takes.
pub(crate) async fn free(change: &mut Change<'_, '_>, holder: AppointmentId) -> Result<(), Trouble> {
    change
        .tx
        .exec(
            "DELETE FROM occupancy WHERE municipality = $1 AND holder = $2",
            args![change.here.municipality, holder],
        )
        .await?;
    Ok(())
}

/// Lets go of what is only offered.
pub(crate) async fn free_offers(change: &mut Change<'_, '_>, holder: AppointmentId) -> Result<(), Trouble> {
    change
        .tx
        .exec(
            "DELETE FROM occupancy WHERE municipality = $1 AND holder = $2 AND until_at < $3",
            args![change.here.municipality, holder, Moment::NEVER],
        )
        .await?;
    Ok(())
}
