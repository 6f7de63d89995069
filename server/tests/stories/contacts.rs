//! The team lead gives a family its contact persons, and takes them away.

use indgang_domain::envelope::Status;
use indgang_domain::families::{AssignContact, EndContact, NoteOpened};
use indgang_domain::home::Home;
use indgang_domain::kernel::id::{AssignmentId, FamilyId};
use indgang_domain::messages::OpenThread;
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{OpenFamily, Team};
use indgang_server::store::args;
use uuid::Uuid;

use crate::demo::{Demo, Someone, why};
use crate::stories;

stories! {
    a_new_contact_person_sees_all_that_was_said,
    a_former_contact_person_forgets_the_family,
    who_stood_in_for_a_former_contact_person_forgets_it_too,
    only_the_lead_assigns_and_only_colleagues,
    an_assignment_is_given_and_ended_once,
    the_lead_sees_the_family_and_no_word_of_its_threads,
}

pub(crate) fn give(family: FamilyId, staff: &Someone) -> AssignContact {
    AssignContact { id: AssignmentId(Uuid::now_v7()), family, staff: staff.viewer().person }
}

/// Ends someone's assignment to a family.
pub(crate) async fn end(lead: &Someone, family: FamilyId, staff: &Someone) -> EndContact {
    let contacts = lead.asks(&OpenFamily { family }).await.expect("a family").contacts;
    let card =
        contacts.iter().find(|card| card.face.person == staff.viewer().person).expect("a contact person");
    EndContact { id: card.id, family }
}

async fn a_new_contact_person_sees_all_that_was_said(demo: Demo) {
    let (mother, lead, new) =
        (demo.person("borger").await, demo.person("teamleder").await, demo.person("kontakt-3").await);
    let (thread, own, family) =
        (mother.family_thread(None).await, mother.own_thread().await, mother.family().await);
    let held = new.pulls_all(Vec::new()).await;
    assert_eq!(lead.does(&give(family, &new)).await.status, Status::Done);
    assert_eq!(new.reads(thread).await, mother.reads(thread).await);
    assert_eq!(new.reads(own).await, mother.reads(own).await);
    assert!(new.asks(&Team {}).await.expect("a team").families.iter().any(|line| line.family == family));
    let news = new.pulls_all(held.cursors).await;
    assert!(news.of(thread).iter().map(|news| news.entries.len()).sum::<usize>() > 20, "from the beginning");
    assert!(!news.of(own).is_empty() && !news.of(family).is_empty());
    assert_eq!(new.says(thread, "Hej, jeg er ny her.").await.status, Status::Done);
    let cards = mother.asks(&Home {}).await.expect("a home").contacts;
    assert_eq!(cards.last().map(|card| card.face.person), Some(new.viewer().person), "the newest last");
}

async fn a_former_contact_person_forgets_the_family(demo: Demo) {
    let (mother, lead, former) =
        (demo.person("borger").await, demo.person("teamleder").await, demo.person("kontakt-1").await);
    let (thread, own, family) =
        (mother.family_thread(None).await, mother.own_thread().await, mother.family().await);
    let held = former.pulls_all(Vec::new()).await;
    let ending = end(&lead, family, &former).await;
    assert_eq!(lead.does(&ending).await.status, Status::Done);
    let news = former.pulls_all(held.cursors).await;
    assert!(news.forgets(thread) && news.forgets(own) && news.forgets(family));
    assert!(former.asks(&OpenThread { thread, before: None }).await.is_err());
    assert!(former.asks(&OpenFamily { family }).await.is_err());
    assert_eq!(why(&former.says(thread, "Jeg er her stadig").await), Some(ProblemKey::NotFound));
    assert_eq!(why(&former.does(&NoteOpened { family }).await), Some(ProblemKey::NotFound));
    let cards = mother.asks(&Home {}).await.expect("a home").contacts;
    assert!(cards.iter().all(|card| card.id != ending.id));
    let told = mother.pulls_all(Vec::new()).await;
    let entries: Vec<_> = told
        .of(family)
        .iter()
        .flat_map(|news| &news.entries)
        .filter(|entry| entry.id == ending.id.0)
        .collect();
    assert!(entries.iter().all(|entry| entry.view.is_none()), "gone on the family's devices too");
    assert_eq!(entries.len(), 1);
}

async fn who_stood_in_for_a_former_contact_person_forgets_it_too(demo: Demo) {
    let (mother, lead, away, stand_in) = (
        demo.person("borger").await,
        demo.person("teamleder").await,
        demo.person("kontakt-2").await,
        demo.person("vikar").await,
    );
    let (thread, family) = (mother.family_thread(None).await, mother.family().await);
    let held = stand_in.pulls_all(Vec::new()).await;
    assert_eq!(stand_in.says(thread, "Jeg står her for Jonas.").await.status, Status::Done);
    assert_eq!(lead.does(&end(&lead, family, &away).await).await.status, Status::Done);
    assert_eq!(why(&stand_in.says(thread, "Og nu?").await), Some(ProblemKey::NotFound));
    assert!(stand_in.pulls_all(held.cursors).await.forgets(thread));
}

async fn only_the_lead_assigns_and_only_colleagues(demo: Demo) {
    let (mother, lead, staff) =
        (demo.person("borger").await, demo.person("teamleder").await, demo.person("kontakt-3").await);
    let family = mother.family().await;
    for (slug, expected) in [
        ("borger", ProblemKey::NotAllowed),
        ("ung", ProblemKey::NotAllowed),
        ("kontakt-1", ProblemKey::NotAllowed),
        ("kontakt-3", ProblemKey::NotFound),
        ("borger-ar", ProblemKey::NotFound),
        ("admin", ProblemKey::NotFound),
        ("holbaek-teamleder", ProblemKey::NotFound),
    ] {
        let other = demo.person(slug).await;
        assert_eq!(why(&other.does(&give(family, &staff)).await), Some(expected), "{slug} assigns");
        let ending = end(&lead, family, &demo.person("kontakt-1").await).await;
        assert_eq!(why(&other.does(&ending).await), Some(expected), "{slug} ends");
    }
    for slug in ["laege", "borger-ar", "admin", "holbaek-kontakt"] {
        let outcome = lead.does(&give(family, &demo.person(slug).await)).await;
        assert_eq!(why(&outcome), Some(ProblemKey::NotStaffHere), "{slug} is assigned");
    }
    let admin = demo.person("admin").await;
    let unit = super::absences::unit(&lead).await;
    demo.forces("UPDATE persons SET unit = $2 WHERE id = $1", args![admin.viewer().person, unit]).await;
    assert_eq!(
        why(&lead.does(&give(family, &admin)).await),
        Some(ProblemKey::NotStaffHere),
        "of the unit, not the team"
    );
    let elsewhere = demo.person("holbaek-borger").await.family().await;
    assert_eq!(why(&lead.does(&give(elsewhere, &staff)).await), Some(ProblemKey::NotFound));
}

async fn an_assignment_is_given_and_ended_once(demo: Demo) {
    let (mother, lead, staff) =
        (demo.person("borger").await, demo.person("teamleder").await, demo.person("kontakt-3").await);
    let (family, thread) = (mother.family().await, mother.family_thread(None).await);
    assert_eq!(lead.does(&give(family, &staff)).await.status, Status::Done);
    assert_eq!(lead.does(&give(family, &staff)).await.status, Status::Refused, "they are one already");
    let later = lead.at(crate::demo::now().plus_days(1));
    let ending = end(&later, family, &staff).await;
    assert_eq!(later.does(&ending).await.status, Status::Done);
    assert_eq!(why(&later.does(&ending).await), Some(ProblemKey::NotFound));
    // And they may come back.
    let back = lead.at(crate::demo::now().plus_days(2));
    assert_eq!(back.does(&give(family, &staff)).await.status, Status::Done);
    assert_eq!(
        staff.at(crate::demo::now().plus_days(2)).says(thread, "Tilbage igen").await.status,
        Status::Done
    );
}

async fn the_lead_sees_the_family_and_no_word_of_its_threads(demo: Demo) {
    let (mother, lead) = (demo.person("borger").await, demo.person("teamleder").await);
    let (family, thread) = (mother.family().await, mother.family_thread(None).await);
    mother.says(thread, "Kun for jer to: hemmeligt-ord").await;
    let seen = lead.asks(&OpenFamily { family }).await.expect("a family");
    assert!(!seen.members.is_empty() && !seen.contacts.is_empty());
    assert!(seen.threads.is_empty() && seen.letters.is_empty());
    assert!(lead.asks(&Team {}).await.expect("a team").families.len() >= 20, "every family of the unit");
    let pulled = lead.pulls_all(Vec::new()).await;
    assert!(pulled.of(thread).is_empty());
    assert!(!pulled.text().contains("hemmeligt-ord"));
}
