//! The home screen: who is there for me, and the one next thing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::appointments::{self, AppointmentView, Line};
use crate::families::{ContactCard, ContactView, FamilyView, contacts};
use crate::kernel::id::{LetterId, ThreadId};
use crate::kernel::time::{Day, Moment};
use crate::letters::{LetterState, LetterView};
use crate::messages::{SeenView, ThreadView, unread};
use crate::opening_hours::OpeningHours;
use crate::people::PersonView;
use crate::problem::{Problem, ProblemKey};
use crate::verbs::{Fact, Facts, Need, Query};

/// The feature: what a family sees first. It has no things of its own.
pub struct Feature;

impl crate::feature::Feature for Feature {
    type Views = ();
    type Local = (Home,);
    type Live = ();
    type Commands = ();
}

/// A letter asks for something by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Deadline {
    pub letter: LetterId,
    /// Where it stands.
    pub thread: ThreadId,
    /// What to do.
    pub what: String,
    pub by: Day,
}

/// The one next thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum NextThing {
    /// A letter asks for something by a day.
    Letter(Deadline),
    Appointment(Box<Line>),
}

/// What the home screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HomeAnswer {
    /// Whom to greet.
    pub given_name: String,
    /// The two faces.
    pub contacts: Vec<ContactCard>,
    /// When messages are read, and whom to call.
    #[serde(rename = "service")]
    pub hours: OpeningHours,
    /// Neutral words and no maps.
    pub safe_mode: bool,
    /// Unread messages in all threads.
    pub unread: u32,
    /// Where to write: the thread with unread messages, else the family's, else one's own.
    pub thread: Option<ThreadId>,
    /// The one next thing.
    pub next: Option<NextThing>,
    /// What other letters ask for, the soonest first: each stands here until it is done.
    pub deadlines: Vec<Deadline>,
    /// The first appointment, also where something else comes first.
    pub appointment: Option<Line>,
}

/// The home screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Home {}

impl Query for Home {
    const NAME: &'static str = "Families.Home";
    type Answer = HomeAnswer;

    fn needs(&self) -> Vec<Need> {
        vec![
            Need::own::<PersonView>(),
            Need::all::<FamilyView>(),
            Need::all::<ContactView>(),
            Need::all::<ThreadView>(),
            Need::all::<SeenView>(),
            Need::all::<LetterView>(),
            Need::all::<AppointmentView>(),
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<HomeAnswer, Problem> {
        let me = facts.one::<PersonView>(facts.viewer.person)?.view;
        let family = facts.of::<FamilyView>().next().ok_or(ProblemKey::NotFound)?;
        let threads = unread(facts);
        let first_unread = threads.iter().find(|line| line.unread > 0);
        let shared = threads.iter().find(|line| line.owner.is_none());
        let own = threads.iter().find(|line| line.owner == Some(facts.viewer.person));
        let appointment = appointments::next(facts);
        let (next, deadlines) = next_thing(deadlines(facts), appointment.clone(), facts.now);
        Ok(HomeAnswer {
            given_name: me.given_name,
            contacts: contacts(facts, family.stream),
            hours: family.view.hours,
            safe_mode: family.view.safe_mode,
            unread: threads.iter().map(|line| line.unread).sum(),
            thread: first_unread.or(shared).or(own).map(|line| line.thread),
            next,
            deadlines,
            appointment,
        })
    }
}

/// All that letters ask for and that is not done, the soonest first.
fn deadlines(facts: &Facts) -> Vec<Deadline> {
    let deadline = |letter: Fact<LetterView>| match letter.view.state {
        LetterState::YouMust { what, by, done: None } => {
            Some(Deadline { letter: LetterId(letter.id), thread: ThreadId(letter.stream.0), what, by })
        }
        _ => None,
    };
    let mut deadlines: Vec<_> = facts.of::<LetterView>().filter_map(deadline).collect();
    deadlines.sort_by_key(|deadline| (deadline.by, deadline.letter));
    deadlines
}

/// A deadline comes before a meeting on the same day: it is the one that passes unseen. What is not the next thing is
/// given back.
fn next_thing(
    mut deadlines: Vec<Deadline>,
    appointment: Option<Line>,
    now: Moment,
) -> (Option<NextThing>, Vec<Deadline>) {
    let next = match (deadlines.first(), appointment) {
        (Some(first), Some(meeting)) if meeting.day(now).is_some_and(|day| day < first.by) => {
            Some(NextThing::Appointment(Box::new(meeting)))
        }
        (Some(_), _) => Some(NextThing::Letter(deadlines.remove(0))),
        (None, meeting) => meeting.map(|meeting| NextThing::Appointment(Box::new(meeting))),
    };
    (next, deadlines)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_not_next_still_stands_there() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let due = |by| Deadline {
            letter: LetterId(Uuid::nil()),
            thread: ThreadId(Uuid::nil()),
            what: String::new(),
            by: day(by),
        };
        let both = vec![due("2026-03-04"), due("2026-03-09")];
        let (next, others) = next_thing(both.clone(), None, Moment::EPOCH);
        assert_eq!((next, others), (Some(NextThing::Letter(both[0].clone())), vec![both[1].clone()]));
        assert_eq!(next_thing(Vec::new(), None, Moment::EPOCH), (None, Vec::new()));
    }
}
