//! The table: who may hold which lens, what each lens may do, and what each sees. A line each; what has no line is seen
//! and done by nobody. Printed for reading in `docs/who-sees-what.md`.

#![allow(clippy::enum_glob_use, reason = "a table reads best in its own words")]

use super::Lens::{self, *};
use super::action::actions;
use super::{Lenses, Role};

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

/// Those whose word is the team's: it answers the family, and what they have read the family is told. Who is neither of the
/// family nor one of these begins no waiting and ends none.
pub const ANSWERS: Lenses = Lenses::of(&[Contact, Substitute]);

/// Those who plan for their whole unit: they keep colleagues' time free, and may name themselves to stand in for someone. Others
/// keep their own and the interpreters', and never open a colleague's families to themselves.
pub const PLANS_FOR_ALL: Lenses = Lenses::of(&[Lead]);

/// Who may do one thing.
pub struct ActionLine {
    pub action: Action,
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

actions! {
    // Who may do what. A substitute does all that a contact person does, while it lasts: the family must not notice a gap.
    // A lead gives contact persons and reads no thread. Colleagues see to it that someone stands in, and see no family.
    /// See the family: members, contact persons, shared appointments.
    line(ReadFamily, &[Adult, Young, Contact, Substitute, Lead]),
    /// See a thread: messages, letters, and what is private to its owner.
    line(ReadThread, &[Adult, Young, Contact, Substitute]),
    /// See one's own things: settings, read marks, what was set aside.
    line(ReadOwn, &[Own]),
    /// See the unit: colleagues, absences, standard answers.
    line(ReadUnit, &[Lead, Colleague]),
    /// Write in a thread.
    line(SendMessage, &[Adult, Young, Contact, Substitute]),
    /// Mark a thread as read.
    line(MarkRead, &[Adult, Young, Contact, Substitute]),
    /// Write down what a recording says.
    line(SaveTranscript, &[Contact, Substitute]),
    /// Write a note on a family that the team alone sees.
    line(WriteNote, &[Contact, Substitute]),
    /// Send a letter and ask for help with it.
    line(AskAboutLetter, &[Adult, Young]),
    /// Say what a letter means for the person.
    line(EndLetter, &[Contact, Substitute]),
    /// Say that what a letter asked for is done.
    line(FinishLetter, &[Adult, Young, Contact, Substitute]),
    /// Change one's own language, text size, theme.
    line(SaveSettings, &[Own]),
    /// End one's own logins.
    line(EndSession, &[Own]),
    /// Propose a meeting, offer times, say how it went.
    line(PlanAppointment, &[Contact, Substitute]),
    /// Agree on a time, cancel, say that one cannot come.
    line(AnswerAppointment, &[Adult, Young, Contact, Substitute]).privately(&[Young]),
    /// Hold, book or wish for a time.
    line(BookAppointment, &[Adult, Young, Contact, Substitute]).privately(&[Young]),
    /// Keep time free for what families book.
    line(PublishSlot, &[Lead, Colleague]),
    /// Say that a colleague is away and who stands in.
    line(SetAbsence, &[Lead, Colleague]),
    /// Change the unit's standard answers.
    line(SaveTemplate, &[Lead, Colleague]),
    /// Give a family a contact person, or end that.
    line(AssignContact, &[Lead]),
    /// Tell the audit that a family's page was opened.
    line(NoteOpened, &[Contact, Substitute, Lead]),
    /// Take over or discard what was set aside for oneself.
    line(SettleQuarantine, &[Own]).of_roles(WRITERS),
}

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
    ("note", Lenses::of(&[Contact, Substitute])),
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
