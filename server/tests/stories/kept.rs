//! Of what was set aside: what no clock proves, what else is kept, and what a former release kept.

use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{EnvelopeId, LetterId};
use indgang_domain::kernel::text::Line;
use indgang_domain::letters::{AskAboutLetter, EndLetter, LetterState, Verdict};
use indgang_domain::messages::{OpenThread, Said};
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::SendOn;
use indgang_domain::staff::SetAside;
use indgang_server::auth;
use indgang_server::store::args;

use super::contacts::end;
use super::quarantine::{HOUR, WORDS, set_aside, tale};
use crate::demo::{Demo, Someone, message, now, why};
use crate::stories;

stories! {
    what_a_clock_says_is_no_proof,
    what_a_letter_means_is_kept_too_and_said_of_the_letter_as_it_is,
    what_a_former_release_kept_is_sent_on_in_its_authors_name,
}

/// Backdated by a login that came after, or so late that nobody can tell any more: it is refused, and stays on the device.
async fn what_a_clock_says_is_no_proof(demo: Demo) {
    let tale = tale(&demo).await;
    let late = now().plus_millis(3 * HOUR);
    let author = tale.author.viewer();
    let desk = demo.at(late);
    let token = auth::begin(&desk, author.municipality, author.person, "test").await.expect("a login");
    let known = auth::who(&desk, token.as_str()).await.expect("a login").expect("a login");
    let again = Someone { desk, actor: known.actor };
    let mut backdated = again.envelope(&message(tale.thread, "Skrevet da jeg stadig måtte"));
    backdated.at = now();
    let refused = again.settle(backdated).await;
    assert_eq!((refused.status, why(&refused)), (Status::Refused, Some(ProblemKey::NotFound)));

    let mut old = tale.author.envelope(&message(tale.thread, "Fundet på en gammel tablet"));
    old.at = now();
    let refused = tale.author.at(now().plus_days(31)).settle(old.clone()).await;
    assert_eq!((refused.status, why(&refused)), (Status::Refused, Some(ProblemKey::NotFound)));
    let mut in_time = tale.author.envelope(&message(tale.thread, "Fundet i tide"));
    in_time.at = now();
    assert_eq!(tale.author.at(now().plus_days(29)).settle(in_time).await.status, Status::Quarantined);
}

async fn what_a_letter_means_is_kept_too_and_said_of_the_letter_as_it_is(demo: Demo) {
    let (mother, author, heir) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-2").await);
    let (family, thread) = (mother.family().await, mother.family_thread(None).await);
    let ask = AskAboutLetter {
        id: LetterId(uuid::Uuid::now_v7()),
        thread,
        photos: vec![demo.picture(&mother, thread).await],
        documents: Vec::new(),
        note: None,
    };
    assert_eq!(mother.does(&ask).await.status, Status::Done);
    let end_letter = |verdict, what: Option<&str>| EndLetter {
        id: ask.id,
        thread,
        revision: 1,
        verdict,
        what: what.map(|what| Line::parse(what).expect("a line")),
        by: what.map(|_| now().day()),
    };
    let envelope = author.envelope(&end_letter(Verdict::YouMust, Some("Ring til skolen")));
    // Meanwhile another says something else of it, and the author loses the family.
    assert_eq!(heir.does(&end_letter(Verdict::Nothing, None)).await.status, Status::Done);
    let lead = demo.person("teamleder").await.at(now().plus_millis(HOUR));
    assert_eq!(lead.does(&end(&lead, family, &author).await).await.status, Status::Done);
    let (author, heir) = (author.at(now().plus_millis(2 * HOUR)), heir.at(now().plus_millis(2 * HOUR)));
    assert_eq!(author.settle(envelope).await.status, Status::Quarantined);

    let aside = set_aside(&heir).await;
    let [SetAside { id, view, .. }] = aside.as_slice() else { panic!("one thing: {aside:?}") };
    assert_eq!((view.command.as_deref(), view.text.as_str()), (Some("Letters.EndLetter"), "Ring til skolen"));
    let send_on = SendOn { id: EnvelopeId(*id), thread };
    assert_eq!(heir.does(&send_on).await.status, Status::Done, "who sends it has seen the letter as it is");
    let answer = heir.asks(&OpenThread { thread, before: None }).await.expect("a thread");
    let letter = answer.bubbles.iter().find_map(|bubble| match &bubble.said {
        Said::Letter(letter) if bubble.id == ask.id.0 => Some(letter.clone()),
        _ => None,
    });
    let letter = letter.expect("the letter");
    assert!(matches!(letter.state, LetterState::YouMust { ref what, .. } if what == "Ring til skolen"));
    assert_eq!(letter.ended_by.as_deref(), Some("Jonas"), "by who said it in the end");
}

async fn what_a_former_release_kept_is_sent_on_in_its_authors_name(demo: Demo) {
    let tale = tale(&demo).await;
    // As the release before this one wrote it.
    demo.forces(
        "UPDATE quarantine SET command = NULL, args = NULL, language = 'da', body = $1",
        args![WORDS.to_owned()],
    )
    .await;
    let aside = set_aside(&tale.heir).await;
    assert_eq!(
        aside.iter().map(|item| (&item.view.command, item.view.text.as_str())).collect::<Vec<_>>(),
        [(&None, WORDS)]
    );
    let send_on = SendOn { id: tale.envelope.id, thread: tale.thread };
    assert_eq!(tale.heir.does(&send_on).await.status, Status::Done);
    let answer = tale.heir.asks(&OpenThread { thread: tale.thread, before: None }).await.expect("a thread");
    let Some(Said::Message(last)) = answer.bubbles.last().map(|bubble| bubble.said.clone()) else {
        panic!("a message")
    };
    assert_eq!((last.text.as_str(), last.author), (WORDS, tale.author.viewer().person));
    assert_eq!(last.sent_on_by.as_deref(), Some("Jonas"));
}
