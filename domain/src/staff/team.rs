//! My families, who waits longest first.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CONTACTS_PER_FAMILY;
use crate::appointments::{AppointmentView, ForMember};
use crate::families::{ContactView, FamilyView, contacts};
use crate::kernel::id::{FamilyId, StreamId, ThreadId};
use crate::kernel::time::Moment;
use crate::letters::{LetterState, LetterView};
use crate::messages::{SeenView, ThreadView, unread};
use crate::policy::{Lens, Lenses};
use crate::problem::Problem;
use crate::quarantine::QuarantineView;
use crate::verbs::{Facts, Need, Query};

/// One family in a staff member's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyLine {
    pub family: FamilyId,
    pub name: String,
    /// What the viewer is to it; of several things the first by rank.
    pub lens: Lens,
    /// All that the viewer is to it.
    #[serde(default)]
    pub lenses: Lenses,
    /// Since when it waits for an answer.
    pub waiting_since: Option<Moment>,
    /// By when one was promised.
    pub promised: Option<Moment>,
    /// Unread messages in all its threads.
    pub unread: u32,
    /// Letters nobody has ended.
    pub letters: u32,
    /// The thread to open first.
    pub thread: Option<ThreadId>,
    /// The next appointment that has a time.
    pub appointment: Option<AppointmentView>,
    /// Appointments for which the family waits for times.
    pub times_wanted: u32,
    /// How many contact persons it lacks.
    pub contacts_missing: u32,
}

/// What the team screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TeamAnswer {
    /// Who waits longest comes first.
    pub families: Vec<FamilyLine>,
    /// What was set aside and waits for a decision of the viewer's.
    pub set_aside: Vec<SetAside>,
}

/// Something set aside, with its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SetAside {
    /// The envelope.
    #[schema(value_type = String, format = "uuid")]
    pub id: uuid::Uuid,
    /// What it is.
    pub view: QuarantineView,
    /// Whom it is about, of those whom the viewer sees now.
    #[serde(default)]
    pub members: Vec<ForMember>,
}

/// My families.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Team {}

impl Query for Team {
    const NAME: &'static str = "Staff.Team";
    type Answer = TeamAnswer;

    fn needs(&self) -> Vec<Need> {
        vec![
            Need::all::<FamilyView>(),
            Need::all::<ContactView>(),
            Need::all::<ThreadView>(),
            Need::all::<SeenView>(),
            Need::all::<LetterView>(),
            Need::all::<AppointmentView>(),
            Need::own::<QuarantineView>(),
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<TeamAnswer, Problem> {
        let threads = unread(facts);
        let letters: Vec<_> =
            facts.of::<LetterView>().filter(|fact| fact.view.state == LetterState::Waiting).collect();
        let appointments: Vec<_> =
            facts.of::<AppointmentView>().filter(|fact| fact.view.is_coming(facts.now)).collect();
        let mut families: Vec<_> = facts
            .of::<FamilyView>()
            .map(|family| {
                let id = FamilyId(family.id);
                let own: Vec<_> = threads.iter().filter(|line| line.family == id).collect();
                let is_its = |stream: StreamId| {
                    stream == id.into() || own.iter().any(|line| StreamId::from(line.thread) == stream)
                };
                let waiting = own
                    .iter()
                    .filter(|line| line.waiting_since.is_some())
                    .min_by_key(|line| line.waiting_since);
                let waiting_since = waiting.and_then(|line| line.waiting_since);
                let first = waiting.or_else(|| own.iter().find(|line| line.unread > 0)).or(own.first());
                let has = contacts(facts, family.stream).len();
                FamilyLine {
                    family: id,
                    name: family.view.name,
                    lens: family.lens,
                    lenses: family.lenses,
                    waiting_since,
                    promised: waiting_since.and_then(|since| family.view.hours.promised_reply(since)),
                    unread: own.iter().map(|line| line.unread).sum(),
                    letters: count(letters.iter().filter(|letter| is_its(letter.stream))),
                    thread: first.map(|line| line.thread),
                    appointment: appointments
                        .iter()
                        .filter(|appointment| is_its(appointment.stream) && appointment.view.starts.is_some())
                        .map(|appointment| appointment.view.clone())
                        .min_by_key(|appointment| (appointment.starts, appointment.id)),
                    times_wanted: count(appointments.iter().filter(|appointment| {
                        is_its(appointment.stream) && appointment.view.wants_times(facts.now)
                    })),
                    contacts_missing: u32::try_from(CONTACTS_PER_FAMILY.saturating_sub(has)).unwrap_or(0),
                }
            })
            .collect();
        families.sort_by(|a, b| {
            let order = |line: &FamilyLine| (line.waiting_since.unwrap_or(Moment::NEVER), line.unread == 0);
            order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.family.cmp(&b.family))
        });
        Ok(TeamAnswer { families, set_aside: set_aside(facts) })
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// One's own, and that of the families one has: a device is not told when the days of a substitute are over.
fn set_aside(facts: &Facts) -> Vec<SetAside> {
    let families: Vec<_> = facts.of::<FamilyView>().collect();
    facts
        .of::<QuarantineView>()
        .filter_map(|fact| {
            let family = families.iter().find(|family| FamilyId(family.id) == fact.view.family);
            if family.is_none() && fact.view.author != facts.viewer.person {
                return None;
            }
            let known = family.into_iter().flat_map(|family| &family.view.members);
            let members = known
                .filter(|line| fact.view.members.as_ref().is_some_and(|named| named.contains(&line.id)))
                .map(|line| ForMember { id: line.id, name: line.name.clone() })
                .collect();
            Some(SetAside { id: fact.id, view: fact.view, members })
        })
        .collect()
}
