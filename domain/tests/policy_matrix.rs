//! The policy says what the table written by hand says, for every role, lens and action, in what is private and what is not.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::HashMap;

use indgang_domain::policy::{Action, Lens, Lenses, Role, may, may_answer};

/// A place in the table: who, as what, what, and whether in a private thread.
type Cell = (Role, Option<Lens>, Action, bool);

/// The table, as it was written.
fn table() -> HashMap<Cell, bool> {
    let mut columns = Vec::new();
    let mut cells = HashMap::new();
    for line in include_str!("policy.matrix").lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        match words.as_slice() {
            [] | ["#", ..] => {}
            ["column", letter, name] => {
                assert_eq!(letter.len(), 1, "a column is one letter: {line}");
                columns.push(action(name));
            }
            [role, lens, groups @ ..] => {
                let (role, lens) = (find_role(role), find_lens(lens));
                let marks: String = groups.concat();
                assert_eq!(marks.len(), columns.len(), "one mark for each column: {line}");
                for (action, mark) in columns.iter().zip(marks.chars()) {
                    assert!(matches!(mark, '+' | 'p' | '.'), "a mark is +, p or a dot: {line}");
                    for (private, may) in [(false, mark == '+'), (true, mark != '.')] {
                        assert_eq!(cells.insert((role, lens, *action, private), may), None, "twice: {line}");
                    }
                }
            }
            [_] => panic!("not a row: {line}"),
        }
    }
    cells
}

fn action(name: &str) -> Action {
    let found = Action::ALL.iter().copied().find(|action| format!("{action:?}") == name);
    found.unwrap_or_else(|| panic!("no action {name}"))
}

fn find_role(name: &str) -> Role {
    let known = serde_json::from_value(name.into()).ok().filter(|role| *role != Role::Unknown);
    known.unwrap_or_else(|| panic!("no role {name}"))
}

fn find_lens(name: &str) -> Option<Lens> {
    if name == "none" {
        return None;
    }
    let known = serde_json::from_value(name.into()).ok().filter(|lens| *lens != Lens::Unknown);
    Some(known.unwrap_or_else(|| panic!("no lens {name}")))
}

/// Every question there is.
fn questions() -> impl Iterator<Item = Cell> {
    let lenses = || std::iter::once(None).chain(Lens::ALL.iter().copied().map(Some));
    Role::ALL.iter().copied().flat_map(move |role| {
        lenses().flat_map(move |lens| {
            let actions = Action::ALL.iter().copied();
            actions.flat_map(move |action| [false, true].map(|private| (role, lens, action, private)))
        })
    })
}

/// What a policy says to every question, in order.
fn said(policy: impl Fn(Cell) -> bool) -> Vec<bool> {
    questions().map(policy).collect()
}

/// Where a policy says something else than the table, or the table says nothing.
fn differences(table: &[Option<bool>], said: &[bool]) -> Vec<Cell> {
    let wrong = questions().zip(table).zip(said).filter(|((_, table), said)| **table != Some(**said));
    wrong.map(|((cell, _), _)| cell).collect()
}

/// The table's answers, in the order of the questions.
fn written() -> Vec<Option<bool>> {
    let table = table();
    questions().map(|cell| table.get(&cell).copied()).collect()
}

fn shipped((role, lens, action, private): Cell) -> bool {
    // Meetings stand in the family's stream or in a private thread's; all else stands where it stands.
    let meets = matches!(action, Action::AnswerAppointment | Action::BookAppointment);
    may(role, action, lens) && (!meets || lens.is_some_and(|lens| may_answer(lens, private)))
}

#[test]
fn the_policy_says_what_the_table_says() {
    assert_eq!(differences(&written(), &said(shipped)), []);
}

#[test]
fn the_table_asks_every_question_once_and_no_other() {
    let mut asked: Vec<_> = table().into_keys().collect();
    assert_eq!(asked.len(), Role::ALL.len() * (Lens::ALL.len() + 1) * Action::ALL.len() * 2);
    asked.retain(|cell| !questions().any(|question| question == *cell));
    assert_eq!(asked, []);
}

#[test]
fn a_policy_that_answers_one_question_otherwise_is_found_out() {
    let (written, mut said) = (written(), said(shipped));
    for (place, wrong) in questions().enumerate() {
        said[place] ^= true;
        assert_eq!(differences(&written, &said), [wrong]);
        said[place] ^= true;
    }
}

#[test]
fn a_role_that_is_not_built_has_its_own_things_and_nothing_else() {
    let built = [Role::Adult, Role::Young, Role::Staff, Role::TeamLead];
    for (role, lens, action, _) in questions().filter(|(role, ..)| !built.contains(role)) {
        let own = matches!(action, Action::ReadOwn | Action::SaveSettings | Action::EndSession);
        let expected = role != Role::Anonymous && lens == Some(Lens::Own) && own;
        assert_eq!(may(role, action, lens), expected, "{role:?} {lens:?} {action:?}");
    }
}

#[test]
fn what_is_not_known_here_may_nothing_and_sees_nothing() {
    let role: Role = serde_json::from_str("\"school-nurse\"").unwrap();
    let lens: Lens = serde_json::from_str("\"guardian\"").unwrap();
    assert_eq!((role, lens), (Role::Unknown, Lens::Unknown));
    for action in Action::ALL {
        for known in Lens::ALL {
            assert!(!may(Role::Unknown, *action, Some(*known)), "{action:?} as {known:?}");
        }
        for known in Role::ALL {
            assert!(!may(*known, *action, Some(Lens::Unknown)), "{known:?} may {action:?}");
        }
    }
    assert!(Lenses::from(Lens::Unknown).is_empty());
    let told: Lenses = serde_json::from_str(r#"["guardian","contact"]"#).unwrap();
    assert_eq!(told, Lens::Contact.into());
}
