//! Holding, booking, wishing.

use indgang_domain::appointments::{AppointmentState, With};
use indgang_domain::booking::{BookHeld, HOLD, HoldTime, HoldView, LetGo, WishForTime};
use indgang_domain::kernel::id::{AppointmentId, ServiceId, StreamId};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Moment;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::View;

use super::times;
use crate::appointments::bookable::Service;
use crate::appointments::meeting::{
    Home, NewMeeting, calendars, is_team, is_written, may_speak_here, on_behalf,
};
use crate::calendars::ends;
use crate::calendars::occupancy::{self, Span};
use crate::calendars::reader::Reader;
use crate::desk::change::Change;
use crate::store::row::json;
use crate::store::{Row, Trouble, args};

/// So much a family may have asked for at once: one that takes every time leaves none to the others.
const ASKED_AT_MOST: i64 = 6;

/// The family, and what it wants to book.
async fn wanted(
    change: &mut Change<'_, '_>,
    stream: StreamId,
    service: ServiceId,
) -> Result<(Home, Service), Trouble> {
    let home = may_speak_here(change, stream).await?;
    let service = Service::load(&mut Reader::within(change), home.unit, service).await?;
    if !service.is_for(change.by.role) {
        return Err(ProblemKey::NotAllowed.into());
    }
    if !is_team(change) && asked_for(change, stream).await? >= ASKED_AT_MOST {
        return Err(ProblemKey::TooManyBooked.into());
    }
    Ok((home, service))
}

/// How much the family, or one of it alone, has asked for itself and still has to come. What the team booked for them
/// does not count.
async fn asked_for(change: &mut Change<'_, '_>, stream: StreamId) -> Result<i64, Trouble> {
    let row = change
        .tx
        .row(
            "SELECT COUNT(*) AS n FROM appointments WHERE municipality = $1 AND stream = $2 AND until_at > $3 \
             AND service IS NOT NULL AND on_behalf IS NULL AND state IN ('wished', 'offered', 'confirmed')",
            args![change.here.municipality, stream, change.here.now],
        )
        .await?;
    row.map_or(Ok(0), |row| row.int("n"))
}

/// A time is nobody else's while one makes sure.
pub(super) async fn hold(change: &mut Change<'_, '_>, command: &HoldTime) -> Result<(), Trouble> {
    let (home, service) = wanted(change, command.stream, command.service).await?;
    let members = home.members(change, &command.members).await?;
    if is_written(change, command.id).await? {
        return Err(ProblemKey::IdReused.into());
    }
    give_up(change).await?;
    let (starts, tongue) = (command.starts.0, command.interpreter.as_ref());
    let at_home = (home.family, home.unit);
    let found =
        times::of_service(&mut Reader::within(change), at_home, &service, tongue, Some(starts)).await?;
    let found = found.into_iter().find(|found| found.starts == starts);
    let found = found.ok_or_else(|| Problem::on(ProblemKey::TimeTaken, "starts"))?;
    let until = change.here.now.plus_millis(HOLD);
    let span = Span { from: starts, to: ends(starts, service.minutes), until };
    occupancy::take(change, command.id, &calendars(&found.with, found.interpreter), span).await?;
    let new = change
        .tx
        .exec(
            "INSERT INTO holds (municipality, id, person, stream, service, starts, ends, with_people, members, tongue, \
             interpreter, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT (municipality, id) DO NOTHING",
            args![
                change.here.municipality,
                command.id,
                change.by.person,
                command.stream,
                command.service,
                starts,
                span.to,
                json(&found.with)?,
                json(&members)?,
                command.interpreter.clone().map(String::from),
                found.interpreter,
                until,
            ],
        )
        .await?;
    if new == 0 {
        return Err(ProblemKey::IdReused.into());
    }
    change.tell(change.by.person, HoldView::KIND, command.id).await
}

/// Whoever holds another time lets it go: one at a time.
async fn give_up(change: &mut Change<'_, '_>) -> Result<(), Trouble> {
    let rows = change
        .tx
        .rows(
            "DELETE FROM holds WHERE municipality = $1 AND person = $2 RETURNING id",
            args![change.here.municipality, change.by.person],
        )
        .await?;
    for row in rows {
        let id: AppointmentId = row.id("id")?;
        occupancy::free_offers(change, id).await?;
        change.tell_gone(change.by.person, HoldView::KIND, id).await?;
    }
    Ok(())
}

/// A hold of the one who acts, taken off its table.
async fn taken_off(
    change: &mut Change<'_, '_>,
    id: AppointmentId,
    stream: StreamId,
) -> Result<Option<Row>, Trouble> {
    let row = change
        .tx
        .row(
            "DELETE FROM holds WHERE municipality = $1 AND id = $2 AND person = $3 AND stream = $4 \
             RETURNING service, starts, ends, with_people, members, tongue, interpreter, until_at",
            args![change.here.municipality, id, change.by.person, stream],
        )
        .await?;
    if row.is_some() {
        change.tell_gone(change.by.person, HoldView::KIND, id).await?;
    }
    Ok(row)
}

/// What is held becomes an appointment.
pub(super) async fn book(change: &mut Change<'_, '_>, command: &BookHeld) -> Result<(), Trouble> {
    may_speak_here(change, command.stream).await?;
    let held = taken_off(change, command.id, command.stream).await?.ok_or(ProblemKey::HoldExpired)?;
    let (service_id, starts): (ServiceId, Moment) = (held.id("service")?, held.moment("starts")?);
    if held.moment("until_at")? <= change.here.now || starts <= change.here.now {
        return Err(ProblemKey::HoldExpired.into());
    }
    let (home, service) = wanted(change, command.stream, service_id).await?;
    let with: Vec<With> = held.json("with_people")?;
    let interpreter = held.id_or_none("interpreter")?;
    // It may have expired while this waited its turn, and be another's by now: the key knows.
    let span = Span { from: starts, to: held.moment("ends")?, until: Moment::NEVER };
    occupancy::free(change, command.id).await?;
    occupancy::take(change, command.id, &calendars(&with, interpreter), span)
        .await
        .map_err(taken_is_expired)?;
    let tongue = held.text_or_none("tongue")?.map(|tag| Tongue::parse(&tag)).transpose();
    NewMeeting {
        id: command.id,
        stream: command.stream,
        family: home.family,
        kind: service.kind,
        state: AppointmentState::Confirmed,
        starts: Some(starts),
        minutes: service.minutes,
        offers: Vec::new(),
        way: service.way,
        place: service.place,
        with,
        members: held.json("members")?,
        tongue: tongue.map_err(|_| Trouble::fault("tongue"))?,
        interpreter,
        bring: None,
        wish: None,
        on_behalf: on_behalf(change),
        series: None,
        service: Some(service_id),
        change_by: Some(starts.plus_millis(-service.cancel)),
    }
    .write(change)
    .await
}

fn taken_is_expired(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Judged(_, problem) if problem.key == ProblemKey::TimeTaken => ProblemKey::HoldExpired.into(),
        other => other,
    }
}

/// Not that one. Saying so twice is no fault.
pub(super) async fn let_go(change: &mut Change<'_, '_>, command: &LetGo) -> Result<(), Trouble> {
    may_speak_here(change, command.stream).await?;
    if taken_off(change, command.id, command.stream).await?.is_some() {
        occupancy::free_offers(change, command.id).await?;
    }
    Ok(())
}

/// A wish waits for the team.
pub(super) async fn wish(change: &mut Change<'_, '_>, command: &WishForTime) -> Result<(), Trouble> {
    let (home, service) = wanted(change, command.stream, command.service).await?;
    let members = home.members(change, &command.members).await?;
    NewMeeting {
        id: command.id,
        stream: command.stream,
        family: home.family,
        kind: service.kind,
        state: AppointmentState::Wished,
        starts: None,
        minutes: service.minutes,
        offers: Vec::new(),
        way: service.way,
        place: service.place,
        with: Vec::new(),
        members,
        tongue: command.interpreter.clone(),
        interpreter: None,
        bring: None,
        wish: command.wish.as_ref().map(|wish| wish.as_str().to_owned()),
        on_behalf: on_behalf(change),
        series: None,
        service: Some(command.service),
        change_by: None,
    }
    .write(change)
    .await
}
