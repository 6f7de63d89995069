//! The home screen: who is there for me, and the one next thing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ContactCard, ContactView, FamilyView};
use crate::appointments::AppointmentView;
use crate::kernel::id::{AssignmentId, LetterId, StreamId, ThreadId};
use crate::kernel::time::Day;
use crate::letters::{LetterState, LetterView};
use crate::messages::{SeenView, ThreadView, unread};
use crate::people::PersonView;
use crate::problem::{Problem, ProblemKey};
use crate::service::Service;
use crate::verbs::{Facts, Need, Query};

/// The one next thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum NextThing {
    /// A letter asks for something by a day.
    Letter {
        /// Which letter.
        letter: LetterId,
        /// Where it stands.
        thread: ThreadId,
        /// What to do.
        what: String,
        /// By when.
        by: Day,
    },
    /// A meeting.
    Appointment(AppointmentView),
}

/// What the home screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HomeAnswer {
    /// Whom to greet.
    pub given_name: String,
    /// The two faces.
    pub contacts: Vec<ContactCard>,
    /// When messages are read, and whom to call.
    pub service: Service,
    /// Neutral words and no maps.
    pub safe_mode: bool,
    /// Unread messages in all threads.
    pub unread: u32,
    /// Where to write: the thread with unread messages, else the family's, else one's own.
    pub thread: Option<ThreadId>,
    /// The one next thing.
    pub next: Option<NextThing>,
    /// The first appointment, also where something else comes first.
    pub appointment: Option<AppointmentView>,
}

/// The home screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
        let appointment = next_appointment(facts);
        Ok(HomeAnswer {
            given_name: me.given_name,
            contacts: contacts(facts, family.stream),
            service: family.view.service,
            safe_mode: family.view.safe_mode,
            unread: threads.iter().map(|line| line.unread).sum(),
            thread: first_unread.or(shared).or(own).map(|line| line.thread),
            next: next_thing(facts, appointment.clone()),
            appointment,
        })
    }
}

/// A family's contact persons, the longest first.
pub(crate) fn contacts(facts: &Facts, family: StreamId) -> Vec<ContactCard> {
    let today = facts.now.day();
    let mut contacts: Vec<_> = facts.of::<ContactView>().filter(|contact| contact.stream == family).collect();
    contacts.sort_by_key(|contact| (contact.view.from, contact.id));
    contacts
        .into_iter()
        .map(|contact| ContactCard {
            id: AssignmentId(contact.id),
            away: contact.view.away_on(today).cloned(),
            face: contact.view.face,
            administration: contact.view.administration,
        })
        .collect()
}

fn next_appointment(facts: &Facts) -> Option<AppointmentView> {
    facts
        .of::<AppointmentView>()
        .map(|fact| fact.view)
        .filter(|appointment| appointment.ends > facts.now)
        .min_by_key(|appointment| appointment.starts)
}

/// A deadline comes before a meeting on the same day: it is the one that passes unseen.
fn next_thing(facts: &Facts, appointment: Option<AppointmentView>) -> Option<NextThing> {
    let deadline = facts
        .of::<LetterView>()
        .filter_map(|letter| match letter.view.state {
            LetterState::YouMust { what, by, done: None } => Some((
                by,
                NextThing::Letter {
                    letter: LetterId(letter.id),
                    thread: ThreadId(letter.stream.0),
                    what,
                    by,
                },
            )),
            _ => None,
        })
        .min_by_key(|(by, _)| *by);
    match (deadline, appointment) {
        (Some((by, letter)), Some(meeting)) if by <= meeting.starts.day() => Some(letter),
        (_, Some(meeting)) => Some(NextThing::Appointment(meeting)),
        (Some((_, letter)), None) => Some(letter),
        (None, None) => None,
    }
}
