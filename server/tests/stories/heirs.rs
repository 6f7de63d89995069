//! What an heir reads of what was set aside: all that stands in it, whatever it is, and what it is about as that is now.

use std::collections::BTreeSet;

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use indgang_app::i18n::KEYS;
use indgang_domain::appointments::{AppointmentState, CloseAppointment, Ending};
use indgang_domain::attachments::AttachmentKind;
use indgang_domain::envelope::Status;
use indgang_domain::feature::kept;
use indgang_domain::kernel::id::{AppointmentId, FamilyId, LetterId};
use indgang_domain::kernel::text::{Line, MessageText};
use indgang_domain::letters::{AskAboutLetter, EndLetter, Verdict};
use indgang_domain::messages::SaveTranscript;
use indgang_domain::notes::{NoteId, SaveNote};
use indgang_domain::quarantine::{SendOn, WhatItIsAbout};
use indgang_domain::staff::{OpenFamily, SetAside};
use indgang_domain::verbs::{Command, Query as _, Reads};
use uuid::Uuid;

use super::appointments::{agreed, at, view};
use super::contacts::end;
use super::quarantine::{HOUR, WORDS, set_aside};
use super::voice::{aloud, speaks, written};
use crate::demo::{Demo, message, now};
use crate::door::{Door, server};
use crate::stories;

stories! {
    how_a_meeting_went_is_kept_too_and_said_of_the_meeting_as_it_is,
    an_heir_reads_all_that_stands_in_it,
}

fn text(text: &str) -> MessageText {
    MessageText::parse(text).expect("a text")
}

fn closing(id: AppointmentId, family: FamilyId, ending: Ending) -> CloseAppointment {
    CloseAppointment {
        id,
        stream: family.into(),
        revision: 1,
        ending,
        agreed: Some(text("Vi ringer mandag.")),
    }
}

async fn how_a_meeting_went_is_kept_too_and_said_of_the_meeting_as_it_is(demo: Demo) {
    let (mother, author, heir) =
        (demo.person("borger").await, demo.person("kontakt-1").await, demo.person("kontakt-2").await);
    let family = mother.family().await;
    let meeting = agreed(family, at(1, 9));
    assert_eq!(author.does(&meeting).await.status, Status::Done);
    let envelope = author.at(at(1, 10)).envelope(&closing(meeting.id, family, Ending::NoShow));
    // Meanwhile another says something else of it, and the author loses the family.
    let said = heir.at(at(1, 10)).does(&closing(meeting.id, family, Ending::Held)).await;
    assert_eq!(said.status, Status::Done);
    let lead = demo.person("teamleder").await.at(at(1, 11));
    assert_eq!(lead.does(&end(&lead, family, &author).await).await.status, Status::Done);
    let (author, heir) = (author.at(at(1, 12)), heir.at(at(1, 12)));
    assert_eq!(author.settle(envelope.clone()).await.status, Status::Quarantined);

    let aside = set_aside(&heir).await;
    let [SetAside { view: kept, .. }] = aside.as_slice() else { panic!("one thing: {aside:?}") };
    assert_eq!(
        (kept.text.as_str(), kept.chosen.as_slice()),
        ("Vi ringer mandag.", &["ending.no-show".into()][..])
    );
    let subject = heir.asks(kept.about.as_ref().expect("a meeting")).await.expect("the meeting as it is");
    assert_eq!((subject.meeting, subject.at), (Some(meeting.kind), Some(at(1, 9))));
    let sent_on = heir.does(&SendOn { id: envelope.id, thread: kept.thread }).await;
    assert_eq!(sent_on.status, Status::Done, "who sends it has seen the meeting as it is: {sent_on:?}");
    let seen = view(&mother, meeting.id).await;
    let closing = seen.closing.expect("what became of it");
    assert_eq!(
        (seen.state, closing.by.as_str()),
        (AppointmentState::NoShow, "Jonas"),
        "by who said it in the end"
    );
    assert_eq!(closing.text.as_deref(), Some("Vi ringer mandag."));
}

/// One of each command that is kept, and all that is to be read of it.
async fn an_heir_reads_all_that_stands_in_it(demo: Demo) {
    let (mother, author) = (Door::open(&demo, "borger").await, demo.person("kontakt-1").await);
    let (family, thread) = (mother.someone.family().await, mother.someone.family_thread(None).await);
    let letters = [LetterId(Uuid::now_v7()), LetterId(Uuid::now_v7())];
    for id in letters {
        let photos = vec![demo.picture(&mother.someone, thread).await];
        let ask = AskAboutLetter { id, thread, photos, documents: Vec::new(), note: None };
        assert_eq!(mother.someone.does(&ask).await.status, Status::Done);
    }
    let spoken = aloud(thread, speaks(&mother, thread).await.0);
    assert_eq!(mother.someone.does(&spoken).await.status, Status::Done);
    let meeting = agreed(family, at(1, 9));
    assert_eq!(author.does(&meeting).await.status, Status::Done);
    let member = author.asks(&OpenFamily { family }).await.expect("a family").members.remove(0);

    let must = EndLetter {
        id: letters[0],
        thread,
        revision: 1,
        verdict: Verdict::YouMust,
        what: Line::parse("Ring til skolen").ok(),
        by: Some(at(20, 0).day()),
    };
    let nothing =
        EndLetter { id: letters[1], verdict: Verdict::Nothing, what: None, by: None, ..must.clone() };
    let note = SaveNote {
        id: NoteId(Uuid::now_v7()),
        family,
        text: text("Ring helst efter kl. 16."),
        members: vec![member.id],
    };
    let about_member = format!("Om {}", member.name);
    let envelopes = [
        (author.envelope(&message(thread, WORDS)), vec![">Besked<", WORDS]),
        (
            author.envelope(&must),
            vec![
                "Svar på et brev",
                "Om brevet fra Camilla",
                "Familien skal gøre noget",
                "Ring til skolen",
                "Senest: ",
                "25. marts",
            ],
        ),
        (author.envelope(&nothing), vec!["Om brevet fra Camilla", "Familien skal ikke gøre noget"]),
        (
            author.envelope(&closing(meeting.id, family, Ending::NoShow)),
            vec![
                "Hvad der blev aftalt",
                "Om aftalen: Møde med kontaktpersoner i morgen kl. 9",
                "Familien kom ikke",
                "Vi ringer mandag.",
            ],
        ),
        (author.envelope(&note), vec!["Note om en familie", &about_member, "Ring helst efter kl. 16."]),
        (
            author.envelope(&written(thread, spoken.id, 0, "Kan vi ses?")),
            vec!["Optagelse, skrevet ned", "Om stemmebeskeden fra Camilla", "Kan vi ses?"],
        ),
    ];
    let shapes = indgang_server::features().shapes;
    let all_kept: BTreeSet<_> =
        shapes.commands.iter().filter(|(_, declared)| declared.kept).map(|(shape, _)| shape.name).collect();
    assert_eq!(
        envelopes.iter().map(|(envelope, _)| envelope.command.as_str()).collect::<BTreeSet<_>>(),
        all_kept
    );
    assert!(all_kept.contains(SaveTranscript::NAME));

    let (lead, late) = (demo.person("teamleder").await.at(now().plus_millis(HOUR)), HOUR * 2);
    assert_eq!(lead.does(&end(&lead, family, &author).await).await.status, Status::Done);
    let late = demo.at(now().plus_millis(late));
    let author = author.at(now().plus_millis(HOUR * 2));
    let heir = Door::of(&demo, "kontakt-2", server(&late)).await;
    for (envelope, words) in envelopes {
        let (id, command) = (envelope.id, envelope.command.clone());
        assert_eq!(author.settle(envelope).await.status, Status::Quarantined, "{command}");
        let page = heir.send(heir.request("GET", "/team").body(Body::empty()).unwrap()).await;
        assert_eq!(page.status(), StatusCode::OK);
        let page = String::from_utf8(to_bytes(page.into_body(), 1 << 22).await.unwrap().to_vec()).unwrap();
        let card = page.split("<li class=\"card\">").find(|card| card.contains(&id.to_string()));
        let card = card.unwrap_or_else(|| panic!("{command} is not there: {page}"));
        let card = card.split("</li>").next().unwrap_or_default();
        for words in words {
            assert!(card.contains(words), "{command} does not say {words:?}: {card}");
        }
    }
}

/// A field that nobody would read of a command that is kept, or a choice without words, does not pass.
#[test]
fn of_what_is_kept_every_field_is_read_or_tells_nothing() {
    let shapes = indgang_server::features().shapes;
    for (shape, declared) in &shapes.commands {
        let Some(read) = kept(shape.name) else { continue };
        let schema = serde_json::to_value(&shape.schema).unwrap();
        for (field, property) in schema["properties"].as_object().unwrap() {
            let field = field.as_str();
            // Its words and what came along are read as such, and where it stands is where it is read.
            let is_read = declared.words.contains(&field)
                || declared.names_files(field)
                || declared.about.first() == Some(&field)
                || read.iter().any(|(name, _)| *name == field);
            assert!(is_read, "{} does not say how one reads its {field}", shape.name);
            let Some((_, Reads::Chosen(name))) = read.iter().find(|(name, _)| *name == field) else {
                continue;
            };
            let written = property.to_string();
            let part = shape.parts.iter().find(|(part, _)| written.contains(&format!("/{part}\"")));
            let choices = serde_json::to_value(&part.expect("a list of choices").1).unwrap();
            for choice in choices["enum"].as_array().unwrap() {
                let key = format!("kept.{name}.{}", choice.as_str().unwrap());
                assert!(KEYS.contains(&key.as_str()), "{key} has no words");
            }
        }
        for (_, reads) in read {
            match reads {
                Reads::Day(name) => assert!(KEYS.contains(&format!("kept.{name}").as_str()), "{name}"),
                Reads::Thing(kind) => {
                    let about = WhatItIsAbout { kind: (*kind).to_owned(), id: Uuid::nil() };
                    assert!(!about.needs().is_empty(), "nothing is known of a {kind}");
                }
                Reads::Chosen(_) | Reads::Members | Reads::Nothing => {}
            }
        }
        let unread = declared.attachments.iter().find(|one| one.kind == AttachmentKind::Document);
        assert!(unread.is_none(), "{}: nobody could open its documents", shape.name);
    }
}
