//! The table of the policy, printed for reading: `docs/who-sees-what.md` says what the program does. After a meant change
//! `INDGANG_PRINT=1 cargo test -p indgang-domain --test who_sees_what` writes it anew. What would hurt most stands here once
//! more, by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;

use indgang_domain::families::veiled_here;
use indgang_domain::messages::Side;
use indgang_domain::policy::table::{
    ACTIONS, ANSWERS, BLOB_KINDS, FIELDS, HOLDERS, KINDS, OF_FAMILY, PLANS_FOR_ALL,
};
use indgang_domain::policy::{Action, Lens, Lenses, Role, first, hidden, may_in, seen_by, sees, veiled};
use serde_json::value::RawValue;

fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn head(out: &mut String, first: &str) {
    let lenses: Vec<_> = Lens::ALL.iter().map(name).collect();
    writeln!(out, "| {first} | {} |\n| --- |{}", lenses.join(" | "), " :-: |".repeat(lenses.len())).unwrap();
}

fn row(out: &mut String, first: &str, mark: impl Fn(Lens) -> &'static str) {
    let marks: Vec<_> = Lens::ALL.iter().map(|lens| mark(*lens)).collect();
    writeln!(out, "| {first} | {} |", marks.join(" | ")).unwrap();
}

fn printed() -> String {
    let mut out = String::from(
        "# Who sees and does what\n\nPrinted from `domain/src/policy/table.rs`, which server and devices look up; a test holds this page to it. \
         A person's role says what they are in the municipality. A lens says what they are to one stream (a family, a thread, a unit, \
         their own things), and is given by staff. What has no mark is seen and done by nobody. Who is several things to a stream sees \
         what any of them sees, and acts as the leftmost that may.\n\n## Who may be what\n\n| role |",
    );
    for lens in Lens::ALL {
        write!(out, " {} |", name(lens)).unwrap();
    }
    writeln!(out, "\n| --- |{}", " :-: |".repeat(Lens::ALL.len())).unwrap();
    for role in Role::ALL {
        let holds = |lens| HOLDERS.iter().any(|(of, roles)| *of == lens && roles.contains(role));
        row(&mut out, &name(role), |lens| if holds(lens) { "●" } else { "" });
    }
    out.push_str("\n## Who is what\n\n");
    for lens in Lens::ALL {
        writeln!(out, "- **{}**:{}", name(lens), lens.about()).unwrap();
    }
    out.push_str(
        "\n## Who does what\n\n○: only in a private thread of their own, nothing of the whole family's.\n\n",
    );
    head(&mut out, "action");
    for action in Action::ALL {
        let line = ACTIONS.iter().find(|line| line.action == *action);
        let only = line
            .and_then(|line| line.roles)
            .map(|roles| format!(" Only: {}.", roles.iter().map(name).collect::<Vec<_>>().join(", ")));
        row(&mut out, &format!("**{action:?}**:{}{}", action.about(), only.unwrap_or_default()), |lens| {
            match line.filter(|line| line.by.has(lens)) {
                None => "",
                Some(line) if line.privately.has(lens) => "○",
                Some(_) => "●",
            }
        });
    }
    out.push_str(
        "\n## Who plans for the whole unit\n\nColleagues' time, and themselves to stand in for someone.\n\n",
    );
    head(&mut out, "plans");
    row(&mut out, "for the whole unit", |lens| if PLANS_FOR_ALL.has(lens) { "●" } else { "" });
    out.push_str("\n## Whose word is whose\n\nA word that is neither begins no waiting for an answer and ends none.\n\n");
    head(&mut out, "word in a thread");
    for (whose, lenses) in
        [("the family's: it waits for an answer", OF_FAMILY), ("the team's: it is that answer", ANSWERS)]
    {
        row(&mut out, whose, |lens| if lenses.has(lens) { "●" } else { "" });
    }
    out.push_str("\n## Who sees which kind of view\n\n");
    head(&mut out, "kind");
    for (kind, lenses) in KINDS {
        row(&mut out, kind, |lens| if lenses.has(lens) { "●" } else { "" });
    }
    writeln!(
        out,
        "\nA picture, a file or a recording is seen by who sees the view that named it: {}.",
        BLOB_KINDS.join(", ")
    )
    .unwrap();
    out.push_str(
        "\n## Fields with a line of their own\n\nEvery other field is seen by all who see its kind. ○: unless the family is in safe mode.\n\n",
    );
    head(&mut out, "field");
    for line in FIELDS {
        row(&mut out, &format!("{}.{}", line.kind, line.field), |lens| {
            if line.seen_by.has(lens) {
                "●"
            } else if line.unless_safe.has(lens) {
                "○"
            } else {
                ""
            }
        });
    }
    out
}

#[test]
fn the_page_says_what_the_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/who-sees-what.md");
    if std::env::var_os("INDGANG_PRINT").is_some() {
        std::fs::write(path, printed()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), printed(), "see the head of this test");
}

#[test]
fn nothing_has_two_lines() {
    let once = |mut names: Vec<String>| {
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    };
    once(ACTIONS.iter().map(|line| format!("{:?}", line.action)).collect());
    once(HOLDERS.iter().map(|(lens, _)| name(lens)).collect());
    once(KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect());
    once(FIELDS.iter().map(|line| format!("{}.{}", line.kind, line.field)).collect());
    once(first::SEEN.iter().map(|(kind, _)| (*kind).to_owned()).collect());
}

#[test]
fn each_line_has_one_that_says_what_it_was_at_first() {
    for (kind, _) in KINDS {
        assert!(first::SEEN.iter().any(|(known, _)| known == kind), "{kind}: add it to policy/first.rs");
    }
}

#[test]
fn whose_word_is_whose_is_as_it_was_written_by_hand() {
    for lens in Lens::ALL.iter().copied().chain([Lens::Unknown]) {
        let side = match lens {
            Lens::Own | Lens::Adult | Lens::Young => Some(Side::Family),
            Lens::Contact | Lens::Substitute => Some(Side::Team),
            Lens::Lead | Lens::Colleague | Lens::Unknown => None,
        };
        assert_eq!(Side::of(lens), side, "{lens:?}");
    }
    // Whoever speaks for neither is told in words that the devices of before can read, and never as the family.
    assert_eq!(name(Side::written(None)), "team");
    assert_eq!([Side::Family, Side::Team].map(|side| name(Side::written(Some(side)))), ["family", "team"]);
}

/// By hand: role, lens, kind, and whether it is seen.
const SENSITIVE: &[(Role, Lens, &str, bool)] = &[
    // Who leads reads no word and no letter.
    (Role::TeamLead, Lens::Lead, "thread", false),
    (Role::TeamLead, Lens::Lead, "message", false),
    (Role::TeamLead, Lens::Lead, "letter", false),
    (Role::TeamLead, Lens::Lead, "seen", false),
    (Role::TeamLead, Lens::Lead, "family", true),
    // A colleague sees no family.
    (Role::Staff, Lens::Colleague, "family", false),
    (Role::Staff, Lens::Colleague, "contact", false),
    (Role::Staff, Lens::Colleague, "appointment", false),
    (Role::Staff, Lens::Colleague, "message", false),
    // A substitute reads what the contact person reads.
    (Role::Staff, Lens::Substitute, "message", true),
    (Role::Staff, Lens::Contact, "message", true),
    // What was set aside, and what someone holds, is seen in one's own things alone.
    (Role::Staff, Lens::Contact, "quarantine", false),
    (Role::Adult, Lens::Adult, "hold", false),
    (Role::Adult, Lens::Adult, "settings", false),
    // The unit is the team's.
    (Role::Adult, Lens::Adult, "absence", false),
    (Role::Young, Lens::Young, "template", false),
    // A grant gives nothing to who may not hold it.
    (Role::Adult, Lens::Contact, "message", false),
    (Role::Staff, Lens::Adult, "message", false),
    (Role::Staff, Lens::Lead, "family", false),
    (Role::Admin, Lens::Contact, "message", false),
    (Role::Admin, Lens::Lead, "family", false),
    (Role::DataProtectionOfficer, Lens::Contact, "letter", false),
    (Role::Doctor, Lens::Adult, "message", false),
    (Role::Anonymous, Lens::Own, "settings", false),
    (Role::Unknown, Lens::Own, "settings", false),
];

#[test]
fn what_would_hurt_most_is_as_it_was_written_by_hand() {
    for (role, lens, kind, seen) in SENSITIVE {
        assert_eq!(sees(*role, (*lens).into(), kind), *seen, "{role:?} as {lens:?}: {kind}");
    }
    let place = |lens: Lens, safe| hidden("appointment", lens.into(), safe).any(|field| field == "place");
    assert!(
        place(Lens::Adult, true) && place(Lens::Young, true),
        "safe mode: no place on the family's phones"
    );
    assert!(!place(Lens::Adult, false) && !place(Lens::Contact, true) && !place(Lens::Lead, true));
    let view = RawValue::from_string(r#"{"id":1,"place":"Thoravej 1"}"#.to_owned()).unwrap();
    let told =
        |lens: Lens, safe| veiled("appointment", lens.into(), safe, view.clone()).unwrap().get().to_owned();
    assert_eq!(told(Lens::Adult, true), r#"{"id":1,"place":null}"#);
    assert_eq!(told(Lens::Adult, false), view.get());
    let answers = |private| may_in(Role::Young, Action::AnswerAppointment, Lens::Young.into(), private);
    assert!(answers(true) && !answers(false), "young people answer for themselves");
}

/// Each field with a line of its own, for every lens, as the server and as a device veils it; by hand who sees it always, and
/// who unless the family is in safe mode.
#[test]
fn a_field_is_veiled_on_a_device_as_on_the_server() {
    let by_hand = |kind: &str, lens: Lens| match (kind, lens) {
        (_, Lens::Adult | Lens::Young) => (true, false),
        (_, Lens::Contact | Lens::Substitute) | ("appointment", Lens::Lead) => (true, true),
        (_, Lens::Own | Lens::Lead | Lens::Colleague | Lens::Unknown) => (false, false),
    };
    let family = |is_safe: bool| {
        let hours = r#"{"unit":"Nord","hours":[],"reply_hours":24,"duty_phone":"00000000"}"#;
        let json = format!(r#"{{"name":"Yıldız","safe_mode":{is_safe},"members":[],"service":{hours}}}"#);
        RawValue::from_string(json).unwrap()
    };
    let (open, safe) = (family(false), family(true));
    let unreadable = RawValue::from_string("7".to_owned()).unwrap();
    for line in FIELDS {
        let view = format!(r#"{{"id":1,"{}":"Thoravej 1"}}"#, line.field);
        let empty = format!(r#"{{"id":1,"{}":null}}"#, line.field);
        let view = RawValue::from_string(view).unwrap();
        let told = |sees: bool| if sees { view.get() } else { empty.as_str() };
        for lens in Lens::ALL.iter().copied().chain([Lens::Unknown]) {
            let (unless_safe, always) = by_hand(line.kind, lens);
            let at_server = |is_safe| veiled(line.kind, lens.into(), is_safe, view.clone()).unwrap();
            let here = |family: Option<&RawValue>| {
                veiled_here(line.kind, lens.into(), family, view.clone()).unwrap()
            };
            let cell = format!("{}.{} to {lens:?}", line.kind, line.field);
            assert_eq!(
                (at_server(false).get(), at_server(true).get()),
                (told(unless_safe), told(always)),
                "{cell}"
            );
            assert_eq!(
                (here(Some(&open)).get(), here(Some(&safe)).get()),
                (told(unless_safe), told(always)),
                "{cell}"
            );
            for unknown in [None, Some(&*unreadable)] {
                assert_eq!(here(unknown).get(), told(always), "{cell}: nothing is known of the family");
            }
        }
    }
}

#[test]
fn what_one_sees_is_the_union_and_a_kind_without_a_line_is_seen_by_nobody() {
    let both = Lenses::of(&[Lens::Lead, Lens::Substitute]);
    assert!(sees(Role::TeamLead, both, "message") && sees(Role::TeamLead, both, "family"));
    assert!(
        !sees(Role::Staff, Lenses::of(&[Lens::Lead, Lens::Adult]), "family"),
        "neither is theirs to hold"
    );
    assert_eq!(both.first(), Some(Lens::Substitute), "by rank, not by the alphabet");
    assert!(seen_by("note-of-nobody").is_empty());
    for role in Role::ALL {
        assert!(!sees(*role, Lenses::of(Lens::ALL), "note-of-nobody"));
    }
}
