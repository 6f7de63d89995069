//! What everything that anyone does asks of the database: each statement by an index, as those of the screens are.

mod meetings;

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use indgang_domain::attachments::{Document, Voice, VoiceMime};
use indgang_domain::envelope::{Outcome, Status};
use indgang_domain::families::NoteOpened;
use indgang_domain::kernel::id::{BlobId, LetterId, TemplateId, ThreadId};
use indgang_domain::kernel::text::{Line, MessageText};
use indgang_domain::letters::{AskAboutLetter, EndLetter, FinishLetter, Verdict};
use indgang_domain::messages::{MarkRead, OpenThread, SaveTranscript, SendMessage};
use indgang_domain::people::{EndSession, Language, Me, SaveSettings, Sessions, TextSize, Theme};
use indgang_domain::quarantine::{Discard, SendOn};
use indgang_domain::staff::{EndAbsence, RemoveTemplate, SaveTemplate, Team, Templates};
use indgang_server::auth;
use serde_json::json;
use uuid::Uuid;

use super::absences::{away, unit};
use super::bad_input::pictures::picture;
use super::contacts::{end, give};
use crate::demo::document::pdf;
use crate::demo::voice::recording;
use crate::demo::{Demo, Someone, message, now};
use crate::door::Door;
use crate::plans::{Statement, as_in_a_larger_database, looked_through};
use crate::stories;

stories! {
    no_deed_looks_through_a_table,
}

const HOUR: i64 = 60 * 60 * 1000;

/// Who is in the tale. All logged in before it begins: how the demo world's people do that is nothing to anyone else.
struct Tale<'t> {
    demo: &'t Demo,
    mother: Door,
    contact: Door,
    second: Someone,
    third: Someone,
    lead: Someone,
    thread: ThreadId,
    asked: Vec<(&'static str, Statement)>,
}

impl<'t> Tale<'t> {
    async fn of(demo: &'t Demo) -> Self {
        let (mother, contact) = (Door::open(demo, "borger").await, Door::open(demo, "kontakt-1").await);
        let (second, third, lead) =
            (demo.person("kontakt-2").await, demo.person("kontakt-3").await, demo.person("teamleder").await);
        let thread = mother.someone.family_thread(None).await;
        demo.recorder.take();
        Self { demo, mother, contact, second, third, lead, thread, asked: Vec::new() }
    }

    /// All that was asked since the last time was for this.
    fn note(&mut self, what: &'static str) {
        let asked = self.demo.recorder.take();
        assert!(!asked.is_empty(), "{what} asked nothing");
        self.asked.extend(asked.into_iter().map(|statement| (what, statement)));
    }

    fn done(&mut self, what: &'static str, outcome: &Outcome) {
        assert_eq!(outcome.status, Status::Done, "{what}: {outcome:?}");
        self.note(what);
    }

    /// A page or a file, read to its end.
    async fn sees(&mut self, what: &'static str, door: fn(&Self) -> &Door, path: &str) {
        let door = door(self);
        let response = door.send(door.request("GET", path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        to_bytes(response.into_body(), usize::MAX).await.unwrap();
        self.note(what);
    }

    async fn pictures_and_letters(&mut self) -> BlobId {
        let mut sent = Vec::new();
        for shade in [1, 2] {
            let blob = BlobId(Uuid::now_v7());
            let path = format!("/api/v1/blobs/{blob}?stream={}", self.thread);
            for _ in 0..2 {
                let request = self.mother.request("PUT", &path).body(picture(shade).into()).unwrap();
                assert_eq!(self.mother.send(request).await.status(), StatusCode::NO_CONTENT);
                self.note("put blob");
            }
            sent.push(blob);
        }
        for path in sent.iter().map(|blob| format!("/api/v1/blobs/{blob}")) {
            self.sees("get blob", |tale| &tale.mother, &path).await;
            self.sees("get blob, by the team", |tale| &tale.contact, &path).await;
        }
        let (mother, contact) = (self.mother.someone.clone(), self.contact.someone.clone());
        let (id, thread) = (LetterId(Uuid::now_v7()), self.thread);
        let file = BlobId(Uuid::now_v7());
        let path = format!("/api/v1/blobs/{file}?stream={thread}");
        let request = self.mother.request("PUT", &path).body(pdf(7).into()).unwrap();
        assert_eq!(self.mother.send(request).await.status(), StatusCode::NO_CONTENT);
        self.note("put blob of a PDF");
        let documents = vec![Document { blob: file, bytes: 7, name: None }];
        let note = Line::parse("Hvad er det?").ok();
        let asks = AskAboutLetter { id, thread, photos: vec![sent[0]], documents, note };
        self.done("AskAboutLetter", &mother.does(&asks).await);
        let ends = EndLetter {
            id,
            thread,
            revision: 1,
            verdict: Verdict::YouMust,
            what: Line::parse("ringe til skolen").ok(),
            by: Some(now().day()),
        };
        self.done("EndLetter", &contact.does(&ends).await);
        assert_eq!(contact.does(&ends).await.status, Status::Conflict);
        self.note("EndLetter, too late");
        self.done("FinishLetter", &mother.does(&FinishLetter { id, thread }).await);
        sent[1]
    }

    async fn words(&mut self, picture: BlobId) {
        let (mother, contact, thread) =
            (self.mother.someone.clone(), self.contact.someone.clone(), self.thread);
        let mut words = message(thread, "Her er det");
        words.photos = vec![picture];
        let envelope = mother.envelope(&words);
        for _ in 0..2 {
            self.done("SendMessage with a picture", &mother.settle(envelope.clone()).await);
        }
        let refused = mother.says(ThreadId(Uuid::now_v7()), "Hej").await;
        assert_eq!(refused.status, Status::Refused);
        self.note("an envelope that is refused");
        let malformed = json!({"id": Uuid::now_v7(), "v": 1, "command": 7});
        assert_eq!(self.mother.submits(malformed).await.status(), StatusCode::OK);
        self.note("an envelope that cannot be read");
        for someone in [&mother, &contact] {
            self.done("MarkRead", &someone.does(&MarkRead { thread, position: 3 }).await);
        }
    }

    /// Said aloud in two pieces, and written down.
    async fn voices(&mut self) {
        let (contact, thread) = (self.contact.someone.clone(), self.thread);
        let sent = recording(1_000);
        let chunks = [(); 2].map(|()| BlobId(Uuid::now_v7()));
        let (begin, rest) = sent.split_at(sent.len() / 2);
        for (part, bytes) in [begin, rest].into_iter().enumerate() {
            let (blob, first) = (chunks[part], chunks[0]);
            let path = format!("/api/v1/blobs/{blob}?stream={thread}&recording={first}&part={part}");
            let request = self.mother.request("PUT", &path).body(bytes.to_vec().into()).unwrap();
            assert_eq!(self.mother.send(request).await.status(), StatusCode::NO_CONTENT);
            self.note("put a piece of a recording");
        }
        let voice = Voice { chunks: chunks.to_vec(), mime: VoiceMime::WebM, millis: 1_000 };
        let said = SendMessage { text: None, voice: Some(voice), ..message(thread, "x") };
        let mother = self.mother.someone.clone();
        self.done("SendMessage with a recording", &mother.does(&said).await);
        self.sees(
            "get a recording",
            |tale| &tale.contact,
            &format!("/api/v1/blobs/{}?whole=true", chunks[0]),
        )
        .await;
        let text = MessageText::parse("Kan vi ses?").unwrap();
        let words = SaveTranscript { thread, message: said.id, revision: 0, text };
        self.done("SaveTranscript", &contact.does(&words).await);
    }

    async fn the_team(&mut self) {
        let (contact, third, lead) = (self.contact.someone.clone(), self.third.clone(), self.lead.clone());
        let family = self.mother.someone.family().await;
        let absence = away(&contact, &third, 0..=3).await;
        self.done("SetAbsence", &lead.does(&absence).await);
        third.asks(&OpenThread { thread: self.thread, before: None }).await.unwrap();
        self.note("OpenThread, by who stands in");
        self.done("EndAbsence", &lead.does(&EndAbsence { id: absence.id, unit: absence.unit }).await);
        self.done("AssignContact", &lead.does(&give(family, &third)).await);
        self.done("EndContact", &lead.does(&end(&lead, family, &third).await).await);
        let (id, unit) = (TemplateId(Uuid::now_v7()), unit(&contact).await);
        for revision in [0, 1] {
            let (title, text) = (Line::parse("Ferie").unwrap(), MessageText::parse("Vi ringer.").unwrap());
            self.done("SaveTemplate", &contact.does(&SaveTemplate { id, unit, revision, title, text }).await);
        }
        contact.asks(&Templates {}).await.unwrap();
        self.note("Templates");
        self.done("RemoveTemplate", &contact.does(&RemoveTemplate { id, unit, revision: 2 }).await);
        self.sees("Opened, and its page", |tale| &tale.contact, &format!("/team/familier/{family}")).await;
        self.sees("Opened, and a page", |tale| &tale.contact, &format!("/beskeder/{}", self.thread)).await;
        self.done("NoteOpened", &contact.does(&NoteOpened { family }).await);
    }

    /// Written at noon, lost at one, arrived at two; who comes at three finds it, and loses it with the family.
    async fn quarantine(&mut self) {
        let (contact, family, thread) =
            (self.contact.someone.clone(), self.mother.someone.family().await, self.thread);
        let written = [1, 2].map(|_| contact.envelope(&message(thread, "Jeg nåede det i toget.")));
        let looked = contact.envelope(&NoteOpened { family });
        let at = |someone: &Someone, hours: i64| someone.at(now().plus_millis(hours * HOUR));
        let lead = at(&self.lead, 1);
        self.done("EndContact, the first", &lead.does(&end(&lead, family, &contact).await).await);
        for envelope in written.clone() {
            assert_eq!(at(&contact, 2).settle(envelope).await.status, Status::Quarantined);
            self.note("SendMessage, set aside");
        }
        self.done("NoteOpened, after the access", &at(&contact, 2).settle(looked).await);
        let (lead, second) = (at(&self.lead, 3), at(&self.second, 4));
        self.done("AssignContact, and what was set aside", &lead.does(&give(family, &self.third)).await);
        let ending = end(&lead, family, &self.third).await;
        self.done("EndContact, and what was set aside", &at(&lead, 4).does(&ending).await);
        assert_eq!(second.asks(&Team {}).await.unwrap().set_aside.len(), 2);
        let [sent_on, let_go] = written.map(|envelope| envelope.id);
        self.done("SendOn", &second.does(&SendOn { id: sent_on, thread }).await);
        self.done("Discard", &second.does(&Discard { id: let_go }).await);
        contact.pulls(Vec::new()).await;
        self.note("pull, after the access");
    }

    async fn ones_own(&mut self) {
        let mother = self.mother.someone.clone();
        let settings = SaveSettings {
            language: Language::Ar,
            text_size: TextSize::Large,
            theme: Theme::Dark,
            quick_exit: true,
        };
        self.done("SaveSettings", &mother.does(&settings).await);
        mother.asks(&Me {}).await.unwrap();
        self.note("Me");
        let viewer = mother.viewer();
        for one in [true, false] {
            let token =
                auth::begin(&self.demo.desk, viewer.municipality, viewer.person, "another").await.unwrap();
            self.note("a login");
            let known = auth::who(&self.demo.at(now().plus_days(1)), token.as_str()).await.unwrap().unwrap();
            assert!(known.prolonged);
            self.note("who it is, a day later");
            let lines = mother.asks(&Sessions {}).await.unwrap();
            assert!(lines.iter().any(|line| line.id == known.actor.session));
            self.note("Sessions");
            let session = one.then_some(known.actor.session);
            self.done("EndSession", &mother.does(&EndSession { session }).await);
        }
        let listening = self.contact.request("GET", "/api/v1/stream").body(Body::empty()).unwrap();
        assert_eq!(self.contact.send(listening).await.status(), StatusCode::OK);
        self.note("listening");
        assert_eq!(self.contact.post("/logud", Body::empty()).await.status(), StatusCode::SEE_OTHER);
        self.note("logging out");
    }
}

async fn no_deed_looks_through_a_table(demo: Demo) {
    as_in_a_larger_database(&demo).await;
    let mut tale = Tale::of(&demo).await;
    let picture = tale.pictures_and_letters().await;
    tale.words(picture).await;
    tale.voices().await;
    tale.meetings().await;
    tale.the_team().await;
    tale.quarantine().await;
    tale.ones_own().await;
    let asked = std::mem::take(&mut tale.asked);
    let met =
        |table: &str| asked.iter().any(|(_, (sql, _))| sql.split([' ', ',', '(']).any(|word| word == table));
    let unmet: Vec<_> = demo.rows().await.into_keys().filter(|table| !met(table)).collect();
    assert_eq!(unmet, ["migrations", "municipalities"], "the tale tells of every table but these");
    let found = looked_through(&demo, asked).await;
    assert!(found.is_empty(), "{found}");
}
