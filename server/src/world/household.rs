//! Turns a row of text into a family with its people, threads and meetings.

use indgang_domain::appointments::AppointmentView;
use indgang_domain::families::MemberKind;
use indgang_domain::kernel::id::{FamilyId, PersonId, StreamId, ThreadId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::Role;

use super::days::{Days, clock};
use super::ids::id;
use super::people::{Login, given};
use super::photo;
use super::script::{Line, Meeting, Row, Someone, Who};
use super::telling::Telling;
use super::{Appointment, Assignment, Family, Member, World};

const MINUTE: i64 = 60_000;
/// Citizens' telephones begin after those of everyone at work.
const CITIZENS: u16 = 1000;

/// Where families are put, and who works for them.
pub(super) struct Households<'a> {
    pub(super) prefix: &'a str,
    pub(super) days: Days,
    /// Rows name these by index.
    pub(super) staff: &'a [PersonId],
    /// Who stands in for whoever is away.
    pub(super) substitute: PersonId,
}

impl Households<'_> {
    /// Adds a row's family to the world's first unit.
    pub(super) fn add(&self, world: &mut World, row: &Row) {
        let Some(unit) = world.units.first().map(|unit| unit.id) else { return };
        let path = format!("{}/familie-{:02}", self.prefix, row.number);
        let members = self.members(world, row, &path);
        let family = Family {
            id: id(&path),
            unit,
            name: row.name.to_owned(),
            safe_mode: row.safe_mode,
            contacts: self.contacts(row, &path),
            members,
        };
        let own = self.own_threads(world, row, &path, &family);
        self.shared_thread(world, row, &path, &family);
        let meetings = row.meetings.iter().zip(1_u8..);
        let appointments: Vec<_> = meetings
            .map(|(meeting, number)| self.appointment(world, meeting, (&path, number), &family, &own))
            .collect();
        world.appointments.extend(appointments);
        world.families.push(family);
    }

    fn members(&self, world: &mut World, row: &Row, path: &str) -> Vec<Member> {
        let adults = row.adults.iter().map(|adult| (*adult, MemberKind::Adult, Role::Adult));
        let young = row.young.iter().map(|young| (*young, MemberKind::Young, Role::Young));
        let grown: Vec<_> = adults.chain(young).collect();
        let mut members: Vec<_> = (1..)
            .zip(grown)
            .map(|(number, (someone, kind, role)): (u8, _)| {
                let login = self.login(row, path, someone, role, number);
                let person = login.map(|login| {
                    let phone = CITIZENS + u16::from(row.number) * 10 + u16::from(number);
                    let person = login.named(someone.name, phone);
                    let id = person.id;
                    world.persons.push(person);
                    id
                });
                Member {
                    id: id(&format!("{path}/medlem-{number}")),
                    person,
                    name: given(someone.name).to_owned(),
                    kind,
                }
            })
            .collect();
        members.extend(row.children.iter().zip(1_u8..).map(|(name, number)| Member {
            id: id(&format!("{path}/barn-{number}")),
            person: None,
            name: (*name).to_owned(),
            kind: MemberKind::Child,
        }));
        members
    }

    fn login(&self, row: &Row, path: &str, someone: Someone, role: Role, number: u8) -> Option<Login> {
        let language = someone.login?;
        let path = match someone.slug {
            Some(slug) => format!("{}/{slug}", self.prefix),
            None => format!("{path}/person-{number}"),
        };
        Some(Login { id: id(&path), slug: someone.slug, role, language, quick_exit: row.safe_mode })
    }

    fn contacts(&self, row: &Row, path: &str) -> Vec<Assignment> {
        let since = |days: i64| self.days.now().day().plus(-days).at(clock(900));
        let assignment = |(number, index, until): (u8, usize, Option<Moment>)| {
            let staff = *self.staff.get(index)?;
            // The first named is the one who came first: the home screen shows them in this order.
            let from = since(row.days - i64::from(number));
            Some(Assignment { id: id(&format!("{path}/kontakt-{number}")), staff, from, until })
        };
        let current = row.contacts.iter().zip(0..).map(|(&index, number)| (number, index, None));
        let former = row.former.map(|index| (9, index, Some(since(FORMER_LEFT))));
        current.chain(former).filter_map(assignment).collect()
    }

    /// Each login's own thread, in the order of the members.
    fn own_threads(
        &self,
        world: &mut World,
        row: &Row,
        path: &str,
        family: &Family,
    ) -> Vec<(PersonId, ThreadId)> {
        let mut own = Vec::new();
        for (index, person) in family.members.iter().filter_map(|member| member.person).enumerate() {
            let thread = format!("{path}/traad-{}", index + 1);
            let lines = row.own.iter().find(|(login, _)| *login == index).map_or(&[][..], |(_, lines)| lines);
            own.push((person, id(&thread)));
            self.tell(world, &thread, family, Some(person), lines, 0);
        }
        own
    }

    fn shared_thread(&self, world: &mut World, row: &Row, path: &str, family: &Family) {
        let thread = format!("{path}/traad");
        match row.written {
            Some(written) => self.tell(world, &thread, family, None, &written(), row.unread),
            None => self.tell(world, &thread, family, None, row.shared, row.unread),
        }
    }

    fn tell(
        &self,
        world: &mut World,
        path: &str,
        family: &Family,
        owner: Option<PersonId>,
        lines: &[Line],
        unread: i64,
    ) {
        self.telling(path, family, owner).put(world, lines, unread);
    }

    fn telling<'t>(&self, path: &'t str, family: &'t Family, owner: Option<PersonId>) -> Telling<'t> {
        Telling { path, days: self.days, owner, family, substitute: self.substitute, page: photo::letter }
    }

    fn appointment(
        &self,
        world: &World,
        meeting: &Meeting,
        (path, number): (&str, u8),
        family: &Family,
        own: &[(PersonId, ThreadId)],
    ) -> Appointment {
        let starts = self.days.ahead(meeting.ahead).at(clock(meeting.time));
        let telling = self.telling(path, family, None);
        let named = |who: &Who| {
            let person = telling.who(*who)?;
            world.persons.iter().find(|candidate| candidate.id == person).map(|person| person.name.clone())
        };
        let staff = meeting.with.iter().filter_map(named);
        let private = meeting.own.and_then(|login| own.get(login));
        Appointment {
            stream: private.map_or_else(|| stream(family.id), |(_, thread)| (*thread).into()),
            view: AppointmentView {
                id: id(&format!("{path}/aftale-{number}")),
                kind: meeting.kind,
                starts,
                ends: starts.plus_millis(meeting.minutes * MINUTE),
                place: meeting.place.map(str::to_owned),
                with: staff.chain(meeting.also.iter().map(|name| (*name).to_owned())).collect(),
            },
        }
    }
}

/// When former contact persons left, in days ago.
const FORMER_LEFT: i64 = 14;

fn stream(family: FamilyId) -> StreamId {
    family.into()
}
