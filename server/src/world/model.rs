//! What a world consists of.

use indgang_domain::appointments::{AppointmentKind, AppointmentView, InThree, Way};
use indgang_domain::families::MemberKind;
use indgang_domain::kernel::id::{
    AbsenceId, AssignmentId, BlobId, CalendarId, FamilyId, InterpreterId, MemberId, MunicipalityId, PersonId,
    ServiceId, SlotId, StreamId, TemplateId, UnitId,
};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::{Day, Moment};
use indgang_domain::opening_hours::OpeningHours;
use indgang_domain::people::Settings;
use indgang_domain::policy::Role;
use uuid::Uuid;

use super::thread::Thread;

/// All there is of one municipality, or of one team of it when it comes in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    pub municipality: Municipality,
    /// The municipality's administrations; names are data.
    pub administrations: Vec<Administration>,
    /// Family teams and clinics.
    pub units: Vec<Unit>,
    /// Everyone who can log in.
    pub persons: Vec<Person>,
    /// Families with members and contact persons.
    pub families: Vec<Family>,
    /// Who is away and who stands in.
    pub absences: Vec<Absence>,
    /// The family's threads and everyone's own.
    pub threads: Vec<Thread>,
    /// Past and coming meetings.
    pub appointments: Vec<Appointment>,
    /// What can be booked.
    pub services: Vec<Bookable>,
    pub interpreters: Vec<Interpreter>,
    /// Times that are kept free.
    pub slots: Vec<Slot>,
    /// Standard answers.
    pub templates: Vec<Template>,
    /// Pictures that messages and letters name.
    pub blobs: Vec<Blob>,
}

/// A municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    pub id: MunicipalityId,
    /// "Københavns Kommune".
    pub name: String,
}

/// An administration of a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Administration {
    pub id: Uuid,
    /// What it is called today.
    pub name: String,
}

/// A family team or a clinic. Only staff and team leads are colleagues in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    /// Opening hours, promised reply, duty line.
    pub hours: OpeningHours,
}

/// Someone who can log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// For `/demo/login`; most have none.
    pub slug: Option<&'static str>,
    /// The whole name.
    pub name: String,
    /// What they are called.
    pub given_name: String,
    pub role: Role,
    /// A number that reaches nobody.
    pub phone: String,
    /// How they want the app.
    pub settings: Settings,
    /// Where they work; none for citizens.
    pub unit: Option<UnitId>,
    /// Where they come from; none for citizens and the region's people.
    pub administration: Option<Uuid>,
}

/// A family that a team serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pub id: FamilyId,
    /// The team.
    pub unit: UnitId,
    /// "Familien Yıldız".
    pub name: String,
    /// Someone at home controls someone.
    pub safe_mode: bool,
    /// Adults first, then young people, then children.
    pub members: Vec<Member>,
    /// Contact persons, former ones too.
    pub contacts: Vec<Assignment>,
}

/// Someone in a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    /// The login, for those who have one.
    pub person: Option<PersonId>,
    /// The given name.
    pub name: String,
    /// Adult, young or child.
    pub kind: MemberKind,
}

/// A fixed contact person of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub id: AssignmentId,
    pub staff: PersonId,
    pub from: Moment,
    /// Until when; none while it lasts.
    pub until: Option<Moment>,
}

/// Someone is away and someone stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
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

/// A meeting, in a family's stream or in one member's own thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Where it is seen.
    pub stream: StreamId,
    pub family: FamilyId,
    pub interpreter: Option<InterpreterId>,
    /// Who said that they cannot come.
    pub cannot_by: Option<PersonId>,
    /// Who said how it went.
    pub closed_by: Option<PersonId>,
    /// All of it.
    pub view: AppointmentView,
}

/// Something a family can book a time for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookable {
    pub id: ServiceId,
    /// Which team offers it.
    pub unit: UnitId,
    /// What is booked.
    pub kind: AppointmentKind,
    /// What it is called.
    pub name: InThree,
    /// What it is.
    pub about: InThree,
    /// What to bring.
    pub bring: InThree,
    /// How long.
    pub minutes: u16,
    /// How one meets.
    pub way: Way,
    pub place: String,
    /// A time begins at least so many minutes from now.
    pub lead_minutes: u32,
    /// It can be changed until so many minutes before.
    pub cancel_minutes: u32,
    /// Who may book it.
    pub roles: Vec<Role>,
}

/// Someone who interprets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpreter {
    pub id: InterpreterId,
    /// For which team.
    pub unit: UnitId,
    /// The whole name.
    pub name: String,
    /// From and to Danish.
    pub tongues: Vec<Tongue>,
}

/// A time that is kept free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub id: SlotId,
    /// In which unit.
    pub unit: UnitId,
    pub calendar: CalendarId,
    pub starts: Moment,
    pub ends: Moment,
}

/// A standard answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub id: TemplateId,
    /// In which unit.
    pub unit: UnitId,
    /// What it is called in the list.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    pub id: BlobId,
    /// Where it may be seen: the thread.
    pub stream: StreamId,
    /// `image/jpeg`.
    pub mime: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// As stored.
    pub bytes: Vec<u8>,
}
