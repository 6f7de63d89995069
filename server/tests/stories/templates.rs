//! Standard answers belong to the whole unit, so every change names what it was made on.

use axum::body::to_bytes;
use axum::http::{StatusCode, header};
use indgang_domain::envelope::Status;
use indgang_domain::kernel::id::{TemplateId, UnitId};
use indgang_domain::kernel::text::{Line, MessageText};
use indgang_domain::problem::ProblemKey;
use indgang_domain::staff::{OpenUnit, RemoveTemplate, SaveTemplate, TemplateView};
use uuid::Uuid;

use super::absences::unit;
use crate::demo::{Demo, Someone, why};
use crate::door::Door;
use crate::stories;

stories! {
    a_standard_answer_is_shared_by_the_unit,
    whoever_changes_it_second_is_told,
    what_was_changed_is_not_removed_unseen,
    other_units_have_their_own,
    a_family_has_no_standard_answers,
    without_script_one_is_put_behind_what_was_written,
}

fn text(unit: UnitId, id: TemplateId, revision: i64, text: &str) -> SaveTemplate {
    SaveTemplate {
        id,
        unit,
        revision,
        title: Line::parse("Om frister").unwrap(),
        text: MessageText::parse(text).unwrap(),
    }
}

async fn find(someone: &Someone, id: TemplateId) -> Option<TemplateView> {
    let unit = someone.asks(&OpenUnit {}).await.expect("a unit");
    unit.templates.into_iter().find(|(known, _)| *known == id).map(|(_, view)| view)
}

async fn new(someone: &Someone) -> (UnitId, TemplateId) {
    let (unit, id) = (unit(someone).await, TemplateId(Uuid::now_v7()));
    assert_eq!(someone.does(&text(unit, id, 0, "Første udgave")).await.status, Status::Done);
    (unit, id)
}

async fn a_standard_answer_is_shared_by_the_unit(demo: Demo) {
    let (one, other) = (demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let held = other.pulls_all(Vec::new()).await;
    let (unit, id) = new(&one).await;
    assert_eq!(
        find(&other, id).await.map(|view| (view.text, view.revision)),
        Some(("Første udgave".into(), 1))
    );
    let news = other.pulls_all(held.cursors).await;
    assert_eq!(news.of(unit).iter().map(|news| news.entries.len()).sum::<usize>(), 1);
    assert_eq!(other.does(&RemoveTemplate { id, unit, revision: 1 }).await.status, Status::Done);
    assert_eq!(find(&one, id).await, None);
    let gone = other.pulls_all(news.cursors).await;
    assert!(gone.of(unit).iter().flat_map(|news| &news.entries).all(|entry| entry.view.is_none()));
}

async fn a_family_has_no_standard_answers(demo: Demo) {
    let (lead, mother) = (demo.person("teamleder").await, demo.person("borger").await);
    let family = UnitId(mother.family().await.0);
    let held = mother.pulls_all(Vec::new()).await;
    let outcome = lead.does(&text(family, TemplateId(Uuid::now_v7()), 0, "Ikke en enhed")).await;
    assert_eq!(why(&outcome), Some(ProblemKey::NotFound), "who leads is the same to both");
    assert!(mother.pulls_all(held.cursors).await.of(family).is_empty());
}

async fn whoever_changes_it_second_is_told(demo: Demo) {
    let (one, other) = (demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let (unit, id) = new(&one).await;
    assert_eq!(one.does(&text(unit, id, 1, "Anden udgave")).await.status, Status::Done);
    let late = other.does(&text(unit, id, 1, "Min egen udgave")).await;
    assert_eq!((late.status, why(&late)), (Status::Conflict, Some(ProblemKey::Conflict)));
    let seen = find(&other, id).await.expect("a standard answer");
    assert_eq!((seen.text.as_str(), seen.revision), ("Anden udgave", 2));
    assert_eq!(other.does(&text(unit, id, 2, "Tredje udgave")).await.status, Status::Done);
    assert_eq!(one.does(&text(unit, id, 0, "Som ny")).await.status, Status::Conflict, "it is not new");
}

async fn what_was_changed_is_not_removed_unseen(demo: Demo) {
    let (one, other) = (demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let (unit, id) = new(&one).await;
    one.does(&text(unit, id, 1, "Anden udgave")).await;
    assert_eq!(other.does(&RemoveTemplate { id, unit, revision: 1 }).await.status, Status::Conflict);
    assert!(find(&one, id).await.is_some());
    assert_eq!(other.does(&RemoveTemplate { id, unit, revision: 2 }).await.status, Status::Done);
    assert_eq!(one.does(&text(unit, id, 2, "For sent")).await.status, Status::Conflict);
}

async fn other_units_have_their_own(demo: Demo) {
    let one = demo.person("kontakt-1").await;
    let (unit, id) = new(&one).await;
    for slug in ["borger", "laege", "admin", "holbaek-kontakt", "holbaek-teamleder"] {
        let other = demo.person(slug).await;
        assert_eq!(
            why(&other.does(&text(unit, id, 1, "Fremmed")).await),
            Some(ProblemKey::NotFound),
            "{slug}"
        );
        assert_eq!(
            why(&other.does(&RemoveTemplate { id, unit, revision: 1 }).await),
            Some(ProblemKey::NotFound),
            "{slug}"
        );
        assert_eq!(find(&other, id).await, None, "{slug}");
    }
    let elsewhere = demo.person("holbaek-kontakt").await;
    let own = super::absences::unit(&elsewhere).await;
    assert_eq!(elsewhere.does(&text(own, id, 1, "Under et fremmed id")).await.status, Status::Conflict);
    assert_eq!(find(&one, id).await.map(|view| view.text), Some("Første udgave".into()));
}

async fn without_script_one_is_put_behind_what_was_written(demo: Demo) {
    let (contact, mother) = (Door::open(&demo, "kontakt-1").await, Door::open(&demo, "borger").await);
    let (_, template) = new(&contact.someone).await;
    let thread = mother.someone.family_thread(None).await;
    for (door, text) in [(&contact, "Hej\nFørste udgave"), (&mother, "Hej")] {
        let (envelope, id) = (Uuid::now_v7(), Uuid::now_v7());
        let form = format!(
            "command=Messages.SendMessage&envelope={envelope}&back=/beskeder/{thread}&id={id}&thread={thread}\
             &text=Hej&language=da&insert=template&template={template}"
        );
        let mut request = door.request("POST", "/act").body(form.into()).unwrap();
        let urlencoded = "application/x-www-form-urlencoded".parse().unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, urlencoded);
        let response = door.send(request).await;
        assert_eq!(response.status(), StatusCode::OK, "nothing is sent");
        let page = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        assert!(page.contains(&format!(">{text}</textarea>")), "{text:?} does not stand there: {page}");
        assert!(!door.someone.reads(thread).await.iter().any(|said| said.starts_with("Hej\n")));
    }
}
