//! Meetings: proposed and chosen, moved, cancelled, missed, held; seen by those they are for, and nobody else.

mod seen;

use indgang_domain::appointments::{
    AppointmentKind, AppointmentState, AppointmentView, Appointments, CanCome, CancelAppointment, CannotCome,
    CloseAppointment, Ending, OfferTimes, OpenAppointment, Period, ProposeAppointment, SetTime, Way,
};
use indgang_domain::envelope::Status;
use indgang_domain::home::{Home, NextThing};
use indgang_domain::kernel::id::{AppointmentId, StreamId};
use indgang_domain::kernel::text::{Line, MessageText};
use indgang_domain::kernel::time::{Chosen, Clock, Moment};
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::Team;
use uuid::Uuid;

use crate::demo::{Demo, Someone, now, why};
use crate::stories;

stories! {
    offered_times_wait_until_the_family_chooses_one,
    what_was_agreed_by_word_stands_at_once_and_says_who_did_it,
    nobody_is_in_two_places_at_once,
    a_series_keeps_its_hour_when_the_clocks_change,
    who_cannot_come_is_offered_another_time,
    times_that_overlap_its_own_are_offered_too,
    the_family_cancels_until_the_hour_and_the_time_is_free_again,
    a_no_is_to_the_time_that_was_seen,
    how_it_went_is_said_once_it_has_begun,
}

const HOUR: i64 = 60 * 60 * 1000;

/// A whole hour of a day so many days from now.
pub(crate) fn at(days: i64, hour: u8) -> Moment {
    now().day().plus(days).at(Clock::hour(hour))
}

fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

pub(crate) fn proposal(stream: impl Into<StreamId>, times: &[Moment]) -> ProposeAppointment {
    ProposeAppointment {
        id: AppointmentId(Uuid::now_v7()),
        stream: stream.into(),
        kind: AppointmentKind::Meeting,
        times: times.iter().copied().map(Chosen).collect(),
        minutes: 60,
        way: Way::Place,
        place: line("Kulturhuset, lokale 3"),
        with: Vec::new(),
        also: None,
        members: Vec::new(),
        interpreter: None,
        bring: None,
        agreed: false,
        every_weeks: None,
        in_all: None,
    }
}

pub(crate) fn agreed(stream: impl Into<StreamId>, starts: Moment) -> ProposeAppointment {
    ProposeAppointment { agreed: true, ..proposal(stream, &[starts]) }
}

pub(crate) async fn view(someone: &Someone, id: AppointmentId) -> AppointmentView {
    someone.asks(&OpenAppointment { id }).await.expect("the meeting").line.view
}

pub(crate) async fn set(
    someone: &Someone,
    id: AppointmentId,
    stream: impl Into<StreamId>,
    starts: Moment,
) -> SetTime {
    let revision = view(someone, id).await.revision;
    SetTime { id, stream: stream.into(), revision, starts: Chosen(starts) }
}

async fn offered_times_wait_until_the_family_chooses_one(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let times = [at(1, 9), at(1, 14)];
    let proposed = proposal(family, &times);
    assert_eq!(contact.does(&proposed).await.status, Status::Done);
    let seen = view(&mother, proposed.id).await;
    assert_eq!(
        (seen.state, seen.starts, seen.offers.clone()),
        (AppointmentState::Offered, None, times.to_vec())
    );
    assert_eq!(seen.with.iter().map(|with| with.name.as_str()).collect::<Vec<_>>(), ["Nadia Bjerregaard"]);
    let home = mother.asks(&Home {}).await.expect("a home");
    let next = home.appointment.expect("it comes before the others");
    assert_eq!(next.view.id, proposed.id);
    let other = mother.does(&set(&mother, proposed.id, family, at(1, 10)).await).await;
    assert_eq!(why(&other), Some(ProblemKey::TimeTaken), "not what was offered, and not free to be booked");
    assert_eq!(mother.does(&set(&mother, proposed.id, family, times[1]).await).await.status, Status::Done);
    let seen = view(&contact, proposed.id).await;
    assert_eq!(
        (seen.state, seen.starts, seen.on_behalf),
        (AppointmentState::Confirmed, Some(times[1]), None)
    );
    assert!(seen.offers.is_empty());
    // What was not chosen is free again.
    assert_eq!(contact.does(&agreed(family, times[0])).await.status, Status::Done);
}

async fn what_was_agreed_by_word_stands_at_once_and_says_who_did_it(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let spoken = ProposeAppointment {
        also: Some(line("Emils lærer")),
        bring: Some(line("Sygesikringskort")),
        ..agreed(family, at(2, 9))
    };
    assert_eq!(contact.does(&spoken).await.status, Status::Done);
    let seen = view(&mother, spoken.id).await;
    assert_eq!((seen.state, seen.on_behalf.as_deref()), (AppointmentState::Confirmed, Some("Nadia")));
    assert_eq!(seen.with[1].name, "Emils lærer");
    assert_eq!(seen.bring.as_deref(), Some("Sygesikringskort"));
    // The team takes an offered time for a mother who calls.
    let offered = proposal(family, &[at(3, 9)]);
    contact.does(&offered).await;
    contact.does(&set(&contact, offered.id, family, at(3, 9)).await).await;
    assert_eq!(view(&mother, offered.id).await.on_behalf.as_deref(), Some("Nadia"));
    let home = mother.asks(&Home {}).await.expect("a home");
    assert!(matches!(home.next, Some(NextThing::Letter(_) | NextThing::Appointment(_))));
}

async fn nobody_is_in_two_places_at_once(demo: Demo) {
    let contact = demo.person("kontakt-1").await;
    let families = contact.asks(&Team {}).await.expect("a team").families;
    let [one, other] = [families[0].family, families[1].family];
    assert_eq!(contact.does(&agreed(one, at(1, 9))).await.status, Status::Done);
    for minutes in [-30, -5, 0, 30, 55] {
        let overlapping = agreed(other, at(1, 9).plus_millis(minutes * 60_000));
        let outcome = contact.does(&overlapping).await;
        assert_eq!(why(&outcome), Some(ProblemKey::TimeTaken), "{minutes}");
        assert!(contact.asks(&OpenAppointment { id: overlapping.id }).await.is_err(), "nothing was left");
    }
    for hours in [-1, 1] {
        let beside = agreed(other, at(1, 9).plus_millis(hours * HOUR));
        assert_eq!(contact.does(&beside).await.status, Status::Done, "what touches does not overlap");
    }
}

async fn a_series_keeps_its_hour_when_the_clocks_change(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    // The clocks change on 29 March.
    let series = ProposeAppointment { every_weeks: Some(2), in_all: Some(3), ..agreed(family, at(12, 16)) };
    assert_eq!(contact.does(&series).await.status, Status::Done);
    let coming = mother.asks(&Appointments { period: Period::Coming, now: now() }).await.expect("a list");
    let its: Vec<_> = coming.lines.iter().filter(|line| line.view.series.is_some()).collect();
    let hours: Vec<_> = its.iter().map(|line| line.view.starts.expect("a time").clock()).collect();
    assert_eq!(hours, [Clock::hour(16); 3]);
    let numbers: Vec<_> = its.iter().filter_map(|line| line.view.series).map(|s| (s.number, s.of)).collect();
    assert_eq!(numbers, [(1, 3), (2, 3), (3, 3)]);
    let second = its[1].view.id;
    let cancel =
        CancelAppointment { id: second, stream: family.into(), why: None, following: true, starts: None };
    assert_eq!(mother.does(&cancel).await.status, Status::Done);
    let left = mother.asks(&Appointments { period: Period::Coming, now: now() }).await.expect("a list");
    assert_eq!(left.lines.iter().filter(|line| line.view.series.is_some()).count(), 1);
}

async fn who_cannot_come_is_offered_another_time(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let meeting = agreed(family, at(1, 9));
    contact.does(&meeting).await;
    let (id, stream) = (meeting.id, family.into());
    let cannot = CannotCome { id, stream, why: Some(line("Alma er syg")), starts: None };
    assert_eq!(mother.does(&cannot).await.status, Status::Done);
    let wanted = async || {
        let team = contact.asks(&Team {}).await.expect("a team");
        team.families.iter().find(|line| line.family == family).expect("the family").times_wanted
    };
    assert_eq!(wanted().await, 1);
    let seen = view(&contact, id).await;
    assert_eq!(seen.cannot.expect("said").why.as_deref(), Some("Alma er syg"));
    assert_eq!(seen.state, AppointmentState::Confirmed, "it stands until another time is agreed");
    let offer =
        OfferTimes { id, stream, revision: seen.revision, times: vec![Chosen(at(4, 9)), Chosen(at(5, 9))] };
    assert_eq!(contact.does(&offer).await.status, Status::Done);
    assert_eq!(wanted().await, 0);
    assert_eq!(mother.does(&set(&mother, id, family, at(5, 9)).await).await.status, Status::Done);
    let moved = view(&mother, id).await;
    assert_eq!((moved.starts, moved.cannot), (Some(at(5, 9)), None));
    // And the other way round.
    mother.does(&CannotCome { id, stream, why: None, starts: None }).await;
    assert_eq!(mother.does(&CanCome { id, stream }).await.status, Status::Done);
    assert_eq!(view(&contact, id).await.cannot, None);
}

async fn a_no_is_to_the_time_that_was_seen(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let meeting = agreed(family, at(1, 9));
    contact.does(&meeting).await;
    let (id, stream) = (meeting.id, family.into());
    // Her phone was in a basement when this was agreed.
    assert_eq!(contact.does(&set(&contact, id, family, at(4, 9)).await).await.status, Status::Done);
    let cancel = |starts| CancelAppointment { id, stream, why: None, following: false, starts };
    let cannot = |starts| CannotCome { id, stream, why: None, starts };
    for refused in [mother.does(&cancel(Some(at(1, 9)))).await, mother.does(&cannot(Some(at(1, 9)))).await] {
        assert_eq!(refused.status, Status::Conflict);
    }
    let seen = view(&mother, id).await;
    assert_eq!((seen.starts, seen.state, seen.cannot), (Some(at(4, 9)), AppointmentState::Confirmed, None));
    assert_eq!(mother.does(&cannot(seen.starts)).await.status, Status::Done);
    assert_eq!(mother.does(&cancel(seen.starts)).await.status, Status::Done);
}

async fn times_that_overlap_its_own_are_offered_too(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let meeting = agreed(family, at(1, 9));
    assert_eq!(contact.does(&meeting).await.status, Status::Done);
    let half = |hours: i64| at(1, 9).plus_millis(hours * HOUR / 2);
    let times = vec![Chosen(half(1)), Chosen(half(2)), Chosen(half(-1))];
    let revision = view(&contact, meeting.id).await.revision;
    let offer = OfferTimes { id: meeting.id, stream: family.into(), revision, times };
    assert_eq!(contact.does(&offer).await.status, Status::Done);
    // What it keeps and what it offers is taken for everyone else.
    for hours in [-1, 0, 3] {
        let other = contact.does(&agreed(family, half(hours))).await;
        assert_eq!(why(&other), Some(ProblemKey::TimeTaken), "{hours}");
    }
    assert_eq!(mother.does(&set(&mother, meeting.id, family, half(1)).await).await.status, Status::Done);
    assert_eq!(view(&mother, meeting.id).await.starts, Some(half(1)));
    assert_eq!(contact.does(&agreed(family, half(-1))).await.status, Status::Done, "free again");
}

async fn the_family_cancels_until_the_hour_and_the_time_is_free_again(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let meeting = agreed(family, at(1, 9));
    contact.does(&meeting).await;
    let cancel = CancelAppointment {
        id: meeting.id,
        stream: family.into(),
        why: Some(line("Vi er rejst")),
        following: false,
        starts: None,
    };
    let late = mother.at(at(1, 9)).does(&cancel).await;
    assert_eq!(why(&late), Some(ProblemKey::TooLate));
    assert_eq!(mother.at(at(1, 8)).does(&cancel).await.status, Status::Done);
    let seen = view(&contact, meeting.id).await;
    let closing = seen.closing.expect("by whom");
    assert_eq!((seen.state, closing.by.as_str()), (AppointmentState::Cancelled, "Camilla"));
    assert_eq!(closing.text.as_deref(), Some("Vi er rejst"));
    assert_eq!(contact.does(&agreed(family, at(1, 9))).await.status, Status::Done, "free again");
    let again = mother.does(&cancel).await;
    assert_eq!(why(&again), Some(ProblemKey::AppointmentOver));
}

async fn how_it_went_is_said_once_it_has_begun(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let family = mother.family().await;
    let meeting = agreed(family, at(1, 9));
    contact.does(&meeting).await;
    let close = |revision, ending| CloseAppointment {
        id: meeting.id,
        stream: family.into(),
        revision,
        ending,
        agreed: MessageText::parse("Vi ringer til skolen på mandag.").ok(),
    };
    let early = contact.does(&close(1, Ending::Held)).await;
    assert_eq!(why(&early), Some(ProblemKey::NotBegun));
    let (mother, contact) = (mother.at(at(1, 10)), contact.at(at(1, 10)));
    assert_eq!(contact.does(&close(1, Ending::NoShow)).await.status, Status::Done);
    assert_eq!(contact.does(&close(1, Ending::Held)).await.status, Status::Conflict);
    assert_eq!(contact.does(&close(2, Ending::Held)).await.status, Status::Done, "and corrected");
    let past = mother.asks(&Appointments { period: Period::Past, now: at(1, 10) }).await.expect("a list");
    let seen = &past.lines.first().expect("the latest first").view;
    assert_eq!((seen.id, seen.state), (meeting.id, AppointmentState::Held));
    let closing = seen.closing.clone().expect("what was agreed");
    assert_eq!(closing.text.as_deref(), Some("Vi ringer til skolen på mandag."));
    let mine = mother.does(&close(3, Ending::NoShow)).await;
    assert_eq!(why(&mine), Some(ProblemKey::NotAllowed), "the family does not say so");
}
