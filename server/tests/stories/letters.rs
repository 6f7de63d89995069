//! A photographed letter becomes a small case that a contact person ends.

use indgang_domain::envelope::Status;
use indgang_domain::home::{Home, NextThing};
use indgang_domain::kernel::id::{BlobId, LetterId, ThreadId};
use indgang_domain::kernel::text::Line;
use indgang_domain::letters::{AskAboutLetter, EndLetter, FinishLetter, LetterState, LetterView, Verdict};
use indgang_domain::messages::{OpenThread, Said, ThreadView};
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{OpenFamily, Team};
use indgang_domain::stream::View;
use uuid::Uuid;

use crate::demo::{Demo, Someone, now, why};
use crate::stories;

stories! {
    a_letter_needs_a_picture_that_has_arrived,
    a_letter_waits_until_a_contact_person_says_what_it_means,
    what_a_letter_means_is_an_answer,
    you_must_says_what_and_by_when,
    whoever_ends_a_letter_second_is_told_of_the_first,
    a_deadline_stands_on_home_until_it_is_done,
    only_the_team_ends_a_letter_and_only_the_family_asks,
    a_letter_is_found_only_where_it_stands,
}

fn about(thread: ThreadId, photos: Vec<BlobId>) -> AskAboutLetter {
    let note = Line::parse("Hvad betyder det?").ok();
    AskAboutLetter { id: LetterId(Uuid::now_v7()), thread, photos, documents: Vec::new(), note }
}

fn verdict(id: LetterId, thread: ThreadId, verdict: Verdict) -> EndLetter {
    EndLetter { id, thread, revision: 1, verdict, what: None, by: None }
}

fn you_must(id: LetterId, thread: ThreadId) -> EndLetter {
    let what = Line::parse("ringe til skolen").ok();
    EndLetter { what, by: Some(now().day()), ..verdict(id, thread, Verdict::YouMust) }
}

async fn asks(demo: &Demo, mother: &Someone, thread: ThreadId) -> LetterId {
    let command = about(thread, vec![demo.picture(mother, thread).await]);
    assert_eq!(mother.does(&command).await.status, Status::Done);
    command.id
}

async fn letter(someone: &Someone, thread: ThreadId, id: LetterId) -> LetterView {
    let answer = someone.asks(&OpenThread { thread, before: None }).await.expect("a thread");
    let bubble = answer.bubbles.into_iter().find(|bubble| bubble.id == id.0).expect("the letter");
    let Said::Letter(letter) = bubble.said else { panic!("not a letter") };
    letter
}

async fn a_letter_needs_a_picture_that_has_arrived(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let (thread, own) = (mother.family_thread(None).await, mother.own_thread().await);
    let none = Vec::new();
    let never_sent = vec![BlobId(Uuid::now_v7())];
    let anothers = vec![demo.picture(&contact, thread).await];
    let elsewhere = vec![demo.picture(&mother, own).await];
    let before = demo.rows().await;
    for photos in [none, never_sent, anothers, elsewhere] {
        let outcome = mother.does(&about(thread, photos)).await;
        assert_eq!(outcome.status, Status::Refused);
        let problem = outcome.problem.expect("a problem");
        assert_eq!((problem.key, problem.field.as_deref()), (ProblemKey::PictureMissing, Some("photos")));
    }
    let mut after = demo.rows().await;
    after.insert("outcomes".to_owned(), before["outcomes"]);
    assert_eq!(after, before, "a refused letter leaves nothing but its outcome");
}

async fn what_a_letter_means_is_an_answer(demo: Demo) {
    let minute = |minutes: i64| now().plus_millis(minutes * 60_000);
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.own_thread().await;
    let since = async || {
        let answer = contact.asks(&OpenThread { thread, before: None }).await.expect("a thread");
        answer.waiting_since
    };
    let ends = async |letter, at: i64| {
        let outcome = contact.at(minute(at)).does(&verdict(letter, thread, Verdict::WeDoIt)).await;
        assert_eq!(outcome.status, Status::Done);
    };
    contact.says(thread, "Hvad kan vi gøre?").await;
    assert_eq!(since().await, None);
    let first = asks(&demo, &mother.at(minute(1)), thread).await;
    let second = asks(&demo, &mother.at(minute(2)), thread).await;
    assert_eq!(since().await, Some(minute(1)));
    ends(second, 3).await;
    assert_eq!(since().await, Some(minute(1)), "the first letter waits still");
    mother.at(minute(4)).says(thread, "Og en ting mere").await;
    ends(first, 5).await;
    assert_eq!(since().await, Some(minute(4)), "and what was said after it");
    contact.at(minute(6)).says(thread, "Det ringer vi om").await;
    assert_eq!(since().await, None);
    let third = asks(&demo, &mother.at(minute(7)), thread).await;
    let held = mother.pulls_all(Vec::new()).await.cursors;
    ends(third, 8).await;
    assert_eq!(since().await, None, "what was answered before stays so");
    let news = mother.pulls_all(held).await;
    let mut kinds = news.of(thread).into_iter().flat_map(|news| &news.entries).map(|entry| &*entry.kind);
    assert!(kinds.any(|kind| kind == ThreadView::KIND), "devices are told");
}

async fn a_letter_waits_until_a_contact_person_says_what_it_means(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let family = mother.family().await;
    let waiting = async || {
        let team = contact.asks(&Team {}).await.expect("a team");
        team.families.iter().find(|line| line.family == family).expect("the family").letters
    };
    for (end, expected) in [(Verdict::Nothing, LetterState::Nothing), (Verdict::WeDoIt, LetterState::WeDoIt)]
    {
        let before = waiting().await;
        let id = asks(&demo, &mother, thread).await;
        assert_eq!(letter(&contact, thread, id).await.state, LetterState::Waiting);
        assert_eq!(waiting().await, before + 1);
        assert_eq!(contact.does(&verdict(id, thread, end)).await.status, Status::Done);
        let ended = letter(&mother, thread, id).await;
        assert_eq!(ended.state, expected);
        assert_eq!(ended.ended_by.as_deref(), Some("Nadia"));
        assert_eq!(waiting().await, before);
    }
    let id = asks(&demo, &mother, thread).await;
    assert_eq!(contact.does(&you_must(id, thread)).await.status, Status::Done);
    let expected = LetterState::YouMust { what: "ringe til skolen".into(), by: now().day(), done: None };
    assert_eq!(letter(&mother, thread, id).await.state, expected);
}

async fn you_must_says_what_and_by_when(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let id = asks(&demo, &mother, thread).await;
    let whole = you_must(id, thread);
    for (command, field) in
        [(EndLetter { what: None, ..whole.clone() }, "what"), (EndLetter { by: None, ..whole }, "by")]
    {
        let problem = contact.does(&command).await.problem.expect("a problem");
        assert_eq!((problem.key, problem.field.as_deref()), (ProblemKey::DeadlineMissing, Some(field)));
    }
    assert_eq!(letter(&mother, thread, id).await.state, LetterState::Waiting);
}

async fn whoever_ends_a_letter_second_is_told_of_the_first(demo: Demo) {
    let (mother, first, second) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-2").await);
    let thread = mother.family_thread(None).await;
    let id = asks(&demo, &mother, thread).await;
    assert_eq!(first.does(&verdict(id, thread, Verdict::WeDoIt)).await.status, Status::Done);
    let late = second.does(&verdict(id, thread, Verdict::Nothing)).await;
    assert_eq!((late.status, why(&late)), (Status::Conflict, Some(ProblemKey::Conflict)));
    assert!(late.at.is_empty(), "a conflict moves nothing");
    let seen = letter(&second, thread, id).await;
    assert_eq!(seen.state, LetterState::WeDoIt);
    let knowing = EndLetter { revision: seen.revision, ..verdict(id, thread, Verdict::Nothing) };
    assert_eq!(second.does(&knowing).await.status, Status::Done);
    assert_eq!(letter(&mother, thread, id).await.ended_by.as_deref(), Some("Jonas"));
}

async fn a_deadline_stands_on_home_until_it_is_done(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let id = asks(&demo, &mother, thread).await;
    let on_home = async |letter| {
        let home = mother.asks(&Home {}).await.expect("a home");
        let next = match home.next {
            Some(NextThing::Letter(deadline)) => Some(deadline),
            _ => None,
        };
        let is_next = next.as_ref().is_some_and(|deadline| deadline.letter == letter);
        (is_next, home.deadlines.into_iter().chain(next).any(|deadline| deadline.letter == letter))
    };
    assert_eq!(contact.does(&you_must(id, thread)).await.status, Status::Done);
    assert_eq!(on_home(id).await, (true, true));
    let later = asks(&demo, &mother, thread).await;
    let by = Some(crate::demo::now().day().plus(300));
    assert_eq!(contact.does(&EndLetter { by, ..you_must(later, thread) }).await.status, Status::Done);
    assert_eq!(
        on_home(later).await,
        (false, true),
        "behind the meetings and the other letter it stands there too"
    );
    assert_eq!(mother.does(&FinishLetter { id, thread }).await.status, Status::Done);
    assert_eq!((on_home(id).await, on_home(later).await), ((false, false), (false, true)));
    let done = letter(&contact, thread, id).await;
    assert!(matches!(done.state, LetterState::YouMust { done: Some(_), .. }));
    assert_eq!(
        mother.does(&FinishLetter { id, thread }).await.status,
        Status::Done,
        "saying it twice is no fault"
    );
    assert_eq!(letter(&contact, thread, id).await.revision, done.revision, "and changes nothing");
    let other = asks(&demo, &mother, thread).await;
    let early = mother.does(&FinishLetter { id: other, thread }).await;
    assert_eq!(why(&early), Some(ProblemKey::LetterEnded), "there is nothing to be done about it");
}

async fn only_the_team_ends_a_letter_and_only_the_family_asks(demo: Demo) {
    let (mother, contact, stranger) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let thread = mother.family_thread(None).await;
    let id = asks(&demo, &mother, thread).await;
    let own_verdict = mother.does(&verdict(id, thread, Verdict::Nothing)).await;
    assert_eq!(why(&own_verdict), Some(ProblemKey::NotAllowed));
    let asked = contact.does(&about(thread, vec![demo.picture(&contact, thread).await])).await;
    assert_eq!(why(&asked), Some(ProblemKey::NotAllowed));
    for outcome in [
        stranger.does(&verdict(id, thread, Verdict::Nothing)).await,
        stranger.does(&FinishLetter { id, thread }).await,
        stranger.does(&about(thread, vec![demo.picture(&stranger, thread).await])).await,
    ] {
        assert_eq!(why(&outcome), Some(ProblemKey::NotFound));
    }
    assert_eq!(letter(&mother, thread, id).await.state, LetterState::Waiting);
}

async fn a_letter_is_found_only_where_it_stands(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let (thread, own) = (mother.family_thread(None).await, mother.own_thread().await);
    let id = asks(&demo, &mother, own).await;
    let outcome = contact.does(&verdict(id, thread, Verdict::Nothing)).await;
    assert_eq!(why(&outcome), Some(ProblemKey::NotFound));
    assert_eq!(letter(&mother, own, id).await.state, LetterState::Waiting);
    // Nobody can reach a letter of their own through another family's thread either.
    let family = contact.asks(&OpenFamily { family: mother.family().await }).await.expect("a family");
    assert!(family.letters.iter().any(|letter| letter.thread == own));
}
