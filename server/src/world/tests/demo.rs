//! What the demo world promises to those who look in.

use std::collections::HashMap;

use indgang_domain::kernel::id::PersonId;
use indgang_domain::kernel::time::Moment;
use indgang_domain::letters::LetterState;
use indgang_domain::policy::Role;

use uuid::Uuid;

use super::{NOWS, WORLDS, active, moment};
use crate::appointments::meeting::calendars;
use crate::world::ids::id;
use crate::world::{Said, Thread, World, demo};

const SLUGS: [&str; 16] = [
    "borger",
    "borger-ar",
    "ung",
    "kontakt-1",
    "kontakt-2",
    "kontakt-3",
    "vikar",
    "teamleder",
    "laege",
    "kliniksocialraadgiver",
    "brobygger",
    "kommune-indgang",
    "sagsbehandler",
    "opsoeger",
    "admin",
    "dpo",
];

#[test]
fn every_promised_login_is_there_once() {
    let worlds = demo(moment(NOWS[0]));
    let slugs: Vec<_> =
        worlds.iter().flat_map(|world| &world.persons).filter_map(|person| person.slug).collect();
    for slug in SLUGS {
        assert_eq!(slugs.iter().filter(|each| **each == slug).count(), 1, "{slug}");
        assert!(worlds[0].persons.iter().any(|person| person.slug == Some(slug)), "{slug} is in København");
    }
}

#[test]
fn the_team_is_as_large_as_told() {
    let [kbh, _] = &demo(moment(NOWS[0]))[..] else { panic!("two municipalities") };
    assert_eq!(kbh.families.len(), 35);
    let staff: Vec<_> = kbh.persons.iter().filter(|person| person.role == Role::Staff).collect();
    assert_eq!(staff.len(), 10);
    let mut caseload: HashMap<_, usize> = HashMap::new();
    for contact in kbh.families.iter().flat_map(active) {
        *caseload.entry(contact).or_default() += 1;
    }
    assert_eq!(caseload[&id::<PersonId>("kbh/kontakt-1")], 8);
    assert!(staff.iter().all(|person| (5..=8).contains(&caseload[&person.id])));
}

#[test]
fn safe_mode_names_no_place() {
    for (_, world) in &*WORLDS {
        for family in world.families.iter().filter(|family| family.safe_mode) {
            let streams: Vec<_> = world.threads.iter().filter(|thread| thread.family == family.id).collect();
            let of_family = world.appointments.iter().filter(|appointment| {
                appointment.stream == family.id.into()
                    || streams.iter().any(|thread| appointment.stream == thread.id.into())
            });
            assert!(of_family.into_iter().all(|appointment| appointment.view.place.is_none()));
        }
    }
}

/// Since when the family has waited in a thread, as the desk counts it.
fn waits_since(world: &World, thread: &Thread) -> Option<Moment> {
    let of_the_team = |said: &Said| {
        world.persons.iter().any(|person| person.id == said.author() && person.role == Role::Staff)
    };
    let unanswered = thread.said.iter().rev().take_while(|said| !of_the_team(said));
    unanswered.last().map(Said::at)
}

#[test]
fn a_contact_person_finds_families_in_every_state() {
    for (now, world) in WORLDS.iter().filter(|(_, world)| !world.absences.is_empty()) {
        let me = id::<PersonId>("kbh/kontakt-1");
        let mine: Vec<_> = world.families.iter().filter(|family| active(family).contains(&me)).collect();
        let threads = |family| world.threads.iter().filter(move |thread: &&Thread| thread.family == family);
        let waits = |family| threads(family).filter_map(|thread| waits_since(world, thread)).min();
        let hours: Vec<_> = mine
            .iter()
            .filter_map(|family| waits(family.id))
            .map(|since| (now.millis() - since.millis()) / 3_600_000)
            .collect();
        assert_eq!(hours.len(), 4, "{hours:?}");
        assert!(hours.iter().any(|hours| *hours < 4) && hours.iter().any(|hours| *hours > 24), "{hours:?}");
        let empty = |family| threads(family).any(|thread| thread.owner.is_none() && thread.said.is_empty());
        assert!(mine.iter().any(|family| empty(family.id)), "a family with nothing yet");
        assert!(world.threads.iter().any(|thread| thread.said.len() == 300), "a long history");
    }
}

#[test]
fn family_one_has_something_new_something_due_and_someone_away() {
    for (now, world) in WORLDS.iter().filter(|(_, world)| !world.absences.is_empty()) {
        let Some(family) = world.families.first() else { panic!("no family") };
        let Some(thread) =
            world.threads.iter().find(|thread| thread.family == family.id && thread.owner.is_none())
        else {
            panic!("no thread")
        };
        let last = i64::try_from(thread.said.len()).unwrap_or(0);
        assert!(thread.seen.contains(&(id("kbh/borger"), last - 2)));
        assert_eq!(waits_since(world, thread), None);
        let due = thread.said.iter().filter_map(|said| match said {
            Said::Letter { state: LetterState::YouMust { by, done: None, .. }, .. } => Some(*by),
            _ => None,
        });
        let meets = world.appointments.iter().filter(|appointment| appointment.stream == family.id.into());
        let next =
            meets.filter_map(|appointment| appointment.view.starts).filter(|starts| *starts > *now).min();
        let today = now.day();
        assert!(due.into_iter().all(|by| by > today && Some(by) < next.map(Moment::day)));
        let away = world.absences.iter().any(|absence| {
            absence.staff == id("kbh/kontakt-2") && (absence.from..=absence.until).contains(&today)
        });
        assert!(away);
    }
}

#[test]
fn nobody_is_in_two_places_at_once() {
    for (_, world) in &*WORLDS {
        let mut times: Vec<(Uuid, Moment, Moment, &str)> = Vec::new();
        for appointment in &world.appointments {
            let view = &appointment.view;
            let family = world.families.iter().find(|family| family.id == appointment.family);
            let name = family.map_or("", |family| family.name.as_str());
            for starts in view.starts.iter().chain(&view.offers) {
                for calendar in calendars(&view.with, appointment.interpreter) {
                    times.push((calendar.0, *starts, view.ends_at(*starts), name));
                }
            }
        }
        times.sort_unstable();
        let both = times.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[1].1 < pair[0].2);
        let both: Vec<_> = both.map(|pair| (pair[0].3, pair[1].3, pair[1].1)).collect();
        assert_eq!(both, []);
    }
}
