//! Made-up families in any number, for measuring: a team at a time, so that the whole never lies in memory.

use indgang_domain::appointments::{AppointmentKind, AppointmentState, AppointmentView, Way, With};
use indgang_domain::families::MemberKind;
use indgang_domain::kernel::id::{PersonId, UnitId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::people::Language;
use indgang_domain::policy::Role;
use uuid::Uuid;

use super::chance::Chance;
use super::days::{Days, clock};
use super::ids::id;
use super::people::Login;
use super::pools::{ANSWERED, ASKED, FAMILY, GIVEN};
use super::script::{Ending, Line, When, Who, first, me, second};
use super::telling::Telling;
use super::units::{KOEBENHAVN, administrations, templates, unit};
use super::{Appointment, Assignment, Family, Member, Person, World, calendar, municipalities, photo};

const FAMILIES_PER_TEAM: u32 = 35;
const STAFF_PER_TEAM: u32 = 10;
/// Messages in a family's thread beside one letter, and in all own threads together.
const SHARED: u32 = 7;
const OWN: u32 = 4;

/// One world a team; the last may be smaller.
pub(super) fn teams(families: u32, seed: u64, now: Moment) -> impl Iterator<Item = World> {
    let municipality = format!("syn/{seed}");
    (0..families.div_ceil(FAMILIES_PER_TEAM)).map(move |number| {
        let path = format!("{municipality}/{number}");
        let chance = Chance::from(seed ^ (u64::from(number) << 32));
        let size = (families - number * FAMILIES_PER_TEAM).min(FAMILIES_PER_TEAM);
        Team { path, days: Days::from(now), chance }.world(&municipality, number, size)
    })
}

/// One team being made up.
struct Team {
    path: String,
    days: Days,
    chance: Chance,
}

impl Team {
    fn world(mut self, municipality: &str, number: u32, size: u32) -> World {
        let team = unit(&self.path, &format!("Familieteam {}", number + 1), (15, 13), 4, "00 00 00 24");
        let unit = team.id;
        let mut world = World {
            administrations: administrations(municipality, &KOEBENHAVN),
            templates: templates(&self.path, unit),
            ..municipalities::empty(municipality, "Målekommunen", vec![team])
        };
        let lead = self.worker(unit, 0, None);
        world.persons.push(lead);
        let staff = (size * STAFF_PER_TEAM).div_ceil(FAMILIES_PER_TEAM).max(2);
        let administrations: Vec<_> = world.administrations.iter().map(|each| each.id).collect();
        world.persons.extend(
            (1..=staff)
                .zip(administrations.iter().cycle())
                .map(|(number, from)| self.worker(unit, number, Some(*from))),
        );
        let people: Vec<_> = (1..=staff).map(|number| self.worker_id(number)).collect();
        world.services = calendar::services(&self.path, unit);
        world.interpreters = calendar::interpreters(&self.path, unit, calendar::KOEBENHAVN);
        world.slots = calendar::slots(&self.path, unit, self.days, &people, &world.interpreters);
        for number in 0..size {
            // Everyone's partner moves on with every round, so that two colleagues share few families.
            let first = number % staff;
            let second = (first + 1 + number / staff % (staff - 1)) % staff;
            let contacts = [first, second].map(|index| self.worker_id(index + 1));
            self.family(&mut world, unit, number, contacts);
        }
        world
    }

    fn worker_id(&self, number: u32) -> PersonId {
        id(&format!("{}/ansat-{number}", self.path))
    }

    fn worker(&mut self, unit: UnitId, number: u32, administration: Option<Uuid>) -> Person {
        let role = if number == 0 { Role::TeamLead } else { Role::Staff };
        let surname = self.chance.pick(&FAMILY);
        Person {
            unit: Some(unit),
            administration,
            ..self.person(self.worker_id(number), role, surname, number)
        }
    }

    fn person(&mut self, id: PersonId, role: Role, surname: &str, phone: u32) -> Person {
        let language = if role == Role::Adult && self.chance.one_in(5) { Language::Ar } else { Language::Da };
        let login = Login { id, slug: None, role, language, quick_exit: false };
        let name = format!("{} {surname}", self.chance.pick(&GIVEN));
        login.named(&name, u16::try_from(phone).unwrap_or(0))
    }

    fn family(&mut self, world: &mut World, unit: UnitId, number: u32, contacts: [PersonId; 2]) {
        let path = format!("{}/familie-{number}", self.path);
        let surname = self.chance.pick(&FAMILY);
        let adults: Vec<_> = (1..=1 + self.chance.below(2))
            .map(|adult| {
                let phone = 1000 + number * 10 + adult;
                self.person(id(&format!("{path}/person-{adult}")), Role::Adult, surname, phone)
            })
            .collect();
        let family = Family {
            id: id(&path),
            unit,
            name: format!("Familien {surname}"),
            safe_mode: self.chance.one_in(20),
            members: self.members(&path, &adults),
            contacts: self.contacts(&path, contacts),
        };
        let shared = self.lines(SHARED, true);
        self.thread(world, &family, &format!("{path}/traad"), None, &shared);
        for (adult, number) in adults.iter().zip(1..) {
            let own = self.lines(OWN / u32::try_from(adults.len()).unwrap_or(1), false);
            self.thread(world, &family, &format!("{path}/traad-{number}"), Some(adult.id), &own);
        }
        let appointment = self.appointment(world, (&path, number), &family, contacts);
        world.appointments.push(appointment);
        world.persons.extend(adults);
        world.families.push(family);
    }

    fn members(&mut self, path: &str, adults: &[Person]) -> Vec<Member> {
        let member = |number: usize, person: Option<PersonId>, name: String, kind| {
            let id = id(&format!("{path}/medlem-{number}"));
            Member { id, person, name, kind }
        };
        let logins = adults.iter().zip(0..).map(|(adult, number)| {
            member(number, Some(adult.id), adult.given_name.clone(), MemberKind::Adult)
        });
        let mut members: Vec<_> = logins.collect();
        for _ in 0..self.chance.below(4) {
            let name = self.chance.pick(&GIVEN).to_owned();
            members.push(member(members.len(), None, name, MemberKind::Child));
        }
        members
    }

    fn contacts(&mut self, path: &str, staff: [PersonId; 2]) -> Vec<Assignment> {
        let from = self.days.now().plus_days(-90 - i64::from(self.chance.below(900)));
        let numbered = staff.into_iter().zip(0_u8..);
        numbered
            .map(|(staff, number)| Assignment {
                id: id(&format!("{path}/kontakt-{number}")),
                staff,
                from,
                until: None,
            })
            .collect()
    }

    /// Question and answer by turns; where `letter` is set, one letter among them. One in four waits at the end.
    fn lines(&mut self, count: u32, letter: bool) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut day = 3 + i64::from(count) * 2;
        if letter {
            lines.push(me(day, 1015, "Hvad er det for et brev?").letter(self.ending(day)));
        }
        for number in 0..count {
            day -= 1 + i64::from(self.chance.below(2));
            let asks = (number % 2 == 0) != letter;
            let last_answer_missing = number + 1 == count && self.chance.one_in(4);
            lines.push(match (asks || last_answer_missing, self.chance.one_in(2)) {
                (true, _) => me(day, 1120, self.chance.pick(&ASKED)),
                (false, true) => first(day, 1305, self.chance.pick(&ANSWERED)),
                (false, false) => second(day, 1305, self.chance.pick(&ANSWERED)),
            });
        }
        lines
    }

    fn ending(&mut self, day: i64) -> Ending {
        let (who, when) = (Who::First, When::Day(day - 1, 930));
        match self.chance.below(4) {
            0 => Ending::Waiting,
            1 => Ending::Nothing(who, when),
            2 => Ending::WeDoIt(who, when),
            _ => Ending::YouMust(
                who,
                when,
                "ringe til Udbetaling Danmark",
                1 + i64::from(self.chance.below(9)),
            ),
        }
    }

    fn thread(
        &self,
        world: &mut World,
        family: &Family,
        path: &str,
        owner: Option<PersonId>,
        lines: &[Line],
    ) {
        let Some(substitute) = family.contacts.first().map(|contact| contact.staff) else { return };
        let telling =
            Telling { path, days: self.days, owner, family, substitute, page: |_| photo::small_letter() };
        telling.put(world, lines, 0);
    }

    fn appointment(
        &mut self,
        world: &World,
        (path, number): (&str, u32),
        family: &Family,
        contacts: [PersonId; 2],
    ) -> Appointment {
        // No two families of a team at one time: whoever they share has time for both.
        let hour = u16::try_from(number % 8).unwrap_or(0) + 8;
        let starts = self.days.ahead(1 + i64::from(number % 20)).at(clock(hour * 100));
        let of_contacts = world.persons.iter().filter(|person| contacts.contains(&person.id));
        let kinds =
            [AppointmentKind::Meeting, AppointmentKind::HealthConversation, AppointmentKind::HomeVisit];
        let kind = kinds[self.chance.below(3) as usize % kinds.len()];
        let named = |person: &Person| With { person: Some(person.id), name: person.name.clone() };
        Appointment {
            stream: family.id.into(),
            family: family.id,
            interpreter: None,
            cannot_by: None,
            closed_by: None,
            view: AppointmentView {
                id: id(&format!("{path}/aftale")),
                kind,
                state: AppointmentState::Confirmed,
                starts: Some(starts),
                minutes: 60,
                offers: Vec::new(),
                way: Way::Place,
                place: (!family.safe_mode).then(|| "Kulturhuset, lokale 3".to_owned()),
                with: of_contacts.map(named).collect(),
                members: Vec::new(),
                interpreter: None,
                bring: None,
                wish: None,
                cannot: None,
                closing: None,
                on_behalf: None,
                series: None,
                service: None,
                change_by: None,
                revision: 1,
            },
        }
    }
}
