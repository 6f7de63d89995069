//! Who sees a meeting, and what may not be said of it.

use indgang_domain::appointments::{
    AppointmentState, CancelAppointment, OfferTimes, OpenAppointment, ProposeAppointment, Way,
};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::AppointmentId;
use indgang_domain::kernel::text::Tongue;
use indgang_domain::kernel::time::Chosen;
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{OpenFamily, Team, TeamCalendar};
use uuid::Uuid;

use super::{agreed, at, line, proposal, set, view};
use crate::demo::{Demo, why};
use crate::stories;

stories! {
    a_private_meeting_is_seen_by_one_alone,
    a_young_person_answers_for_themselves_only,
    the_place_is_kept_from_the_phones_of_a_family_in_safe_mode,
    a_calendar_shows_the_day_and_what_waits,
    whoever_changes_it_second_is_told_of_the_first,
    what_cannot_be_is_refused_and_says_why,
}

async fn a_private_meeting_is_seen_by_one_alone(demo: Demo) {
    let (mother, young, contact) =
        (demo.person("borger").await, demo.person("ung").await, demo.person("kontakt-1").await);
    let own = mother.own_thread().await;
    let meeting = agreed(own, at(1, 9));
    assert_eq!(contact.does(&meeting).await.status, Status::Done);
    let opened = mother.asks(&OpenAppointment { id: meeting.id }).await.expect("hers");
    assert!(opened.line.private);
    assert!(young.asks(&OpenAppointment { id: meeting.id }).await.is_err());
    let held = young.pulls_all(Vec::new()).await.text();
    assert!(!held.contains(&meeting.id.to_string()));
    let shared = mother.family_thread(None).await;
    let wrong = contact.does(&agreed(shared, at(1, 14))).await;
    assert_eq!(
        why(&wrong),
        Some(ProblemKey::Malformed),
        "a meeting stands with the family, not in its thread"
    );
}

async fn a_young_person_answers_for_themselves_only(demo: Demo) {
    let (young, contact) = (demo.person("ung").await, demo.person("kontakt-1").await);
    let (family, own) = (young.family().await, young.own_thread().await);
    let (families, theirs) = (agreed(family, at(1, 9)), agreed(own, at(1, 14)));
    contact.does(&families).await;
    contact.does(&theirs).await;
    let cancel = |id, stream| CancelAppointment { id, stream, why: None, following: false, starts: None };
    let refused = young.does(&cancel(families.id, family.into())).await;
    assert_eq!(why(&refused), Some(ProblemKey::NotAllowed));
    assert_eq!(young.does(&cancel(theirs.id, own.into())).await.status, Status::Done);
    assert_eq!(view(&contact, families.id).await.state, AppointmentState::Confirmed);
}

async fn the_place_is_kept_from_the_phones_of_a_family_in_safe_mode(demo: Demo) {
    let contact = demo.person("kontakt-1").await;
    let team = contact.asks(&Team {}).await.expect("a team");
    let mut safe = None;
    for line in &team.families {
        let opened = contact.asks(&OpenFamily { family: line.family }).await.expect("a family");
        if opened.safe_mode {
            safe = Some(opened);
        }
    }
    let safe = safe.expect("a family in safe mode");
    let meeting = ProposeAppointment { place: line("Blågårds Plads 3"), ..agreed(safe.family, at(1, 9)) };
    assert_eq!(contact.does(&meeting).await.status, Status::Done);
    assert_eq!(
        view(&contact, meeting.id).await.place.as_deref(),
        Some("Blågårds Plads 3"),
        "the team goes there"
    );
    let adult = safe.members.iter().find_map(|member| member.person).expect("a login");
    let adult = demo.logs_in(contact.viewer().municipality, adult).await;
    assert_eq!(view(&adult, meeting.id).await.place, None);
    let held = adult.pulls_all(Vec::new()).await.text();
    assert!(!held.contains("Blågårds Plads"), "nor does it travel");
}

async fn a_calendar_shows_the_day_and_what_waits(demo: Demo) {
    let contact = demo.person("kontakt-1").await;
    let family = contact.asks(&Team {}).await.expect("a team").families[0].family;
    let meeting = agreed(family, at(4, 8));
    contact.does(&meeting).await;
    let day = at(4, 8).day();
    let shown = contact.asks(&TeamCalendar { from: day, days: 1 }).await.expect("a day");
    let its: Vec<_> = shown.meetings.iter().map(|meeting| meeting.line.view.id).collect();
    assert!(its.contains(&meeting.id));
    assert!(shown.meetings.iter().all(|meeting| meeting.line.view.starts.expect("a time").day() == day));
    assert_eq!(shown.wanted.len(), 2, "a wish, and one that cannot come");
    assert_eq!(shown.offered.len(), 1);
    assert!(shown.slots.iter().all(|slot| slot.view.starts.day() == day));
    let week = contact.asks(&TeamCalendar { from: day.monday(), days: 7 }).await.expect("a week");
    assert!(week.meetings.len() >= shown.meetings.len());
    assert!(week.slots.iter().any(|slot| slot.mine) && week.slots.iter().any(|slot| !slot.mine));
    let wrong = contact.asks(&TeamCalendar { from: day, days: 8 }).await;
    assert_eq!(wrong.map_err(|problem| problem.key).err(), Some(ProblemKey::DatesTooFar));
}

async fn whoever_changes_it_second_is_told_of_the_first(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let meeting = proposal(family, &[at(1, 9), at(1, 14)]);
    contact.does(&meeting).await;
    let hers = set(&mother, meeting.id, family, at(1, 9)).await;
    let offer =
        OfferTimes { id: meeting.id, stream: family.into(), revision: 1, times: vec![Chosen(at(2, 9))] };
    assert_eq!(contact.does(&offer).await.status, Status::Done);
    let late = mother.does(&hers).await;
    assert_eq!((late.status, why(&late)), (Status::Conflict, Some(ProblemKey::Conflict)));
}

async fn what_cannot_be_is_refused_and_says_why(demo: Demo) {
    let (mother, contact, stranger) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let family = mother.family().await;
    let good = agreed(family, at(1, 9));
    let cases = [
        (ProposeAppointment { minutes: 7, ..good.clone() }, ProblemKey::TimeWrong, "minutes"),
        (ProposeAppointment { times: Vec::new(), ..good.clone() }, ProblemKey::TimeWrong, "times"),
        (
            ProposeAppointment { times: vec![Chosen(at(1, 9).plus_millis(1))], ..good.clone() },
            ProblemKey::TimeWrong,
            "times",
        ),
        (
            ProposeAppointment {
                agreed: false,
                times: vec![Chosen(at(1, 9)), Chosen(at(1, 9))],
                ..good.clone()
            },
            ProblemKey::TimeTaken,
            "times",
        ),
        (
            ProposeAppointment { times: vec![Chosen(at(400, 9))], ..good.clone() },
            ProblemKey::DatesTooFar,
            "times",
        ),
        (
            ProposeAppointment { agreed: false, times: vec![Chosen(at(-1, 9))], ..good.clone() },
            ProblemKey::TimeWrong,
            "times",
        ),
        (ProposeAppointment { way: Way::Video, ..good.clone() }, ProblemKey::LinkWrong, "place"),
        (ProposeAppointment { way: Way::Phone, ..good.clone() }, ProblemKey::PlaceMissing, "place"),
        (
            ProposeAppointment { with: vec![mother.viewer().person], ..good.clone() },
            ProblemKey::NotStaffHere,
            "with",
        ),
        (
            ProposeAppointment { interpreter: Tongue::parse("vi").ok(), ..good.clone() },
            ProblemKey::NoInterpreter,
            "interpreter",
        ),
        (ProposeAppointment { every_weeks: Some(1), ..good.clone() }, ProblemKey::TimeWrong, "every_weeks"),
    ];
    let before = demo.rows().await;
    for (command, key, field) in cases {
        let outcome =
            contact.does(&ProposeAppointment { id: AppointmentId(Uuid::now_v7()), ..command }).await;
        let problem = outcome.problem.expect("a problem");
        assert_eq!((problem.key, problem.field.as_deref()), (key, Some(field)));
    }
    assert_eq!(why(&mother.does(&good).await), Some(ProblemKey::NotAllowed));
    assert_eq!(why(&stranger.does(&good).await), Some(ProblemKey::NotFound));
    let mut after = demo.rows().await;
    after.insert("outcomes".to_owned(), before["outcomes"]);
    assert_eq!(after, before, "a refused meeting leaves nothing but its outcome");
}
