//! Interpreters: as many as a unit has.

use indgang_domain::appointments::ProposeAppointment;
use indgang_domain::envelope::Status;
use indgang_domain::kernel::text::Tongue;
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::OpenUnit;
use indgang_server::store::args;
use uuid::Uuid;

use crate::appointments::{at, proposal};
use crate::booking::times;
use crate::demo::{Demo, Someone, why};
use crate::stories;

stories! {
    many_interpreters_hide_no_contact_person,
    where_all_of_many_interpreters_are_taken_none_is_free,
    beyond_what_is_looked_into_nobody_counts_as_free,
}

/// So many more who interpret Arabic, with ids before or after everyone else's; none of them keeps time free.
async fn more(demo: &Demo, contact: &Someone, count: u128, from: Uuid) {
    let unit = contact.asks(&OpenUnit {}).await.unwrap().unit.unwrap();
    for number in 0..count {
        demo.forces(
            "INSERT INTO interpreters (municipality, id, unit, name, tongues) VALUES ($1, $2, $3, 'En tolk', '[\"ar\"]')",
            args![contact.viewer().municipality, Uuid::from_u128(from.as_u128() + number), unit],
        )
        .await;
    }
}

fn first() -> Uuid {
    Uuid::from_u128(1)
}

async fn many_interpreters_hide_no_contact_person(demo: Demo) {
    let (mother, contact) = (demo.person("borger-ar").await, demo.person("kontakt-1").await);
    let before = times(&mother, Some("ar")).await;
    assert!(!before.is_empty());
    more(&demo, &contact, 20, first()).await;
    assert!(times(&mother, Some("ar")).await == before);
}

fn interpreted(family: indgang_domain::kernel::id::FamilyId) -> ProposeAppointment {
    let interpreter = Tongue::parse("ar").ok();
    ProposeAppointment { agreed: true, interpreter, ..proposal(family, &[at(9, 9)]) }
}

/// They are somewhere else all that day.
async fn take_all(demo: &Demo, family: indgang_domain::kernel::id::FamilyId) {
    demo.forces(
        "INSERT INTO occupancy (municipality, calendar, tick, first_tick, holder, until_at) \
         SELECT i.municipality, i.id, $2, $2, $3, $4 FROM interpreters i JOIN families f \
         ON f.municipality = i.municipality AND f.id = $1 AND f.unit = i.unit",
        args![family, at(9, 9).millis() / 300_000, Uuid::now_v7(), at(9, 10)],
    )
    .await;
}

async fn where_all_of_many_interpreters_are_taken_none_is_free(demo: Demo) {
    let contact = demo.person("kontakt-1").await;
    let family = demo.person("borger").await.family().await;
    more(&demo, &contact, 20, first()).await;
    take_all(&demo, family).await;
    assert_eq!(why(&contact.does(&interpreted(family)).await), Some(ProblemKey::NotFree));
    more(&demo, &contact, 1, Uuid::max().as_u128().checked_sub(1).map(Uuid::from_u128).unwrap()).await;
    assert_eq!(contact.does(&interpreted(family)).await.status, Status::Done, "the last of them");
}

async fn beyond_what_is_looked_into_nobody_counts_as_free(demo: Demo) {
    let (mother, contact) = (demo.person("borger-ar").await, demo.person("kontakt-1").await);
    let family = demo.person("borger").await.family().await;
    more(&demo, &contact, 100, first()).await;
    take_all(&demo, family).await;
    assert_eq!(why(&contact.does(&interpreted(family)).await), Some(ProblemKey::NotFree));
    assert!(times(&mother, Some("ar")).await.is_empty());
}
