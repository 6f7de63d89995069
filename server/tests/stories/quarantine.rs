//! What was written while the access lasted and arrives after it has ended: kept aside, and never lost.

use axum::http::StatusCode;
use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::kernel::id::{BlobId, FamilyId, ThreadId};
use indgang_domain::messages::{OpenThread, Said, SendMessage, Threads};
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::{Discard, QuarantineView, SendOn};
use indgang_domain::staff::{SetAside, Team};
use indgang_domain::stream::View;

use super::absences::away;
use super::bad_input::pictures::picture;
use super::contacts::{end, give};
use crate::demo::{Demo, Someone, message, now, why};
use crate::door::{Door, server};
use crate::stories;

stories! {
    what_was_written_in_time_is_kept_aside,
    a_picture_that_comes_after_is_kept_with_the_words,
    an_heir_sends_it_on_once,
    it_is_let_go_once,
    who_comes_later_finds_it,
    what_was_written_after_is_refused,
    nobody_else_learns_of_it,
    who_loses_the_family_loses_it_too,
    who_stands_in_loses_it_when_the_days_are_over,
    an_author_who_has_the_thread_again_sends_it_on,
    anothers_envelope_of_the_same_id_is_refused,
    sent_again_it_is_the_same,
}

pub(super) const WORDS: &str = "Jeg nåede at skrive det her i toget.";
pub(super) const HOUR: i64 = 60 * 60 * 1000;

/// Family one; its contact person writes at noon without a connection, the lead ends the assignment at one,
/// and the phone finds a connection at two.
pub(super) struct Tale {
    pub(super) family: FamilyId,
    pub(super) thread: ThreadId,
    pub(super) mother: Someone,
    pub(super) author: Someone,
    pub(super) heir: Someone,
    pub(super) outcome: Outcome,
    pub(super) envelope: indgang_domain::envelope::Envelope,
}

pub(super) async fn tale(demo: &Demo) -> Tale {
    let (mother, author, heir, lead) = (
        demo.person("borger").await,
        demo.person("kontakt-1").await,
        demo.person("kontakt-2").await,
        demo.person("teamleder").await,
    );
    let (family, thread) = (mother.family().await, mother.family_thread(None).await);
    let envelope = author.envelope(&message(thread, WORDS));
    let lead = lead.at(now().plus_millis(HOUR));
    assert_eq!(lead.does(&end(&lead, family, &author).await).await.status, Status::Done);
    let (author, heir) = (author.at(now().plus_millis(2 * HOUR)), heir.at(now().plus_millis(2 * HOUR)));
    let outcome = author.settle(envelope.clone()).await;
    Tale { family, thread, mother, author, heir, outcome, envelope }
}

async fn a_picture_that_comes_after_is_kept_with_the_words(demo: Demo) {
    let author = demo.person("kontakt-1").await;
    let (family, thread) = {
        let mother = demo.person("borger").await;
        (mother.family().await, mother.family_thread(None).await)
    };
    let blob = BlobId(uuid::Uuid::now_v7());
    let envelope = author.envelope(&SendMessage { text: None, photos: vec![blob], ..message(thread, "x") });
    let lead = demo.person("teamleder").await.at(now().plus_millis(HOUR));
    assert_eq!(lead.does(&end(&lead, family, &author).await).await.status, Status::Done);
    let late = demo.at(now().plus_millis(2 * HOUR));
    let sends = async |slug| {
        let door = Door::of(&demo, slug, server(&late)).await;
        let path = format!("/api/v1/blobs/{}?stream={thread}", blob.0);
        door.send(door.request("PUT", &path).body(picture(7).into()).unwrap()).await.status()
    };
    assert_eq!(
        sends("kontakt-3").await,
        StatusCode::NOT_FOUND,
        "who never had the thread sends nothing into it"
    );
    assert_eq!(sends("kontakt-1").await, StatusCode::NO_CONTENT);
    let (author, heir) = (
        author.at(now().plus_millis(2 * HOUR)),
        demo.person("kontakt-2").await.at(now().plus_millis(2 * HOUR)),
    );
    assert_eq!(author.settle(envelope).await.status, Status::Quarantined);
    let photos = |aside: Vec<SetAside>| aside.iter().map(|item| item.view.photos.len()).collect::<Vec<_>>();
    assert_eq!((photos(set_aside(&author).await), photos(set_aside(&heir).await)), (vec![1], vec![1]));
}

pub(super) async fn set_aside(someone: &Someone) -> Vec<SetAside> {
    someone.asks(&Team {}).await.expect("a team").set_aside
}

async fn what_was_written_in_time_is_kept_aside(demo: Demo) {
    let tale = tale(&demo).await;
    assert_eq!(
        (tale.outcome.status, why(&tale.outcome)),
        (Status::Quarantined, Some(ProblemKey::Quarantined))
    );
    assert!(!tale.outcome.at.contains_key(&tale.thread.into()), "the thread has not moved");
    let named: Vec<_> = tale.outcome.at.keys().copied().collect();
    assert_eq!(named, [tale.author.viewer().person.into()], "who else is told is nothing to the author");
    assert!(!tale.mother.reads(tale.thread).await.contains(&WORDS.to_owned()));
    for (someone, may_send_on) in [(&tale.author, false), (&tale.heir, true)] {
        let aside = set_aside(someone).await;
        let [SetAside { id, view, .. }] = aside.as_slice() else { panic!("one thing: {aside:?}") };
        assert_eq!(*id, tale.envelope.id.0);
        assert_eq!((view.text.as_str(), view.may_send_on, view.family), (WORDS, may_send_on, tale.family));
        assert_eq!((view.authored, view.author), (now(), tale.author.viewer().person));
        let pulled = someone.pulls_all(Vec::new()).await;
        let own = pulled.of(someone.viewer().person);
        assert!(own.iter().flat_map(|news| &news.entries).any(|entry| entry.kind == QuarantineView::KIND));
    }
}

async fn an_heir_sends_it_on_once(demo: Demo) {
    let tale = tale(&demo).await;
    let send_on = SendOn { id: tale.envelope.id, thread: tale.thread };
    assert_eq!(
        why(&tale.author.does(&send_on).await),
        Some(ProblemKey::NotFound),
        "its author has the thread no more"
    );
    assert_eq!(tale.heir.does(&send_on).await.status, Status::Done);
    let said = tale.heir.asks(&OpenThread { thread: tale.thread, before: None }).await.expect("a thread");
    let Some(Said::Message(last)) = said.bubbles.last().map(|bubble| bubble.said.clone()) else {
        panic!("a message")
    };
    let heir = tale.heir.viewer().person;
    assert_eq!((last.text.as_str(), last.author), (WORDS, heir), "it is the heir's own");
    let head = tale.heir.asks(&Threads {}).await.expect("threads");
    let head = head.into_iter().find(|line| line.thread == tale.thread).and_then(|line| line.last);
    assert_eq!(head.map(|word| word.author), Some(heir), "in the list too");
    assert_eq!(last.sent_on_by, None);
    assert!(set_aside(&tale.heir).await.is_empty() && set_aside(&tale.author).await.is_empty());
    assert_eq!(why(&tale.heir.does(&send_on).await), Some(ProblemKey::NotFound));
    let times = tale.mother.reads(tale.thread).await.iter().filter(|text| *text == WORDS).count();
    assert_eq!(times, 1);
}

async fn who_comes_later_finds_it(demo: Demo) {
    let tale = tale(&demo).await;
    let later = now().plus_millis(3 * HOUR);
    let (lead, newcomer) =
        (demo.person("teamleder").await.at(later), demo.person("kontakt-3").await.at(later));
    assert!(set_aside(&newcomer).await.is_empty());
    assert_eq!(lead.does(&give(tale.family, &newcomer)).await.status, Status::Done);
    let aside = set_aside(&newcomer).await;
    assert_eq!(aside.iter().map(|item| item.view.text.as_str()).collect::<Vec<_>>(), [WORDS]);
    let send_on = SendOn { id: tale.envelope.id, thread: tale.thread };
    assert_eq!(newcomer.does(&send_on).await.status, Status::Done);
    assert!(set_aside(&newcomer).await.is_empty() && set_aside(&tale.heir).await.is_empty());
}

async fn it_is_let_go_once(demo: Demo) {
    let tale = tale(&demo).await;
    let held = tale.heir.pulls_all(Vec::new()).await;
    let discard = Discard { id: tale.envelope.id };
    assert_eq!(tale.author.does(&discard).await.status, Status::Done);
    assert!(set_aside(&tale.heir).await.is_empty() && set_aside(&tale.author).await.is_empty());
    let news = tale.heir.pulls_all(held.cursors).await;
    let own = news.of(tale.heir.viewer().person);
    assert!(
        own.iter()
            .flat_map(|news| &news.entries)
            .any(|entry| entry.id == tale.envelope.id.0 && entry.view.is_none())
    );
    assert_eq!(why(&tale.heir.does(&discard).await), Some(ProblemKey::NotFound));
    let send_on = SendOn { id: tale.envelope.id, thread: tale.thread };
    assert_eq!(why(&tale.heir.does(&send_on).await), Some(ProblemKey::NotFound));
    assert!(!tale.mother.reads(tale.thread).await.contains(&WORDS.to_owned()));
}

async fn what_was_written_after_is_refused(demo: Demo) {
    let tale = tale(&demo).await;
    let late = tale.author.says(tale.thread, "Skrevet bagefter").await;
    assert_eq!((late.status, why(&late)), (Status::Refused, Some(ProblemKey::NotFound)));
    assert_eq!(set_aside(&tale.heir).await.len(), 1);
    let never = demo.person("kontakt-3").await.says(tale.thread, "Aldrig haft adgang").await;
    assert_eq!((never.status, why(&never)), (Status::Refused, Some(ProblemKey::NotFound)));
}

async fn nobody_else_learns_of_it(demo: Demo) {
    let tale = tale(&demo).await;
    for slug in ["borger", "ung", "kontakt-3", "teamleder", "laege", "holbaek-kontakt"] {
        let other = demo.person(slug).await.at(now().plus_millis(3 * HOUR));
        assert!(!other.pulls_all(Vec::new()).await.text().contains(WORDS), "{slug} pulls");
        let discard = other.does(&Discard { id: tale.envelope.id }).await;
        assert!(
            matches!(why(&discard), Some(ProblemKey::NotFound | ProblemKey::NotAllowed)),
            "{slug} discards"
        );
        let send_on = other.does(&SendOn { id: tale.envelope.id, thread: tale.thread }).await;
        assert_eq!(why(&send_on), Some(ProblemKey::NotFound), "{slug} sends on");
    }
    assert_eq!(set_aside(&tale.heir).await.len(), 1, "and it is still there");
}

async fn who_loses_the_family_loses_it_too(demo: Demo) {
    let tale = tale(&demo).await;
    let later = now().plus_millis(3 * HOUR);
    let lead = demo.person("teamleder").await.at(later);
    let stays = demo.person("kontakt-3").await.at(later);
    assert_eq!(lead.does(&give(tale.family, &stays)).await.status, Status::Done);
    let held = tale.heir.pulls_all(Vec::new()).await;
    let ending = lead.does(&end(&lead, tale.family, &tale.heir).await).await;
    assert_eq!(ending.status, Status::Done);

    let former = tale.heir.at(now().plus_millis(4 * HOUR));
    assert!(set_aside(&former).await.is_empty());
    let news = former.pulls_all(held.cursors).await;
    let entries: Vec<_> = news
        .of(former.viewer().person)
        .into_iter()
        .flat_map(|news| &news.entries)
        .filter(|entry| entry.id == tale.envelope.id.0)
        .collect();
    assert!(entries.len() == 1 && entries[0].view.is_none(), "the device is told that it is gone");
    assert!(!former.pulls_all(Vec::new()).await.text().contains(WORDS));
    assert_eq!(why(&former.does(&Discard { id: tale.envelope.id }).await), Some(ProblemKey::NotFound));
    assert_eq!(
        (set_aside(&stays).await.len(), set_aside(&tale.author).await.len()),
        (1, 1),
        "for others it stays"
    );

    // Given the family again, it is there again.
    let (lead, back) = (lead.at(now().plus_millis(5 * HOUR)), former.at(now().plus_millis(5 * HOUR)));
    assert_eq!(lead.does(&give(tale.family, &back)).await.status, Status::Done);
    assert_eq!(set_aside(&back).await.len(), 1);
}

async fn who_stands_in_loses_it_when_the_days_are_over(demo: Demo) {
    let (stand_in, contact) = (demo.person("kontakt-3").await, demo.person("kontakt-2").await);
    assert_eq!(contact.does(&away(&contact, &stand_in, 0..=1).await).await.status, Status::Done);
    let tale = tale(&demo).await;
    let today = stand_in.at(now().plus_millis(2 * HOUR));
    assert_eq!(set_aside(&today).await.len(), 1);
    let after = stand_in.at(now().plus_days(2));
    assert!(set_aside(&after).await.is_empty());
    assert!(!after.pulls_all(Vec::new()).await.text().contains(WORDS));
    assert_eq!(why(&after.does(&Discard { id: tale.envelope.id }).await), Some(ProblemKey::NotFound));
    assert_eq!(set_aside(&tale.heir).await.len(), 1);
}

async fn an_author_who_has_the_thread_again_sends_it_on(demo: Demo) {
    let tale = tale(&demo).await;
    let later = now().plus_millis(3 * HOUR);
    let lead = demo.person("teamleder").await.at(later);
    assert_eq!(lead.does(&give(tale.family, &tale.author)).await.status, Status::Done);
    let author = tale.author.at(later);
    assert!(set_aside(&author).await[0].view.may_send_on, "whoever has the thread may");
    let send_on = SendOn { id: tale.envelope.id, thread: tale.thread };
    assert_eq!(author.does(&send_on).await.status, Status::Done);
    assert_eq!(tale.mother.reads(tale.thread).await.last().map(String::as_str), Some(WORDS));
}

async fn anothers_envelope_of_the_same_id_is_refused(demo: Demo) {
    let tale = tale(&demo).await;
    let mut theirs = tale.heir.envelope(&message(tale.thread, "Også for sent"));
    theirs.id = tale.envelope.id;
    theirs.at = now();
    let lead = demo.person("teamleder").await.at(now().plus_millis(3 * HOUR));
    assert_eq!(lead.does(&end(&lead, tale.family, &tale.heir).await).await.status, Status::Done);
    let late = tale.heir.at(now().plus_millis(4 * HOUR)).settle(theirs).await;
    assert_eq!((late.status, why(&late)), (Status::Refused, Some(ProblemKey::IdReused)));
    assert_eq!(set_aside(&tale.author).await[0].view.text, WORDS);
}

async fn sent_again_it_is_the_same(demo: Demo) {
    let tale = tale(&demo).await;
    assert_eq!(tale.author.settle(tale.envelope.clone()).await, tale.outcome);
    assert_eq!(set_aside(&tale.heir).await.len(), 1);
    // The access given back does not send it: what was judged is judged.
    let lead = demo.person("teamleder").await.at(now().plus_millis(3 * HOUR));
    assert_eq!(lead.does(&give(tale.family, &tale.author)).await.status, Status::Done);
    let back = tale.author.at(now().plus_millis(4 * HOUR));
    assert_eq!(back.settle(tale.envelope.clone()).await, tale.outcome);
    assert!(!tale.mother.reads(tale.thread).await.contains(&WORDS.to_owned()));
}
