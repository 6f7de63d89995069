//! What is written is sent once, in order, and its fate told.

use uuid::Uuid;

use super::super::*;
use super::rig::*;
use crate::attachments::Piece;
use crate::envelope::Status;
use crate::kernel::id::BlobId;
use crate::policy::Lens;
use crate::problem::{Problem, ProblemKey};

#[test]
fn nothing_is_sent_before_it_is_stored() {
    let mut rig = Rig::new();
    let item = rig.item(1);
    let id = item.id();
    rig.tell(Event::Wrote(item));
    assert!(matches!(rig.effects[..], [Effect::Keep(_), Effect::Changed(_), Effect::Tell(_), ..]));
    assert_eq!(rig.submit(), None);
    rig.tell(Event::Kept { envelope: id, ok: true });
    assert_eq!(rig.submit().expect("a submit").1, [id]);
}

#[test]
fn what_could_not_be_stored_is_gone_and_was_never_sent() {
    let mut rig = Rig::new();
    let item = rig.item(1);
    let id = item.id();
    rig.tell(Event::Wrote(item));
    rig.tell(Event::Kept { envelope: id, ok: false });
    assert_eq!(rig.submit(), None);
    assert!(rig.machine.items().is_empty());
}

#[test]
fn one_submit_at_a_time_in_the_order_of_writing() {
    let mut rig = Rig::new();
    let first = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    let (second, third) = (rig.wrote(1), rig.wrote(1));
    assert_eq!(rig.submit(), None);
    rig.answered(ticket, vec![done(first, &[])]);
    assert_eq!(rig.submit().expect("the rest").1, [second, third]);
}

#[test]
fn a_batch_has_its_limit() {
    let mut rig = Rig::new();
    let items: Vec<_> = (0..150).map(|_| rig.item(1)).collect();
    rig.tell(Event::Found(items));
    assert_eq!(rig.submit().expect("a submit").1.len(), crate::stream::SUBMIT_AT_MOST);
}

#[test]
fn pending_stays_until_the_pull_has_brought_it() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.answered(ticket, vec![done(id, &[(1, 5)])]);
    assert!(matches!(rig.state(id), Some(ItemState::Settled { .. })));
    let (pull, cursors) = rig.pull().expect("a pull follows what was done");
    assert_eq!(cursors[0].version, 1);
    rig.tell(Event::PullAnswered(pull, answer(vec![news(1, 5, Lens::Adult)])));
    assert!(!rig.dropped(id), "not before the page is stored");
    rig.tell(Event::Stored { ok: true });
    assert!(rig.dropped(id));
}

#[test]
fn done_without_any_trace_is_dropped_at_once() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.answered(ticket, vec![done(id, &[])]);
    assert!(rig.dropped(id));
}

#[test]
fn what_it_touched_elsewhere_is_not_waited_for() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.answered(ticket, vec![done(id, &[(1, 2), (99, 4)])]);
    rig.pulled(answer(vec![news(1, 2, Lens::Adult)]));
    assert!(rig.dropped(id), "stream 99 is not this person's");
}

#[test]
fn a_settled_item_that_never_comes_back_is_let_go_in_the_end() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.answered(ticket, vec![done(id, &[(1, 1_000)])]);
    for _ in 0..5 {
        rig.pulled(answer(Vec::new()));
        if rig.machine.items().is_empty() {
            return;
        }
        rig.later(LONGEST_WAIT);
    }
    panic!("still waiting for a version that the server does not have");
}

#[test]
fn refused_items_wait_for_the_person_and_block_nothing() {
    for status in [Status::Refused, Status::Conflict, Status::Quarantined] {
        let mut rig = Rig::new();
        let bad = rig.wrote(1);
        let (ticket, _) = rig.submit().expect("a submit");
        let good = rig.wrote(1);
        rig.answered(ticket, vec![not_done(bad, status)]);
        assert_eq!(rig.submit().expect("the next goes on").1, [good]);
        assert!(matches!(rig.state(bad), Some(ItemState::Failed { .. })));
        rig.tell(Event::Dismissed(good));
        assert!(!rig.dropped(good), "only what failed can be let go");
        rig.tell(Event::Dismissed(bad));
        assert!(rig.dropped(bad));
    }
}

#[test]
fn later_is_tried_again_and_holds_back_its_own_stream_for_a_while() {
    let mut rig = Rig::new();
    let slow = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    let (behind, beside) = (rig.wrote(1), rig.wrote(2));
    rig.answered(ticket, vec![not_done(slow, Status::Later)]);
    let (ticket, ids) = rig.submit().expect("the other stream goes on");
    assert_eq!(ids, [beside]);
    rig.answered(ticket, vec![done(beside, &[])]);
    for _ in 1..5 {
        rig.later(LONGEST_WAIT);
        let (ticket, ids) = rig.submit().expect("tried again");
        assert_eq!(ids, [slow, behind]);
        rig.answered(ticket, vec![not_done(slow, Status::Later), not_done(behind, Status::Later)]);
    }
    let (ticket, ids) = rig.submit().expect("patience has an end");
    assert_eq!(ids, [behind], "it was put off only for what stood before it");
    let newest = rig.wrote(1);
    rig.answered(ticket, vec![not_done(behind, Status::Later)]);
    assert_eq!(rig.submit(), None, "and has its own patience");
    rig.later(LONGEST_WAIT);
    assert_eq!(
        rig.submit().expect("all").1,
        [behind, newest, slow],
        "nothing stands behind the one given up"
    );
}

#[test]
fn a_lost_answer_is_asked_for_again_with_longer_waits() {
    let mut rig = Rig::new();
    rig.wrote(1);
    for _ in 0..12 {
        let (ticket, _) = rig.submit().expect("a submit");
        rig.tell(Event::SubmitFailed(ticket, Unanswered::Unreachable));
        assert!(rig.machine.condition().offline);
        assert_eq!(rig.submit(), None, "not at once");
        rig.later(LONGEST_WAIT);
    }
    let (ticket, _) = rig.submit().expect("still trying");
    rig.tell(Event::SubmitFailed(ticket, Unanswered::Unreachable));
    rig.tell(Event::WentOnline);
    assert!(rig.submit().is_some(), "a connection ends the wait");
}

#[test]
fn an_answer_that_comes_twice_or_late_does_no_harm() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.tell(Event::SubmitFailed(ticket, Unanswered::Unreachable));
    rig.answered(ticket, vec![done(id, &[(1, 2)])]);
    assert!(matches!(rig.state(id), Some(ItemState::Settled { .. })), "late, and as true as ever");
    rig.answered(ticket, vec![not_done(id, Status::Refused)]);
    assert!(matches!(rig.state(id), Some(ItemState::Settled { .. })));
}

#[test]
fn a_late_later_says_nothing() {
    let mut rig = Rig::new();
    let slow = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.answered(ticket, vec![not_done(slow, Status::Later)]);
    for _ in 0..10 {
        rig.answered(ticket, vec![not_done(slow, Status::Later)]);
    }
    let behind = rig.wrote(1);
    assert_eq!(rig.submit(), None, "one trouble spends patience once, however often it is told");
    rig.later(2_000);
    assert_eq!(rig.submit().expect("after the first wait").1, [slow, behind]);
}

#[test]
fn one_envelope_that_spoils_its_batch_is_found() {
    let mut rig = Rig::new();
    let first = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    let rest: Vec<_> = (0..7).map(|_| rig.wrote(1)).collect();
    let bad = rest[4];
    rig.answered(ticket, vec![done(first, &[])]);
    let mut sent = Vec::new();
    while let Some((ticket, ids)) = rig.submit() {
        if ids.contains(&bad) {
            rig.tell(Event::SubmitFailed(ticket, Unanswered::Rejected(ProblemKey::Malformed.into())));
        } else {
            sent.extend(ids.iter().copied());
            rig.answered(ticket, ids.into_iter().map(|id| done(id, &[])).collect());
        }
    }
    assert_eq!(sent.len(), 6);
    let problem = Problem::new(ProblemKey::Malformed);
    assert_eq!(rig.state(bad), Some(&ItemState::Failed { status: Status::Refused, problem }));
}

#[test]
fn the_pieces_of_a_recording_go_one_after_the_other() {
    let mut rig = Rig::new();
    let mut item = rig.item(1);
    let chunks = [71, 72, 73].map(|id| BlobId(Uuid::from_u128(id)));
    item.pictures = (0..)
        .zip(chunks)
        .map(|(part, blob)| {
            let piece = Some(Piece { recording: chunks[0], part });
            Upload { blob, stream: stream(1), piece }
        })
        .collect();
    let id = item.id();
    rig.tell(Event::Wrote(item));
    rig.tell(Event::Kept { envelope: id, ok: true });
    for (part, blob) in (0..).zip(chunks) {
        assert_eq!(rig.submit(), None, "not before all of it is there");
        let up = |effect: &Effect| match effect {
            Effect::Upload(_, upload) => Some((upload.blob, upload.piece.map(|piece| piece.part))),
            _ => None,
        };
        assert_eq!(rig.effects.iter().rev().find_map(up), Some((blob, Some(part))));
        rig.tell(Event::UploadDone(blob));
    }
    assert_eq!(rig.submit().expect("the message").1, [id]);
}

#[test]
fn pictures_go_first_and_a_refused_picture_fails_its_item() {
    let mut rig = Rig::new();
    let id = rig.wrote_with_picture(1, 77);
    let (upload, blob) = rig.upload().expect("an upload");
    let behind = rig.wrote(1);
    assert_eq!(rig.submit(), None, "what was written after it, in the same stream, waits with it");
    let mut refused = rig.machine.clone();
    rig.tell(Event::UploadDone(blob));
    assert_eq!(rig.submit().expect("both").1, [id, behind]);
    let why = Unanswered::Rejected(ProblemKey::PictureUnreadable.into());
    let effects = refused.handle(Event::UploadFailed(upload, why), rig.now, 1);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Submit(_, request) if request.envelopes[0].id == behind))
    );
}
