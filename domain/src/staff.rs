//! The family team's own work: who waits longest, one family's page, standard answers, who is away.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::appointments::AppointmentView;
use crate::families::{ContactCard, ContactView, Face, FamilyView, MemberLine, contacts};
use crate::kernel::id::{AbsenceId, FamilyId, PersonId, StreamId, TemplateId, ThreadId, UnitId};
use crate::kernel::text::{Line, MessageText};
use crate::kernel::time::{Day, Moment};
use crate::letters::{LetterState, LetterView};
use crate::messages::{SeenView, ThreadLine, ThreadView, unread};
use crate::policy::{Action, Lens};
use crate::problem::{Problem, ProblemKey};
use crate::quarantine::QuarantineView;
use crate::stream::View;
use crate::verbs::{Command, Facts, Need, Pending, Query, Viewer};

/// How many fixed contact persons a family has.
pub const CONTACTS_PER_FAMILY: usize = 2;

/// A colleague, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColleagueView {
    /// Name and telephone.
    pub face: Face,
    /// Leads the unit.
    pub lead: bool,
}

impl View for ColleagueView {
    const KIND: &'static str = "colleague";
}

/// A standard answer, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateView {
    /// What it is called in the list.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Counts changes; a change names the one it was made on.
    pub revision: i64,
}

impl View for TemplateView {
    const KIND: &'static str = "template";
}

/// Someone is away and someone stands in, in the unit's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AbsenceView {
    /// Who is away.
    pub staff: Face,
    /// Who stands in.
    pub substitute: Face,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

impl View for AbsenceView {
    const KIND: &'static str = "absence";
}

/// One family in a staff member's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyLine {
    /// Which.
    pub family: FamilyId,
    /// Its name.
    pub name: String,
    /// What the viewer is to it.
    pub lens: Lens,
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
    /// The next appointment.
    pub appointment: Option<AppointmentView>,
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
}

/// My families.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
            facts.of::<AppointmentView>().filter(|fact| fact.view.ends > facts.now).collect();
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
                    waiting_since,
                    promised: waiting_since.and_then(|since| family.view.service.promised_reply(since)),
                    unread: own.iter().map(|line| line.unread).sum(),
                    letters: count(letters.iter().filter(|letter| is_its(letter.stream))),
                    thread: first.map(|line| line.thread),
                    appointment: appointments
                        .iter()
                        .filter(|appointment| is_its(appointment.stream))
                        .map(|appointment| appointment.view.clone())
                        .min_by_key(|appointment| appointment.starts),
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

fn set_aside(facts: &Facts) -> Vec<SetAside> {
    facts.of::<QuarantineView>().map(|fact| SetAside { id: fact.id, view: fact.view }).collect()
}

/// A letter that waits for the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenLetter {
    /// Where it stands.
    pub thread: ThreadId,
    /// Who asked.
    pub author_name: String,
    /// When.
    pub at: Moment,
}

/// A family's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyAnswer {
    /// Which.
    pub family: FamilyId,
    /// Its name.
    pub name: String,
    /// What the viewer is to it.
    pub lens: Lens,
    /// Neutral words and no maps.
    pub safe_mode: bool,
    /// Everyone in it.
    pub members: Vec<MemberLine>,
    /// Its contact persons.
    pub contacts: Vec<ContactCard>,
    /// The threads the viewer may read.
    pub threads: Vec<ThreadLine>,
    /// Letters nobody has ended.
    pub letters: Vec<OpenLetter>,
    /// What is coming.
    pub appointments: Vec<AppointmentView>,
}

/// One family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenFamily {
    /// Which.
    pub family: FamilyId,
}

impl Query for OpenFamily {
    const NAME: &'static str = "Staff.OpenFamily";
    type Answer = FamilyAnswer;

    fn needs(&self) -> Vec<Need> {
        vec![
            Need::of::<FamilyView>(self.family),
            Need::of::<ContactView>(self.family),
            Need::all::<ThreadView>(),
            Need::all::<SeenView>(),
            Need::all::<LetterView>(),
            Need::all::<AppointmentView>(),
        ]
    }

    fn answer(&self, facts: &Facts) -> Result<FamilyAnswer, Problem> {
        let family = facts.one::<FamilyView>(self.family)?;
        let threads: Vec<_> = unread(facts).into_iter().filter(|line| line.family == self.family).collect();
        let is_its = |stream: StreamId| {
            stream == self.family.into() || threads.iter().any(|line| StreamId::from(line.thread) == stream)
        };
        let mut appointments: Vec<_> = facts
            .of::<AppointmentView>()
            .filter(|fact| is_its(fact.stream) && fact.view.ends > facts.now)
            .map(|fact| fact.view)
            .collect();
        appointments.sort_by_key(|appointment| appointment.starts);
        let mut letters: Vec<_> = facts
            .of::<LetterView>()
            .filter(|fact| is_its(fact.stream) && fact.view.state == LetterState::Waiting)
            .map(|fact| OpenLetter {
                thread: ThreadId(fact.stream.0),
                author_name: fact.view.author_name,
                at: fact.view.at,
            })
            .collect();
        letters.sort_by_key(|letter| letter.at);
        Ok(FamilyAnswer {
            family: self.family,
            name: family.view.name,
            lens: family.lens,
            safe_mode: family.view.safe_mode,
            members: family.view.members,
            contacts: contacts(facts, family.stream),
            threads,
            letters,
            appointments,
        })
    }
}

/// What the unit shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitAnswer {
    /// Which unit; none for someone who is in none.
    pub unit: Option<UnitId>,
    /// Everyone in it.
    pub colleagues: Vec<ColleagueView>,
    /// Present and coming absences.
    pub absences: Vec<(AbsenceId, AbsenceView)>,
    /// Standard answers, by title.
    pub templates: Vec<(TemplateId, TemplateView)>,
}

/// My unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenUnit {}

impl Query for OpenUnit {
    const NAME: &'static str = "Staff.OpenUnit";
    type Answer = UnitAnswer;

    fn needs(&self) -> Vec<Need> {
        vec![Need::all::<ColleagueView>(), Need::all::<AbsenceView>(), Need::all::<TemplateView>()]
    }

    fn answer(&self, facts: &Facts) -> Result<UnitAnswer, Problem> {
        let today = facts.now.day();
        let unit = facts.of::<ColleagueView>().next().map(|fact| UnitId(fact.stream.0));
        let mut colleagues: Vec<_> = facts.of::<ColleagueView>().map(|fact| fact.view).collect();
        colleagues.sort_by(|a, b| a.face.name.cmp(&b.face.name));
        let mut absences: Vec<_> = facts
            .of::<AbsenceView>()
            .filter(|fact| fact.view.until >= today)
            .map(|fact| (AbsenceId(fact.id), fact.view))
            .collect();
        absences.sort_by_key(|(_, absence)| absence.from);
        Ok(UnitAnswer { unit, colleagues, absences, templates: templates(facts) })
    }
}

fn templates(facts: &Facts) -> Vec<(TemplateId, TemplateView)> {
    let mut templates: Vec<_> =
        facts.of::<TemplateView>().map(|fact| (TemplateId(fact.id), fact.view)).collect();
    templates.sort_by(|(_, a), (_, b)| a.title.cmp(&b.title));
    templates
}

/// The standard answers alone: what a composer needs of the unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Templates {}

impl Query for Templates {
    const NAME: &'static str = "Staff.Templates";
    type Answer = Vec<(TemplateId, TemplateView)>;

    fn needs(&self) -> Vec<Need> {
        vec![Need::all::<TemplateView>()]
    }

    fn answer(&self, facts: &Facts) -> Result<Self::Answer, Problem> {
        Ok(templates(facts))
    }
}

/// Say that someone is away and who stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SetAbsence {
    /// Made by the sender.
    pub id: AbsenceId,
    /// In which unit.
    pub unit: UnitId,
    /// Who is away.
    pub staff: PersonId,
    /// Who stands in.
    pub substitute: PersonId,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

impl Command for SetAbsence {
    const NAME: &'static str = "Staff.SetAbsence";
    const ACTION: Action = Action::SetAbsence;

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }

    fn check(&self) -> Result<(), Problem> {
        if self.until < self.from {
            return Err(Problem::on(ProblemKey::DatesReversed, "until"));
        }
        if self.staff == self.substitute {
            return Err(Problem::on(ProblemKey::NotStaffHere, "substitute"));
        }
        Ok(())
    }
}

/// They are back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EndAbsence {
    /// Which.
    pub id: AbsenceId,
    /// In which unit.
    pub unit: UnitId,
}

impl Command for EndAbsence {
    const NAME: &'static str = "Staff.EndAbsence";
    const ACTION: Action = Action::SetAbsence;

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }
}

/// Write or change a standard answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SaveTemplate {
    /// Made by the sender where it is new.
    pub id: TemplateId,
    /// In which unit.
    pub unit: UnitId,
    /// The revision it was written on; 0 for a new one.
    pub revision: i64,
    /// What it is called in the list.
    pub title: Line,
    /// What it says.
    pub text: MessageText,
}

impl Command for SaveTemplate {
    const NAME: &'static str = "Staff.SaveTemplate";
    const ACTION: Action = Action::SaveTemplate;

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }

    fn pending(&self, _by: &Viewer, _at: Moment) -> Vec<Pending> {
        let view = TemplateView {
            title: self.title.to_string(),
            text: self.text.to_string(),
            revision: self.revision,
        };
        Pending::of(self.unit, self.id, &view).into_iter().collect()
    }
}

/// Remove a standard answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RemoveTemplate {
    /// Which.
    pub id: TemplateId,
    /// In which unit.
    pub unit: UnitId,
    /// The revision one looked at.
    pub revision: i64,
}

impl Command for RemoveTemplate {
    const NAME: &'static str = "Staff.RemoveTemplate";
    const ACTION: Action = Action::SaveTemplate;

    fn on(&self, _by: PersonId) -> StreamId {
        self.unit.into()
    }
}
