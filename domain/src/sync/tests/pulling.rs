//! What the server knows arrives whole, and goes when it must.

use uuid::Uuid;

use super::super::*;
use super::rig::*;
use crate::policy::Lens;
use crate::stream::{Entry, Nudge, PullAnswer, StreamNews};

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
fn what_is_not_there_any_more_is_read_anew_before_anything_is_told_from_it() {
    let mut rig = Rig::new();
    assert!(rig.machine.whole() && rig.machine.synced());
    rig.tell(Event::Opened { outbox: Vec::new(), cursors: Vec::new(), whole: false });
    assert!(!rig.machine.whole() && !rig.machine.synced());
    rig.pulled(answer(vec![news(1, 1, Lens::Adult)]));
    assert!(rig.machine.whole() && rig.machine.synced());
}
