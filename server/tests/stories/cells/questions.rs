//! Every question there is, on what there is, with what it tells of: by hand.

use std::collections::HashMap;

use indgang_domain::appointments::AppointmentView;
use indgang_domain::people::PersonView;
use indgang_domain::policy::{Action, Lens, Role, may, sees};
use indgang_domain::stream::View;
use indgang_server::store::args;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Tale;
use crate::demo::{Demo, Someone};

/// What one must be to something, to be told something.
enum Tells {
    /// Whoever sees one of these kinds of view.
    Of(&'static [&'static str]),
    /// Whoever sees one of these, and their own things beside.
    Beside(&'static [&'static str]),
    /// Whoever may do this, were it only in a private thread.
    WhoMay(Action),
    /// Everyone the same, of their own: nothing here is granted.
    TheSame,
}

/// Of what a question tells. One that is not here is asked by nobody.
fn tells(question: &str) -> Tells {
    match question {
        // What was set aside may be about a meeting.
        "Appointments.Appointments" | "Appointments.OpenAppointment" | "Quarantine.WhatItIsAbout" => {
            Tells::Of(&["appointment"])
        }
        // Of notes, that there are none: for words of them is looked below.
        "Booking.OpenBooking" | "Notes.FamilyNotes" | "Staff.OpenFamily" => Tells::Of(&["family"]),
        "Booking.OtherTimes" => Tells::WhoMay(Action::AnswerAppointment),
        "Booking.Times" => Tells::WhoMay(Action::BookAppointment),
        "Families.Home" => Tells::Beside(&["family"]),
        "Messages.OpenThread" | "Messages.Threads" => Tells::Of(&["thread"]),
        "People.Me" => Tells::Of(&["settings", "person"]),
        "People.Sessions" => Tells::TheSame,
        "Staff.Team" => Tells::Of(&["family", "quarantine"]),
        "Staff.OpenUnit" | "Staff.TeamCalendar" => Tells::Of(&["colleague"]),
        "Staff.Templates" => Tells::Of(&["template"]),
        _ => panic!("of what does {question} tell?"),
    }
}

/// Words that stand in views of one kind, and so in answers only of those who see it.
const WORDS: &[(&str, &str, &str)] = &[
    ("message", "tegn-paa-besked", "UPDATE messages SET body = $2 WHERE municipality = $1"),
    ("letter", "tegn-paa-brev", "UPDATE letters SET note = $2 WHERE municipality = $1"),
    ("note", "tegn-paa-notat", "UPDATE notes SET body = $2 WHERE municipality = $1"),
    ("template", "tegn-paa-standardsvar", "UPDATE templates SET title = $2 WHERE municipality = $1"),
    ("family", "tegn-paa-familie", "UPDATE members SET name = $2 WHERE municipality = $1"),
    ("appointment", "tegn-paa-aftale", "UPDATE appointments SET bring = $2 WHERE municipality = $1"),
];

/// One question, on what there is.
pub(super) struct Question {
    name: &'static str,
    args: String,
    /// What each role is told who is nothing to anything.
    strangers: HashMap<Role, String>,
}

async fn answer(by: &Someone, name: &str, args: &str) -> String {
    let answer = by.desk.ask(&by.actor, name, args).await;
    answer.map_or_else(|trouble| format!("{:?}", trouble.problem()), |json| json.to_string())
}

impl Tale {
    /// Every question, on the family's and, where it is about a stream that may be private, on the private thread.
    pub(super) async fn all_questions(&self, demo: &Demo) -> Vec<Question> {
        let municipality = self.someone.viewer().municipality;
        for (_, words, sql) in WORDS {
            demo.forces(sql, args![municipality, (*words).to_owned()]).await;
        }
        let one = async |sql: &'static str, args| {
            demo.desk.db.row(sql, args).await.unwrap().unwrap().id::<Uuid>("id").unwrap()
        };
        let meeting = one(
            "SELECT id FROM appointments WHERE municipality = $1 AND stream = $2 ORDER BY id LIMIT 1",
            args![municipality, self.family],
        )
        .await;
        let service = one(
            "SELECT id FROM services WHERE municipality = $1 AND unit = $2 AND roles LIKE '%young%' ORDER BY id LIMIT 1",
            args![municipality, self.unit],
        )
        .await;
        let mut all = Vec::new();
        for (shape, _) in &indgang_server::features().shapes.queries {
            let example: Map<String, Value> =
                serde_json::from_str(shape.examples.last().unwrap_or(&"{}")).unwrap();
            let is_anywhere = shape.name == "Booking.Times" || shape.name == "Messages.OpenThread";
            for private in [false, true].into_iter().filter(|private| is_anywhere || !private) {
                let (thread, stream) =
                    if private { (self.private, self.private.0) } else { (self.thread, self.family.0) };
                let known = [
                    ("family", self.family.0),
                    ("thread", thread.0),
                    ("stream", stream),
                    ("id", meeting),
                    ("service", service),
                ];
                let mut args = example.clone();
                args.remove("interpreter");
                for (field, id) in known {
                    args.entry(field).and_modify(|value| *value = id.to_string().into());
                }
                args.entry("kind").and_modify(|kind| *kind = AppointmentView::KIND.into());
                let (name, args) = (shape.name, Value::from(args).to_string());
                let mut strangers = HashMap::new();
                for role in Role::ALL {
                    strangers.insert(*role, answer(&self.were(*role), name, &args).await);
                }
                all.push(Question { name, args, strangers });
            }
        }
        all
    }
}

impl Question {
    /// Tells what someone sees, and else what it tells those who are nothing to anything. Whether they have their own things
    /// beside is said.
    pub(super) async fn is_answered(&self, by: &Someone, lens: Lens, has_own: bool) {
        if has_own && !matches!(tells(self.name), Tells::Beside(_)) {
            return;
        }
        let role = by.viewer().role;
        let told = answer(by, self.name, &self.args).await;
        let is_told = match tells(self.name) {
            Tells::Of(kinds) => kinds.iter().any(|kind| sees(role, lens.into(), kind)),
            Tells::Beside(kinds) => {
                let has_own = has_own && sees(role, Lens::Own.into(), PersonView::KIND);
                has_own && kinds.iter().any(|kind| sees(role, lens.into(), kind))
            }
            Tells::WhoMay(action) => may(role, action, Some(lens)),
            Tells::TheSame => false,
        };
        let cell = format!("{role:?} as {lens:?}: {} {}: {told}", self.name, self.args);
        assert_eq!(told != self.strangers[&role], is_told, "{cell}");
        for (kind, words, _) in WORDS {
            assert!(!told.contains(words) || sees(role, lens.into(), kind), "{kind}: {cell}");
        }
    }
}
