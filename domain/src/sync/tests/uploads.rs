//! Pictures and the texts behind them: with a connection, without one, and over a thin one.

use super::super::*;
use super::rig::*;
use crate::kernel::id::EnvelopeId;
use crate::stream::PullAnswer;

fn nothing_new() -> PullAnswer {
    answer(Vec::new())
}

/// A photo, and a text written after it in the same stream while the photo is under way.
fn photo_and_text(rig: &mut Rig) -> (EnvelopeId, EnvelopeId, Ticket) {
    let photo = rig.wrote_with_picture(1, 77);
    let (upload, _) = rig.upload().expect("an upload");
    (photo, rig.wrote(1), upload)
}

/// All waits are over: the photo is under way again, and what news there are is known.
fn tried_again(rig: &mut Rig) -> Ticket {
    rig.later(LONGEST_WAIT);
    let (upload, _) = rig.upload().expect("the photo is tried again");
    rig.pulled(nothing_new());
    upload
}

/// What was under way fails, for there is no connection.
fn nothing_gets_through(rig: &mut Rig) {
    let (upload, pull) = (rig.upload(), rig.pull());
    let mut began = Vec::new();
    if let Some((ticket, _)) = upload {
        rig.tell(Event::UploadFailed(ticket, Unanswered::Unreachable));
        began.extend(rig.pull());
    }
    for (ticket, _) in pull.into_iter().chain(began) {
        rig.tell(Event::PullFailed(ticket, Unanswered::Unreachable));
    }
}

/// The picture arrives; then the photo and the text go, in the order in which they were written.
fn both_go_in_order(rig: &mut Rig, photo: EnvelopeId, text: EnvelopeId) {
    assert_eq!(rig.submit(), None, "the text waits for the photo");
    rig.later(LONGEST_WAIT);
    let (_, blob) = rig.upload().expect("the photo is tried again");
    rig.tell(Event::UploadDone(blob));
    assert_eq!(rig.submit().expect("both").1, [photo, text]);
}

#[test]
fn without_a_connection_no_patience_is_spent() {
    let mut rig = Rig::new();
    let photo = rig.wrote_with_picture(1, 77);
    nothing_gets_through(&mut rig);
    for _ in 0..20 {
        rig.tell(Event::BecameVisible);
        nothing_gets_through(&mut rig);
    }
    for _ in 0..20 {
        rig.later(LONGEST_WAIT);
        nothing_gets_through(&mut rig);
    }
    let text = rig.wrote(1);
    both_go_in_order(&mut rig, photo, text);
}

#[test]
fn a_connection_that_comes_and_goes_spends_no_patience() {
    let mut rig = Rig::new();
    let (photo, text, mut upload) = photo_and_text(&mut rig);
    for _ in 0..10 {
        rig.tell(Event::WentOffline);
        rig.tell(Event::WentOnline);
        let (pull, _) = rig.pull().expect("news may have been missed");
        // What began before fails late, and says nothing of now.
        rig.tell(Event::UploadFailed(upload, Unanswered::Unreachable));
        rig.tell(Event::PullAnswered(pull, nothing_new()));
        assert_eq!(rig.submit(), None, "the text waits for the photo");
        upload = tried_again(&mut rig);
    }
    rig.tell(Event::WentOffline);
    rig.tell(Event::UploadFailed(upload, Unanswered::Unreachable));
    both_go_in_order(&mut rig, photo, text);
}

#[test]
fn a_photo_that_never_gets_through_while_all_else_does_is_overtaken_in_the_end() {
    let mut rig = Rig::new();
    let (photo, text, mut upload) = photo_and_text(&mut rig);
    for _ in 0..5 {
        assert_eq!(rig.submit(), None);
        rig.tell(Event::UploadFailed(upload, Unanswered::Unreachable));
        assert!(rig.machine.condition().offline, "perhaps");
        let (pull, _) = rig.pull().expect("the server is asked whether it is there");
        rig.tell(Event::PullAnswered(pull, nothing_new()));
        if let Some((_, ids)) = rig.submit() {
            assert_eq!(ids, [text]);
            assert!(rig.machine.items().iter().any(|item| item.id() == photo && item.waits()));
            return;
        }
        upload = tried_again(&mut rig);
    }
    panic!("one photo blocks the queue for ever");
}

#[test]
fn a_server_that_puts_a_photo_off_spends_its_patience() {
    let mut rig = Rig::new();
    let (_, text, mut upload) = photo_and_text(&mut rig);
    for _ in 0..5 {
        assert_eq!(rig.submit(), None);
        rig.tell(Event::UploadFailed(upload, Unanswered::Later(None)));
        if let Some((_, ids)) = rig.submit() {
            assert_eq!(ids, [text]);
            return;
        }
        upload = tried_again(&mut rig);
    }
    panic!("one photo blocks the queue for ever");
}

#[test]
fn no_second_upload_goes_beside_a_slow_one() {
    let mut rig = Rig::new();
    rig.wrote_with_picture(1, 77);
    let (first, blob) = rig.upload().expect("an upload");
    for _ in 0..9 {
        rig.later(i64::from(UPLOAD_ENDS_WITHIN) / 9);
        assert_eq!(rig.upload(), None, "it is still under way");
    }
    rig.later(60_000);
    rig.later(LONGEST_WAIT);
    let (second, again) = rig.upload().expect("nothing was heard of it: it is lost");
    assert_eq!(again, blob);
    rig.tell(Event::UploadFailed(first, Unanswered::Unreachable));
    rig.later(LONGEST_WAIT / 10);
    assert_eq!(rig.upload(), None, "what is said of the first is not said of the second");
    rig.tell(Event::UploadFailed(second, Unanswered::Unreachable));
    rig.later(LONGEST_WAIT);
    assert!(rig.upload().is_some());
}
