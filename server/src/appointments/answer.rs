//! What the family does, and the team on its behalf: agree on a time, cancel, say that one cannot come.

use indgang_domain::appointments::{
    AppointmentState, AppointmentView, CanCome, CancelAppointment, CannotCome, SetTime, With, check_time,
};
use indgang_domain::kernel::id::{AppointmentId, InterpreterId, StreamId};
use indgang_domain::kernel::text::Line;
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;

use super::meeting::{Home, Meeting, calendars, is_family, may_speak_here};
use super::{bookable, other};
use crate::calendars::occupancy::{self, Span};
use crate::calendars::{ends, interpreters, people};
use crate::desk::deed::Deed;
use crate::store::row::{json, word};
use crate::store::{Trouble, args};

/// From now on it is then.
pub(super) async fn set_time(deed: &mut Deed<'_, '_>, command: &SetTime) -> Result<(), Trouble> {
    let home = may_speak_here(deed, command.stream).await?;
    let meeting = Meeting::load(deed, command.id, command.stream).await?;
    meeting.must_be_open()?;
    meeting.must_be(command.revision)?;
    let starts = command.starts.0;
    check_time(starts, deed.here.now)?;
    let (with, interpreter) = agreed(deed, &home, &meeting, starts).await?;
    occupancy::free(deed, command.id).await?;
    let span = Span { from: starts, to: ends(starts, meeting.minutes), until: Moment::NEVER };
    occupancy::take(deed, command.id, &calendars(&with, interpreter), span).await?;
    let cancel = match meeting.service {
        Some(service) => bookable::cancel_millis(deed, service).await?,
        None => None,
    };
    deed.unit
        .exec(
            "UPDATE appointments SET state = 'confirmed', starts = $3, until_at = $4, offers = '[]', with_people = $5, \
             interpreter = $6, cannot_by = NULL, cannot_why = NULL, on_behalf = $7, change_by = $8, \
             revision = revision + 1 WHERE municipality = $1 AND id = $2",
            args![
                deed.here.municipality,
                command.id,
                starts,
                span.to,
                json(&with)?,
                interpreter,
                (!is_family(deed)).then_some(deed.by.person),
                cancel.map(|before| starts.plus_millis(-before)),
            ],
        )
        .await?;
    deed.tell(command.stream, AppointmentView::KIND, command.id).await
}

/// Who will be there then. The family takes what was offered or is free; the team may take any time.
async fn agreed(
    deed: &mut Deed<'_, '_>,
    home: &Home,
    meeting: &Meeting,
    starts: Moment,
) -> Result<(Vec<With>, Option<InterpreterId>), Trouble> {
    let now = deed.here.now;
    if is_family(deed) && starts <= now {
        return Err(Problem::on(ProblemKey::TimeWrong, "starts").into());
    }
    if meeting.offers.contains(&starts) {
        return Ok((meeting.with.clone(), meeting.interpreter));
    }
    if is_family(deed) {
        in_time(meeting, now)?;
        let found = other::other(deed, meeting, home, starts).await?;
        let found = found.ok_or_else(|| Problem::on(ProblemKey::TimeTaken, "starts"))?;
        return Ok((found.with, found.interpreter));
    }
    let with = if meeting.with.is_empty() {
        people::serving(deed, home.family, starts.day()).await?
    } else {
        meeting.with.clone()
    };
    let interpreter = match (meeting.interpreter, &meeting.tongue) {
        (None, Some(tongue)) => {
            interpreters::free_at(deed, home.unit, Some(tongue), &[starts], meeting.minutes).await?
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
pub(super) async fn cancel(deed: &mut Deed<'_, '_>, command: &CancelAppointment) -> Result<(), Trouble> {
    may_speak_here(deed, command.stream).await?;
    let meeting = Meeting::load(deed, command.id, command.stream).await?;
    meeting.must_be_open()?;
    meeting.must_begin(command.starts)?;
    if is_family(deed) {
        in_time(&meeting, deed.here.now)?;
    }
    let why = command.why.as_ref().map(|why| why.as_str().to_owned());
    end(deed, &meeting, why.clone()).await?;
    let Some(series) = meeting.series.filter(|_| command.following) else { return Ok(()) };
    let rows = deed
        .unit
        .rows(
            "SELECT id FROM appointments WHERE municipality = $1 AND series = $2 AND number > $3 ORDER BY number",
            args![deed.here.municipality, series.series, series.number],
        )
        .await?;
    for row in rows {
        let later = Meeting::load(deed, row.id("id")?, command.stream).await?;
        if later.state.is_open() {
            end(deed, &later, why.clone()).await?;
        }
    }
    Ok(())
}

async fn end(deed: &mut Deed<'_, '_>, meeting: &Meeting, why: Option<String>) -> Result<(), Trouble> {
    occupancy::free(deed, meeting.id).await?;
    deed.unit
        .exec(
            "UPDATE appointments SET state = $3, closed_by = $4, closing = $5, offers = '[]', until_at = $6, \
             revision = revision + 1 WHERE municipality = $1 AND id = $2",
            args![
                deed.here.municipality,
                meeting.id,
                word(AppointmentState::Cancelled),
                deed.by.person,
                why,
                meeting.ends().unwrap_or(deed.here.now),
            ],
        )
        .await?;
    deed.tell(meeting.stream, AppointmentView::KIND, meeting.id).await
}

/// The time that was agreed, or none of those that are offered, suits the family.
pub(super) async fn cannot(deed: &mut Deed<'_, '_>, command: &CannotCome) -> Result<(), Trouble> {
    may_speak_here(deed, command.stream).await?;
    let meeting = Meeting::load(deed, command.id, command.stream).await?;
    let over = meeting.ends().is_some_and(|ends| ends <= deed.here.now);
    if over || !matches!(meeting.state, AppointmentState::Confirmed | AppointmentState::Offered) {
        return Err(ProblemKey::AppointmentOver.into());
    }
    meeting.must_begin(command.starts)?;
    occupancy::free_offers(deed, command.id).await?;
    let why = command.why.as_ref().map(Line::as_str);
    say(deed, command.id, command.stream, (Some(deed.by.person), why)).await
}

/// It suits after all.
pub(super) async fn can(deed: &mut Deed<'_, '_>, command: &CanCome) -> Result<(), Trouble> {
    may_speak_here(deed, command.stream).await?;
    let meeting = Meeting::load(deed, command.id, command.stream).await?;
    if meeting.state != AppointmentState::Confirmed {
        return Err(ProblemKey::AppointmentOver.into());
    }
    occupancy::free_offers(deed, command.id).await?;
    say(deed, command.id, command.stream, (None, None)).await
}

async fn say(
    deed: &mut Deed<'_, '_>,
    id: AppointmentId,
    stream: StreamId,
    (by, why): (Option<indgang_domain::kernel::id::PersonId>, Option<&str>),
) -> Result<(), Trouble> {
    deed.unit
        .exec(
            "UPDATE appointments SET cannot_by = $3, cannot_why = $4, offers = '[]', revision = revision + 1 \
             WHERE municipality = $1 AND id = $2",
            args![deed.here.municipality, id, by, why],
        )
        .await?;
    deed.tell(stream, AppointmentView::KIND, id).await
}
