//! What the family does, and the team on its behalf: agree on a time, cancel, say that one cannot come.

use indgang_domain::appointments::{
    AppointmentState, AppointmentView, CanCome, CancelAppointment, CannotCome, SetTime, With, check_time,
};
use indgang_domain::kernel::id::{AppointmentId, InterpreterId, StreamId};
use indgang_domain::kernel::text::Line;
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;

use super::meeting::{Home, Meeting, calendars, is_team, may_speak_here, on_behalf};
use super::{bookable, other};
use crate::calendars::occupancy::{self, Span};
use crate::calendars::{ends, interpreters, people};
use crate::desk::change::Change;
use crate::store::row::{json, word};
use crate::store::{Trouble, args};

/// From now on it is then.
pub(super) async fn set_time(change: &mut Change<'_, '_>, command: &SetTime) -> Result<(), Trouble> {
    let home = may_speak_here(change, command.stream).await?;
    let meeting = Meeting::load(change, command.id, command.stream).await?;
    meeting.must_be_open()?;
    meeting.must_be(command.revision)?;
    let starts = command.starts.0;
    check_time(starts, change.here.now)?;
    let (with, interpreter) = agreed(change, &home, &meeting, starts).await?;
    occupancy::free(change, command.id).await?;
    let span = Span { from: starts, to: ends(starts, meeting.minutes), until: Moment::NEVER };
    occupancy::take(change, command.id, &calendars(&with, interpreter), span).await?;
    let cancel = match meeting.service {
        Some(service) => bookable::cancel_millis(change, service).await?,
        None => None,
    };
    change.tx
        .exec(
            "UPDATE appointments SET state = 'confirmed', starts = $3, until_at = $4, offers = '[]', with_people = $5, \
             interpreter = $6, cannot_by = NULL, cannot_why = NULL, on_behalf = $7, change_by = $8, \
             revision = revision + 1 WHERE municipality = $1 AND id = $2",
            args![
                change.here.municipality,
                command.id,
                starts,
                span.to,
                json(&with)?,
                interpreter,
                on_behalf(change),
                cancel.map(|before| starts.plus_millis(-before)),
            ],
        )
        .await?;
    change.tell(command.stream, AppointmentView::KIND, command.id).await
}

/// Who will be there then. The family takes what was offered or is free; the team may take any time.
async fn agreed(
    change: &mut Change<'_, '_>,
    home: &Home,
    meeting: &Meeting,
    starts: Moment,
) -> Result<(Vec<With>, Option<InterpreterId>), Trouble> {
    let now = change.here.now;
    if !is_team(change) && starts <= now {
        return Err(Problem::on(ProblemKey::TimeWrong, "starts").into());
    }
    if meeting.offers.contains(&starts) {
        return Ok((meeting.with.clone(), meeting.interpreter));
    }
    if !is_team(change) {
        in_time(meeting, now)?;
        let found = other::other(change, meeting, home, starts).await?;
        let found = found.ok_or_else(|| Problem::on(ProblemKey::TimeTaken, "starts"))?;
        return Ok((found.with, found.interpreter));
    }
    let with = if meeting.with.is_empty() {
        people::serving(change, home.family, starts.day()).await?
    } else {
        meeting.with.clone()
    };
    let interpreter = match (meeting.interpreter, &meeting.tongue) {
        (None, Some(tongue)) => {
            interpreters::free_at(change, home.unit, Some(tongue), &[starts], meeting.minutes).await?
        }
        (interpreter, _) => interpreter,
    };
    Ok((with, interpreter))
}

/// The family changes it here until its hour, or until the service's limit.
fn in_time(meeting: &Meeting, now: Moment) -> Result<(), Problem> {
    let limit = meeting.change_by.or(meeting.starts);
    if limit.is_none_or(|limit| now < limit) { Ok(()) } else { Err(ProblemKey::TooLate.into()) }
}

/// It will not be; and, where that is said, none of its series that comes after it.
pub(super) async fn cancel(change: &mut Change<'_, '_>, command: &CancelAppointment) -> Result<(), Trouble> {
    may_speak_here(change, command.stream).await?;
    let meeting = Meeting::load(change, command.id, command.stream).await?;
    meeting.must_be_open()?;
    meeting.must_begin(command.starts)?;
    if !is_team(change) {
        in_time(&meeting, change.here.now)?;
    }
    let why = command.why.as_ref().map(|why| why.as_str().to_owned());
    end(change, &meeting, why.clone()).await?;
    let Some(series) = meeting.series.filter(|_| command.following) else { return Ok(()) };
    let rows = change
        .tx
        .rows(
            "SELECT id FROM appointments WHERE municipality = $1 AND series = $2 AND number > $3 ORDER BY number",
            args![change.here.municipality, series.series, series.number],
        )
        .await?;
    for row in rows {
        let later = Meeting::load(change, row.id("id")?, command.stream).await?;
        if later.state.is_open() {
            end(change, &later, why.clone()).await?;
        }
    }
    Ok(())
}

async fn end(change: &mut Change<'_, '_>, meeting: &Meeting, why: Option<String>) -> Result<(), Trouble> {
    occupancy::free(change, meeting.id).await?;
    change
        .tx
        .exec(
            "UPDATE appointments SET state = $3, closed_by = $4, closing = $5, offers = '[]', until_at = $6, \
             revision = revision + 1 WHERE municipality = $1 AND id = $2",
            args![
                change.here.municipality,
                meeting.id,
                word(AppointmentState::Cancelled),
                change.by.person,
                why,
                meeting.ends().unwrap_or(change.here.now),
            ],
        )
        .await?;
    change.tell(meeting.stream, AppointmentView::KIND, meeting.id).await
}

/// The time that was agreed, or none of those that are offered, suits the family.
pub(super) async fn cannot(change: &mut Change<'_, '_>, command: &CannotCome) -> Result<(), Trouble> {
    may_speak_here(change, command.stream).await?;
    let meeting = Meeting::load(change, command.id, command.stream).await?;
    let over = meeting.ends().is_some_and(|ends| ends <= change.here.now);
    if over || !matches!(meeting.state, AppointmentState::Confirmed | AppointmentState::Offered) {
        return Err(ProblemKey::AppointmentOver.into());
    }
    meeting.must_begin(command.starts)?;
    occupancy::free_offers(change, command.id).await?;
    let why = command.why.as_ref().map(Line::as_str);
    say(change, command.id, command.stream, (Some(change.by.person), why)).await
}

/// It suits after all.
pub(super) async fn can(change: &mut Change<'_, '_>, command: &CanCome) -> Result<(), Trouble> {
    may_speak_here(change, command.stream).await?;
    let meeting = Meeting::load(change, command.id, command.stream).await?;
    if meeting.state != AppointmentState::Confirmed {
        return Err(ProblemKey::AppointmentOver.into());
    }
    occupancy::free_offers(change, command.id).await?;
    say(change, command.id, command.stream, (None, None)).await
}

async fn say(
    change: &mut Change<'_, '_>,
    id: AppointmentId,
    stream: StreamId,
    (by, why): (Option<indgang_domain::kernel::id::PersonId>, Option<&str>),
) -> Result<(), Trouble> {
    change
        .tx
        .exec(
            "UPDATE appointments SET cannot_by = $3, cannot_why = $4, offers = '[]', revision = revision + 1 \
             WHERE municipality = $1 AND id = $2",
            args![change.here.municipality, id, by, why],
        )
        .await?;
    change.tell(stream, AppointmentView::KIND, id).await
}
