//! A family, its members, and its two fixed contact persons.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::appointments::AppointmentView;
use crate::kernel::id::{AssignmentId, FamilyId, LetterId, MemberId, PersonId, StreamId, ThreadId};
use crate::kernel::time::{Day, Moment};
use crate::letters::{LetterState, LetterView};
use crate::messages::{SeenView, ThreadView, unread};
use crate::people::PersonView;
use crate::policy::Action;
use crate::problem::{Problem, ProblemKey};
use crate::service::Service;
use crate::stream::View;
use crate::verbs::{Command, Facts, Need, Query};

/// Who someone is in a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MemberKind {
    /// An adult.
    Adult,
    /// 15 to 17 years old.
    Young,
    /// Younger; has no login, but is heard.
    Child,
}

/// One member as the others know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MemberLine {
    /// Which member.
    pub id: MemberId,
    /// The login, for those who have one.
    pub person: Option<PersonId>,
    /// The given name.
    pub name: String,
    /// Adult, young or child.
    pub kind: MemberKind,
}

/// The family, in its own stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyView {
    /// "Familien Yıldız".
    pub name: String,
    /// Someone at home controls someone: neutral words, no maps, quick exit.
    pub safe_mode: bool,
    /// Everyone in it.
    pub members: Vec<MemberLine>,
    /// The team that serves it.
    pub service: Service,
}

impl View for FamilyView {
    const KIND: &'static str = "family";
}

/// A name with a face: who someone is to a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Face {
    /// Who.
    pub person: PersonId,
    /// The whole name.
    pub name: String,
    /// What they are called.
    pub given_name: String,
    /// Telephone, as one dials it.
    pub phone: String,
}

/// From and to when a contact person is away, and who stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Away {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Who stands in.
    pub substitute: Face,
}

/// A fixed contact person of a family, in the family's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactView {
    /// Who.
    pub face: Face,
    /// Which administration they come from.
    pub administration: String,
    /// Since when.
    pub from: Moment,
    /// Present and coming absences.
    pub away: Vec<Away>,
}

impl View for ContactView {
    const KIND: &'static str = "contact";
}

impl ContactView {
    /// The absence that lasts on `day`, if one.
    pub fn away_on(&self, day: Day) -> Option<&Away> {
        self.away.iter().find(|away| away.from <= day && day <= away.until)
    }
}

/// One of the two faces on the home screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactCard {
    /// Which assignment.
    pub id: AssignmentId,
    /// Who.
    pub face: Face,
    /// Where they come from.
    pub administration: String,
    /// Set while they are away today.
    pub away: Option<Away>,
}

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

pub(crate) fn next_appointment(facts: &Facts) -> Option<AppointmentView> {
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

/// Give a family a fixed contact person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssignContact {
    /// Made by the sender.
    pub id: AssignmentId,
    /// Which family.
    pub family: FamilyId,
    /// Who.
    pub staff: PersonId,
}

impl Command for AssignContact {
    const NAME: &'static str = "Families.AssignContact";
    const ACTION: Action = Action::AssignContact;

    fn on(&self, _by: PersonId) -> StreamId {
        self.family.into()
    }
}

/// End an assignment now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EndContact {
    /// Which.
    pub id: AssignmentId,
    /// Of which family.
    pub family: FamilyId,
}

impl Command for EndContact {
    const NAME: &'static str = "Families.EndContact";
    const ACTION: Action = Action::AssignContact;

    fn on(&self, _by: PersonId) -> StreamId {
        self.family.into()
    }
}

/// Someone of the team opened the family's page; the device tells, offline too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoteOpened {
    /// Which family.
    pub family: FamilyId,
}

impl Command for NoteOpened {
    const NAME: &'static str = "Families.NoteOpened";
    const ACTION: Action = Action::NoteOpened;

    fn on(&self, _by: PersonId) -> StreamId {
        self.family.into()
    }
}
