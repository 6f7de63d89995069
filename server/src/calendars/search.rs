//! The times in which everyone who is needed is free.

use std::collections::HashMap;

use indgang_domain::appointments::With;
use indgang_domain::calendars::{DAYS_AHEAD, Interval, STEP, is_free, joint};
use indgang_domain::kernel::id::{AppointmentId, CalendarId, InterpreterId};
use indgang_domain::kernel::time::{Clock, Moment};

use super::interpreters::Interpreter;
use super::known::{self, Asked, CALENDARS_AT_MOST};
use super::people::{Serving, on_day};
use super::reader::Reader;
use crate::store::Trouble;

/// A time that was found.
pub(crate) struct Found {
    pub(crate) starts: Moment,
    pub(crate) with: Vec<With>,
    pub(crate) interpreter: Option<InterpreterId>,
    pub(crate) name: Option<String>,
}

/// Who is to be there.
pub(crate) enum Attending {
    /// Whoever serves the family that day.
    Contacts(Vec<Serving>),
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
pub(crate) struct Search {
    pub(crate) attending: Attending,
    /// Everyone who could interpret; none where nobody is needed.
    pub(crate) interpreters: Option<Vec<Interpreter>>,
    /// In milliseconds.
    pub(crate) length: i64,
    pub(crate) lead: i64,
    /// What is to be moved.
    pub(crate) but: Option<AppointmentId>,
    /// The one beginning that is asked about. A command looks no further: it may hold up everyone who writes.
    pub(crate) only: Option<Moment>,
}

impl Search {
    pub(crate) async fn run(mut self, reader: &mut Reader<'_, '_>) -> Result<Vec<Found>, Trouble> {
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
        let known = known::read(reader, Asked { calendars: &ids, within, but: self.but }).await?;
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
