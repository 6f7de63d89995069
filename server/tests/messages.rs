//! A family and its two contact persons write to each other.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod demo;

use demo::{Demo, message};
use indgang_domain::envelope::Status;
use indgang_domain::home::Home;
use indgang_domain::messages::{MarkRead, OpenThread, Threads};
use indgang_domain::problem::ProblemKey;

stories! {
    a_message_reaches_both_contact_persons_and_the_answer_comes_back,
    the_same_envelope_twice_has_one_effect,
    the_same_id_for_something_else_is_refused,
    nobody_else_finds_the_thread,
    what_is_read_is_shown_to_the_family_and_not_the_other_way,
    ones_own_word_stays_read_when_what_stands_before_it_is_read,
}

async fn ones_own_word_stays_read_when_what_stands_before_it_is_read(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let unread = async || {
        let lines = mother.asks(&Threads {}).await.expect("threads");
        lines.into_iter().find(|line| line.thread == thread).map(|line| line.unread)
    };
    let end = mother.asks(&OpenThread { thread, before: None }).await.expect("a thread").last_position;
    mother.does(&MarkRead { thread, position: end }).await;
    contact.says(thread, "Første spørgsmål").await;
    contact.says(thread, "Andet spørgsmål").await;
    mother.says(thread, "Vent lidt").await;
    assert_eq!(unread().await, Some(2));
    mother.does(&MarkRead { thread, position: end + 1 }).await;
    assert_eq!(unread().await, Some(1), "her own word is not counted");
    contact.says(thread, "Tredje spørgsmål").await;
    assert_eq!(unread().await, Some(2));
    mother.does(&MarkRead { thread, position: end + 4 }).await;
    assert_eq!(unread().await, Some(0));
}

async fn a_message_reaches_both_contact_persons_and_the_answer_comes_back(demo: Demo) {
    let (mother, first, second) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-2").await);
    let thread = mother.family_thread(None).await;
    assert_eq!(mother.says(thread, "Kan I ringe til mig i morgen?").await.status, Status::Done);
    for contact in [&first, &second] {
        assert_eq!(
            contact.reads(thread).await.last().map(String::as_str),
            Some("Kan I ringe til mig i morgen?")
        );
    }
    let waiting = first.asks(&OpenThread { thread, before: None }).await.expect("a thread").waiting_since;
    assert!(waiting.is_some(), "the family waits");
    assert_eq!(first.says(thread, "Ja, jeg ringer kl. 10.").await.status, Status::Done);
    assert_eq!(mother.reads(thread).await.last().map(String::as_str), Some("Ja, jeg ringer kl. 10."));
    let waiting = second.asks(&OpenThread { thread, before: None }).await.expect("a thread").waiting_since;
    assert!(waiting.is_none(), "an answer ends the waiting");
}

async fn the_same_envelope_twice_has_one_effect(demo: Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    let envelope = mother.envelope(&message(thread, "Kun én gang"));
    let first = mother.settle(envelope.clone()).await;
    let again = mother.settle(envelope).await;
    assert_eq!(first, again);
    assert_eq!(first.status, Status::Done);
    assert!(first.at.contains_key(&thread.into()));
    assert_eq!(mother.reads(thread).await.iter().filter(|text| *text == "Kun én gang").count(), 1);
}

async fn the_same_id_for_something_else_is_refused(demo: Demo) {
    let mother = demo.person("borger").await;
    let thread = mother.family_thread(None).await;
    let first = mother.envelope(&message(thread, "Det første"));
    let mut second = mother.envelope(&message(thread, "Det andet"));
    second.id = first.id;
    assert_eq!(mother.settle(first).await.status, Status::Done);
    let refused = mother.settle(second).await;
    assert_eq!(refused.status, Status::Refused);
    assert_eq!(refused.problem.map(|problem| problem.key), Some(ProblemKey::IdReused));
    assert!(!mother.reads(thread).await.contains(&"Det andet".to_owned()));
}

async fn nobody_else_finds_the_thread(demo: Demo) {
    let thread = demo.person("borger").await.family_thread(None).await;
    for slug in ["borger-ar", "ung", "kontakt-3", "teamleder", "laege", "admin", "dpo", "holbaek-kontakt"] {
        let other = demo.person(slug).await;
        let asked = other.asks(&OpenThread { thread, before: None }).await;
        assert_eq!(asked.err().map(|problem| problem.key), Some(ProblemKey::NotFound), "{slug} reads");
        let written = other.says(thread, "Hvem er I?").await;
        assert_eq!(written.status, Status::Refused, "{slug} writes");
        assert_eq!(written.problem.map(|problem| problem.key), Some(ProblemKey::NotFound), "{slug} writes");
        assert!(written.at.is_empty(), "{slug} learns nothing of the stream");
        let pulled = other.pulls(Vec::new()).await;
        assert!(pulled.streams.iter().all(|news| news.stream != thread.into()), "{slug} pulls");
    }
}

async fn what_is_read_is_shown_to_the_family_and_not_the_other_way(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    assert!(
        mother.asks(&Home {}).await.expect("a home").unread > 0,
        "the demo world leaves something unread"
    );
    mother.says(thread, "Har I set det?").await;
    let before = contact.pulls(Vec::new()).await;
    let position = contact.asks(&OpenThread { thread, before: None }).await.expect("a thread").last_position;
    assert_eq!(mother.does(&MarkRead { thread, position }).await.status, Status::Done);
    assert_eq!(mother.asks(&Home {}).await.expect("a home").unread, 0);
    let version = |pulled: &indgang_domain::stream::PullAnswer| {
        pulled.streams.iter().find(|news| news.stream == thread.into()).map(|news| news.version)
    };
    assert_eq!(
        version(&before),
        version(&contact.pulls(Vec::new()).await),
        "a citizen's reading moves nothing that staff see"
    );
    assert_eq!(contact.does(&MarkRead { thread, position }).await.status, Status::Done);
    let seen = mother.asks(&OpenThread { thread, before: None }).await.expect("a thread");
    assert!(seen.bubbles.last().is_some_and(|bubble| bubble.mine && bubble.read));
    let second = demo.person("kontakt-2").await;
    assert_eq!(contact.says(thread, "Ja, det har vi.").await.status, Status::Done);
    let position = position + 1;
    for reader in [&second, &mother] {
        assert_eq!(reader.does(&MarkRead { thread, position }).await.status, Status::Done);
    }
    let seen = contact.asks(&OpenThread { thread, before: None }).await.expect("a thread");
    assert!(
        seen.bubbles.last().is_some_and(|bubble| bubble.mine && !bubble.read),
        "neither a colleague's reading nor the family's is told to who wrote"
    );
    let unread = contact.asks(&Threads {}).await.expect("threads");
    assert_eq!(unread.iter().find(|line| line.thread == thread).map(|line| line.unread), Some(0));
}
