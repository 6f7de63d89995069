//! Times at which everyone who is needed is free.

use std::collections::HashMap;

use indgang_domain::appointments::With;
use indgang_domain::booking::{DAYS_AHEAD, Interval, OtherTimes, STEP, Time, Times, is_free, joint};
use indgang_domain::kernel::id::{AppointmentId, CalendarId, FamilyId, InterpreterId, StreamId, UnitId};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::{Clock, Moment};
use indgang_domain::policy::{Action, as_what};
use indgang_domain::problem::ProblemKey;

use super::calendars::{self, Asked, CALENDARS_AT_MOST};
use super::interpreters::{self, Interpreter};
use super::people::{self, Serving, on_day};
use super::reader::Reader;
use super::service::Service;
use crate::appointments::meeting::{Home, Meeting, OF_STREAM, SELECT};
use crate::desk::deed::Deed;
use crate::desk::{Actor, Desk, reach};
use crate::store::{Trouble, args};

/// What is not booked as a service begins at least so many milliseconds from now.
const LEAD: i64 = 2 * 60 * 60 * 1000;

/// A time that was found.
pub(crate) struct Found {
    pub(crate) starts: Moment,
    pub(crate) with: Vec<With>,
    pub(crate) interpreter: Option<InterpreterId>,
    name: Option<String>,
}

/// Who is to be there.
enum Attending {
    /// Whoever serves the family that day.
    Contacts(Vec<Serving>),
    /// These.
    These(Vec<With>),
}

impl Attending {
    fn calendars(&self) -> Vec<CalendarId> {
        let people: Vec<&With> = match self {
            Self::Contacts(serving) => serving.iter().flat_map(Serving::everyone).collect(),
            Self::These(with) => with.iter().collect(),
        };
        people.into_iter().filter_map(|with| with.person).map(CalendarId::from).collect()
    }
}

/// A time is looked for.
struct Search {
    attending: Attending,
    /// Everyone who could interpret; none where nobody is needed.
    interpreters: Option<Vec<Interpreter>>,
    /// In milliseconds.
    length: i64,
    lead: i64,
    /// What is to be moved.
    but: Option<AppointmentId>,
    /// The one beginning that is asked about. A command looks no further: it may hold up everyone who writes.
    only: Option<Moment>,
}

impl Search {
    async fn run(mut self, reader: &mut Reader<'_, '_>) -> Result<Vec<Found>, Trouble> {
        let (now, midnight) = (reader.now(), Clock::hour(0));
        let ahead =
            Interval { from: now.plus_millis(self.lead), to: now.day().plus(DAYS_AHEAD).at(midnight) };
        let within = self.only.map_or(ahead, |starts| self.whole(starts).within(ahead));
        let mut ids = self.attending.calendars();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(interpreters) = &mut self.interpreters {
            interpreters.truncate(CALENDARS_AT_MOST.saturating_sub(ids.len()));
        }
        ids.extend(self.interpreters.iter().flatten().map(|one| CalendarId::from(one.id)));
        ids.sort_unstable();
        ids.dedup();
        let known = calendars::read(reader, Asked { calendars: &ids, within, but: self.but }).await?;
        let free = known.iter().map(|(id, calendar)| (*id, calendar.free())).collect();
        let mut found = Vec::new();
        for ahead in 0..DAYS_AHEAD {
            let day = now.day().plus(ahead);
            let today = Interval { from: day.at(midnight), to: day.plus(1).at(midnight) }.within(within);
            if today.is_empty() {
                continue;
            }
            let with = match &self.attending {
                Attending::Contacts(serving) => on_day(serving, day),
                Attending::These(with) => with.clone(),
            };
            found.extend(self.on(today, &with, &free));
        }
        Ok(found)
    }

    fn whole(&self, starts: Moment) -> Interval {
        Interval { from: starts, to: starts.plus_millis(self.length) }
    }

    /// The times of one day.
    fn on(&self, day: Interval, with: &[With], free: &HashMap<CalendarId, Vec<Interval>>) -> Vec<Found> {
        let of = |id: CalendarId| free.get(&id).map(Vec::as_slice).unwrap_or_default();
        let people = with.iter().filter_map(|with| with.person);
        let people: Vec<&[Interval]> = people.map(|person| of(person.into())).collect();
        let starts = joint(&people, self.length, STEP, day);
        let Some(interpreters) = &self.interpreters else {
            let alone = |starts| Found { starts, with: with.to_vec(), interpreter: None, name: None };
            return starts.into_iter().map(alone).collect();
        };
        let interpreted = |starts: Moment| {
            let one = interpreters.iter().find(|one| is_free(of(one.id.into()), self.whole(starts)))?;
            let (interpreter, name) = (Some(one.id), Some(one.name.clone()));
            Some(Found { starts, with: with.to_vec(), interpreter, name })
        };
        starts.into_iter().filter_map(interpreted).collect()
    }
}

async fn speaking(
    reader: &mut Reader<'_, '_>,
    unit: UnitId,
    tongue: Option<&Tongue>,
) -> Result<Option<Vec<Interpreter>>, Trouble> {
    match tongue {
        Some(tongue) => interpreters::speaking(reader, unit, tongue).await.map(Some),
        None => Ok(None),
    }
}

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
        interpreters: speaking(reader, unit, tongue).await?,
        length: i64::from(service.minutes) * 60_000,
        lead: service.lead,
        but: None,
        only,
    };
    search.run(reader).await
}

/// This other time for a meeting, if everyone is free then.
pub(crate) async fn other(
    deed: &mut Deed<'_, '_>,
    meeting: &Meeting,
    home: &Home,
    starts: Moment,
) -> Result<Option<Found>, Trouble> {
    let home = (home.family, home.unit);
    let found = others(&mut Reader::within(deed), meeting, home, Some(starts)).await?;
    Ok(found.into_iter().find(|found| found.starts == starts))
}

async fn others(
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
        interpreters: speaking(reader, unit, meeting.tongue.as_ref()).await?,
        length: i64::from(meeting.minutes) * 60_000,
        lead,
        but: Some(meeting.id),
        only,
    };
    let found = search.run(reader).await?;
    // The time that it has is no other.
    Ok(found.into_iter().filter(|found| Some(found.starts) != meeting.starts).collect())
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
