//! The table: who may hold which lens, what each lens may do, and what each sees. A line each; what has no line is seen
//! and done by nobody. Printed for reading in `docs/who-sees-what.md`.

use super::Action::{self, *};
use super::Lens::{self, *};
use super::Lenses;
use super::Role;

/// Which roles may hold a lens. A grant to anyone else gives nothing.
pub const HOLDERS: &[(Lens, &[Role])] = &[
    (Own, EVERYONE),
    (Adult, &[Role::Adult]),
    (Young, &[Role::Young]),
    (Contact, TEAM),
    (Substitute, TEAM),
    (Lead, &[Role::TeamLead]),
    (Colleague, TEAM),
];

/// Everyone who is logged in.
const EVERYONE: &[Role] = &[
    Role::Adult,
    Role::Young,
    Role::Staff,
    Role::TeamLead,
    Role::Doctor,
    Role::ClinicSocialWorker,
    Role::BridgeBuilder,
    Role::MunicipalEntry,
    Role::CaseWorker,
    Role::OutreachWorker,
    Role::Admin,
    Role::DataProtectionOfficer,
];

const TEAM: &[Role] = &[Role::Staff, Role::TeamLead];

/// Those who write: authors of what was set aside, and those who have the thread now.
const WRITERS: &[Role] = &[Role::Adult, Role::Young, Role::Staff, Role::TeamLead];

/// Those of the family. They wait for answers, and what they have read is told to nobody.
pub const OF_FAMILY: Lenses = Lenses::of(&[Own, Adult, Young]);

/// Who may do one thing.
pub struct ActionLine {
    /// What.
    pub action: Action,
    /// As what.
    pub by: Lenses,
    /// Of those, who only in a private thread of their own: nothing of the whole family's.
    pub privately: Lenses,
    /// Only these of the lens's holders, where not all.
    pub roles: Option<&'static [Role]>,
}

const fn line(action: Action, by: &[Lens]) -> ActionLine {
    ActionLine { action, by: Lenses::of(by), privately: Lenses::NONE, roles: None }
}

impl ActionLine {
    const fn privately(self, lenses: &[Lens]) -> Self {
        Self { privately: Lenses::of(lenses), ..self }
    }

    const fn of_roles(self, roles: &'static [Role]) -> Self {
        Self { roles: Some(roles), ..self }
    }
}

/// Who may do what. A substitute does all that a contact person does, while it lasts: the family must not notice a gap.
/// A lead gives contact persons and reads no thread. Colleagues see to it that someone stands in, and see no family.
pub const ACTIONS: &[ActionLine] = &[
    line(ReadFamily, &[Adult, Young, Contact, Substitute, Lead]),
    line(ReadThread, &[Adult, Young, Contact, Substitute]),
    line(ReadOwn, &[Own]),
    line(ReadUnit, &[Lead, Colleague]),
    line(SendMessage, &[Adult, Young, Contact, Substitute]),
    line(MarkRead, &[Adult, Young, Contact, Substitute]),
    line(SaveTranscript, &[Contact, Substitute]),
    line(AskAboutLetter, &[Adult, Young]),
    line(EndLetter, &[Contact, Substitute]),
    line(FinishLetter, &[Adult, Young, Contact, Substitute]),
    line(SaveSettings, &[Own]),
    line(EndSession, &[Own]),
    line(PlanAppointment, &[Contact, Substitute]),
    line(AnswerAppointment, &[Adult, Young, Contact, Substitute]).privately(&[Young]),
    line(BookAppointment, &[Adult, Young, Contact, Substitute]).privately(&[Young]),
    line(PublishSlot, &[Lead, Colleague]),
    line(SetAbsence, &[Lead, Colleague]),
    line(SaveTemplate, &[Lead, Colleague]),
    line(AssignContact, &[Lead]),
    line(NoteOpened, &[Contact, Substitute, Lead]),
    line(SettleQuarantine, &[Own]).of_roles(WRITERS),
];

/// Which lens sees which kind of view, in whatever stream it has. Read marks: a citizen's stand in the citizen's own stream,
/// the team's in the thread, where the family sees them.
pub const KINDS: &[(&str, Lenses)] = &[
    ("person", Lenses::of(&[Own])),
    ("settings", Lenses::of(&[Own])),
    ("quarantine", Lenses::of(&[Own])),
    ("hold", Lenses::of(&[Own])),
    ("family", Lenses::of(&[Adult, Young, Contact, Substitute, Lead])),
    ("contact", Lenses::of(&[Adult, Young, Contact, Substitute, Lead])),
    ("service", Lenses::of(&[Adult, Young, Contact, Substitute])),
    ("appointment", Lenses::of(&[Adult, Young, Contact, Substitute, Lead])),
    ("thread", Lenses::of(&[Adult, Young, Contact, Substitute])),
    ("message", Lenses::of(&[Adult, Young, Contact, Substitute])),
    ("letter", Lenses::of(&[Adult, Young, Contact, Substitute])),
    ("seen", Lenses::of(&[Own, Adult, Young, Contact, Substitute])),
    ("colleague", Lenses::of(&[Lead, Colleague])),
    ("absence", Lenses::of(&[Lead, Colleague])),
    ("template", Lenses::of(&[Lead, Colleague])),
    ("slot", Lenses::of(&[Lead, Colleague])),
    ("interpreter", Lenses::of(&[Lead, Colleague])),
];

/// The kinds of view that name pictures, files and recordings: who sees the one sees what it names.
pub const BLOB_KINDS: &[&str] = &["message", "letter"];

/// A field that not all see who see the view it is in. Others are empty to those who do not.
pub struct FieldLine {
    /// Of which kind of view.
    pub kind: &'static str,
    /// Its name there.
    pub field: &'static str,
    /// Who sees it.
    pub seen_by: Lenses,
    /// Who sees it too, unless the family is in safe mode: whoever holds the phone would read it.
    pub unless_safe: Lenses,
}

/// Fields with a line of their own. Every other field is seen by all who see its kind.
pub const FIELDS: &[FieldLine] = &[
    FieldLine {
        kind: "appointment",
        field: "place",
        seen_by: Lenses::of(&[Contact, Substitute, Lead]),
        unless_safe: Lenses::of(&[Adult, Young]),
    },
    FieldLine {
        kind: "service",
        field: "place",
        seen_by: Lenses::of(&[Contact, Substitute]),
        unless_safe: Lenses::of(&[Adult, Young]),
    },
];
