//! A day or a week of the one who looks, and what waits for times.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ColleagueView;
use crate::appointments::{AppointmentView, Line};
use crate::calendars::{InterpreterView, SlotView};
use crate::families::{Face, FamilyView};
use crate::kernel::id::{FamilyId, InterpreterId, SlotId, StreamId, UnitId};
use crate::kernel::time::{Clock, Day, Moment};
use crate::messages::ThreadView;
use crate::policy::Lenses;
use crate::problem::{Problem, ProblemKey};
use crate::verbs::{Facts, Need, Query};

/// The longest time that is shown at once, in days.
const DAYS_AT_MOST: u8 = 7;

/// A meeting and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyMeeting {
    pub line: Line,
    pub family: FamilyId,
    pub family_name: String,
    /// The viewer is to be there.
    pub mine: bool,
}

/// A time that is kept free, and whose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SlotLine {
    pub id: SlotId,
    /// From when until when, in whose calendar.
    pub view: SlotView,
    /// That one's name.
    pub name: String,
    /// The viewer's own.
    pub mine: bool,
}

/// Someone who interprets, with their id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Interpreter {
    pub id: InterpreterId,
    /// Who, and which languages.
    pub view: InterpreterView,
}

/// What the calendar shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarAnswer {
    /// The first day that was asked for.
    pub from: Day,
    /// How many.
    pub days: u8,
    /// The viewer's unit.
    pub unit: Option<UnitId>,
    /// Meetings of the days asked for, in order.
    pub meetings: Vec<FamilyMeeting>,
    /// Wishes and meetings that cannot be kept: families wait for times.
    pub wanted: Vec<FamilyMeeting>,
    /// Offered, and not yet chosen from.
    pub offered: Vec<FamilyMeeting>,
    /// Times kept free in those days, in order.
    pub slots: Vec<SlotLine>,
    /// Everyone in the unit, by name.
    pub colleagues: Vec<Face>,
    /// Those who interpret, by name.
    pub interpreters: Vec<Interpreter>,
    /// All that the viewer is to the unit.
    #[serde(default)]
    pub lenses: Lenses,
}

/// A day or a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamCalendar {
    /// The first day.
    pub from: Day,
    /// How many, at most seven.
    pub days: u8,
}

impl TeamCalendar {
    fn bounds(&self) -> (Moment, Moment) {
        let midnight = Clock::hour(0);
        let days = self.days.clamp(1, DAYS_AT_MOST);
        (self.from.at(midnight), self.from.plus(i64::from(days)).at(midnight))
    }
}

impl Query for TeamCalendar {
    const NAME: &'static str = "Staff.TeamCalendar";
    const EXAMPLES: &'static [&'static str] = &[r#"{"from":"2026-03-02","days":7}"#];
    type Answer = CalendarAnswer;

    fn needs(&self) -> Vec<Need> {
        let (from, before) = self.bounds();
        vec![
            Need::during::<AppointmentView>(from.millis(), before.millis()),
            Need::all::<AppointmentView>(),
            Need::during::<SlotView>(from.millis(), before.millis()),
            Need::all::<FamilyView>(),
            Need::all::<ThreadView>(),
            Need::all::<ColleagueView>(),
            Need::all::<InterpreterView>(),
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<CalendarAnswer, Problem> {
        if self.days == 0 || self.days > DAYS_AT_MOST {
            return Err(Problem::on(ProblemKey::DatesTooFar, "days"));
        }
        let (from, before) = self.bounds();
        let is_in = |at: Moment| from <= at && at < before;
        let mut all = meetings(facts);
        all.sort_by_key(|meeting| meeting.line.order());
        let (mut meetings, mut wanted, mut offered) = (Vec::new(), Vec::new(), Vec::new());
        for meeting in all {
            let view = &meeting.line.view;
            if view.wants_times(facts.now) {
                wanted.push(meeting.clone());
            } else if !view.open_offers(facts.now).is_empty() && view.state.is_open() {
                offered.push(meeting.clone());
            }
            if view.starts.is_some_and(is_in) {
                meetings.push(meeting);
            }
        }
        let mut colleagues: Vec<_> = facts.of::<ColleagueView>().collect();
        colleagues.sort_by(|a, b| a.view.face.name.cmp(&b.view.face.name));
        let unit = colleagues.first().map(|colleague| UnitId(colleague.stream.0));
        let lenses = colleagues.first().map(|colleague| colleague.lenses).unwrap_or_default();
        let mut interpreters: Vec<_> = facts
            .of::<InterpreterView>()
            .map(|fact| Interpreter { id: InterpreterId(fact.id), view: fact.view })
            .collect();
        interpreters.sort_by(|a, b| (&a.view.name, a.id).cmp(&(&b.view.name, b.id)));
        let colleagues: Vec<_> = colleagues.into_iter().map(|colleague| colleague.view.face).collect();
        let name = |calendar: uuid::Uuid| {
            let colleague =
                colleagues.iter().find(|face| face.person.0 == calendar).map(|face| face.name.clone());
            let interpreter = interpreters.iter().find(|one| one.id.0 == calendar);
            colleague.or_else(|| interpreter.map(|one| one.view.name.clone())).unwrap_or_default()
        };
        let mut slots: Vec<_> = facts
            .of::<SlotView>()
            .filter(|slot| is_in(slot.view.starts))
            .map(|slot| SlotLine {
                id: SlotId(slot.id),
                name: name(slot.view.calendar.0),
                mine: slot.view.calendar == facts.viewer.person.into(),
                view: slot.view,
            })
            .collect();
        slots.sort_by_key(|slot| (slot.view.starts, slot.id));
        let Self { from, days } = *self;
        Ok(CalendarAnswer {
            from,
            days,
            unit,
            meetings,
            wanted,
            offered,
            slots,
            colleagues,
            interpreters,
            lenses,
        })
    }
}

/// Every meeting once: what is coming is also of a day.
fn meetings(facts: &Facts) -> Vec<FamilyMeeting> {
    let families: Vec<_> = facts.of::<FamilyView>().collect();
    let threads: Vec<_> = facts.of::<ThreadView>().collect();
    let streams: Vec<StreamId> = families.iter().map(|family| family.stream).collect();
    let mut found: Vec<FamilyMeeting> = Vec::new();
    for fact in facts.of::<AppointmentView>() {
        if found.iter().any(|known| known.line.view.id.0 == fact.id) {
            continue;
        }
        let own = threads.iter().find(|thread| thread.stream == fact.stream);
        let family = own.map_or(fact.stream, |thread| thread.view.family.into());
        let Some(home) = families.iter().find(|home| home.stream == family) else { continue };
        found.push(FamilyMeeting {
            mine: fact.view.with.iter().any(|with| with.person == Some(facts.viewer.person)),
            line: Line::of(fact, &streams),
            family: FamilyId(home.id),
            family_name: home.view.name.clone(),
        });
    }
    found
}
