//! The team's notes on a family: for the team, and not to be noticed by anyone else.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod demo;

use std::collections::BTreeMap;

use demo::{Demo, Someone, count, none, now, why};
use indgang_domain::envelope::Status;
use indgang_domain::families::{AssignContact, EndContact};
use indgang_domain::kernel::id::{AbsenceId, AssignmentId, FamilyId, MemberId, StreamId};
use indgang_domain::kernel::text::MessageText;
use indgang_domain::messages::Threads;
use indgang_domain::notes::{FamilyNotes, MEMBERS_AT_MOST, NoteId, NoteView, SaveNote, stream_of};
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::SendOn;
use indgang_domain::staff::{OpenFamily, OpenUnit, SetAbsence, Team};
use indgang_domain::stream::View;
use indgang_server::desk::reach;
use indgang_server::store::args;
use indgang_server::store::migrate::migrate;
use serde_json::{Map, Value};
use uuid::Uuid;

stories! {
    the_familys_devices_are_told_nothing_of_a_note,
    both_contact_persons_have_it_and_nobody_else,
    who_stands_in_has_the_notes_as_long_as_that,
    who_comes_finds_what_was_noted_and_who_leaves_loses_it,
    what_arrives_too_late_is_set_aside_with_its_words,
    a_note_counts_in_the_familys_trail,
    a_note_is_about_members_of_the_family_and_made_once,
    a_database_of_before_learns_whose_its_streams_are,
}

const WORDS: &str = "Ring helst efter kl. 16: nattevagt.";
const HOUR: i64 = 60 * 60 * 1000;

fn note(family: FamilyId, text: &str) -> SaveNote {
    let text = MessageText::parse(text).unwrap();
    SaveNote { id: NoteId(Uuid::now_v7()), family, text, members: Vec::new() }
}

/// What someone reads of a family's notes, the newest first.
async fn noted(by: &Someone, family: FamilyId) -> Vec<String> {
    let notes = by.asks(&FamilyNotes { family }).await.unwrap_or_default();
    notes.into_iter().map(|note| note.text).collect()
}

async fn ends(lead: &Someone, family: FamilyId, staff: &Someone) -> EndContact {
    let contacts = lead.asks(&OpenFamily { family }).await.unwrap().contacts;
    let card = contacts.iter().find(|card| card.face.person == staff.viewer().person).unwrap();
    EndContact { id: card.id, family }
}

/// Every answer that someone gets: to each question there is, and to a device that has nothing yet. As they travel.
async fn all_answers(by: &Someone, family: FamilyId) -> BTreeMap<String, String> {
    let threads = by.asks(&Threads {}).await.unwrap();
    let thread = threads.first().expect("a thread").thread;
    let mut answers = BTreeMap::from([("pull".to_owned(), by.pulls_all(Vec::new()).await.text())]);
    for (query, _) in &indgang_server::features().shapes.queries {
        for example in query.examples {
            let mut args: Map<String, Value> = serde_json::from_str(example).unwrap();
            for (field, id) in [("family", family.0), ("thread", thread.0), ("stream", family.0)] {
                args.entry(field).and_modify(|value| *value = id.to_string().into());
            }
            let args = Value::from(args).to_string();
            let answer = by.desk.ask(&by.actor, query.name, &args).await;
            let answer =
                answer.map_or_else(|trouble| format!("{:?}", trouble.problem()), |json| json.to_string());
            answers.insert(format!("{} {args}", query.name), answer);
        }
    }
    assert!(answers.len() > 10, "{answers:?}");
    answers
}

async fn the_familys_devices_are_told_nothing_of_a_note(demo: Demo) {
    let mother = demo.person("borger").await;
    let family = mother.family().await;
    let all = [mother.clone(), demo.partner_of(&mother).await, demo.person("ung").await];
    let contact = demo.person("kontakt-1").await;
    let mut before = Vec::new();
    for person in &all {
        let held = person.pulls_all(Vec::new()).await;
        before.push((all_answers(person, family).await, held.cursors));
    }
    let mut told = demo.desk.db.moves();
    assert_eq!(contact.does(&note(family, WORDS)).await.status, Status::Done);
    assert_eq!(contact.does(&note(family, "Og en til.")).await.status, Status::Done);
    assert_eq!(noted(&contact, family).await, ["Og en til.", WORDS]);
    let mut moved = Vec::new();
    while let Ok(together) = told.try_recv() {
        moved.extend(together.iter().map(|of| of.stream));
    }
    assert!(moved.contains(&stream_of(family)), "{moved:?}");
    for (person, (answers, cursors)) in all.iter().zip(before) {
        let heard = reach::heard(&demo.desk.db, person.viewer(), now()).await.unwrap();
        assert!(moved.iter().all(|stream| !heard.contains(&(person.viewer().municipality, *stream))));
        assert_eq!(all_answers(person, family).await, answers);
        assert!(person.pulls_all(cursors).await.pages.iter().all(|page| page.streams.is_empty()));
        let refused = [
            person.does(&note(family, "Hej")).await,
            person.does(&note(FamilyId(Uuid::now_v7()), "Hej")).await,
        ];
        assert_eq!(
            refused.map(|outcome| why(&outcome)),
            [Some(ProblemKey::NotAllowed), Some(ProblemKey::NotFound)]
        );
    }
}

async fn both_contact_persons_have_it_and_nobody_else(demo: Demo) {
    let (writer, other) = (demo.person("kontakt-1").await, demo.person("kontakt-2").await);
    let family = demo.person("borger").await.family().await;
    let held = other.pulls_all(Vec::new()).await;
    let outcome = writer.does(&note(family, WORDS)).await;
    assert_eq!(outcome.status, Status::Done);
    assert!(outcome.at.contains_key(&stream_of(family)), "the writer's device knows when it has it back");
    assert!(!outcome.at.contains_key(&family.into()), "the family's stream has not moved");
    let news = other.pulls_all(held.cursors).await;
    assert!(news.text().contains(WORDS), "{}", news.text());
    assert!(!news.of(other.viewer().person).is_empty(), "who has it is told to look again");
    for reader in [&writer, &other] {
        let notes = reader.asks(&FamilyNotes { family }).await.unwrap();
        let [note] = notes.as_slice() else { panic!("one note: {notes:?}") };
        let mine = reader.viewer().person == writer.viewer().person;
        assert_eq!((note.text.as_str(), note.mine, note.at), (WORDS, mine, now()));
        assert!(!note.author_name.is_empty());
    }
    for slug in ["teamleder", "kontakt-3", "borger-ar", "laege", "admin", "dpo", "holbaek-kontakt"] {
        let stranger = demo.person(slug).await;
        assert!(noted(&stranger, family).await.is_empty(), "{slug}");
        assert!(!stranger.pulls_all(Vec::new()).await.text().contains(WORDS), "{slug}");
        assert_eq!(stranger.does(&note(family, "Hej")).await.status, Status::Refused, "{slug}");
    }
}

async fn who_stands_in_has_the_notes_as_long_as_that(demo: Demo) {
    let (contact, stand_in) = (demo.person("kontakt-1").await, demo.person("kontakt-3").await);
    let family = demo.person("borger").await.family().await;
    let unit = contact.asks(&OpenUnit {}).await.unwrap().unit.unwrap();
    let absence = |from: i64, until: i64| SetAbsence {
        id: AbsenceId(Uuid::now_v7()),
        unit,
        staff: contact.viewer().person,
        substitute: stand_in.viewer().person,
        from: now().day().plus(from),
        until: now().day().plus(until),
    };
    // Once before there is a note, once after.
    assert_eq!(contact.does(&absence(1, 2)).await.status, Status::Done);
    assert_eq!(contact.does(&note(family, WORDS)).await.status, Status::Done);
    assert_eq!(contact.does(&absence(5, 6)).await.status, Status::Done);
    for (day, has) in [(0, false), (1, true), (3, false), (5, true), (8, false)] {
        let later = stand_in.at(now().plus_days(day));
        assert_eq!(!noted(&later, family).await.is_empty(), has, "on day {day}");
    }
    let held = stand_in.at(now().plus_days(1)).pulls_all(Vec::new()).await;
    assert!(held.text().contains(WORDS));
    let after = stand_in.at(now().plus_days(3));
    assert!(after.pulls_all(held.cursors).await.forgets(stream_of(family)));
    let writes = stand_in.at(now().plus_days(5)).does(&note(family, "Jeg var på besøg.")).await;
    assert_eq!(writes.status, Status::Done);
}

async fn who_comes_finds_what_was_noted_and_who_leaves_loses_it(demo: Demo) {
    let (former, lead, new) =
        (demo.person("kontakt-1").await, demo.person("teamleder").await, demo.person("kontakt-3").await);
    let family = demo.person("borger").await.family().await;
    former.does(&note(family, WORDS)).await;
    let held = former.pulls_all(Vec::new()).await;
    let assign = AssignContact { id: AssignmentId(Uuid::now_v7()), family, staff: new.viewer().person };
    assert_eq!(lead.does(&assign).await.status, Status::Done);
    assert_eq!(noted(&new, family).await, [WORDS]);
    assert!(new.pulls_all(Vec::new()).await.text().contains(WORDS));
    assert_eq!(lead.does(&ends(&lead, family, &former).await).await.status, Status::Done);
    assert!(noted(&former, family).await.is_empty());
    assert!(former.pulls_all(held.cursors).await.forgets(stream_of(family)));
}

async fn what_arrives_too_late_is_set_aside_with_its_words(demo: Demo) {
    let (author, heir, lead) =
        (demo.person("kontakt-1").await, demo.person("kontakt-2").await, demo.person("teamleder").await);
    let family = demo.person("borger").await.family().await;
    let envelope = author.envelope(&note(family, WORDS));
    let lead = lead.at(now().plus_millis(HOUR));
    assert_eq!(lead.does(&ends(&lead, family, &author).await).await.status, Status::Done);
    let (author, heir) = (author.at(now().plus_millis(2 * HOUR)), heir.at(now().plus_millis(2 * HOUR)));
    let outcome = author.settle(envelope.clone()).await;
    assert_eq!((outcome.status, why(&outcome)), (Status::Quarantined, Some(ProblemKey::Quarantined)));
    assert!(noted(&heir, family).await.is_empty(), "nobody's note yet");
    let aside = heir.asks(&Team {}).await.unwrap().set_aside;
    let [item] = aside.as_slice() else { panic!("one thing: {aside:?}") };
    assert_eq!((item.view.text.as_str(), item.view.may_send_on), (WORDS, true));
    let send_on = SendOn { id: envelope.id, thread: item.view.thread };
    assert_eq!(heir.does(&send_on).await.status, Status::Done);
    assert_eq!(noted(&heir, family).await, [WORDS]);
    assert!(noted(&author, family).await.is_empty());
}

async fn a_note_counts_in_the_familys_trail(demo: Demo) {
    let contact = demo.person("kontakt-1").await;
    let family = demo.person("borger").await.family().await;
    contact.does(&note(family, WORDS)).await;
    contact.pulls_all(Vec::new()).await;
    let told = async |event: &str, stream: StreamId| {
        let sql = "SELECT COUNT(*) AS n FROM audit WHERE event = $1 AND stream = $2 AND person = $3";
        count(&demo, sql, args![event, stream, contact.viewer().person]).await
    };
    assert_eq!(told("Notes.SaveNote", family.into()).await, 1);
    assert_eq!(told("Delivered", stream_of(family)).await, 1, "reading it is noted like all of a case");
}

async fn a_note_is_about_members_of_the_family_and_made_once(demo: Demo) {
    let (contact, mother) = (demo.person("kontakt-1").await, demo.person("borger").await);
    let family = mother.family().await;
    let members = contact.asks(&OpenFamily { family }).await.unwrap().members;
    let child = members.last().unwrap();
    let about = SaveNote { members: vec![child.id, child.id], ..note(family, WORDS) };
    assert_eq!(contact.does(&about).await.status, Status::Done);
    let notes = contact.asks(&FamilyNotes { family }).await.unwrap();
    let names: Vec<_> = notes[0].members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, [child.name.as_str()]);
    let stranger = SaveNote { members: vec![MemberId(Uuid::now_v7())], ..note(family, WORDS) };
    assert_eq!(why(&contact.does(&stranger).await), Some(ProblemKey::Malformed));
    let many = SaveNote { members: vec![child.id; MEMBERS_AT_MOST + 1], ..note(family, WORDS) };
    assert_eq!(why(&contact.does(&many).await), Some(ProblemKey::TooMany));
    assert_eq!(why(&contact.does(&about).await), Some(ProblemKey::IdReused), "in another envelope");
    assert_eq!(noted(&contact, family).await.len(), 1);
}

/// What the migrations of this feature and of the relation it rests on have done is undone, and done again.
async fn a_database_of_before_learns_whose_its_streams_are(demo: Demo) {
    let whose = async || {
        let sql = "SELECT id, family FROM streams WHERE kind IN ('family', 'thread') ORDER BY id";
        let rows = demo.desk.db.rows(sql, none()).await.unwrap();
        rows.iter()
            .map(|row| (row.id("id").unwrap(), row.id_or_none("family").unwrap()))
            .collect::<Vec<(Uuid, Option<Uuid>)>>()
    };
    let seeded = whose().await;
    assert!(seeded.iter().all(|(_, family)| family.is_some()));
    demo.owner_does(
        "DROP TABLE notes; DROP INDEX streams_by_family; ALTER TABLE streams DROP COLUMN family; \
         DELETE FROM migrations WHERE name IN ('0010_families', '0011_notes')",
    )
    .await;
    assert_eq!(migrate(&demo.address).await.unwrap(), ["0010_families", "0011_notes"]);
    assert_eq!(whose().await, seeded);
    let contact = demo.person("kontakt-1").await;
    let family = demo.person("borger").await.family().await;
    assert_eq!(contact.does(&note(family, WORDS)).await.status, Status::Done);
    let sql = "SELECT COUNT(*) AS n FROM entries WHERE stream = $1 AND kind = $2";
    assert_eq!(count(&demo, sql, args![stream_of(family), NoteView::KIND]).await, 1);
}
