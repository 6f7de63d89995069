//! Who did and saw what is told once, in the same unit, and cannot be untold.

use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::families::NoteOpened;
use indgang_domain::kernel::id::SessionId;
use indgang_domain::messages::MarkRead;
use indgang_domain::people::{Language, SaveSettings, TextSize, Theme};
use indgang_server::auth;
use indgang_server::store::args;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::absences::away;
use super::contacts::{end, give};
use crate::stories;
use crate::town::{Engine, Someone, Town, count, message, now};

stories! {
    what_is_done_is_told_once_with_its_envelope,
    what_is_not_done_is_not_told,
    what_reaches_a_device_of_the_teams_is_told_once_a_day,
    opening_a_family_is_told_as_a_reading,
    the_app_cannot_untell_it,
}

async fn told(town: &Town, outcome: &Outcome) -> i64 {
    count(town, "SELECT COUNT(*) AS n FROM audit WHERE envelope = $1", args![outcome.id]).await
}

async fn all(town: &Town) -> i64 {
    count(town, "SELECT COUNT(*) AS n FROM audit", args![]).await
}

async fn what_is_done_is_told_once_with_its_envelope(town: Town) {
    let (mother, contact, staff, lead) = (
        town.person("borger").await,
        town.person("kontakt-1").await,
        town.person("kontakt-3").await,
        town.person("teamleder").await,
    );
    let (thread, family) = (mother.family_thread(None).await, mother.family().await);
    let settings = SaveSettings {
        language: Language::Da,
        text_size: TextSize::Normal,
        theme: Theme::Auto,
        quick_exit: false,
    };
    let done = [
        mother.says(thread, "Hej").await,
        mother.does(&MarkRead { thread, position: 3 }).await,
        mother.does(&settings).await,
        contact.does(&away(&contact, &staff, 0..=2).await).await,
        lead.does(&give(family, &staff)).await,
        lead.does(&end(&lead, family, &contact).await).await,
    ];
    for outcome in &done {
        assert_eq!(outcome.status, Status::Done);
        assert_eq!(told(&town, outcome).await, 1);
    }
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE envelope = $1 AND person = $2 AND stream = $3 AND lens = 'adult' \
               AND event = 'Messages.SendMessage' AND at = $4 AND municipality = $5";
    let (person, municipality) = (mother.viewer().person, mother.viewer().municipality);
    assert_eq!(count(&town, sql, args![done[0].id, person, thread, now(), municipality]).await, 1);
    let before = all(&town).await;
    let envelope = mother.envelope(&message(thread, "To gange"));
    mother.settle(envelope.clone()).await;
    mother.settle(envelope).await;
    assert_eq!(all(&town).await, before + 1, "the same envelope twice is one deed");
}

async fn what_is_not_done_is_not_told(town: Town) {
    let (mother, stranger, contact) =
        (town.person("borger").await, town.person("kontakt-3").await, town.person("kontakt-1").await);
    let (thread, family) = (mother.family_thread(None).await, mother.family().await);
    let before = all(&town).await;
    let mut newer = mother.envelope(&message(thread, "Fra en nyere udgave"));
    newer.v = 2;
    for outcome in [
        stranger.says(thread, "Hej").await,
        contact.does(&give(family, &stranger)).await,
        mother.settle(newer).await,
    ] {
        assert_ne!(outcome.status, Status::Done);
        assert_eq!(told(&town, &outcome).await, 0);
    }
    assert_eq!(all(&town).await, before);
}

async fn delivered(town: &Town, device: SessionId, stream: Uuid) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Delivered' AND subject = $1 AND stream = $2";
    count(town, sql, args![device, stream]).await
}

async fn what_reaches_a_device_of_the_teams_is_told_once_a_day(town: Town) {
    let (mother, contact) = (town.person("borger").await, town.person("kontakt-1").await);
    let thread = mother.family_thread(None).await;
    let viewer = contact.viewer();
    let token = auth::begin(&town.desk, viewer.municipality, viewer.person, "tablet").await.expect("a login");
    let known = auth::who(&town.desk, token.as_str()).await.expect("an answer").expect("a login");
    let tablet = Someone { desk: town.desk.clone(), actor: known.actor };

    let held = contact.pulls_all(Vec::new()).await;
    assert_eq!(delivered(&town, contact.actor.session, thread.0).await, 1);
    mother.says(thread, "Endnu et ord").await;
    let held = contact.pulls_all(held.cursors).await;
    contact.pulls_all(Vec::new()).await;
    assert_eq!(delivered(&town, contact.actor.session, thread.0).await, 1, "once a day");
    assert_eq!(delivered(&town, tablet.actor.session, thread.0).await, 0);
    tablet.pulls_all(Vec::new()).await;
    assert_eq!(delivered(&town, tablet.actor.session, thread.0).await, 1, "each device");

    let tomorrow = now().plus_days(1);
    contact.at(tomorrow).pulls_all(held.cursors.clone()).await;
    assert_eq!(delivered(&town, contact.actor.session, thread.0).await, 1, "nothing came");
    mother.at(tomorrow).says(thread, "Godmorgen").await;
    contact.at(tomorrow).pulls_all(held.cursors).await;
    assert_eq!(delivered(&town, contact.actor.session, thread.0).await, 2, "the next day again");

    mother.pulls_all(Vec::new()).await;
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Delivered' AND person = $1";
    assert_eq!(count(&town, sql, args![mother.viewer().person]).await, 0, "a family reads its own");
    assert_eq!(delivered(&town, contact.actor.session, viewer.person.0).await, 0, "so does everyone");
}

async fn opening_a_family_is_told_as_a_reading(town: Town) {
    let (mother, contact) = (town.person("borger").await, town.person("kontakt-1").await);
    let family = mother.family().await;
    let outcome = contact.does(&NoteOpened { family }).await;
    let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = 'Opened' AND envelope = $1 AND stream = $2 AND person = $3";
    assert_eq!(count(&town, sql, args![outcome.id, family, contact.viewer().person]).await, 1);
    let hers = mother.does(&NoteOpened { family }).await;
    assert_ne!(hers.status, Status::Done, "looking at one's own is no reading of a case");
}

async fn the_app_cannot_untell_it(town: Town) {
    if town.engine == Engine::Sqlite {
        // A file has no roles: there, whoever holds the file holds it all.
        return;
    }
    town.person("kontakt-1").await.pulls_all(Vec::new()).await;
    let before = town.rows().await;
    let pool = town.desk.db.postgres().expect("a pool");
    for sql in [
        "UPDATE audit SET event = 'nothing'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "DROP TABLE audit",
        "ALTER TABLE audit ADD COLUMN note TEXT",
        "ALTER TABLE persons DISABLE TRIGGER ALL",
        "ALTER TABLE grants DROP COLUMN until_at",
        "CREATE TABLE elsewhere (id UUID)",
        "CREATE INDEX elsewhere ON audit (id)",
        "CREATE RULE silence AS ON INSERT TO audit DO INSTEAD NOTHING",
        "GRANT ALL ON audit TO indgang_app",
        "INSERT INTO migrations (name) VALUES ('9999')",
        "DELETE FROM migrations",
    ] {
        let refused = sqlx::query(AssertSqlSafe(sql)).execute(pool).await;
        let code =
            refused.as_ref().err().and_then(|error| error.as_database_error()?.code().map(String::from));
        let granted = sql.starts_with("GRANT") && refused.is_ok();
        assert!(code.as_deref() == Some("42501") || granted, "{sql}: {refused:?}");
    }
    let still = sqlx::query("DELETE FROM audit").execute(pool).await;
    assert!(still.is_err(), "nor did it give itself the right");
    assert_eq!(town.rows().await, before);
}
