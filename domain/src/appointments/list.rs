//! Lists of meetings, and one of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AppointmentState, AppointmentView};
use crate::appointments::ServiceView;
use crate::families::FamilyView;
use crate::kernel::id::{AppointmentId, FamilyId, StreamId, ThreadId};
use crate::kernel::time::{Clock, Day, Moment};
use crate::messages::ThreadView;
use crate::policy::{Lens, Lenses};
use crate::problem::Problem;
use crate::verbs::{Fact, Facts, Need, Query, Sending};

/// How far back what has been is shown, in days.
const DAYS_BACK: i64 = 366;

/// Which meetings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// What is to come or to be agreed, the soonest first.
    #[default]
    Coming,
    /// All of the month that this day is in.
    Month(Day),
    /// What has been, the latest first.
    Past,
}

impl Period {
    /// From when until when; none for what is coming.
    pub fn bounds(self, now: Moment) -> Option<(Moment, Moment)> {
        let midnight = Clock::hour(0);
        match self {
            Self::Coming => None,
            Self::Month(day) => Some((day.first_of_month().at(midnight), day.next_month().at(midnight))),
            Self::Past => Some((now.plus_days(-DAYS_BACK), now)),
        }
    }
}

/// A meeting where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AppointmentLine)]
pub struct Line {
    /// The family's, or a private thread.
    pub stream: StreamId,
    /// All of it.
    pub view: AppointmentView,
    /// It is for one person alone, in that one's thread.
    pub private: bool,
    /// Set for what this device did and the server has not told back.
    pub sending: Option<Sending>,
}

impl Line {
    pub(crate) fn of(fact: Fact<AppointmentView>, families: &[StreamId]) -> Self {
        let private = !families.contains(&fact.stream);
        Self { stream: fact.stream, view: fact.view, private, sending: fact.sending }
    }

    /// The day it is on, or the first that is offered.
    pub fn day(&self, now: Moment) -> Option<Day> {
        self.view.starts.or_else(|| self.view.open_offers(now).first().copied()).map(Moment::day)
    }

    /// What puts lines in order: what has no time yet comes first, in the order it was made.
    pub fn order(&self) -> (Option<Moment>, AppointmentId) {
        (self.view.starts, self.view.id)
    }
}

/// What /aftaler shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentsAnswer {
    /// In order.
    pub lines: Vec<Line>,
    /// Where to write: the family's thread, or one's own.
    pub thread: Option<ThreadId>,
    /// Neutral words and no maps.
    pub safe_mode: bool,
}

/// Meetings of a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointments {
    #[serde(default)]
    pub period: Period,
    /// The moment it is asked from: what has been ends here.
    pub now: Moment,
}

impl Query for Appointments {
    const NAME: &'static str = "Appointments.Appointments";
    const EXAMPLES: &'static [&'static str] =
        &[r#"{"period":{"month":"2026-03-05"},"now":"2026-03-05T11:00:00Z"}"#];
    type Answer = AppointmentsAnswer;

    fn needs(&self) -> Vec<Need> {
        let meetings = match self.period.bounds(self.now) {
            None => Need::all::<AppointmentView>(),
            Some((from, before)) => Need::during::<AppointmentView>(from.millis(), before.millis()),
        };
        vec![meetings, Need::all::<FamilyView>(), Need::all::<ThreadView>()]
    }

    fn answer(&self, facts: &Facts) -> Result<AppointmentsAnswer, Problem> {
        let bounds = self.period.bounds(self.now);
        let is_in = |view: &AppointmentView| match bounds {
            None => view.is_coming(facts.now),
            Some((from, before)) => view.starts.is_some_and(|starts| from <= starts && starts < before),
        };
        let families = families(facts);
        let mut lines: Vec<_> = facts
            .of::<AppointmentView>()
            .filter(|fact| is_in(&fact.view))
            .map(|fact| Line::of(fact, &families))
            .collect();
        lines.sort_by_key(Line::order);
        if self.period == Period::Past {
            lines.reverse();
        }
        Ok(AppointmentsAnswer { lines, thread: thread(facts), safe_mode: safe_mode(facts) })
    }
}

/// The streams of the viewer's families.
fn families(facts: &Facts) -> Vec<StreamId> {
    facts.of::<FamilyView>().map(|fact| fact.stream).collect()
}

fn safe_mode(facts: &Facts) -> bool {
    facts.of::<FamilyView>().any(|fact| fact.view.safe_mode)
}

/// Where a person of the family writes: the family's thread, else their own.
fn thread(facts: &Facts) -> Option<ThreadId> {
    let mut threads: Vec<_> = facts.of::<ThreadView>().collect();
    threads.sort_by_key(|fact| (fact.view.owner.is_some(), fact.id));
    threads.first().map(|fact| ThreadId(fact.id))
}

/// One meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentAnswer {
    pub line: Line,
    pub family: Option<FamilyId>,
    /// That family's name.
    pub family_name: String,
    /// Where to write about it: its private thread, else the family's.
    pub thread: Option<ThreadId>,
    /// Neutral words and no maps.
    pub safe_mode: bool,
    /// What was booked.
    pub service: Option<ServiceView>,
    /// What the viewer is to it: who only leads sees it, and does nothing about it.
    pub lens: Lens,
    /// All that the viewer is to it.
    #[serde(default)]
    pub lenses: Lenses,
}

/// One meeting, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenAppointment {
    pub id: AppointmentId,
}

impl Query for OpenAppointment {
    const NAME: &'static str = "Appointments.OpenAppointment";
    const EXAMPLES: &'static [&'static str] = &[r#"{"id":"01920000-0000-7000-8000-000000000001"}"#];
    type Answer = AppointmentAnswer;

    fn needs(&self) -> Vec<Need> {
        vec![
            Need::thing::<AppointmentView>(self.id),
            Need::all::<FamilyView>(),
            Need::all::<ThreadView>(),
            Need::all::<ServiceView>(),
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<AppointmentAnswer, Problem> {
        let fact = facts.one::<AppointmentView>(self.id)?;
        let own = facts.of::<ThreadView>().find(|thread| thread.stream == fact.stream);
        let family = own.as_ref().map_or(fact.stream, |thread| thread.view.family.into());
        let home = facts.of::<FamilyView>().find(|candidate| candidate.stream == family);
        let shared = || {
            let of_family = |thread: &Fact<ThreadView>| StreamId::from(thread.view.family) == family;
            facts.of::<ThreadView>().find(|thread| of_family(thread) && thread.view.owner.is_none())
        };
        let (lens, lenses) = (fact.lens, fact.lenses);
        let thread = own.or_else(shared).map(|thread| ThreadId(thread.id)).or_else(|| thread(facts));
        let booked = facts
            .of::<ServiceView>()
            .find(|service| service.stream == family && Some(service.view.id) == fact.view.service);
        Ok(AppointmentAnswer {
            service: booked.map(|service| service.view),
            line: Line::of(fact, &families(facts)),
            family: home.as_ref().map(|home| FamilyId(home.id)),
            family_name: home.as_ref().map(|home| home.view.name.clone()).unwrap_or_default(),
            thread,
            safe_mode: home.is_some_and(|home| home.view.safe_mode),
            lens,
            lenses,
        })
    }
}

/// The next meeting of all that is agreed or offered: what the home screen says.
pub(crate) fn next(facts: &Facts) -> Option<Line> {
    let families = families(facts);
    let when = |line: &Line| {
        let offered = line.view.open_offers(facts.now).first().copied();
        match line.view.state {
            AppointmentState::Confirmed => line.view.starts,
            AppointmentState::Offered => offered,
            _ => None,
        }
    };
    facts
        .of::<AppointmentView>()
        .filter(|fact| fact.view.is_coming(facts.now))
        .map(|fact| Line::of(fact, &families))
        .filter_map(|line| Some((when(&line)?, line)))
        .min_by_key(|(when, line)| (*when, line.view.id))
        .map(|(_, line)| line)
}
