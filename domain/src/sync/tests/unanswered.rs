//! The machine against clocks, logins, tabs and servers that are not as they were.

use super::super::*;
use super::rig::*;
use crate::stream::{CLIENT_VERSION, PullAnswer};

#[test]
fn a_server_that_asks_to_be_left_alone_is_left_alone() {
    let mut rig = Rig::new();
    rig.wrote_with_picture(77, 77);
    let (upload, _) = rig.upload().expect("an upload");
    for blob in 78..80 {
        rig.wrote_with_picture(blob, blob);
    }
    let uploads = |rig: &Rig| usize::from(rig.upload().is_some());
    let why = Unanswered::Later(Some(30_000));
    rig.tell(Event::UploadFailed(upload, why.clone()));
    let behind = rig.wrote(1);
    assert_eq!((uploads(&rig), rig.submit()), (0, None), "neither another picture nor anything written");
    rig.later(29_000);
    assert_eq!((uploads(&rig), rig.submit()), (0, None));
    rig.later(1_001);
    assert_eq!(uploads(&rig), 1, "after that it goes on");
    let (ticket, ids) = rig.submit().expect("what was written meanwhile");
    assert_eq!(ids, [behind]);
    rig.tell(Event::SubmitFailed(ticket, why));
    rig.later(29_000);
    assert_eq!(rig.submit(), None);
    rig.later(2_000);
    assert_eq!(rig.submit().expect("nothing is lost").1, [behind]);
}

#[test]
fn a_client_that_is_too_old_keeps_its_queue_and_is_silent() {
    let mut rig = Rig::new();
    rig.tell(Event::WentOnline);
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::PullAnswered(
        ticket,
        PullAnswer { minimum_client: CLIENT_VERSION + 1, ..answer(Vec::new()) },
    ));
    assert!(rig.machine.condition().too_old);
    let id = rig.wrote(1);
    rig.tell(Event::WentOnline);
    assert!(rig.submit().is_none() && rig.pull().is_none());
    assert_eq!(rig.state(id), Some(&ItemState::Waiting));
}

#[test]
fn an_ended_login_keeps_the_queue_until_the_person_is_back() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.tell(Event::SubmitFailed(ticket, Unanswered::LoggedOut));
    rig.later(LONGEST_WAIT);
    assert!(rig.submit().is_none() && rig.machine.condition().logged_out);
    rig.tell(Event::BecameVisible);
    assert_eq!(rig.submit().expect("perhaps logged in again").1, [id]);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut rig = Rig::new();
    rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.tell(Event::SubmitFailed(ticket, Unanswered::Unreachable));
    rig.later(-24 * 60 * 60 * 1000);
    assert!(rig.submit().is_some());
}

#[test]
fn a_request_that_the_shell_lost_is_given_up() {
    let mut rig = Rig::new();
    rig.wrote(1);
    assert!(rig.submit().is_some());
    rig.later(61_000);
    rig.later(LONGEST_WAIT);
    assert!(rig.submit().is_some());
}

#[test]
fn only_the_leader_sends_and_pulls() {
    let mut rig = Rig::cold();
    rig.tell(Event::Led(false));
    rig.tell(Event::Opened { outbox: Vec::new(), cursors: Vec::new(), whole: true });
    let id = rig.wrote(1);
    assert!(rig.submit().is_none() && rig.pull().is_none());
    rig.tell(Event::Led(true));
    assert_eq!(rig.submit().expect("a submit").1, [id]);
    assert!(rig.pull().is_some());
}

#[test]
fn a_machine_is_data() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    let text = serde_json::to_string(&rig.machine).expect("data");
    let again: Machine = serde_json::from_str(&text).expect("the same");
    assert_eq!(again.items()[0].id(), id);
    assert_eq!(serde_json::to_string(&again).expect("data"), text);
}
