//! Turns a row of text into a family with its people, threads and meetings.

use indgang_domain::appointments::{
    AppointmentState, AppointmentView, Cannot, Closing, Interpreting, Way, With,
};
use indgang_domain::families::MemberKind;
use indgang_domain::kernel::id::{FamilyId, PersonId, StreamId, ThreadId};
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::Role;

use super::days::{Days, clock};
use super::ids::id;
use super::people::{Login, given};
use super::script::{Line, Meeting, Row, Someone, Stands, Who};
use super::telling::Telling;
use super::{Appointment, Assignment, Family, Member, World, photo};

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
            let name = world.persons.iter().find(|candidate| candidate.id == person)?.name.clone();
            Some(With { person: Some(person), name })
        };
        let also = meeting.also.iter().map(|name| With { person: None, name: (*name).to_owned() });
        let with: Vec<_> = meeting.with.iter().filter_map(named).chain(also).collect();
        let private = meeting.own.and_then(|login| own.get(login));
        let tongue = meeting.tongue.and_then(|tag| Tongue::parse(tag).ok());
        let interpreter = tongue
            .as_ref()
            .and_then(|tongue| world.interpreters.iter().find(|one| one.tongues.contains(tongue)));
        let given_name = |who: Option<&Member>| who.map(|member| member.name.clone()).unwrap_or_default();
        let mut view = AppointmentView {
            id: id(&format!("{path}/aftale-{number}")),
            kind: meeting.kind,
            state: AppointmentState::Confirmed,
            starts: Some(starts),
            minutes: meeting.minutes,
            offers: Vec::new(),
            way: Way::Place,
            place: meeting.place.map(str::to_owned),
            with,
            members: Vec::new(),
            interpreter: tongue
                .map(|tongue| Interpreting { tongue, name: interpreter.map(|one| one.name.clone()) }),
            bring: meeting.bring.map(str::to_owned),
            wish: None,
            cannot: None,
            closing: None,
            on_behalf: None,
            series: None,
            service: None,
            change_by: None,
            revision: 1,
        };
        match meeting.stands {
            Stands::Agreed(came_of_it) if starts < self.days.now() => {
                view.state = AppointmentState::Held;
                view.closing = Some(Closing { by: String::new(), text: came_of_it.map(str::to_owned) });
            }
            Stands::Agreed(_) => {}
            Stands::Wished(words) => {
                view.state = AppointmentState::Wished;
                (view.starts, view.wish, view.with) = (None, Some(words.to_owned()), Vec::new());
                view.service =
                    world.services.iter().find(|service| service.kind == view.kind).map(|it| it.id);
            }
            Stands::Offered(later) => {
                view.state = AppointmentState::Offered;
                view.starts = None;
                let other = self.days.ahead(meeting.ahead + later).at(clock(meeting.time));
                view.offers = vec![starts, other];
            }
            Stands::CannotCome(why) => {
                let by = given_name(family.members.first());
                view.cannot = Some(Cannot { by, why: Some(why.to_owned()) });
            }
        }
        Appointment {
            stream: private.map_or_else(|| stream(family.id), |(_, thread)| (*thread).into()),
            family: family.id,
            interpreter: interpreter.map(|one| one.id),
            cannot_by: telling.who(Who::Me),
            closed_by: telling.who(Who::First),
            view,
        }
    }
}

/// When former contact persons left, in days ago.
const FORMER_LEFT: i64 = 14;

fn stream(family: FamilyId) -> StreamId {
    family.into()
}
