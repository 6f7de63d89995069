//! Times at which everyone who is needed is free.

use indgang_domain::booking::{OtherTimes, Time, Times};
use indgang_domain::kernel::id::{FamilyId, StreamId, UnitId};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{Action, as_what};
use indgang_domain::problem::ProblemKey;

use crate::appointments::bookable::Service;
use crate::appointments::meeting::{Meeting, OF_STREAM, SELECT};
use crate::appointments::other::others;
use crate::calendars::reader::Reader;
use crate::calendars::search::{Attending, Found, Search};
use crate::calendars::{interpreters, people};
use crate::desk::{Actor, Desk, reach};
use crate::store::{Trouble, args};

/// Times at which a service can be had.
pub(super) async fn of_service(
    reader: &mut Reader<'_, '_>,
    (family, unit): (FamilyId, UnitId),
    service: &Service,
    tongue: Option<&Tongue>,
    only: Option<Moment>,
) -> Result<Vec<Found>, Trouble> {
    let search = Search {
        attending: Attending::Contacts(people::contacts(reader, family).await?),
        interpreters: interpreters::if_needed(reader, unit, tongue).await?,
        length: i64::from(service.minutes) * 60_000,
        lead: service.lead,
        but: None,
        only,
    };
    search.run(reader).await
}

fn told(found: Vec<Found>) -> Vec<Time> {
    let time = |found: Found| Time { starts: found.starts, with: found.with, interpreter: found.name };
    found.into_iter().map(time).collect()
}

/// Whose family it is, for someone who may do this there.
async fn home(
    desk: &Desk,
    actor: &Actor,
    stream: StreamId,
    action: Action,
) -> Result<(FamilyId, UnitId), Trouble> {
    let (viewer, now) = (&actor.viewer, desk.clock.now());
    let lenses = reach::lenses(&desk.db, viewer, stream, now).await?;
    // Times are as free for oneself alone as for all: who may do it in their own thread is told the family's.
    if as_what(viewer.role, action, lenses).is_none() {
        return Err(ProblemKey::NotFound.into());
    }
    let row =
        desk.db.row(OF_STREAM, args![viewer.municipality, stream]).await?.ok_or(ProblemKey::NotFound)?;
    Ok((row.id("id")?, row.id("unit")?))
}

/// The answer to [`Times`].
pub(super) async fn answer(desk: &Desk, actor: &Actor, query: Times) -> Result<Vec<Time>, Trouble> {
    let home = home(desk, actor, query.stream, Action::BookAppointment).await?;
    let mut reader = Reader::asked(desk, actor);
    let service = Service::load(&mut reader, home.1, query.service).await?;
    if !service.is_for(actor.viewer.role) {
        return Err(ProblemKey::NotFound.into());
    }
    of_service(&mut reader, home, &service, query.interpreter.as_ref(), None).await.map(told)
}

/// The answer to [`OtherTimes`].
pub(super) async fn answer_other(
    desk: &Desk,
    actor: &Actor,
    query: OtherTimes,
) -> Result<Vec<Time>, Trouble> {
    let home = home(desk, actor, query.stream, Action::AnswerAppointment).await?;
    let mut reader = Reader::asked(desk, actor);
    let args = args![actor.viewer.municipality, query.id, query.stream];
    let rows = reader.rows(SELECT, args).await?;
    let row = rows.first().ok_or(ProblemKey::NotFound)?;
    let meeting = Meeting::read(row, query.id, query.stream)?;
    others(&mut reader, &meeting, home, None).await.map(told)
}
