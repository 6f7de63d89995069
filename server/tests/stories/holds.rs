//! What is held is one person's, for as long as it is held and no longer; and nobody takes more than their share.

use indgang_domain::appointments::{
    AppointmentKind, AppointmentState, CancelAppointment, ProposeAppointment,
};
use indgang_domain::booking::{BookHeld, HOLD, HoldTime, LetGo, WishForTime};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{AppointmentId, StreamId};
use indgang_domain::problem::ProblemKey;
use indgang_server::store::{Arg, args};
use uuid::Uuid;

use crate::appointments::{at, proposal, view};
use crate::booking::{books, hold, service, times};
use crate::demo::{Demo, Someone, count, now, why};
use crate::stories;

stories! {
    what_expired_while_one_waited_is_whose_it_is_by_then,
    an_agreed_meeting_is_not_let_go_by_a_hold_of_its_id,
    a_held_id_becomes_no_other_meeting,
    a_family_books_and_wishes_for_so_much_and_no_more,
    one_time_is_looked_for_in_one_hour_and_not_in_four_weeks,
}

/// So much a family may have asked for itself.
const SHARE: usize = 6;

async fn what_expired_while_one_waited_is_whose_it_is_by_then(demo: Demo) {
    let mother = demo.person("borger").await;
    let father = demo.partner_of(&mother).await;
    let family = mother.family().await;
    let starts = times(&mother, None).await[0].starts;
    let held = hold(&mother, family, starts).await;
    assert_eq!(mother.does(&held).await.status, Status::Done);
    // Hers came in time, and waits for its turn until after his.
    let (his, outcome) = books(&father.at(now().plus_millis(HOLD)), family, starts).await;
    assert_eq!(outcome.status, Status::Done);
    let hers = mother.does(&BookHeld { id: held.id, stream: held.stream }).await;
    assert_eq!(why(&hers), Some(ProblemKey::HoldExpired));
    assert_eq!(view(&father, his).await.starts, Some(starts));
}

/// Five minutes that are taken for this one for ever.
async fn kept(demo: &Demo, id: AppointmentId) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM occupancy WHERE holder = $1 AND until_at > $2";
    count(demo, sql, args![id, now().plus_days(10_000)]).await
}

async fn an_agreed_meeting_is_not_let_go_by_a_hold_of_its_id(demo: Demo) {
    let mother = demo.person("borger").await;
    let family = mother.family().await;
    let found = times(&mother, None).await;
    let (id, outcome) = books(&mother, family, found[0].starts).await;
    assert_eq!(outcome.status, Status::Done);
    let agreed = kept(&demo, id).await;
    assert_eq!(agreed, 24, "an hour of two");
    let again = HoldTime { id, ..hold(&mother, family, found[8].starts).await };
    assert_eq!(why(&mother.does(&again).await), Some(ProblemKey::IdReused));
    assert_eq!(mother.does(&LetGo { id, stream: again.stream }).await.status, Status::Done);
    // Nor where one stands all the same, by whatever way it came there: for one's next hold it gives way.
    demo.forces(
        "INSERT INTO holds (municipality, id, person, stream, service, starts, ends, with_people, members, until_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $6, '[]', '[]', $6)",
        args![mother.viewer().municipality, id, mother.viewer().person, family, again.service, found[8].starts],
    )
    .await;
    assert_eq!(mother.does(&hold(&mother, family, found[8].starts).await).await.status, Status::Done);
    assert_eq!(kept(&demo, id).await, agreed);
}

fn wish(id: AppointmentId, held: &HoldTime) -> WishForTime {
    WishForTime {
        id,
        stream: held.stream,
        service: held.service,
        kind: AppointmentKind::HealthConversation,
        members: Vec::new(),
        interpreter: None,
        wish: None,
    }
}

async fn a_held_id_becomes_no_other_meeting(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let held = hold(&mother, family, times(&mother, None).await[0].starts).await;
    assert_eq!(mother.does(&held).await.status, Status::Done);
    assert_eq!(why(&mother.does(&wish(held.id, &held)).await), Some(ProblemKey::IdReused));
    for agreed in [true, false] {
        let meeting = ProposeAppointment { id: held.id, agreed, ..proposal(family, &[at(9, 9)]) };
        assert_eq!(why(&contact.does(&meeting).await), Some(ProblemKey::IdReused), "{agreed}");
    }
    let booked = mother.does(&BookHeld { id: held.id, stream: held.stream }).await;
    assert_eq!(booked.status, Status::Done);
}

async fn wishes(someone: &Someone, stream: StreamId) -> Option<ProblemKey> {
    let held = hold(someone, stream, now()).await;
    why(&someone.does(&wish(held.id, &held)).await)
}

async fn a_family_books_and_wishes_for_so_much_and_no_more(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let father = demo.partner_of(&mother).await;
    let (family, own) = (StreamId::from(mother.family().await), StreamId::from(mother.own_thread().await));
    let sql = "SELECT COUNT(*) AS n FROM appointments WHERE stream = $1 AND service IS NOT NULL AND on_behalf IS NULL \
               AND state IN ('wished', 'offered', 'confirmed') AND until_at > $2";
    let before = usize::try_from(count(&demo, sql, args![family, now()]).await).unwrap();
    let found = times(&mother, None).await;
    let (booked, outcome) = books(&mother, family, found[0].starts).await;
    assert_eq!(outcome.status, Status::Done);
    for _ in before + 1..SHARE {
        assert_eq!(wishes(&father, family).await, None);
    }
    assert_eq!(wishes(&mother, family).await, Some(ProblemKey::TooManyBooked));
    let held = hold(&mother, family, found[8].starts).await;
    assert_eq!(why(&mother.does(&held).await), Some(ProblemKey::TooManyBooked), "told before one makes sure");
    // What one asks for oneself is another matter, and so is what the team does for them.
    assert_eq!(wishes(&mother, own).await, None);
    let done = HoldTime { id: AppointmentId(Uuid::now_v7()), ..hold(&mother, family, found[8].starts).await };
    assert_eq!(contact.does(&done).await.status, Status::Done);
    assert_eq!(contact.does(&BookHeld { id: done.id, stream: family }).await.status, Status::Done);
    let cancel = CancelAppointment { id: booked, stream: family, why: None, following: false, starts: None };
    assert_eq!(mother.does(&cancel).await.status, Status::Done);
    assert_eq!(view(&mother, booked).await.state, AppointmentState::Cancelled);
    assert_eq!(wishes(&mother, family).await, None, "there is room again");
}

async fn one_time_is_looked_for_in_one_hour_and_not_in_four_weeks(demo: Demo) {
    let mother = demo.person("borger").await;
    let family = mother.family().await;
    let found = times(&mother, None).await;
    let (first, second) = (found[0].starts, found[8].starts);
    let minutes = i64::from(service(&mother).await.minutes);
    let looked = || {
        let statements = demo.recorder.take();
        let asked: Vec<Vec<Arg>> = statements
            .into_iter()
            .filter(|(sql, _)| sql.contains("FROM slots"))
            .map(|(_, args)| args[1..3].to_vec())
            .collect();
        asked
    };
    let hour = |starts: indgang_domain::kernel::time::Moment| {
        vec![args![starts, starts.plus_millis(minutes * 60_000)]]
    };
    looked();
    let (id, outcome) = books(&mother, family, first).await;
    assert_eq!(outcome.status, Status::Done);
    assert_eq!(looked(), hour(first));
    let moved = crate::appointments::set(&mother, id, family, second).await;
    looked();
    assert_eq!(mother.does(&moved).await.status, Status::Done);
    assert_eq!(looked(), hour(second));
}
