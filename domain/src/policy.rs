//! Who may do what, and what a grant may show to whom: in one file.
//!
//! A command is judged here when it is applied. What is read follows from grants alone, so whoever writes a grant asks
//! what this file says of reading, and a property test holds every grant to it.
//!
//! A person's *role* says what they are in the municipality; the *lens* says what they are to one stream:
//! it stands in a grant that staff gave, and ends when the grant ends. No lens, no right. Every match is
//! exhaustive without a wildcard, so that a new role, lens or action does not compile until someone has decided.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person is in the municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nobody is logged in.
    Anonymous,
    /// An adult in a family.
    Adult,
    /// A young person in a family, 15 to 17.
    Young,
    /// Someone in the family team: contact person, substitute, or neither, as the lens says.
    Staff,
    /// Leads the family team.
    TeamLead,
    /// A GP.
    Doctor,
    /// The social worker at a clinic.
    ClinicSocialWorker,
    /// Visits people who call 1-1-2 again and again.
    BridgeBuilder,
    /// The municipality's one way in for handovers.
    MunicipalEntry,
    /// Case worker at the job centre.
    CaseWorker,
    /// Meets people where they are.
    OutreachWorker,
    /// Runs the system.
    Admin,
    /// Watches over the looking.
    DataProtectionOfficer,
}

impl Role {
    /// Every role, for the matrix.
    pub const ALL: [Self; 13] = [
        Self::Anonymous,
        Self::Adult,
        Self::Young,
        Self::Staff,
        Self::TeamLead,
        Self::Doctor,
        Self::ClinicSocialWorker,
        Self::BridgeBuilder,
        Self::MunicipalEntry,
        Self::CaseWorker,
        Self::OutreachWorker,
        Self::Admin,
        Self::DataProtectionOfficer,
    ];
}

/// What a person is to one stream. A changed lens resends the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Lens {
    /// It is the person's own.
    Own,
    /// An adult of the family.
    Adult,
    /// A young person of the family.
    Young,
    /// One of the family's two fixed contact persons.
    Contact,
    /// Stands in for one of them, for a time.
    Substitute,
    /// Works in the unit.
    Colleague,
    /// Leads the unit.
    Lead,
}

impl Lens {
    /// Every lens, for the matrix.
    pub const ALL: [Self; 7] =
        [Self::Own, Self::Adult, Self::Young, Self::Contact, Self::Substitute, Self::Colleague, Self::Lead];
}

/// All that can be seen or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See the family: members, contact persons, shared appointments.
    ReadFamily,
    /// See a thread: messages, letters, and what is private to its owner.
    ReadThread,
    /// See one's own things: settings, read marks, what was set aside.
    ReadOwn,
    /// See the unit: colleagues, absences, standard answers.
    ReadUnit,
    /// Write in a thread.
    SendMessage,
    /// Mark a thread as read.
    MarkRead,
    /// Write down what a recording says.
    SaveTranscript,
    /// Send a letter and ask for help with it.
    AskAboutLetter,
    /// Say what a letter means for the person.
    EndLetter,
    /// Say that what a letter asked for is done.
    FinishLetter,
    /// Change one's own language, text size, theme.
    SaveSettings,
    /// End one's own logins.
    EndSession,
    /// Propose a meeting, offer times, say how it went.
    PlanAppointment,
    /// Agree on a time, cancel, say that one cannot come.
    AnswerAppointment,
    /// Hold, book or wish for a time.
    BookAppointment,
    /// Keep time free for what families book.
    PublishSlot,
    /// Say that a colleague is away and who stands in.
    SetAbsence,
    /// Change the unit's standard answers.
    SaveTemplate,
    /// Give a family a contact person, or end that.
    AssignContact,
    /// Tell the audit that a family's page was opened.
    NoteOpened,
    /// Take over or discard what was set aside for oneself.
    SettleQuarantine,
}

impl Action {
    /// Every action, for the matrix.
    pub const ALL: [Self; 21] = [
        Self::ReadFamily,
        Self::ReadThread,
        Self::ReadOwn,
        Self::ReadUnit,
        Self::SendMessage,
        Self::MarkRead,
        Self::SaveTranscript,
        Self::AskAboutLetter,
        Self::EndLetter,
        Self::FinishLetter,
        Self::SaveSettings,
        Self::EndSession,
        Self::PlanAppointment,
        Self::AnswerAppointment,
        Self::BookAppointment,
        Self::PublishSlot,
        Self::SetAbsence,
        Self::SaveTemplate,
        Self::AssignContact,
        Self::NoteOpened,
        Self::SettleQuarantine,
    ];
}

/// May someone of this role, being this to the stream, do this?
pub fn may(role: Role, action: Action, scope: Option<Lens>) -> bool {
    let Some(lens) = scope else { return false };
    match lens {
        Lens::Own => own(role, action),
        Lens::Adult => role == Role::Adult && citizen(action),
        Lens::Young => role == Role::Young && citizen(action),
        Lens::Contact => team(role) && contact_person(action),
        Lens::Substitute => team(role) && substitute(action),
        Lens::Colleague => team(role) && colleague(action),
        Lens::Lead => role == Role::TeamLead && lead(action),
    }
}

/// May someone who is this to the stream answer a meeting in it? Young people answer for themselves: what stands in their
/// own thread, and nothing of the whole family's.
pub fn may_answer(lens: Lens, is_private: bool) -> bool {
    match lens {
        Lens::Young => is_private,
        Lens::Adult | Lens::Contact | Lens::Substitute => true,
        Lens::Own | Lens::Colleague | Lens::Lead => false,
    }
}

fn team(role: Role) -> bool {
    match role {
        Role::Staff | Role::TeamLead => true,
        Role::Anonymous
        | Role::Adult
        | Role::Young
        | Role::Doctor
        | Role::ClinicSocialWorker
        | Role::BridgeBuilder
        | Role::MunicipalEntry
        | Role::CaseWorker
        | Role::OutreachWorker
        | Role::Admin
        | Role::DataProtectionOfficer => false,
    }
}

/// Everyone who is logged in has own settings and logins. What was set aside is settled by those who write:
/// its author, or who has the thread now.
fn own(role: Role, action: Action) -> bool {
    match action {
        Action::ReadOwn | Action::SaveSettings | Action::EndSession => role != Role::Anonymous,
        Action::SettleQuarantine => team(role) || matches!(role, Role::Adult | Role::Young),
        Action::ReadFamily
        | Action::ReadThread
        | Action::ReadUnit
        | Action::SendMessage
        | Action::MarkRead
        | Action::AskAboutLetter
        | Action::EndLetter
        | Action::SaveTranscript
        | Action::FinishLetter
        | Action::SetAbsence
        | Action::SaveTemplate
        | Action::AssignContact
        | Action::NoteOpened
        | Action::PlanAppointment
        | Action::AnswerAppointment
        | Action::BookAppointment
        | Action::PublishSlot => false,
    }
}

/// Adults and young people write, ask and finish, and answer what is proposed. Which threads they have is in their grants:
/// a young person's own, and never the adults'. What of the family's meetings a young person may answer: [`may_answer`].
fn citizen(action: Action) -> bool {
    match action {
        Action::ReadFamily
        | Action::ReadThread
        | Action::SendMessage
        | Action::MarkRead
        | Action::AskAboutLetter
        | Action::FinishLetter
        | Action::AnswerAppointment
        | Action::BookAppointment => true,
        Action::ReadOwn
        | Action::ReadUnit
        | Action::EndLetter
        | Action::SaveTranscript
        | Action::SaveSettings
        | Action::EndSession
        | Action::SetAbsence
        | Action::SaveTemplate
        | Action::AssignContact
        | Action::NoteOpened
        | Action::SettleQuarantine
        | Action::PlanAppointment
        | Action::PublishSlot => false,
    }
}

/// A contact person answers, writes down what was said aloud, says what a letter means, and makes appointments, also for the family that asked for it.
fn contact_person(action: Action) -> bool {
    match action {
        Action::ReadFamily
        | Action::ReadThread
        | Action::SendMessage
        | Action::MarkRead
        | Action::SaveTranscript
        | Action::EndLetter
        | Action::FinishLetter
        | Action::NoteOpened
        | Action::PlanAppointment
        | Action::AnswerAppointment
        | Action::BookAppointment => true,
        Action::ReadOwn
        | Action::ReadUnit
        | Action::AskAboutLetter
        | Action::SaveSettings
        | Action::EndSession
        | Action::SetAbsence
        | Action::SaveTemplate
        | Action::AssignContact
        | Action::SettleQuarantine
        | Action::PublishSlot => false,
    }
}

/// A substitute does all that a contact person does, while it lasts: the family must not notice a gap.
fn substitute(action: Action) -> bool {
    contact_person(action)
}

/// Colleagues share standard answers and see to it that someone stands in. They see no family.
fn colleague(action: Action) -> bool {
    match action {
        Action::ReadUnit | Action::SetAbsence | Action::SaveTemplate | Action::PublishSlot => true,
        Action::ReadFamily
        | Action::ReadThread
        | Action::ReadOwn
        | Action::SendMessage
        | Action::MarkRead
        | Action::AskAboutLetter
        | Action::EndLetter
        | Action::SaveTranscript
        | Action::FinishLetter
        | Action::SaveSettings
        | Action::EndSession
        | Action::AssignContact
        | Action::NoteOpened
        | Action::SettleQuarantine
        | Action::PlanAppointment
        | Action::AnswerAppointment
        | Action::BookAppointment => false,
    }
}

/// The lead sees which families there are and gives them contact persons, but reads no thread.
fn lead(action: Action) -> bool {
    match action {
        Action::ReadFamily
        | Action::ReadUnit
        | Action::SetAbsence
        | Action::SaveTemplate
        | Action::AssignContact
        | Action::NoteOpened
        | Action::PublishSlot => true,
        Action::ReadThread
        | Action::ReadOwn
        | Action::SendMessage
        | Action::MarkRead
        | Action::AskAboutLetter
        | Action::EndLetter
        | Action::SaveTranscript
        | Action::FinishLetter
        | Action::SaveSettings
        | Action::EndSession
        | Action::SettleQuarantine
        | Action::PlanAppointment
        | Action::AnswerAppointment
        | Action::BookAppointment => false,
    }
}
