//! What must hold of every world, whatever day it is.

mod demo;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use indgang_domain::kernel::id::PersonId;
use indgang_domain::kernel::text::{Line, MessageText};
use indgang_domain::kernel::time::Moment;
use indgang_domain::letters::LetterState;
use indgang_domain::policy::Role;
use uuid::Uuid;

use super::{Family, Said, World, demo, synthetic};

/// A working day, a weekend, shortly after midnight, and both clock changes.
const NOWS: [&str; 6] = [
    "2026-11-18T10:00:00Z",
    "2026-11-21T12:00:00Z",
    "2026-06-01T22:05:00Z",
    "2026-03-29T00:30:00Z",
    "2026-10-25T01:10:00Z",
    "2027-01-01T06:00:00Z",
];

fn moment(text: &str) -> Moment {
    text.parse().unwrap_or(Moment::EPOCH)
}

/// Every world of every such day, made once.
static WORLDS: LazyLock<Vec<(Moment, World)>> = LazyLock::new(|| {
    let every = |now| demo(now).into_iter().chain(synthetic(80, 7, now)).map(move |world| (now, world));
    NOWS.into_iter().map(moment).flat_map(every).collect()
});

fn said_id(said: &Said) -> Uuid {
    match said {
        Said::Message { id, .. } => id.0,
        Said::Letter { id, .. } => id.0,
    }
}

fn active(family: &Family) -> Vec<PersonId> {
    family.contacts.iter().filter(|contact| contact.until.is_none()).map(|contact| contact.staff).collect()
}

#[test]
fn the_same_world_at_every_start() {
    let now = moment(NOWS[0]);
    assert_eq!(demo(now), demo(now));
    assert!(synthetic(40, 1, now).eq(synthetic(40, 1, now)));
    let ids = |now| demo(moment(now)).iter().flat_map(ids).collect::<Vec<_>>();
    assert_eq!(ids(NOWS[0]), ids(NOWS[3]));
}

fn ids(world: &World) -> Vec<Uuid> {
    let mut ids = vec![world.municipality.id.0];
    ids.extend(world.administrations.iter().map(|administration| administration.id));
    ids.extend(world.units.iter().map(|unit| unit.id.0));
    ids.extend(world.persons.iter().map(|person| person.id.0));
    ids.extend(world.absences.iter().map(|absence| absence.id.0));
    ids.extend(world.templates.iter().map(|template| template.id.0));
    ids.extend(world.blobs.iter().map(|blob| blob.id.0));
    ids.extend(world.appointments.iter().map(|appointment| appointment.view.id.0));
    for family in &world.families {
        ids.push(family.id.0);
        ids.extend(family.members.iter().map(|member| member.id.0));
        ids.extend(family.contacts.iter().map(|contact| contact.id.0));
    }
    for thread in &world.threads {
        ids.push(thread.id.0);
        ids.extend(thread.said.iter().map(said_id));
    }
    ids
}

#[test]
fn no_id_names_two_things() {
    let now = moment(NOWS[0]);
    let all: Vec<_> = demo(now).iter().flat_map(ids).collect();
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    let shared = |world: &World| world.administrations.len() + 1;
    let teams: Vec<_> = synthetic(120, 3, now).collect();
    let all: Vec<_> = teams.iter().flat_map(ids).collect();
    let repeated: usize = teams.iter().skip(1).map(shared).sum();
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len() - repeated);
}

#[test]
fn every_family_has_two_contact_persons_but_one() {
    for (_, world) in &*WORLDS {
        let short = world.families.iter().filter(|family| active(family).len() == 1).count();
        assert_eq!(short, usize::from(world.families.len() == 35 && world.absences.len() == 1));
        for family in &world.families {
            let contacts = active(family);
            assert!(
                (1..=2).contains(&contacts.len()) && contacts.first() != contacts.get(1),
                "{}",
                family.name
            );
            let away = |staff: &PersonId| world.absences.iter().find(|absence| absence.staff == *staff);
            let substitutes = contacts.iter().filter_map(away).map(|absence| absence.substitute);
            assert!(
                substitutes.into_iter().all(|substitute| !contacts.contains(&substitute)),
                "{}",
                family.name
            );
        }
    }
}

#[test]
fn only_those_who_may_write_have_written() {
    for (_, world) in &*WORLDS {
        let families: HashMap<_, _> = world.families.iter().map(|family| (family.id, family)).collect();
        for thread in &world.threads {
            let Some(family) = families.get(&thread.family) else { panic!("{} has no family", thread.id) };
            let contacts = active(family);
            for said in &thread.said {
                let author = said.author();
                let day = said.at().day();
                let stands_in = world.absences.iter().any(|absence| {
                    absence.substitute == author
                        && contacts.contains(&absence.staff)
                        && (absence.from..=absence.until).contains(&day)
                });
                let is_away = world
                    .absences
                    .iter()
                    .any(|absence| absence.staff == author && (absence.from..=absence.until).contains(&day));
                let of_the_team = (contacts.contains(&author) && !is_away) || stands_in;
                let adult =
                    world.persons.iter().any(|person| person.id == author && person.role == Role::Adult);
                let of_the_family = match thread.owner {
                    Some(owner) => owner == author,
                    None => adult && family.members.iter().any(|member| member.person == Some(author)),
                };
                assert!(of_the_team || of_the_family, "{} {said:?}", family.name);
            }
        }
    }
}

#[test]
fn everyone_with_a_login_has_an_own_thread_and_every_family_one() {
    for (_, world) in &*WORLDS {
        for family in &world.families {
            let own: Vec<_> = world.threads.iter().filter(|thread| thread.family == family.id).collect();
            let owners: Vec<_> = own.iter().filter_map(|thread| thread.owner).collect();
            let logins: Vec<_> = family.members.iter().filter_map(|member| member.person).collect();
            assert_eq!(owners, logins, "{}", family.name);
            assert_eq!(own.len(), logins.len() + 1, "{}", family.name);
        }
    }
}

#[test]
fn what_was_said_stands_in_order_and_lies_in_the_past() {
    for (now, world) in &*WORLDS {
        for thread in &world.threads {
            assert!(thread.said.is_sorted_by_key(Said::at));
            assert!(thread.said.iter().all(|said| said.at() <= *now));
            let last = i64::try_from(thread.said.len()).unwrap_or(0);
            assert!(thread.seen.iter().all(|(_, read)| (1..=last).contains(read)));
        }
    }
}

#[test]
fn texts_are_such_as_people_may_send() {
    for (_, world) in &*WORLDS {
        let blobs: HashMap<_, _> = world.blobs.iter().map(|blob| (blob.id, blob)).collect();
        for (thread, said) in
            world.threads.iter().flat_map(|thread| thread.said.iter().map(move |said| (thread, said)))
        {
            let photos = match said {
                Said::Message { text, photos, .. } => {
                    assert_eq!(MessageText::parse(text).map(String::from).as_ref(), Ok(text));
                    photos
                }
                Said::Letter { note, photos, state, ended, .. } => {
                    assert!(note.as_ref().is_none_or(|note| Line::parse(note).is_ok()));
                    assert_eq!(*state == LetterState::Waiting, ended.is_none());
                    assert!(!photos.is_empty());
                    photos
                }
            };
            for photo in photos {
                let blob = blobs[&photo.blob];
                assert_eq!(blob.stream, thread.id.into());
                assert_eq!((blob.width, blob.height), (photo.width, photo.height));
                assert!(blob.bytes.starts_with(b"\xff\xd8"), "a JPEG");
            }
        }
    }
}
