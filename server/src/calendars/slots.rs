//! Times that are kept free for what families book.

use indgang_domain::booking::{PublishSlot, WithdrawSlot};
use indgang_domain::calendars::SlotView;
use indgang_domain::kernel::id::{CalendarId, SlotId, UnitId, derive};
use indgang_domain::policy::table::PLANS_FOR_ALL;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;

use crate::desk::change::Change;
use crate::desk::words::of_team;
use crate::store::{Trouble, args};

/// How far ahead time is kept free, in days.
const DAYS_AHEAD: i64 = 366;

/// Keeps a time free, in this week and in those asked for.
pub(crate) async fn publish(change: &mut Change<'_, '_>, command: &PublishSlot) -> Result<(), Trouble> {
    may_plan(change, command.unit, command.calendar).await?;
    let first = command.starts.0;
    if first <= change.here.now || first > change.here.now.plus_days(DAYS_AHEAD) {
        return Err(Problem::on(ProblemKey::DatesTooFar, "starts").into());
    }
    for week in 0..command.weeks.unwrap_or(1) {
        let id = if week == 0 { command.id } else { SlotId(derive(command.id.0, week)) };
        // The same time of day, whatever the clocks did meanwhile.
        let starts = first.day().plus(i64::from(week) * 7).at(first.clock());
        let ends = starts.plus_millis(i64::from(command.minutes) * 60_000);
        let new = change
            .tx
            .exec(
                "INSERT INTO slots (municipality, id, unit, calendar, starts, ends) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (municipality, id) DO NOTHING",
                args![change.here.municipality, id, command.unit, command.calendar, starts, ends],
            )
            .await?;
        if new == 0 {
            return Err(ProblemKey::IdReused.into());
        }
        change.tell(command.unit, SlotView::KIND, id).await?;
    }
    Ok(())
}

/// One's own time and the interpreters'; some plan for everyone in the unit.
async fn may_plan(change: &mut Change<'_, '_>, unit: UnitId, calendar: CalendarId) -> Result<(), Trouble> {
    if calendar == change.by.person.into() {
        return Ok(());
    }
    let row = change
        .tx
        .row(
            concat!(
                "SELECT 0 AS colleague FROM interpreters WHERE municipality = $1 AND unit = $2 AND id = $3 UNION ALL \
                 SELECT 1 AS colleague FROM persons WHERE municipality = $1 AND unit = $2 AND id = $3 AND ",
                of_team!("role")
            ),
            args![change.here.municipality, unit, calendar],
        )
        .await?
        .ok_or_else(|| Problem::on(ProblemKey::NotStaffHere, "calendar"))?;
    if row.int("colleague")? == 0 || PLANS_FOR_ALL.has(change.lens) {
        Ok(())
    } else {
        Err(ProblemKey::NotAllowed.into())
    }
}

/// Takes a time back. What is booked in it stays.
pub(crate) async fn withdraw(change: &mut Change<'_, '_>, command: &WithdrawSlot) -> Result<(), Trouble> {
    let row = change
        .tx
        .row(
            "SELECT calendar FROM slots WHERE municipality = $1 AND id = $2 AND unit = $3",
            args![change.here.municipality, command.id, command.unit],
        )
        .await?
        .ok_or(ProblemKey::NotFound)?;
    may_plan(change, command.unit, row.id("calendar")?).await?;
    change
        .tx
        .exec(
            "DELETE FROM slots WHERE municipality = $1 AND id = $2",
            args![change.here.municipality, command.id],
        )
        .await?;
    change.tell_gone(command.unit, SlotView::KIND, command.id).await
}
