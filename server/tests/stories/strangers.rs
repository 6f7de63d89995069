//! Who sees what is not theirs: nobody.

use std::fmt::Write as _;

use indgang_domain::appointments::{Appointments, OpenAppointment, Period};
use indgang_domain::booking::OpenBooking;
use indgang_domain::envelope::Status;
use indgang_domain::families::NoteOpened;
use indgang_domain::home::Home;
use indgang_domain::messages::{MarkRead, OpenThread, Threads};
use indgang_domain::people::{Me, SaveSettings, Settings};
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{OpenFamily, OpenUnit, Team};
use indgang_domain::stream::Cursor;
use indgang_server::store::args;
use uuid::Uuid;

use crate::demo::{Demo, Someone, now, why};
use crate::stories;

stories! {
    a_young_person_has_a_thread_of_their_own_and_not_the_familys,
    a_young_persons_thread_is_not_the_parents,
    each_adult_has_a_thread_that_no_other_adult_sees,
    a_second_municipality_sees_nothing_of_the_first,
    a_role_that_is_not_built_has_its_own_things_and_nothing_else,
    in_safe_mode_no_place_is_named,
    whoever_holds_a_strangers_cursor_learns_nothing,
}

async fn a_young_person_has_a_thread_of_their_own_and_not_the_familys(demo: Demo) {
    let (mother, young) = (demo.person("borger").await, demo.person("ung").await);
    let (shared, hers, own) =
        (mother.family_thread(None).await, mother.own_thread().await, young.own_thread().await);
    let lines = young.asks(&Threads {}).await.expect("threads");
    assert_eq!(lines.iter().map(|line| line.thread).collect::<Vec<_>>(), [own]);
    for thread in [shared, hers] {
        assert!(young.asks(&OpenThread { thread, before: None }).await.is_err());
        assert_eq!(why(&young.says(thread, "Hej").await), Some(ProblemKey::NotFound));
        assert_eq!(why(&young.does(&MarkRead { thread, position: 1 }).await), Some(ProblemKey::NotFound));
    }
    assert_eq!(young.says(own, "Jeg har fået jobbet!").await.status, Status::Done);
    for slug in ["kontakt-1", "kontakt-2", "vikar"] {
        assert!(
            demo.person(slug).await.reads(own).await.contains(&"Jeg har fået jobbet!".to_owned()),
            "{slug}"
        );
    }
    let home = young.asks(&Home {}).await.expect("a home");
    assert_eq!(home.thread, Some(own));
    assert_eq!(home.contacts.len(), 2);
}

async fn a_young_persons_thread_is_not_the_parents(demo: Demo) {
    let (mother, young) = (demo.person("borger").await, demo.person("ung").await);
    let own = young.own_thread().await;
    young.says(own, "Sig det ikke til mor: hemmeligt-ord").await;
    assert!(mother.asks(&OpenThread { thread: own, before: None }).await.is_err());
    assert!(mother.asks(&Threads {}).await.expect("threads").iter().all(|line| line.thread != own));
    assert!(!mother.pulls_all(Vec::new()).await.text().contains("hemmeligt-ord"));
    assert_eq!(why(&mother.says(own, "Hvad skriver du?").await), Some(ProblemKey::NotFound));
}

async fn each_adult_has_a_thread_that_no_other_adult_sees(demo: Demo) {
    let mother = demo.person("borger").await;
    let own = mother.own_thread().await;
    let lines = mother.asks(&Threads {}).await.expect("threads");
    assert_eq!(lines.len(), 2, "the family's and her own: {lines:?}");
    let sql =
        "SELECT COUNT(*) AS n FROM grants WHERE stream = $1 AND lens IN ('adult', 'young') AND person <> $2";
    let others =
        crate::demo::count(&demo, sql, indgang_server::store::args![own, mother.viewer().person]).await;
    assert_eq!(others, 0);
    let sql = "SELECT COUNT(*) AS n FROM members m WHERE m.kind <> 'child' AND m.person IS NOT NULL AND NOT EXISTS \
               (SELECT 1 FROM threads t WHERE t.family = m.family AND t.owner = m.person)";
    assert_eq!(
        crate::demo::count(&demo, sql, crate::demo::none()).await,
        0,
        "having one says nothing of anyone"
    );
}

async fn a_second_municipality_sees_nothing_of_the_first(demo: Demo) {
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let (thread, family) = (mother.family_thread(None).await, mother.family().await);
    let ours = format!(
        "{}{}",
        mother.pulls_all(Vec::new()).await.text(),
        contact.pulls_all(Vec::new()).await.text()
    );
    for slug in ["holbaek-borger", "holbaek-kontakt", "holbaek-teamleder"] {
        let other = demo.person(slug).await;
        assert!(other.asks(&OpenThread { thread, before: None }).await.is_err(), "{slug}");
        assert!(other.asks(&OpenFamily { family }).await.is_err(), "{slug}");
        assert_eq!(why(&other.says(thread, "Hej").await), Some(ProblemKey::NotFound), "{slug}");
        assert_eq!(why(&other.does(&NoteOpened { family }).await), Some(ProblemKey::NotFound), "{slug}");
        let pulled = other.pulls_all(Vec::new()).await;
        assert!(!pulled.cursors.is_empty(), "{slug} has something of their own");
        for cursor in &pulled.cursors {
            assert!(!ours.contains(&cursor.stream.to_string()), "{slug} shares a stream");
        }
        for entry in pulled.pages.iter().flat_map(|page| &page.streams).flat_map(|news| &news.entries) {
            assert!(!ours.contains(&entry.id.to_string()), "{slug} shares a {}", entry.kind);
        }
    }
    // Not even with an id of ours in a grant of theirs: the municipality is part of every key.
    let other = demo.person("holbaek-kontakt").await;
    demo.forces(
        "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason) \
         VALUES ($1, $2, $3, 'contact', 0, 9000000000000, $3)",
        indgang_server::store::args![other.viewer().municipality, other.viewer().person, thread],
    )
    .await;
    assert!(other.asks(&OpenThread { thread, before: None }).await.is_err());
    assert!(other.pulls_all(Vec::new()).await.of(thread).is_empty());
    assert_ne!(other.says(thread, "Hej").await.status, Status::Done);
}

async fn a_role_that_is_not_built_has_its_own_things_and_nothing_else(demo: Demo) {
    let family = demo.person("borger").await.family().await;
    let slugs = [
        "laege",
        "kliniksocialraadgiver",
        "brobygger",
        "kommune-indgang",
        "sagsbehandler",
        "opsoeger",
        "admin",
        "dpo",
    ];
    for slug in slugs {
        let someone = demo.person(slug).await;
        assert_eq!(someone.asks(&Threads {}).await, Ok(Vec::new()), "{slug}");
        assert!(someone.asks(&Home {}).await.is_err(), "{slug}");
        assert!(someone.asks(&OpenFamily { family }).await.is_err(), "{slug}");
        let team = someone.asks(&Team {}).await.expect("an empty team");
        assert!(team.families.is_empty() && team.set_aside.is_empty(), "{slug}");
        let unit = someone.asks(&OpenUnit {}).await.expect("an empty unit");
        assert!(
            unit.colleagues.is_empty() && unit.templates.is_empty() && unit.absences.is_empty(),
            "{slug}"
        );
        let pulled = someone.pulls_all(Vec::new()).await;
        let streams: Vec<_> = pulled.cursors.iter().map(|cursor| cursor.stream).collect();
        assert_eq!(streams, [someone.viewer().person.into()], "{slug}");
        let Settings { language, text_size, theme, .. } = someone.asks(&Me {}).await.expect("me").settings;
        let save = SaveSettings { language, text_size, theme, quick_exit: true };
        assert_eq!(someone.does(&save).await.status, Status::Done, "{slug}");
    }
}

/// All that someone is told of a family's meetings and of what it can book.
async fn told_of_meetings(by: &Someone) -> String {
    let month = Appointments { period: Period::Month(now().day()), now: now() };
    let lists = (by.asks(&month).await, by.asks(&Home {}).await, by.asks(&OpenBooking {}).await);
    let lines = lists.0.as_ref().map(|answer| answer.lines.clone()).unwrap_or_default();
    let mut told = format!("{lists:?}");
    for line in lines {
        write!(told, "{:?}", by.asks(&OpenAppointment { id: line.view.id }).await).unwrap();
    }
    told + &by.pulls_all(Vec::new()).await.text()
}

async fn in_safe_mode_no_place_is_named(demo: Demo) {
    const PLACE: &str = "Thoravej 1";
    let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
    let of_hers = || args![mother.viewer().municipality];
    demo.forces("UPDATE appointments SET place = 'Thoravej 1' WHERE municipality = $1", of_hers()).await;
    demo.forces("UPDATE services SET place = 'Thoravej 1' WHERE municipality = $1", of_hers()).await;
    for safe_mode in [true, false] {
        let sql = "UPDATE families SET safe_mode = $2 WHERE municipality = $1";
        demo.forces(sql, args![mother.viewer().municipality, safe_mode]).await;
        let told = told_of_meetings(&mother).await;
        assert!(told.contains("service") && told.contains("minutes"), "there is something to hide");
        assert_eq!(told.contains(PLACE), !safe_mode, "on her phone, with safe mode {safe_mode}");
        assert!(told_of_meetings(&contact).await.contains(PLACE), "the team knows where to go");
    }
}

async fn whoever_holds_a_strangers_cursor_learns_nothing(demo: Demo) {
    let (mother, other) = (demo.person("borger").await, demo.person("borger-ar").await);
    let of_hers = mother.pulls_all(Vec::new()).await.cursors;
    let nowhere = Cursor { stream: Uuid::now_v7().into(), ..of_hers[0] };
    let own = other.pulls_all(Vec::new()).await;
    let cursors: Vec<_> =
        own.cursors.iter().copied().chain(of_hers.iter().copied()).chain([nowhere]).collect();
    let answer = other.at(now()).pulls(cursors).await;
    assert_eq!(answer.streams.len(), of_hers.len() + 1);
    for news in &answer.streams {
        assert!(
            news.forget && news.version == 0 && news.entries.is_empty(),
            "the same for hers and for what is not there"
        );
    }
}
