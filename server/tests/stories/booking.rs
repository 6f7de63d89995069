//! A health conversation: three times at which everyone is free, a hold, a booking; and a wish where none fits.

use indgang_domain::appointments::{
    AppointmentKind, AppointmentState, CancelAppointment, OfferTimes, ProposeAppointment, ServiceView,
};
use indgang_domain::booking::{
    BookHeld, HOLD, HoldTime, LetGo, OpenBooking, OtherTimes, PublishSlot, Time, Times, WishForTime,
    WithdrawSlot,
};
use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::kernel::id::{AppointmentId, CalendarId, SlotId, StreamId};
use indgang_domain::kernel::text::{Line, Tongue};
use indgang_domain::kernel::time::{Chosen, Clock, Moment};
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{OpenUnit, TeamCalendar};
use uuid::Uuid;

use crate::appointments::{at, proposal, set, view};
use crate::demo::{Demo, Someone, now, why};
use crate::stories;

stories! {
    times_are_those_at_which_both_contact_persons_are_free,
    an_interpreter_is_free_too,
    a_time_is_held_booked_and_then_nobody_elses,
    a_hold_that_expires_frees_the_time,
    choosing_anew_lets_the_first_time_go,
    what_was_booked_is_moved_to_another_free_time,
    a_wish_is_answered_with_times,
    what_is_booked_for_oneself_nobody_else_sees,
    who_may_book_is_data,
    time_is_kept_free_and_taken_back,
}

pub(crate) async fn service(someone: &Someone) -> ServiceView {
    let booking = someone.asks(&OpenBooking {}).await.expect("what can be booked");
    let conversation = |service: &ServiceView| service.kind == AppointmentKind::HealthConversation;
    booking.services.into_iter().find(conversation).expect("a health conversation")
}

pub(crate) async fn times(someone: &Someone, tongue: Option<&str>) -> Vec<Time> {
    let (stream, service) = (someone.family().await.into(), service(someone).await.id);
    let interpreter = tongue.and_then(|tag| Tongue::parse(tag).ok());
    someone.asks(&Times { stream, service, interpreter }).await.expect("times")
}

pub(crate) async fn hold(someone: &Someone, stream: impl Into<StreamId>, starts: Moment) -> HoldTime {
    HoldTime {
        id: AppointmentId(Uuid::now_v7()),
        stream: stream.into(),
        service: service(someone).await.id,
        starts: Chosen(starts),
        members: Vec::new(),
        interpreter: None,
    }
}

pub(crate) async fn books(
    someone: &Someone,
    stream: impl Into<StreamId>,
    starts: Moment,
) -> (AppointmentId, Outcome) {
    let wanted = hold(someone, stream, starts).await;
    let outcome = someone.does(&wanted).await;
    if outcome.status != Status::Done {
        return (wanted.id, outcome);
    }
    (wanted.id, someone.does(&BookHeld { id: wanted.id, stream: wanted.stream }).await)
}

fn names(time: &Time) -> Vec<&str> {
    time.with.iter().map(|with| with.name.as_str()).collect()
}

async fn times_are_those_at_which_both_contact_persons_are_free(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let found = times(&mother, None).await;
    let first = found.first().expect("times");
    assert_eq!(first.starts, at(5, 9), "Tuesday, at the earliest a day from now");
    // Jonas is on holiday for another week.
    assert_eq!(names(first), ["Nadia Bjerregaard", "Birgitte Kofoed"]);
    assert_eq!(names(found.last().expect("times")), ["Nadia Bjerregaard", "Jonas Thrane Lauridsen"]);
    // The clocks change meanwhile, and the team's hours do not.
    let hours = found.iter().filter(|time| time.starts.day().weekday() == 1).map(|time| time.starts.clock());
    let hours: std::collections::BTreeSet<_> = hours.collect();
    assert_eq!(hours.first().copied(), Some(Clock::hour(9)));
    assert_eq!(hours.last().copied(), Some(Clock::hour(11)));
    assert!(found.iter().any(|time| time.starts > at(24, 0)), "also after the change");
    // What one of them does otherwise is not free.
    let family = mother.family().await;
    let taken = ProposeAppointment { agreed: true, ..proposal(family, &[at(5, 9)]) };
    assert_eq!(contact.does(&taken).await.status, Status::Done);
    // At ten the family's own health conversation begins.
    assert_eq!(times(&mother, None).await.first().map(|time| time.starts), Some(at(5, 11)));
}

async fn an_interpreter_is_free_too(demo: Demo) {
    let mother = demo.person("borger-ar").await;
    let found = times(&mother, Some("ar")).await;
    let first = found.first().expect("times");
    assert!(first.interpreter.is_some());
    assert!(times(&mother, Some("vi")).await.is_empty(), "nobody interprets that");
    let family = mother.family().await;
    let arabic = Tongue::parse("ar").ok();
    // Two interpret Arabic: the third who wants one at the same time finds none.
    let wanted = HoldTime { interpreter: arabic.clone(), ..hold(&mother, family, first.starts).await };
    assert_eq!(mother.does(&wanted).await.status, Status::Done);
    assert_eq!(mother.does(&BookHeld { id: wanted.id, stream: family.into() }).await.status, Status::Done);
    let seen = view(&mother, wanted.id).await;
    let named = seen.interpreter.expect("someone interprets");
    assert_eq!((Some(named.tongue), named.name), (arabic, first.interpreter.clone()));
}

async fn a_time_is_held_booked_and_then_nobody_elses(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let starts = times(&mother, None).await[0].starts;
    let held = hold(&mother, family, starts).await;
    assert_eq!(mother.does(&held).await.status, Status::Done);
    let booking = mother.asks(&OpenBooking {}).await.expect("a page");
    assert_eq!(booking.hold.as_ref().map(|hold| hold.starts), Some(starts));
    assert!(times(&mother, None).await.iter().all(|time| time.starts != starts), "held");
    let elsewhere = ProposeAppointment { agreed: true, ..proposal(family, &[starts]) };
    assert_eq!(why(&contact.does(&elsewhere).await), Some(ProblemKey::TimeTaken));
    let book = BookHeld { id: held.id, stream: held.stream };
    assert_eq!(mother.does(&book).await.status, Status::Done);
    let seen = view(&contact, held.id).await;
    assert_eq!((seen.state, seen.starts, seen.minutes), (AppointmentState::Confirmed, Some(starts), 60));
    assert_eq!(seen.change_by, Some(starts.plus_millis(-60 * 60_000)));
    assert_eq!(mother.asks(&OpenBooking {}).await.expect("a page").hold, None);
    assert_eq!(why(&mother.does(&book).await), Some(ProblemKey::HoldExpired), "once");
    let late =
        CancelAppointment { id: held.id, stream: held.stream, why: None, following: false, starts: None };
    let outcome = mother.at(starts.plus_millis(-30 * 60_000)).does(&late).await;
    assert_eq!(why(&outcome), Some(ProblemKey::TooLate), "the service's own limit");
}

async fn a_hold_that_expires_frees_the_time(demo: Demo) {
    let mother = demo.person("borger").await;
    let family = mother.family().await;
    let starts = times(&mother, None).await[0].starts;
    let held = hold(&mother, family, starts).await;
    assert_eq!(mother.does(&held).await.status, Status::Done);
    let other = demo.partner_of(&mother).await;
    assert_eq!(why(&other.does(&hold(&other, family, starts).await).await), Some(ProblemKey::TimeTaken));
    let then = now().plus_millis(HOLD);
    assert_eq!(times(&mother.at(then), None).await[0].starts, starts, "free again");
    let late = mother.at(then).does(&BookHeld { id: held.id, stream: held.stream }).await;
    assert_eq!(why(&late), Some(ProblemKey::HoldExpired));
    let (_, outcome) = books(&other.at(then), family, starts).await;
    assert_eq!(outcome.status, Status::Done);
}

async fn choosing_anew_lets_the_first_time_go(demo: Demo) {
    let mother = demo.person("borger").await;
    let family = mother.family().await;
    let found = times(&mother, None).await;
    let (first, second) = (found[0].starts, found[8].starts);
    mother.does(&hold(&mother, family, first).await).await;
    let chosen = hold(&mother, family, second).await;
    assert_eq!(mother.does(&chosen).await.status, Status::Done);
    assert_eq!(times(&mother, None).await[0].starts, first);
    let go = LetGo { id: chosen.id, stream: chosen.stream };
    assert_eq!(mother.does(&go).await.status, Status::Done);
    assert_eq!(mother.does(&go).await.status, Status::Done, "twice is no fault");
    assert_eq!(mother.asks(&OpenBooking {}).await.expect("a page").hold, None);
    assert_eq!(times(&mother, None).await.len(), found.len());
}

async fn what_was_booked_is_moved_to_another_free_time(demo: Demo) {
    let mother = demo.person("borger").await;
    let family = mother.family().await;
    let found = times(&mother, None).await;
    let first = at(12, 9);
    assert!(found.iter().any(|time| time.starts == first));
    let (id, outcome) = books(&mother, family, first).await;
    assert_eq!(outcome.status, Status::Done);
    let stream = family.into();
    let others = mother.asks(&OtherTimes { id, stream }).await.expect("other times");
    let near = first.plus_millis(15 * 60_000);
    assert!(others.iter().any(|time| time.starts == near), "a quarter later is free: it is the same meeting");
    assert!(others.iter().all(|time| time.starts != first));
    assert_eq!(mother.does(&set(&mother, id, family, near).await).await.status, Status::Done);
    // From the last week on Jonas is back: he comes, and Birgitte does not.
    let last = others.last().expect("times").starts;
    assert_eq!(mother.does(&set(&mother, id, family, last).await).await.status, Status::Done);
    let with: Vec<_> = view(&mother, id).await.with.into_iter().map(|with| with.name).collect();
    assert_eq!(with, ["Nadia Bjerregaard", "Jonas Thrane Lauridsen"]);
    let wrong = mother.does(&set(&mother, id, family, at(6, 20)).await).await;
    assert_eq!(why(&wrong), Some(ProblemKey::TimeTaken), "not a time that is kept free");
}

async fn a_wish_is_answered_with_times(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let wish = WishForTime {
        id: AppointmentId(Uuid::now_v7()),
        stream: family.into(),
        service: service(&mother).await.id,
        kind: AppointmentKind::HealthConversation,
        members: Vec::new(),
        interpreter: None,
        wish: Line::parse("Helst om formiddagen").ok(),
    };
    assert_eq!(mother.does(&wish).await.status, Status::Done);
    let seen = view(&contact, wish.id).await;
    assert_eq!((seen.state, seen.starts), (AppointmentState::Wished, None));
    assert_eq!(seen.wish.as_deref(), Some("Helst om formiddagen"));
    let offer = OfferTimes {
        id: wish.id,
        stream: family.into(),
        revision: 1,
        times: vec![Chosen(at(7, 9)), Chosen(at(8, 14))],
    };
    assert_eq!(contact.does(&offer).await.status, Status::Done);
    assert_eq!(mother.does(&set(&mother, wish.id, family, at(8, 14)).await).await.status, Status::Done);
    let agreed = view(&mother, wish.id).await;
    assert_eq!(
        (agreed.state, agreed.starts, agreed.with.len()),
        (AppointmentState::Confirmed, Some(at(8, 14)), 2)
    );
}

async fn what_is_booked_for_oneself_nobody_else_sees(demo: Demo) {
    let mother = demo.person("borger").await;
    let father = demo.partner_of(&mother).await;
    let own = mother.own_thread().await;
    let starts = times(&mother, None).await[0].starts;
    let (id, outcome) = books(&mother, own, starts).await;
    assert_eq!(outcome.status, Status::Done);
    assert!(view(&mother, id).await.members.is_empty());
    let held = father.pulls_all(Vec::new()).await.text();
    assert!(!held.contains(&id.to_string()));
    let theirs = father.does(&hold(&father, own, starts).await).await;
    assert_eq!(why(&theirs), Some(ProblemKey::NotFound), "nor can he book there");
}

async fn who_may_book_is_data(demo: Demo) {
    let young = demo.person("ung").await;
    let (family, own) = (young.family().await, young.own_thread().await);
    let booking = young.asks(&OpenBooking {}).await.expect("a page");
    assert_eq!(booking.services.len(), 1, "no telephone call");
    let starts = times(&young, None).await[0].starts;
    let (_, refused) = books(&young, family, starts).await;
    assert_eq!(why(&refused), Some(ProblemKey::NotAllowed), "not for the whole family");
    let (_, done) = books(&young, own, starts).await;
    assert_eq!(done.status, Status::Done);
    let stranger = demo.person("borger-ar").await;
    let query = Times { stream: family.into(), service: booking.services[0].id, interpreter: None };
    let peeked = stranger.asks(&query).await;
    assert_eq!(peeked.map_err(|problem| problem.key).err(), Some(ProblemKey::NotFound));
}

async fn time_is_kept_free_and_taken_back(demo: Demo) {
    let (contact, colleague, lead) =
        (demo.person("kontakt-1").await, demo.person("kontakt-2").await, demo.person("teamleder").await);
    let unit = contact.asks(&OpenUnit {}).await.expect("a unit").unit.expect("in one");
    let slot = |calendar: CalendarId| PublishSlot {
        id: SlotId(Uuid::now_v7()),
        unit,
        calendar,
        starts: Chosen(at(20, 14)),
        minutes: 120,
        weeks: Some(3),
    };
    let mine = slot(contact.viewer().person.into());
    assert_eq!(contact.does(&mine).await.status, Status::Done);
    let hours = async |days| {
        let shown = contact.asks(&TeamCalendar { from: at(days, 0).day(), days: 1 }).await.expect("a day");
        let own =
            shown.slots.into_iter().filter(|slot| slot.mine && slot.view.starts.clock() == Clock::hour(14));
        own.map(|slot| slot.id).collect::<Vec<_>>()
    };
    // The clocks change between the first and the second.
    for days in [20, 27, 34] {
        assert_eq!(hours(days).await.len(), 1, "{days}");
    }
    let anothers = slot(colleague.viewer().person.into());
    assert_eq!(why(&contact.does(&anothers).await), Some(ProblemKey::NotAllowed));
    assert_eq!(lead.does(&anothers).await.status, Status::Done, "the lead plans for everyone");
    let nobodys = slot(CalendarId(Uuid::now_v7()));
    assert_eq!(why(&contact.does(&nobodys).await), Some(ProblemKey::NotStaffHere));
    let past = PublishSlot { starts: Chosen(at(-1, 9)), ..slot(contact.viewer().person.into()) };
    assert_eq!(why(&contact.does(&past).await), Some(ProblemKey::DatesTooFar));
    let withdraw = WithdrawSlot { id: mine.id, unit };
    assert_eq!(why(&colleague.does(&withdraw).await), Some(ProblemKey::NotAllowed));
    assert_eq!(contact.does(&withdraw).await.status, Status::Done);
    assert!(hours(20).await.is_empty());
    assert_eq!(why(&contact.does(&withdraw).await), Some(ProblemKey::NotFound));
}
