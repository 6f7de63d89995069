//! The table of the policy, printed for reading: `docs/who-sees-what.md` says what the program does. After a meant change
//! `INDGANG_PRINT=1 cargo test -p indgang-domain --test who_sees_what` writes it anew. What would hurt most stands here once
//! more, by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;

use indgang_domain::policy::table::{ACTIONS, FIELDS, HOLDERS, KINDS};
use indgang_domain::policy::{Action, Lens, Lenses, Role, first, hidden, may_in, seen_by, sees};

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
    out.push_str("\n## Who sees which kind of view\n\n");
    head(&mut out, "kind");
    for (kind, lenses) in KINDS {
        row(&mut out, kind, |lens| if lenses.has(lens) { "●" } else { "" });
    }
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
    let answers = |private| may_in(Role::Young, Action::AnswerAppointment, Lens::Young.into(), private);
    assert!(answers(true) && !answers(false), "young people answer for themselves");
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
