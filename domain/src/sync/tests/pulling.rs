//! What the server knows arrives whole, and goes when it must.

use uuid::Uuid;

use super::super::*;
use super::rig::*;
use crate::policy::{Lens, Lenses};
use crate::problem::ProblemKey;
use crate::stream::{Cursor, Entry, Known, Nudge, PullAnswer, Sight, StreamNews};

#[test]
fn a_nudge_that_says_nothing_new_is_ignored() {
    let mut rig = Rig::new();
    rig.tell(Event::Nudged(Nudge { stream: stream(1), version: 1, with_others: false }));
    assert_eq!(rig.pull(), None);
    rig.tell(Event::Nudged(Nudge { stream: stream(1), version: 2, with_others: false }));
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::Nudged(Nudge { stream: stream(1), version: 3, with_others: false }));
    assert_eq!(rig.pull(), None, "one at a time");
    rig.tell(Event::PullAnswered(ticket, answer(vec![news(1, 2, Lens::Adult)])));
    rig.tell(Event::Stored { ok: true });
    let (_, cursors) = rig.pull().expect("the one that came meanwhile is not lost");
    assert_eq!(cursors[0].version, 2);
}

/// A device that holds streams 1 and 2 and its own, 9, of a server that answers of one alone.
fn of_a_server_that_narrows() -> Rig {
    let mut rig = Rig::new();
    rig.tell(Event::WentOnline);
    let held = vec![news(1, 1, Lens::Adult), news(2, 1, Lens::Adult), news(9, 1, Lens::Own)];
    rig.pulled(PullAnswer { narrows: true, ..answer(held) });
    rig
}

fn nudge(n: u128, version: u64) -> Event {
    Event::Nudged(Nudge { stream: stream(n), version, with_others: false })
}

#[test]
fn what_a_nudge_names_is_asked_for_alone() {
    let mut rig = of_a_server_that_narrows();
    rig.tell(nudge(2, 2));
    let asked = rig.asked().expect("a pull");
    assert_eq!((asked.only, asked.cursors.len(), asked.cursors[0].stream), (Some(stream(2)), 1, stream(2)));
    // What comes meanwhile is asked for afterwards; two at once as all there is.
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(nudge(1, 2));
    rig.tell(nudge(2, 3));
    rig.tell(Event::PullAnswered(
        ticket,
        PullAnswer { narrows: true, ..answer(vec![news(2, 2, Lens::Adult)]) },
    ));
    assert!(!rig.store().expect("a page").whole);
    rig.tell(Event::Stored { ok: true });
    let asked = rig.asked().expect("a pull");
    assert_eq!((asked.only, asked.cursors.len()), (None, 3));
}

#[test]
fn all_is_asked_for_each_minute_whatever_was_asked_for_alone() {
    let mut rig = of_a_server_that_narrows();
    for version in 2..60 {
        rig.later(1_000);
        rig.tell(nudge(2, version));
        assert_eq!(rig.asked().expect("a pull").only, Some(stream(2)));
        rig.pulled(PullAnswer { narrows: true, ..answer(vec![news(2, version, Lens::Adult)]) });
    }
    rig.later(2_000);
    assert_eq!(rig.asked().expect("a pull").only, None);
}

#[test]
fn what_a_person_has_is_never_asked_for_alone() {
    for (n, version) in [(9, 2), (3, 1)] {
        let mut rig = of_a_server_that_narrows();
        rig.tell(nudge(n, version));
        assert_eq!(rig.asked().expect("a pull").only, None);
    }
}

#[test]
fn what_moved_together_comes_together() {
    let mut rig = of_a_server_that_narrows();
    rig.tell(Event::Nudged(Nudge { stream: stream(2), version: 2, with_others: true }));
    assert_eq!(rig.asked().expect("a pull").only, None);
}

#[test]
fn a_server_that_was_set_back_is_asked_for_all_again() {
    let mut rig = of_a_server_that_narrows();
    rig.tell(nudge(2, 2));
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::PullFailed(ticket, Unanswered::Rejected(ProblemKey::Unknown.into())));
    assert_eq!(rig.asked().expect("a pull").only, None);
    rig.pulled(answer(vec![news(2, 2, Lens::Adult)]));
    rig.tell(nudge(2, 3));
    assert_eq!(rig.asked().expect("a pull").only, None);
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
        let page = &rig.store().expect("a page").pages[0];
        assert_eq!((page.replace, page.entries.len()), (replace, 1));
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

/// Two things to one stream.
const BOTH: Sight = Sight { lenses: Lenses::of(&[Lens::Contact, Lens::Lead]), cells: 0 };

fn seen(version: u64, sight: Option<Sight>) -> StreamNews {
    StreamNews { sight, ..news(1, version, Lens::Contact) }
}

/// A device whose one cursor stands at version 1, as this.
fn opened(sight: Option<Sight>) -> Rig {
    let mut rig = Rig::new();
    let cursor = Cursor { stream: stream(1), version: 1, lens: Lens::Contact, sight };
    rig.tell(Event::Opened { outbox: Vec::new(), cursors: vec![cursor], whole: true });
    rig
}

#[test]
fn a_server_that_has_shown_nothing_is_asked_as_version_one_was() {
    let rig = opened(None);
    let asked = serde_json::to_string(rig.asked().expect("a pull")).unwrap();
    assert!(!asked.contains("sight") && !asked.contains("knows"), "{asked}");
}

#[test]
fn what_was_seen_is_said_again_and_something_else_replaces_the_stream() {
    let other = Sight { cells: 7, ..BOTH };
    for (sight, replace) in [(Some(BOTH), false), (Some(other), true), (None, true)] {
        let mut rig = opened(Some(BOTH));
        let asked = rig.asked().expect("a pull");
        assert_eq!((asked.cursors[0].sight, &asked.knows), (Some(BOTH), &Some(Known::here())));
        let (ticket, _) = rig.pull().expect("a pull");
        rig.tell(Event::PullAnswered(ticket, answer(vec![seen(2, sight)])));
        let page = &rig.store().expect("a page").pages[0];
        assert_eq!((page.replace, page.cursor().sight), (replace, sight));
    }
}

#[test]
fn what_is_kept_back_is_asked_for_by_saying_what_is_known() {
    let mut rig = opened(None);
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::PullAnswered(ticket, PullAnswer { withheld: true, ..answer(Vec::new()) }));
    let (ticket, _) = rig.pull().expect("again, and at once");
    assert_eq!(rig.asked().expect("it").knows, Some(Known::here()));
    rig.tell(Event::PullAnswered(ticket, PullAnswer { withheld: true, ..answer(Vec::new()) }));
    assert_eq!(rig.pull(), None, "it has said all that it knows");
}

#[test]
fn a_server_that_was_set_back_is_asked_plainly_and_nothing_of_what_it_goes_on_with_is_lost() {
    let mut rig = opened(Some(BOTH));
    let (ticket, _) = rig.pull().expect("a pull");
    rig.tell(Event::PullFailed(ticket, Unanswered::Rejected(ProblemKey::Malformed.into())));
    let asked = rig.asked().expect("plainly, and at once");
    assert_eq!((asked.cursors[0].sight, &asked.knows), (None, &None));
    let (ticket, _) = rig.pull().expect("it");
    rig.tell(Event::PullAnswered(ticket, answer(vec![seen(2, None)])));
    let page = &rig.store().expect("a page").pages[0];
    assert!(!page.replace, "it went on from the version");
    // What it sent may be what the newer one would not: that one is to send it anew.
    assert_eq!(page.cursor().sight, Some(Sight::UNSURE));
    assert_eq!(page.cursor().lenses(), Lens::Contact.into());
}

#[test]
fn a_lens_that_is_not_known_sees_nothing_and_comes_anew() {
    let told = r#"{"stream":"00000000-0000-0000-0000-000000000001","version":3,"lens":"guardian","entries":[],"forget":false}"#;
    let news: StreamNews = serde_json::from_str(told).unwrap();
    assert_eq!(news.lens, Lens::Unknown);
    let cursor = Cursor { stream: stream(1), version: 3, lens: Lens::Unknown, sight: None };
    assert!(cursor.lenses().is_empty());
    let mut rig = Rig::new();
    rig.tell(Event::Opened { outbox: Vec::new(), cursors: vec![cursor], whole: true });
    assert_eq!(rig.asked().expect("a pull").cursors, []);
}
