//! Of what was set aside: what no clock proves, what else is kept, and what a former release kept.

use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{EnvelopeId, LetterId, ThreadId};
use indgang_domain::kernel::text::Line;
use indgang_domain::letters::{AskAboutLetter, EndLetter, LetterState, Verdict};
use indgang_domain::messages::{OpenThread, Said};
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::SendOn;
use indgang_domain::staff::SetAside;
use indgang_server::auth;
use indgang_server::store::args;
use uuid::Uuid;

use super::contacts::end;
use super::quarantine::{HOUR, WORDS, set_aside, tale};
use crate::demo::{Demo, Someone, message, now, why};
use crate::stories;

stories! {
    what_a_clock_says_is_no_proof,
    a_login_that_was_not_seen_while_it_lasted_keeps_nothing,
    a_login_that_was_seen_while_it_lasted_is_known_after_it,
    what_the_team_was_given_while_it_lasted_is_a_proof,
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

/// Someone with a login of before is something to a stream from one moment to another.
async fn is_for_a_time(
    demo: &Demo,
    someone: &Someone,
    stream: ThreadId,
    lens: &'static str,
    hours: (i64, i64),
) {
    let viewer = someone.viewer();
    let (from, until) = (now().plus_millis(hours.0 * HOUR), now().plus_millis(hours.1 * HOUR));
    demo.forces(
        "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![viewer.municipality, viewer.person, stream, lens.to_owned(), from, until, Uuid::now_v7()],
    )
    .await;
}

/// What becomes of words that are said to be of one hour and arrive at another.
async fn arrives(someone: &Someone, thread: ThreadId, (written, at): (i64, i64)) -> Status {
    let mut envelope = someone.envelope(&message(thread, "Skrevet da jeg stadig måtte"));
    envelope.at = now().plus_millis(written * HOUR);
    let outcome = someone.at(now().plus_millis(at * HOUR)).settle(envelope).await;
    if outcome.status == Status::Refused {
        assert_eq!(why(&outcome), Some(ProblemKey::NotFound));
    }
    outcome.status
}

/// Of families nothing is noted, so that a login is known by when it began and when it was seen.
async fn a_login_that_was_not_seen_while_it_lasted_keeps_nothing(demo: Demo) {
    let (someone, other) = (demo.person("borger").await, demo.person("borger-ar").await);
    let thread = other.family_thread(None).await;
    is_for_a_time(&demo, &someone, thread, "adult", (1, 3)).await;
    assert_eq!(arrives(&someone, thread, (2, 4)).await, Status::Refused);
    // Seen at the very beginning it was there, seen at the very end it was not.
    for (seen, status) in [(1, Status::Quarantined), (3, Status::Refused)] {
        let moment = now().plus_millis(seen * HOUR);
        demo.forces("UPDATE sessions SET seen_at = $1 WHERE id = $2", args![moment, someone.actor.session])
            .await;
        assert_eq!(arrives(&someone, thread, (2, 4)).await, status, "seen at {seen}");
    }
    // Another's login says nothing of this one.
    let again = demo.logs_in(someone.viewer().municipality, someone.viewer().person).await;
    let moment = now().plus_millis(2 * HOUR);
    demo.forces("UPDATE sessions SET seen_at = $1 WHERE id = $2", args![moment, again.actor.session]).await;
    assert_eq!(arrives(&someone, thread, (2, 4)).await, Status::Refused);
    assert_eq!(arrives(&again, thread, (2, 4)).await, Status::Quarantined);
}

async fn a_login_that_was_seen_while_it_lasted_is_known_after_it(demo: Demo) {
    let (someone, other) = (demo.person("borger").await, demo.person("borger-ar").await);
    let thread = other.family_thread(None).await;
    is_for_a_time(&demo, &someone, thread, "adult", (1, 3)).await;
    let viewer = someone.viewer();
    let seen = async |token: &auth::Token, hour: i64| {
        let known = auth::who(&demo.at(now().plus_millis(hour * HOUR)), token.as_str()).await;
        known.expect("a login").expect("a login").actor
    };
    let begun = async || auth::begin(&demo.desk, viewer.municipality, viewer.person, "test").await.unwrap();
    let (there, away) = (begun().await, begun().await);
    seen(&there, 2).await;
    // Both are seen often after it has ended, as a device is that comes to send what waits.
    for hour in [4, 5, 6] {
        seen(&there, hour).await;
        seen(&away, hour).await;
    }
    for (token, status) in [(&there, Status::Quarantined), (&away, Status::Refused)] {
        let actor = seen(token, 7).await;
        let device = Someone { desk: demo.desk.clone(), actor };
        assert_eq!(arrives(&device, thread, (2, 7)).await, status);
    }
}

async fn what_the_team_was_given_while_it_lasted_is_a_proof(demo: Demo) {
    let (mother, someone) = (demo.person("borger").await, demo.person("kontakt-3").await);
    let (thread, own) = (mother.family_thread(None).await, mother.own_thread().await);
    is_for_a_time(&demo, &someone, thread, "substitute", (24, 72)).await;
    let arrives = async || arrives(&someone, thread, (48, 96)).await;
    let given = async |stream: ThreadId, day: i64| {
        demo.forces(
            "INSERT INTO deliveries (municipality, device, stream, day) VALUES ($1, $2, $3, $4)",
            args![someone.viewer().municipality, someone.actor.session, stream, now().day().plus(day)],
        )
        .await;
    };
    assert_eq!(arrives().await, Status::Refused, "never there");
    given(own, 2).await;
    given(thread, 0).await;
    given(thread, 4).await;
    assert_eq!(arrives().await, Status::Refused, "given another stream, and this one before and after");
    given(thread, 2).await;
    assert_eq!(arrives().await, Status::Quarantined);
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
