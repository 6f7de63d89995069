//! Someone is away: the family sees who stands in, and who stands in sees the family, for that long.

use indgang_domain::envelope::Status;
use indgang_domain::families::AssignContact;
use indgang_domain::home::Home;
use indgang_domain::kernel::id::{AbsenceId, AssignmentId, UnitId};
use indgang_domain::messages::OpenThread;
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{EndAbsence, OpenUnit, SetAbsence};
use indgang_server::store::args;
use uuid::Uuid;

use crate::demo::{Demo, Someone, now, why};
use crate::stories;

stories! {
    who_stands_in_has_the_thread_now_and_no_longer_than_that,
    an_absence_ends_by_itself,
    only_present_and_coming_absences_are_shown,
    whoever_arranges_it_learns_nothing_of_the_families,
    a_coming_absence_gives_nothing_yet,
    whoever_becomes_contact_person_while_away_is_stood_in_for_too,
    only_colleagues_stand_in_and_only_for_days_to_come,
    nobody_opens_a_colleagues_families_to_themselves,
    others_than_the_unit_have_no_say_in_it,
}

pub(crate) async fn unit(someone: &Someone) -> UnitId {
    someone.asks(&OpenUnit {}).await.expect("a unit").unit.expect("a unit")
}

pub(crate) async fn away(
    staff: &Someone,
    substitute: &Someone,
    days: std::ops::RangeInclusive<i64>,
) -> SetAbsence {
    let today = now().day();
    SetAbsence {
        id: AbsenceId(Uuid::now_v7()),
        unit: unit(staff).await,
        staff: staff.viewer().person,
        substitute: substitute.viewer().person,
        from: today.plus(*days.start()),
        until: today.plus(*days.end()),
    }
}

async fn who_stands_in_has_the_thread_now_and_no_longer_than_that(demo: Demo) {
    let (mother, contact, stand_in) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let (thread, own, family) =
        (mother.family_thread(None).await, mother.own_thread().await, mother.family().await);
    assert_eq!(why(&stand_in.says(thread, "Hej").await), Some(ProblemKey::NotFound));
    let before = stand_in.pulls_all(Vec::new()).await;
    let absence = away(&contact, &stand_in, 0..=3).await;
    assert_eq!(contact.does(&absence).await.status, Status::Done);

    let cards = mother.asks(&Home {}).await.expect("a home").contacts;
    let card = cards.iter().find(|card| card.face.person == contact.viewer().person).expect("a card");
    let on_card = card.away.as_ref().expect("away");
    assert_eq!((on_card.substitute.person, on_card.until), (stand_in.viewer().person, absence.until));
    assert_eq!(stand_in.reads(thread).await, contact.reads(thread).await, "all that was said");
    assert_eq!(stand_in.says(thread, "Jeg er her, til Nadia er tilbage.").await.status, Status::Done);
    assert_eq!(contact.says(thread, "Tak!").await.status, Status::Done, "who is away keeps the thread");
    let held = stand_in.pulls_all(before.cursors).await;
    for stream in [thread.0, own.0, family.0] {
        assert!(
            held.of(indgang_domain::kernel::id::StreamId(stream)).iter().any(|news| !news.entries.is_empty())
        );
    }

    assert_eq!(contact.does(&EndAbsence { id: absence.id, unit: absence.unit }).await.status, Status::Done);
    let gone = stand_in.pulls_all(held.cursors).await;
    assert!(gone.forgets(thread) && gone.forgets(own) && gone.forgets(family));
    assert!(stand_in.asks(&OpenThread { thread, before: None }).await.is_err());
    assert_eq!(why(&stand_in.says(thread, "Endnu en").await), Some(ProblemKey::NotFound));
    let cards = mother.asks(&Home {}).await.expect("a home").contacts;
    assert!(cards.iter().all(|card| card.face.person != contact.viewer().person || card.away.is_none()));
    let again = contact.does(&EndAbsence { id: absence.id, unit: absence.unit }).await;
    assert_eq!(why(&again), Some(ProblemKey::NotFound));
}

async fn whoever_arranges_it_learns_nothing_of_the_families(demo: Demo) {
    let (away_one, stand_in, colleague) =
        (demo.person("kontakt-1").await, demo.person("kontakt-2").await, demo.person("kontakt-3").await);
    let absence = away(&away_one, &stand_in, 0..=3).await;
    let mine = colleague.pulls_all(Vec::new()).await.cursors;
    let envelope = colleague.envelope(&absence);
    let arranged = colleague.settle(envelope.clone()).await;
    assert_eq!(arranged.status, Status::Done);
    assert!(arranged.at.contains_key(&absence.unit.into()));
    for stream in arranged.at.keys() {
        assert!(mine.iter().any(|cursor| cursor.stream == *stream), "the answer names a stranger's stream");
    }
    assert_eq!(colleague.settle(envelope).await, arranged, "nor does the stored one");
}

async fn only_present_and_coming_absences_are_shown(demo: Demo) {
    let (mother, contact, stand_in) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    assert_eq!(contact.does(&away(&contact, &stand_in, 0..=1).await).await.status, Status::Done);
    let phone = stand_in.asks(&OpenUnit {}).await.expect("a unit").colleagues;
    let phone = phone.iter().find(|colleague| colleague.face.person == stand_in.viewer().person);
    let phone = &phone.expect("a colleague").face.phone;
    assert!(mother.pulls_all(Vec::new()).await.text().contains(phone), "whom to call now");
    let after = mother.at(now().plus_days(2)).pulls_all(Vec::new()).await;
    assert!(!after.text().contains(phone), "a former substitute's number is no longer theirs");
}

async fn an_absence_ends_by_itself(demo: Demo) {
    let (mother, contact, stand_in) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let thread = mother.family_thread(None).await;
    contact.does(&away(&contact, &stand_in, 0..=1).await).await;
    let (last, after) = (stand_in.at(now().plus_days(1)), stand_in.at(now().plus_days(2)));
    assert_eq!(last.says(thread, "Den sidste dag").await.status, Status::Done);
    assert_eq!(why(&after.says(thread, "Dagen efter").await), Some(ProblemKey::NotFound));
    let held = last.pulls_all(Vec::new()).await;
    assert!(after.pulls_all(held.cursors).await.forgets(thread));
    let cards = mother.at(now().plus_days(2)).asks(&Home {}).await.expect("a home").contacts;
    assert!(cards.iter().all(|card| card.face.person != contact.viewer().person || card.away.is_none()));
}

async fn a_coming_absence_gives_nothing_yet(demo: Demo) {
    let (mother, contact, stand_in) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let thread = mother.family_thread(None).await;
    assert_eq!(contact.does(&away(&contact, &stand_in, 2..=3).await).await.status, Status::Done);
    assert!(stand_in.asks(&OpenThread { thread, before: None }).await.is_err());
    assert!(stand_in.at(now().plus_days(2)).asks(&OpenThread { thread, before: None }).await.is_ok());
}

async fn whoever_becomes_contact_person_while_away_is_stood_in_for_too(demo: Demo) {
    let (mother, lead, staff, stand_in) = (
        demo.person("borger").await,
        demo.person("teamleder").await,
        demo.person("kontakt-3").await,
        demo.person("vikar").await,
    );
    // Not through the absence of family one's own contact person.
    demo.forces(
        "DELETE FROM grants WHERE person = $1 AND lens = 'substitute'",
        args![stand_in.viewer().person],
    )
    .await;
    let thread = mother.family_thread(None).await;
    assert_eq!(staff.does(&away(&staff, &stand_in, 0..=3).await).await.status, Status::Done);
    let (id, family) = (AssignmentId(Uuid::now_v7()), mother.family().await);
    assert_eq!(
        lead.does(&AssignContact { id, family, staff: staff.viewer().person }).await.status,
        Status::Done
    );
    let cards = mother.asks(&Home {}).await.expect("a home").contacts;
    let card = cards.iter().find(|card| card.id == id).expect("a card");
    assert_eq!(card.away.as_ref().map(|away| away.substitute.person), Some(stand_in.viewer().person));
    assert_eq!(stand_in.says(thread, "Jeg står her på kortet.").await.status, Status::Done);
}

async fn only_colleagues_stand_in_and_only_for_days_to_come(demo: Demo) {
    let (contact, doctor, elsewhere) =
        (demo.person("kontakt-1").await, demo.person("laege").await, demo.person("holbaek-kontakt").await);
    let stand_in = demo.person("kontakt-3").await;
    for other in [&doctor, &elsewhere] {
        let problem = contact.does(&away(&contact, other, 0..=3).await).await.problem.expect("a problem");
        assert_eq!((problem.key, problem.field.as_deref()), (ProblemKey::NotStaffHere, Some("substitute")));
    }
    let by_doctor = SetAbsence { staff: doctor.viewer().person, ..away(&contact, &stand_in, 0..=3).await };
    assert_eq!(why(&contact.does(&by_doctor).await), Some(ProblemKey::NotStaffHere));
    assert_eq!(
        why(&contact.does(&away(&contact, &contact, 0..=3).await).await),
        Some(ProblemKey::NotStaffHere)
    );
    assert_eq!(
        why(&contact.does(&away(&contact, &stand_in, -3..=-1).await).await),
        Some(ProblemKey::DatesReversed)
    );
    for (days, field) in [(-15..=3, "from"), (0..=367, "until"), (2_000_000..=2_500_000, "until")] {
        let problem = contact.does(&away(&contact, &stand_in, days).await).await.problem.expect("a problem");
        assert_eq!((problem.key, problem.field.as_deref()), (ProblemKey::DatesTooFar, Some(field)));
    }
    demo.forces(
        "UPDATE persons SET unit = $2 WHERE id = $1",
        args![doctor.viewer().person, unit(&contact).await],
    )
    .await;
    let by_a_doctor = contact.does(&away(&contact, &doctor, 0..=3).await).await;
    assert_eq!(
        why(&by_a_doctor),
        Some(ProblemKey::NotStaffHere),
        "whoever is in the unit, but not of the team"
    );
    let absence = away(&contact, &stand_in, 0..=3).await;
    let reversed = SetAbsence { from: absence.until, until: absence.from, ..absence };
    assert_eq!(why(&contact.does(&reversed).await), Some(ProblemKey::DatesReversed));
}

async fn nobody_opens_a_colleagues_families_to_themselves(demo: Demo) {
    let (contact, colleague, lead) =
        (demo.person("kontakt-1").await, demo.person("kontakt-3").await, demo.person("teamleder").await);
    let to_oneself = away(&contact, &colleague, 0..=3).await;
    let problem = colleague.does(&to_oneself).await.problem.expect("a problem");
    assert_eq!((problem.key, problem.field.as_deref()), (ProblemKey::NotStaffHere, Some("substitute")));
    assert_eq!(
        lead.does(&away(&contact, &lead, 0..=3).await).await.status,
        Status::Done,
        "but who leads may"
    );
    assert_eq!(contact.does(&to_oneself).await.status, Status::Done, "and who is away gives them");
    let sql =
        "SELECT COUNT(*) AS n FROM audit WHERE event = 'Staff.SetAbsence' AND stream = $1 AND subject = $2";
    let family = demo.person("borger").await.family().await;
    let told = crate::demo::count(&demo, sql, args![family, colleague.viewer().person]).await;
    assert_eq!(told, 1, "it stands with each family that it opens");
}

async fn others_than_the_unit_have_no_say_in_it(demo: Demo) {
    let (contact, stand_in) = (demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let absence = away(&contact, &stand_in, 0..=3).await;
    for slug in ["borger", "ung", "laege", "admin", "holbaek-kontakt", "holbaek-teamleder"] {
        let other = demo.person(slug).await;
        assert_eq!(why(&other.does(&absence).await), Some(ProblemKey::NotFound), "{slug} sets");
        let end = EndAbsence { id: absence.id, unit: absence.unit };
        assert_eq!(why(&other.does(&end).await), Some(ProblemKey::NotFound), "{slug} ends");
    }
    let colleague = demo.person("kontakt-2").await;
    assert_eq!(colleague.does(&absence).await.status, Status::Done, "any colleague may arrange it");
}
