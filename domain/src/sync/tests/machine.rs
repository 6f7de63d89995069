//! The machine's rules, one by one.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::*;
use crate::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use crate::kernel::id::{BlobId, DeviceId, EnvelopeId, StreamId};
use crate::kernel::time::Moment;
use crate::policy::Lens;
use crate::problem::{Problem, ProblemKey};
use crate::stream::{CLIENT_VERSION, Cursor, Entry, Nudge, PullAnswer, StreamNews, SubmitAnswer};

/// A machine with a clock, and what it wanted done last.
struct Rig {
    machine: Machine,
    now: Moment,
    seq: u64,
    effects: Vec<Effect>,
}

fn stream(n: u128) -> StreamId {
    StreamId(Uuid::from_u128(n))
}

fn news(n: u128, version: u64, lens: Lens) -> StreamNews {
    StreamNews { stream: stream(n), version, lens, entries: Vec::new(), forget: false }
}

fn answer(streams: Vec<StreamNews>) -> PullAnswer {
    PullAnswer { streams, more: false, minimum_client: 1 }
}

impl Rig {
    /// Opened on an empty store, its first pull answered with stream 1 at version 1.
    fn new() -> Self {
        let mut rig = Self::cold();
        rig.tell(Event::Opened { outbox: Vec::new(), cursors: Vec::new(), whole: false });
        rig.pulled(answer(vec![news(1, 1, Lens::Adult)]));
        rig
    }

    fn cold() -> Self {
        let now = Moment::from_millis(1_800_000_000_000);
        Self { machine: Machine::new(), now, seq: 0, effects: Vec::new() }
    }

    fn tell(&mut self, event: Event) {
        self.effects = self.machine.handle(event, self.now, 7);
    }

    fn later(&mut self, millis: i64) {
        self.now = self.now.plus_millis(millis);
        self.tell(Event::Woke);
    }

    fn item(&mut self, on: u128) -> Item {
        self.seq += 1;
        let id = Uuid::from_u128(1_000 + u128::from(self.seq));
        let view = serde_json::value::to_raw_value(&self.seq).expect("a number");
        let envelope = Envelope {
            id: EnvelopeId(id),
            v: ENVELOPE_VERSION,
            device: DeviceId(Uuid::nil()),
            seq: self.seq,
            at: self.now,
            command: "Test.Write".to_owned(),
            args: view.clone(),
        };
        let pending = PendingView { stream: stream(on), kind: "thing".to_owned(), id, view };
        Item::new(envelope, stream(on), vec![pending], Vec::new())
    }

    /// Written and kept.
    fn wrote(&mut self, on: u128) -> EnvelopeId {
        let item = self.item(on);
        let id = item.id();
        self.tell(Event::Wrote(item));
        self.tell(Event::Kept { envelope: id, ok: true });
        id
    }

    fn submit(&self) -> Option<(Ticket, Vec<EnvelopeId>)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Submit(ticket, request) => {
                Some((*ticket, request.envelopes.iter().map(|e| e.id).collect()))
            }
            _ => None,
        })
    }

    fn pull(&self) -> Option<(Ticket, Vec<Cursor>)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Pull(ticket, request) => Some((*ticket, request.cursors.clone())),
            _ => None,
        })
    }

    fn store(&self) -> Option<&Storing> {
        self.effects
            .iter()
            .find_map(|effect| if let Effect::Store(storing) = effect { Some(storing) } else { None })
    }

    fn dropped(&self, id: EnvelopeId) -> bool {
        self.effects.iter().any(|effect| matches!(effect, Effect::Drop(gone) if *gone == id))
    }

    /// The pull that was just asked for is answered and its page stored.
    fn pulled(&mut self, answer: PullAnswer) {
        let (ticket, _) = self.pull().expect("a pull");
        self.tell(Event::PullAnswered(ticket, answer));
        if self.store().is_some() {
            self.tell(Event::Stored { ok: true });
        }
    }

    fn answered(&mut self, ticket: Ticket, outcomes: Vec<Outcome>) {
        self.tell(Event::SubmitAnswered(ticket, SubmitAnswer { outcomes }));
    }

    fn state(&self, id: EnvelopeId) -> Option<&ItemState> {
        self.machine.items().iter().find(|item| item.id() == id).map(|item| &item.state)
    }
}

fn done(id: EnvelopeId, at: &[(u128, u64)]) -> Outcome {
    let at: BTreeMap<_, _> = at.iter().map(|(n, version)| (stream(*n), *version)).collect();
    Outcome { id, status: Status::Done, at, problem: None }
}

fn not_done(id: EnvelopeId, status: Status) -> Outcome {
    Outcome::without_effect(id, status, ProblemKey::NotAllowed.into())
}

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
    let mut tries = 1;
    loop {
        rig.later(LONGEST_WAIT);
        let (ticket, ids) = rig.submit().expect("tried again");
        if ids == [slow, behind] {
            rig.answered(ticket, vec![not_done(slow, Status::Later), not_done(behind, Status::Later)]);
        } else {
            panic!("{ids:?}");
        }
        tries += 1;
        if tries == 6 {
            break;
        }
    }
    let newest = rig.wrote(1);
    assert_eq!(rig.submit().expect("patience has an end").1, [newest]);
}

#[test]
fn a_lost_answer_is_asked_for_again_with_longer_waits() {
    let mut rig = Rig::new();
    rig.wrote(1);
    for _ in 0..12 {
        let (ticket, _) = rig.submit().expect("a submit");
        rig.tell(Event::SubmitFailed(ticket, Trouble::Unreachable));
        assert!(rig.machine.standing().offline);
        assert_eq!(rig.submit(), None, "not at once");
        rig.later(LONGEST_WAIT);
    }
    let (ticket, _) = rig.submit().expect("still trying");
    rig.tell(Event::SubmitFailed(ticket, Trouble::Unreachable));
    rig.tell(Event::WentOnline);
    assert!(rig.submit().is_some(), "a connection ends the wait");
}

#[test]
fn an_answer_that_comes_twice_or_late_does_no_harm() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.tell(Event::SubmitFailed(ticket, Trouble::Unreachable));
    rig.answered(ticket, vec![done(id, &[(1, 2)])]);
    assert!(matches!(rig.state(id), Some(ItemState::Settled { .. })), "late, and as true as ever");
    rig.answered(ticket, vec![not_done(id, Status::Refused)]);
    assert!(matches!(rig.state(id), Some(ItemState::Settled { .. })));
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
            rig.tell(Event::SubmitFailed(ticket, Trouble::Rejected(ProblemKey::Malformed.into())));
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
fn pictures_go_first_and_a_refused_picture_fails_its_item() {
    let mut rig = Rig::new();
    let mut item = rig.item(1);
    let blob = BlobId(Uuid::from_u128(77));
    item.pictures.push(Upload { blob, stream: stream(1) });
    let id = item.id();
    rig.tell(Event::Wrote(item));
    rig.tell(Event::Kept { envelope: id, ok: true });
    assert!(rig.effects.iter().any(|effect| matches!(effect, Effect::Upload(upload) if upload.blob == blob)));
    let behind = rig.wrote(1);
    assert_eq!(rig.submit(), None, "what was written after it, in the same stream, waits with it");
    let mut refused = rig.machine.clone();
    rig.tell(Event::UploadDone(blob));
    assert_eq!(rig.submit().expect("both").1, [id, behind]);
    let trouble = Trouble::Rejected(ProblemKey::PictureUnreadable.into());
    let effects = refused.handle(Event::UploadFailed(blob, trouble), rig.now, 1);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Submit(_, request) if request.envelopes[0].id == behind))
    );
}

#[test]
fn a_server_that_asks_to_be_left_alone_is_left_alone() {
    let mut rig = Rig::new();
    for blob in 77_u128..80 {
        let mut item = rig.item(blob);
        item.pictures.push(Upload { blob: BlobId(Uuid::from_u128(blob)), stream: stream(1) });
        let id = item.id();
        rig.tell(Event::Wrote(item));
        rig.tell(Event::Kept { envelope: id, ok: true });
    }
    let uploads = |rig: &Rig| rig.effects.iter().filter(|effect| matches!(effect, Effect::Upload(_))).count();
    let trouble = Trouble::Later(Some(30_000));
    rig.tell(Event::UploadFailed(BlobId(Uuid::from_u128(77)), trouble.clone()));
    let behind = rig.wrote(1);
    assert_eq!((uploads(&rig), rig.submit()), (0, None), "neither another picture nor anything written");
    rig.later(29_000);
    assert_eq!((uploads(&rig), rig.submit()), (0, None));
    rig.later(1_001);
    assert_eq!(uploads(&rig), 1, "after that it goes on");
    let (ticket, ids) = rig.submit().expect("what was written meanwhile");
    assert_eq!(ids, [behind]);
    rig.tell(Event::SubmitFailed(ticket, trouble));
    rig.later(29_000);
    assert_eq!(rig.submit(), None);
    rig.later(2_000);
    assert_eq!(rig.submit().expect("nothing is lost").1, [behind]);
}

#[test]
fn a_nudge_that_says_nothing_new_is_ignored() {
    let mut rig = Rig::new();
    rig.tell(Event::Nudged(Nudge { stream: stream(1), version: 1 }));
    assert_eq!(rig.pull(), None);
    rig.tell(Event::Nudged(Nudge { stream: stream(1), version: 2 }));
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::Nudged(Nudge { stream: stream(1), version: 3 }));
    assert_eq!(rig.pull(), None, "one at a time");
    rig.tell(Event::PullAnswered(ticket, answer(vec![news(1, 2, Lens::Adult)])));
    rig.tell(Event::Stored { ok: true });
    let (_, cursors) = rig.pull().expect("the one that came meanwhile is not lost");
    assert_eq!(cursors[0].version, 2);
}

#[test]
fn more_pages_are_asked_for_after_each_is_stored() {
    let mut rig = Rig::new();
    rig.tell(Event::WentOnline);
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::PullAnswered(ticket, PullAnswer { more: true, ..answer(vec![news(1, 3, Lens::Adult)]) }));
    assert_eq!(rig.pull(), None);
    rig.tell(Event::Stored { ok: true });
    assert_eq!(rig.pull().expect("the next page").1[0].version, 3);
}

#[test]
fn a_page_that_could_not_be_stored_is_asked_for_again() {
    let mut rig = Rig::new();
    rig.tell(Event::WentOnline);
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::PullAnswered(ticket, answer(vec![news(1, 3, Lens::Adult)])));
    rig.tell(Event::Stored { ok: false });
    rig.later(LONGEST_WAIT);
    assert_eq!(rig.pull().expect("again").1[0].version, 1);
}

#[test]
fn another_lens_or_an_older_server_replaces_the_stream() {
    for (version, lens, replace) in
        [(2, Lens::Adult, false), (9, Lens::Contact, true), (0, Lens::Adult, true)]
    {
        let mut rig = Rig::new();
        rig.tell(Event::WentOnline);
        let (ticket, _) = rig.pull().expect("a pull");
        let entry = Entry { kind: "thing".to_owned(), id: Uuid::nil(), version, view: None };
        let news = StreamNews { entries: vec![entry], ..news(1, version, lens) };
        rig.tell(Event::PullAnswered(ticket, answer(vec![news])));
        let shelf = &rig.store().expect("a page").shelves[0];
        assert_eq!((shelf.replace, shelf.entries.len()), (replace, 1));
    }
}

#[test]
fn forgetting_takes_the_cursor_and_the_pending_views_but_not_the_work() {
    let mut rig = Rig::new();
    let id = rig.wrote(1);
    rig.tell(Event::WentOnline);
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::PullAnswered(
        ticket,
        answer(vec![StreamNews { forget: true, ..news(1, 0, Lens::Adult) }]),
    ));
    rig.tell(Event::Stored { ok: true });
    assert_eq!(rig.machine.cursors().count(), 0);
    let item = &rig.machine.items()[0];
    assert!(item.id() == id && item.waits() && item.pending.is_empty());
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
    assert!(rig.machine.standing().too_old);
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
    rig.tell(Event::SubmitFailed(ticket, Trouble::LoggedOut));
    rig.later(LONGEST_WAIT);
    assert!(rig.submit().is_none() && rig.machine.standing().logged_out);
    rig.tell(Event::BecameVisible);
    assert_eq!(rig.submit().expect("perhaps logged in again").1, [id]);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut rig = Rig::new();
    rig.wrote(1);
    let (ticket, _) = rig.submit().expect("a submit");
    rig.tell(Event::SubmitFailed(ticket, Trouble::Unreachable));
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
fn what_is_not_there_any_more_is_read_anew_before_anything_is_told_from_it() {
    let mut rig = Rig::new();
    assert!(rig.machine.whole() && rig.machine.synced());
    rig.tell(Event::Opened { outbox: Vec::new(), cursors: Vec::new(), whole: false });
    assert!(!rig.machine.whole() && !rig.machine.synced());
    rig.pulled(answer(vec![news(1, 1, Lens::Adult)]));
    assert!(rig.machine.whole() && rig.machine.synced());
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
