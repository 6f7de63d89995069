//! One's own things: how one wants the app, and where one is logged in.

use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::MunicipalityId;
use indgang_domain::people::{EndSession, Language, Me, SaveSettings, Sessions, Settings, TextSize, Theme};
use indgang_domain::problem::ProblemKey;
use indgang_domain::stream::View;
use indgang_server::auth;
use uuid::Uuid;

use crate::demo::{Demo, Someone, session, why};
use crate::stories;

stories! {
    settings_reach_every_device_of_one_person_and_of_nobody_else,
    a_login_that_is_ended_is_ended_at_once,
    all_other_logins_end_together,
    nobody_ends_anothers_login,
    a_login_that_is_not_used_ends_by_itself,
    what_is_no_login_is_nobody,
}

const LARGE: SaveSettings =
    SaveSettings { language: Language::En, text_size: TextSize::Large, theme: Theme::Dark, quick_exit: true };

/// Another login of the same person, with its token.
async fn another(demo: &Demo, someone: &Someone) -> (Someone, String) {
    let viewer = someone.viewer();
    let token =
        auth::begin(&demo.desk, viewer.municipality, viewer.person, "another").await.expect("a login");
    let known = auth::who(&demo.desk, token.as_str()).await.expect("an answer").expect("a login");
    (Someone { desk: demo.desk.clone(), actor: known.actor }, token.as_str().to_owned())
}

async fn is_in(demo: &Demo, token: &str) -> bool {
    auth::who(&demo.desk, token).await.expect("an answer").is_some()
}

async fn settings_reach_every_device_of_one_person_and_of_nobody_else(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let (phone, token) = another(&demo, &mother).await;
    let (held, others) = (phone.pulls_all(Vec::new()).await, contact.pulls_all(Vec::new()).await);
    assert_eq!(mother.does(&LARGE).await.status, Status::Done);
    let news = phone.pulls_all(held.cursors).await;
    let kinds: Vec<_> = news
        .of(mother.viewer().person)
        .iter()
        .flat_map(|news| &news.entries)
        .map(|entry| &*entry.kind)
        .collect();
    assert_eq!(kinds, [Settings::KIND]);
    let settings = phone.asks(&Me {}).await.expect("me").settings;
    assert_eq!(
        (settings.language, settings.text_size, settings.theme, settings.quick_exit),
        (Language::En, TextSize::Large, Theme::Dark, true)
    );
    let known = auth::who(&demo.desk, &token).await.expect("an answer").expect("a login");
    assert_eq!(known.settings, settings, "pages are rendered with them too");
    let quiet = contact.pulls_all(others.cursors).await;
    assert!(quiet.pages.iter().all(|page| page.streams.is_empty()), "nobody else is told");
}

async fn a_login_that_is_ended_is_ended_at_once(demo: Demo) {
    let mother = demo.person("borger").await;
    let (phone, token) = another(&demo, &mother).await;
    let lines = mother.asks(&Sessions {}).await.expect("logins");
    assert!(lines.iter().any(|line| line.id == session(&phone) && !line.this && line.label == "another"));
    assert_eq!(
        lines.iter().filter(|line| line.this).map(|line| line.id).collect::<Vec<_>>(),
        [session(&mother)]
    );
    let held = phone.pulls_all(Vec::new()).await;
    assert_eq!(mother.does(&EndSession { session: Some(session(&phone)) }).await.status, Status::Done);
    assert!(!is_in(&demo, &token).await);
    assert_eq!(
        mother.pulls_all(held.cursors).await.of(mother.viewer().person).len(),
        1,
        "those who listen are woken"
    );
    let again = mother.does(&EndSession { session: Some(session(&phone)) }).await;
    assert_eq!(why(&again), Some(ProblemKey::NotFound));
}

async fn all_other_logins_end_together(demo: Demo) {
    let mother = demo.person("borger").await;
    let ((_, phone), (_, tablet)) = (another(&demo, &mother).await, another(&demo, &mother).await);
    assert_eq!(mother.does(&EndSession { session: None }).await.status, Status::Done);
    assert!(!is_in(&demo, &phone).await && !is_in(&demo, &tablet).await);
    let left: Vec<_> =
        mother.asks(&Sessions {}).await.expect("logins").into_iter().map(|line| line.id).collect();
    assert_eq!(left, [session(&mother)]);
}

async fn nobody_ends_anothers_login(demo: Demo) {
    let (mother, other) = (demo.person("borger").await, demo.person("borger-ar").await);
    let (theirs, token) = another(&demo, &other).await;
    let outcome = mother.does(&EndSession { session: Some(session(&theirs)) }).await;
    assert_eq!(why(&outcome), Some(ProblemKey::NotFound));
    mother.does(&EndSession { session: None }).await;
    assert!(is_in(&demo, &token).await);
    let lines = mother.asks(&Sessions {}).await.expect("logins");
    assert!(lines.iter().all(|line| line.id != session(&theirs)));
}

async fn a_login_that_is_not_used_ends_by_itself(demo: Demo) {
    let (_, token) = another(&demo, &demo.person("borger").await).await;
    let at = |days| demo.at(crate::demo::now().plus_days(days));
    let used = auth::who(&at(89), &token).await.expect("an answer");
    assert!(used.is_some(), "used within the time");
    assert!(
        auth::who(&at(178), &token).await.expect("an answer").is_some(),
        "which begins anew with each use"
    );
    assert!(auth::who(&at(269), &token).await.expect("an answer").is_none());
}

async fn what_is_no_login_is_nobody(demo: Demo) {
    let mother = demo.person("borger").await;
    let (_, token) = another(&demo, &mother).await;
    let (home, secret) = token.split_once('.').expect("two halves");
    let elsewhere = demo.person("holbaek-borger").await.viewer().municipality;
    let of = |municipality: MunicipalityId, secret: &str| format!("{}.{secret}", municipality.0.simple());
    let guesses = [
        String::new(),
        ".".to_owned(),
        home.to_owned(),
        secret.to_owned(),
        format!("{home}."),
        format!("{home}.{}", secret.chars().rev().collect::<String>()),
        format!("{home}.{secret}{secret}"),
        of(elsewhere, secret),
        of(MunicipalityId(Uuid::nil()), secret),
        "æøå.\u{202E}".to_owned(),
    ];
    for guess in guesses {
        assert!(!is_in(&demo, &guess).await, "{guess}");
    }
    assert!(is_in(&demo, &token).await);
}
