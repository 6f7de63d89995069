//! No time is taken twice: many want the same at one moment, and one of them has it. Calendars never overlap, whatever is
//! held, booked, moved, cancelled and let go.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

mod demo;
mod proof;

use demo::{Demo, Someone, now, why};
use indgang_domain::appointments::{
    AppointmentKind, AppointmentState, CancelAppointment, CannotCome, OfferTimes, OpenAppointment,
    ProposeAppointment, SetTime, Way,
};
use indgang_domain::booking::{BookHeld, HoldTime, LetGo, OpenBooking, OtherTimes, Times};
use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::kernel::id::{AppointmentId, FamilyId, ServiceId};
use indgang_domain::kernel::text::Line;
use indgang_domain::kernel::time::{Chosen, Moment};
use indgang_domain::policy::Role;
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::Team;
use proof::calendars::whole;
use proof::chance::Chance;
use proof::times;
use uuid::Uuid;

/// So many want the same time at once.
const RACERS: usize = 64;

stories! {
    of_many_who_want_one_time_one_has_it,
    calendars_never_overlap_whatever_is_done,
}

async fn health_conversation(someone: &Someone) -> (FamilyId, ServiceId) {
    let booking = someone.asks(&OpenBooking {}).await.unwrap();
    let service = booking.services.iter().find(|service| service.kind == AppointmentKind::HealthConversation);
    (booking.family, service.unwrap().id)
}

fn hold(family: FamilyId, service: ServiceId, starts: Moment) -> HoldTime {
    let id = AppointmentId(Uuid::now_v7());
    HoldTime {
        id,
        stream: family.into(),
        service,
        starts: Chosen(starts),
        members: Vec::new(),
        interpreter: None,
    }
}

/// Two families share a contact person: both adults of each, and that contact person for a third family, all at once. What
/// was agreed is cancelled after each round: a family asks for so much and no more, and that is another proof's.
async fn of_many_who_want_one_time_one_has_it(demo: Demo) {
    for round in 0..times(3, 20) {
        let mother = demo.person("borger").await;
        let (family, service) = health_conversation(&mother).await;
        let (others, others_service) = health_conversation(&demo.person("borger-ar").await).await;
        let found = mother.asks(&Times { stream: family.into(), service, interpreter: None }).await.unwrap();
        let starts = found[round].starts;
        let contact = demo.person("kontakt-1").await;
        let third = contact.asks(&Team {}).await.unwrap().families;
        let third =
            third.iter().map(|line| line.family).find(|one| *one != family && *one != others).unwrap();
        let mut racing = Vec::new();
        for racer in 0..RACERS {
            let (slug, home, service) = match racer % 3 {
                0 => ("borger", family, service),
                1 => ("borger-ar", others, others_service),
                _ => ("kontakt-1", third, service),
            };
            let someone = demo.person(slug).await;
            racing.push(tokio::spawn(async move {
                let outcome = wants(&someone, slug == "kontakt-1", home, service, starts).await;
                (someone, outcome)
            }));
        }
        let mut done = Vec::new();
        for racer in racing {
            let (someone, (cancel, outcome)) = racer.await.unwrap();
            match outcome.status {
                Status::Done => done.push((someone, cancel)),
                // One who tries again under way lets go of what they held themselves.
                _ => assert!(
                    matches!(why(&outcome), Some(ProblemKey::TimeTaken | ProblemKey::HoldExpired)),
                    "{outcome:?}"
                ),
            }
        }
        assert_eq!(done.len(), 1, "round {round}: one of {RACERS}");
        whole(&demo.desk.db, now()).await;
        for (winner, cancel) in done {
            assert_eq!(winner.does(&cancel).await.status, Status::Done, "round {round}");
        }
    }
}

/// One of many: proposes it as agreed, or holds it and books it. Also says how to cancel it.
async fn wants(
    someone: &Someone,
    is_team: bool,
    home: FamilyId,
    service: ServiceId,
    starts: Moment,
) -> (CancelAppointment, Outcome) {
    let wanted = hold(home, service, starts);
    let cancel =
        |id| CancelAppointment { id, stream: wanted.stream, why: None, following: false, starts: None };
    if is_team {
        let agreed = meeting(home, starts);
        return (cancel(agreed.id), someone.does(&agreed).await);
    }
    let held = someone.does(&wanted).await;
    if held.status != Status::Done {
        return (cancel(wanted.id), held);
    }
    let booked = someone.does(&BookHeld { id: wanted.id, stream: wanted.stream }).await;
    (cancel(wanted.id), booked)
}

fn meeting(family: FamilyId, starts: Moment) -> ProposeAppointment {
    ProposeAppointment {
        id: AppointmentId(Uuid::now_v7()),
        stream: family.into(),
        kind: AppointmentKind::HomeVisit,
        times: vec![Chosen(starts)],
        minutes: 60,
        way: Way::Place,
        place: Line::parse("Hjemme hos jer").unwrap(),
        with: Vec::new(),
        also: None,
        members: Vec::new(),
        interpreter: None,
        bring: None,
        agreed: true,
        every_weeks: None,
        in_all: None,
    }
}

async fn calendars_never_overlap_whatever_is_done(demo: Demo) {
    let mut chance = Chance::new(7);
    let people = [
        demo.person("borger").await,
        demo.person("borger-ar").await,
        demo.person("kontakt-1").await,
        demo.person("kontakt-3").await,
    ];
    let mut known: Vec<(AppointmentId, FamilyId)> = Vec::new();
    let (mut done, mut refused) = (0, 0);
    for _ in 0..times(150, 3_000) {
        let actor = &people[pick(&mut chance, 4)];
        let outcome = acts(actor, &mut known, &mut chance).await;
        match outcome {
            Some(Status::Done) => done += 1,
            Some(_) => refused += 1,
            None => {}
        }
    }
    whole(&demo.desk.db, now()).await;
    println!("{:?}: {done} done, {refused} refused", demo.engine);
    assert!(done > 20 && refused > 5, "{done} done, {refused} refused: it tests less than it says");
}

fn pick(chance: &mut Chance, of: usize) -> usize {
    usize::try_from(chance.below(of as u64)).unwrap()
}

/// Something that someone may do with meetings, or may not.
async fn acts(
    actor: &Someone,
    known: &mut Vec<(AppointmentId, FamilyId)>,
    chance: &mut Chance,
) -> Option<Status> {
    let is_team = actor.viewer().role == Role::Staff;
    let quarter = now().plus_millis(i64::try_from(chance.below(400)).unwrap() * 15 * 60_000);
    if known.is_empty() || chance.hits(40) {
        if is_team {
            let families = actor.asks(&Team {}).await.unwrap().families;
            let family = families[pick(chance, families.len())].family;
            let mut proposal = meeting(family, quarter);
            proposal.agreed = chance.hits(50);
            known.push((proposal.id, family));
            return Some(actor.does(&proposal).await.status);
        }
        let (family, service) = health_conversation(actor).await;
        let found = actor.asks(&Times { stream: family.into(), service, interpreter: None }).await.unwrap();
        let starts = found.get(pick(chance, 6))?.starts;
        let wanted = hold(family, service, starts);
        let held = actor.does(&wanted).await.status;
        if held != Status::Done || chance.hits(20) {
            return Some(held);
        }
        if chance.hits(20) {
            return Some(actor.does(&LetGo { id: wanted.id, stream: wanted.stream }).await.status);
        }
        known.push((wanted.id, family));
        return Some(actor.does(&BookHeld { id: wanted.id, stream: wanted.stream }).await.status);
    }
    let (id, family) = known[pick(chance, known.len())];
    let stream = family.into();
    let revision = actor.asks(&OpenAppointment { id }).await.ok()?.line.view.revision;
    let status = match chance.below(4) {
        0 => {
            let cancel = CancelAppointment { id, stream, why: None, following: false, starts: None };
            actor.does(&cancel).await.status
        }
        1 => actor.does(&CannotCome { id, stream, why: None, starts: None }).await.status,
        2 if is_team => {
            let times = vec![Chosen(quarter), Chosen(quarter.plus_days(1))];
            actor.does(&OfferTimes { id, stream, revision, times }).await.status
        }
        _ => {
            let view = actor.asks(&OpenAppointment { id }).await.ok()?.line.view;
            let others = actor.asks(&OtherTimes { id, stream }).await.ok()?;
            let starts = view.offers.first().copied().or_else(|| others.first().map(|time| time.starts));
            let starts = Chosen(starts.unwrap_or(quarter));
            let outcome = actor.does(&SetTime { id, stream, revision, starts }).await;
            if outcome.status == Status::Done {
                let state = actor.asks(&OpenAppointment { id }).await.unwrap().line.view.state;
                assert_eq!(state, AppointmentState::Confirmed);
            }
            outcome.status
        }
    };
    Some(status)
}
