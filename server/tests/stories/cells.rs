//! Every cell of the policy's table, tried: someone of each role who is each thing to a family, its thread, a private thread,
//! a unit and their own things asks every question and for every kind of view, pulls, listens, fetches and sends pictures, and
//! gives every command.

mod commands;
mod fields;
mod files;
mod questions;

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt as _, stream};
use indgang_domain::booking::HoldView;
use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use indgang_domain::kernel::id::{
    BlobId, DeviceId, EnvelopeId, FamilyId, PersonId, StreamId, ThreadId, UnitId,
};
use indgang_domain::people::{PersonView, Settings};
use indgang_domain::policy::table::{BLOB_KINDS, KINDS};
use indgang_domain::policy::{Lens, Lenses, Role, held, may, may_in, sees};
use indgang_domain::problem::ProblemKey;
use indgang_domain::quarantine::QuarantineView;
use indgang_domain::staff::OpenUnit;
use indgang_domain::stream::View;
use indgang_domain::verbs::{Need, Span};
use indgang_server::desk::reach;
use indgang_server::store::args;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use uuid::Uuid;

use self::commands::{Given, READING, one_of_each};
use self::questions::Question;
use crate::demo::{Demo, Someone, now, why};
use crate::door::Door;
use crate::stories;

stories! {
    every_cell_is_what_the_table_says,
    every_field_is_what_the_table_says,
}

/// Does what every feature gives as an example of its commands, on what is there: so that there is something of each kind,
/// whichever feature has it. What an example needs besides is not there, and refused.
async fn all_examples(by: &Someone, known: &[(&str, Uuid)]) {
    for (shape, _) in &indgang_server::features().shapes.commands {
        for example in shape.examples {
            let mut args: Map<String, Value> = serde_json::from_str(example).unwrap();
            for (field, id) in known {
                args.entry(*field).and_modify(|value| *value = id.to_string().into());
            }
            args.entry("id").and_modify(|value| *value = Uuid::now_v7().to_string().into());
            gives(by, shape.name, Value::from(args).to_string()).await;
        }
    }
}

/// Someone who is in the municipality and has nothing, and what they will be something to.
struct Tale {
    someone: Someone,
    /// With a login of theirs.
    door: Door,
    family: FamilyId,
    thread: ThreadId,
    private: ThreadId,
    unit: UnitId,
    /// Every stream of the family, that unit, and one's own.
    streams: Vec<StreamId>,
    /// A picture of each kind of view that names one, and one of which nobody noted what named it.
    pictures: Vec<(Option<&'static str>, BlobId)>,
    /// A recording of two pieces.
    recording: BlobId,
    /// Every question, and what each role is told who has nothing.
    questions: Vec<Question>,
    /// Every command.
    commands: Vec<Given>,
}

/// Rows of one's own, as the commands would have left them.
const OWN: &[&str] = &[
    "INSERT INTO quarantine (municipality, id, author, side, family, thread, message, authored, language, body, photos, \
     voice, settled) VALUES ($1, $2, $2, 'team', $3, $4, $2, 0, 'da', 'Hej', '[]', NULL, 0)",
    "INSERT INTO quarantine_readers (municipality, quarantine, person) VALUES ($1, $2, $2)",
    "INSERT INTO holds (municipality, id, person, stream, service, starts, ends, with_people, members, tongue, interpreter, \
     until_at) VALUES ($1, $2, $2, $3, $2, 0, 1, '[]', '[]', NULL, NULL, 9999999999999)",
];

impl Tale {
    async fn of(demo: &Demo) -> Self {
        let (mother, lead) = (demo.person("borger").await, demo.person("teamleder").await);
        let (family, thread) = (mother.family().await, mother.family_thread(None).await);
        let private = mother.own_thread().await;
        let unit = lead.asks(&OpenUnit {}).await.unwrap().unit.expect("a unit");
        let municipality = mother.viewer().municipality;
        let (person, like) = (PersonId(Uuid::now_v7()), mother.viewer().person);
        let made = demo.desk.db.transaction(move |work| {
            Box::pin(async move {
                work.exec(
                    "INSERT INTO persons (municipality, id, name, given_name, role, phone, settings) \
                     SELECT municipality, $2, name, given_name, 'staff', phone, settings FROM persons \
                     WHERE municipality = $1 AND id = $3",
                    args![municipality, person, like],
                )
                .await?;
                work.exec(
                    "INSERT INTO streams (municipality, id, kind, version) VALUES ($1, $2, 'own', 0)",
                    args![municipality, person],
                )
                .await?;
                for (number, sql) in OWN.iter().enumerate() {
                    let all = args![municipality, person, family, thread];
                    let count = [4, 2, 3][number];
                    work.exec(*sql, all.into_iter().take(count).collect()).await?;
                }
                for kind in [PersonView::KIND, Settings::KIND, QuarantineView::KIND, HoldView::KIND] {
                    work.tell(municipality, person, kind, person).await?;
                }
                Ok(())
            })
        });
        made.await.unwrap();
        let known = [("family", family.0), ("thread", thread.0), ("unit", unit.0)];
        all_examples(&demo.person("kontakt-1").await, &known).await;
        let sql = "SELECT id FROM streams WHERE municipality = $1 AND (family = $2 OR id IN ($3, $4))";
        let found = demo.desk.db.rows(sql, args![municipality, family, unit, person]).await.unwrap();
        let streams = found.iter().map(|row| row.id("id").unwrap()).collect();
        let mut pictures = Vec::new();
        let author = demo.person("borger").await;
        for kind in BLOB_KINDS.iter().copied().map(Some).chain([None]) {
            let blob = demo.picture(&author, thread).await;
            if let Some(kind) = kind {
                let sql = "INSERT INTO blob_kinds (municipality, blob, kind) VALUES ($1, $2, $3)";
                demo.forces(sql, args![municipality, blob, kind]).await;
            }
            pictures.push((kind, blob));
        }
        let recording = files::recording(demo, &author, thread.0).await;
        let someone = demo.logs_in(municipality, person).await;
        let door = files::door_of(demo, &someone).await;
        let (questions, commands) = (Vec::new(), Vec::new());
        Self {
            someone,
            door,
            family,
            thread,
            private,
            unit,
            streams,
            pictures,
            recording,
            questions,
            commands,
        }
    }

    /// From now on they are this, and nothing else, to all of it.
    async fn becomes(&self, demo: &Demo, lens: Lens) {
        let (viewer, streams) = (self.someone.viewer().clone(), self.streams.clone());
        let made = demo.desk.db.transaction(move |tx| {
            let (viewer, streams) = (viewer.clone(), streams.clone());
            Box::pin(async move {
                let mine = args![viewer.municipality, viewer.person];
                tx.exec("DELETE FROM grants WHERE municipality = $1 AND person = $2", mine).await?;
                for stream in streams {
                    let lens = serde_json::to_value(lens).unwrap().as_str().unwrap().to_owned();
                    tx.exec(
                        "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason) \
                         VALUES ($1, $2, $3, $4, 0, $5, $2)",
                        args![viewer.municipality, viewer.person, stream, lens, now().plus_days(1)],
                    )
                    .await?;
                }
                Ok(())
            })
        });
        made.await.unwrap();
    }

    /// Beside what they are, their own things are theirs.
    async fn has_their_own(&self, demo: &Demo) {
        let viewer = self.someone.viewer();
        demo.forces(
            "INSERT INTO grants (municipality, person, stream, lens, from_at, until_at, reason) \
             VALUES ($1, $2, $2, 'own', 0, $3, $4)",
            args![viewer.municipality, viewer.person, now().plus_days(1), Uuid::now_v7()],
        )
        .await;
    }

    /// The same person, were they this in the municipality.
    fn were(&self, role: Role) -> Someone {
        let mut someone = self.someone.clone();
        someone.actor.viewer.role = role;
        someone
    }
}

async fn gives(by: &Someone, command: &str, args: String) -> Outcome {
    let envelope = Envelope {
        id: EnvelopeId(Uuid::now_v7()),
        v: ENVELOPE_VERSION,
        device: DeviceId(by.actor.session.0),
        seq: 1,
        at: now(),
        command: command.to_owned(),
        args: RawValue::from_string(args).unwrap(),
    };
    by.settle(envelope).await
}

async fn every_cell_is_what_the_table_says(demo: Demo) {
    let mut tale = Tale::of(&demo).await;
    tale.commands = tale.all_commands();
    tale.questions = tale.all_questions(&demo).await;
    for lens in Lens::ALL {
        tale.becomes(&demo, *lens).await;
        let asked = stream::iter(Role::ALL).for_each_concurrent(4, |role| asks(&demo, &tale, *role, *lens));
        asked.await;
        tale.has_their_own(&demo).await;
        for role in Role::ALL {
            for question in &tale.questions {
                question.is_answered(&tale.were(*role), *lens, true).await;
            }
        }
        tale.becomes(&demo, *lens).await;
        for role in Role::ALL {
            tale.fetches_and_sends(&demo, *role, *lens).await;
        }
        // After all is read: commands change what there is to read.
        let given = stream::iter(Role::ALL).for_each_concurrent(8, |role| submits(&tale, *role, *lens));
        given.await;
    }
}

async fn every_field_is_what_the_table_says(demo: Demo) {
    let tale = Tale::of(&demo).await;
    tale.fields_are_what_the_table_says(&demo).await;
}

async fn asks(demo: &Demo, tale: &Tale, role: Role, lens: Lens) {
    let by = tale.were(role);
    let expected: BTreeSet<_> =
        KINDS.iter().map(|(kind, _)| *kind).filter(|kind| sees(role, lens.into(), kind)).collect();
    let needs: Vec<_> = KINDS.iter().map(|(kind, _)| Need { kind, span: Span::All }).collect();
    let views = by.desk.held(&by.actor, &needs).await.unwrap();
    let found: BTreeSet<_> = KINDS
        .iter()
        .zip(&views)
        .filter(|(_, views)| views.iter().any(|held| held.lenses == Lenses::from(lens)))
        .map(|((kind, _), _)| *kind)
        .collect();
    assert_eq!(found, expected, "{role:?} asks as {lens:?}");
    for (action, kind) in READING {
        assert_eq!(may(role, *action, Some(lens)), found.contains(kind), "{role:?} as {lens:?}: {action:?}");
    }
    for question in &tale.questions {
        question.is_answered(&by, lens, false).await;
    }
    let pulled = by.pulls_all(Vec::new()).await;
    let mut came: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in pulled.pages.iter().flat_map(|page| &page.streams).flat_map(|news| &news.entries) {
        *came.entry(&entry.kind).or_default() += 1;
    }
    assert_eq!(came.keys().copied().collect::<BTreeSet<_>>(), expected, "{role:?} pulls as {lens:?}");
    // Whoever may not pull a stream hears nothing of it.
    let heard = reach::heard(&demo.desk.db, by.viewer(), now()).await.unwrap();
    let heard: BTreeSet<_> = heard.into_iter().map(|(_, stream)| stream).collect();
    let has: BTreeSet<_> = pulled.cursors.iter().map(|cursor| cursor.stream).collect();
    assert_eq!(heard, has, "{role:?} hears as {lens:?}");
    assert_eq!(has.is_empty(), held(role, lens.into()).is_empty(), "{role:?} has as {lens:?}");
}

async fn submits(tale: &Tale, role: Role, lens: Lens) {
    let by = tale.were(role);
    let has_nothing = held(role, lens.into()).is_empty();
    // Who has nothing is judged before what they want is looked at.
    let all: Vec<_> = if has_nothing { one_of_each(&tale.commands) } else { tale.commands.iter().collect() };
    for given in all {
        let Given { action, private, name, .. } = *given;
        let outcome = gives(&by, name, given.args()).await;
        let said = (outcome.status, why(&outcome));
        let cell = format!("{role:?} as {lens:?}: {name}, private: {private}");
        if has_nothing {
            assert_eq!(said, (Status::Refused, Some(ProblemKey::NotFound)), "{cell}");
        } else if may_in(role, action, lens.into(), private) {
            assert!(
                !matches!(said.1, Some(ProblemKey::NotAllowed | ProblemKey::Malformed)),
                "{cell}: {said:?}"
            );
            assert_ne!(said.0, Status::Later, "{cell}");
        } else {
            assert_eq!(said, (Status::Refused, Some(ProblemKey::NotAllowed)), "{cell}");
        }
    }
}
