use super::*;

fn texts(language: Language) -> Option<Texts> {
    install(language, catalog(language)).ok()
}

#[test]
fn every_problem_has_a_sentence_of_its_own_in_every_language() {
    for language in Language::ALL {
        let Some(texts) = texts(language) else { panic!("{language:?} is not installed") };
        for key in ProblemKey::ALL {
            assert!(texts.problem_named(key.as_str()).is_some(), "{language:?} lacks {}", key.as_str());
        }
    }
}

#[test]
fn arabic_has_six_plural_forms() {
    let forms =
        [0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111].map(|count| plural_form(Language::Ar, count));
    let expected = [
        Form::Zero,
        Form::One,
        Form::Two,
        Form::Few,
        Form::Few,
        Form::Many,
        Form::Many,
        Form::Other,
        Form::Other,
        Form::Other,
        Form::Few,
        Form::Many,
    ];
    assert_eq!(forms, expected);
}

#[test]
fn danish_and_english_know_one_and_many() {
    for language in [Language::Da, Language::En] {
        assert_eq!(
            [1, 2, 11, 21].map(|count| plural_form(language, count)),
            [Form::One, Form::Other, Form::Other, Form::Other]
        );
    }
}

#[test]
fn a_count_stands_in_its_sentence() {
    let said = texts(Language::Da).map(|texts| [1, 3].map(|count| texts.home_unread(count)));
    assert_eq!(said, Some(["Du har 1 ny besked".to_owned(), "Du har 3 nye beskeder".to_owned()]));
}

#[test]
fn names_are_joined_as_one_says_them() {
    let joined = |names: &[&str]| texts(Language::Da).map(|texts| texts.names(names.iter().copied()));
    assert_eq!(joined(&["Mette"]).as_deref(), Some("Mette"));
    assert_eq!(joined(&["Mette", "Fatma"]).as_deref(), Some("Mette og Fatma"));
    assert_eq!(joined(&["Mette", "Fatma", "Jonas"]).as_deref(), Some("Mette, Fatma og Jonas"));
}

#[test]
fn a_name_that_reads_the_other_way_is_isolated() {
    let arabic = texts(Language::Ar).map(|texts| texts.home_greeting("Samira"));
    assert_eq!(arabic.as_deref(), Some("مرحبًا \u{2068}Samira\u{2069}"));
    let danish =
        texts(Language::Da).map(|texts| [texts.home_greeting("Samira"), texts.home_greeting("سميرة")]);
    assert_eq!(danish, Some(["Hej Samira".to_owned(), "Hej \u{2068}سميرة\u{2069}".to_owned()]));
}

#[test]
fn a_list_of_such_names_reads_as_its_own_language_does() {
    let names = texts(Language::Ar).map(|texts| texts.names(["Nadia", "Birgitte", "Ditte"]));
    assert_eq!(
        names.as_deref(),
        Some("\u{2068}Nadia\u{2069}، \u{2068}Birgitte\u{2069} و\u{2068}Ditte\u{2069}")
    );
    let within = texts(Language::Ar)
        .map(|texts| texts.appointment_with("\u{2068}Nadia\u{2069}، \u{2068}Ditte\u{2069}"));
    assert_eq!(within.as_deref(), Some("مع \u{2068}Nadia\u{2069}، \u{2068}Ditte\u{2069}"));
}

#[test]
fn texts_of_another_build_are_refused() {
    assert_eq!(install(Language::Da, "[\"alene\"]").err(), Some(NotTheseTexts));
    assert_eq!(install(Language::Da, "{}").err(), Some(NotTheseTexts));
}
