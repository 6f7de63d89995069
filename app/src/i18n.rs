//! The words on screen: typed messages, made from `locales/` by `build.rs`.
//!
//! The browser loads one language as a file of its own; only the server carries all three.

use indgang_domain::feature::Declared;
use indgang_domain::json;
use indgang_domain::people::Language;
use indgang_domain::problem::ProblemKey;
use leptos::prelude::*;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// One language, installed. The methods are the keys of the locales, with `_` for `.` and `-`.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    language: Language,
    places: &'static [String],
}

/// A file of texts that this build cannot use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotTheseTexts;

impl std::fmt::Display for NotTheseTexts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("these texts are not of this build")
    }
}

impl std::error::Error for NotTheseTexts {}

/// The file of texts in this language, as the server serves it and installs it itself.
pub fn catalog(language: Language) -> &'static str {
    match language {
        Language::Da => include_str!(concat!(env!("OUT_DIR"), "/texts.da.json")),
        Language::En => include_str!(concat!(env!("OUT_DIR"), "/texts.en.json")),
        Language::Ar => include_str!(concat!(env!("OUT_DIR"), "/texts.ar.json")),
    }
}

/// Makes a file of texts usable for as long as the program runs. Once a language is enough.
///
/// # Errors
/// Where the file is not one of this build's.
pub fn install(language: Language, written: &str) -> Result<Texts, NotTheseTexts> {
    let places: Vec<String> = json::read(written).map_err(|_| NotTheseTexts)?;
    if places.len() == PLACES { Ok(Texts { language, places: places.leak() }) } else { Err(NotTheseTexts) }
}

/// The words of this page.
///
/// # Panics
/// Never in the app: both entries provide them before anything renders.
pub fn use_texts() -> Texts {
    expect_context::<Texts>()
}

impl Texts {
    /// Which language.
    pub fn language(self) -> Language {
        self.language
    }

    /// What a problem means and what to do about it.
    pub fn problem(self, key: ProblemKey) -> &'static str {
        self.problem_named(key.as_str()).or_else(|| self.problem_named("unknown")).unwrap_or_default()
    }

    /// What a command is called by who gave it.
    pub fn called(self, declared: Option<&Declared>) -> &'static str {
        let named = declared.and_then(|declared| self.called_named(declared.called));
        named.or_else(|| self.called_named("other")).unwrap_or_default()
    }

    /// Names as one says them: "Mette, Fatma og Jonas".
    pub fn names<'n>(self, names: impl IntoIterator<Item = &'n str>) -> String {
        let names: Vec<_> = names.into_iter().collect();
        match names.split_last() {
            None => String::new(),
            Some((only, [])) => (*only).to_owned(),
            Some((last, before)) => {
                let before = before.iter().map(|name| (*name).to_owned());
                let before = before.reduce(|list, name| self.names_comma(&list, &name)).unwrap_or_default();
                self.names_and(&before, last)
            }
        }
    }

    fn text(self, place: usize) -> &'static str {
        self.places.get(place).map_or("", String::as_str)
    }

    fn plural(self, place: usize, count: u32, values: &[(&str, &str)]) -> String {
        let form = plural_form(self.language, count);
        let text = match self.text(place + form as usize) {
            "" => self.text(place + Form::Other as usize),
            text => text,
        };
        let count = count.to_string();
        self.fill(&self.fill(text, &[("count", &count)]), values)
    }

    /// Puts values into a text. One that reads the other way is isolated, so that it does not turn its neighbours.
    fn fill(self, text: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(text.to_owned(), |text, (name, value)| {
            let hole = format!("{{{name}}}");
            if reads_otherwise(self.language, value) {
                text.replace(&hole, &format!("{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"))
            } else {
                text.replace(&hole, value)
            }
        })
    }
}

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// Are there letters in it of the other direction than the language's? What is isolated already turns nothing.
fn reads_otherwise(language: Language, value: &str) -> bool {
    let is_right_to_left =
        |c: char| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    let wanted = language == Language::Ar;
    let mut isolates = 0_u32;
    value.chars().any(|c| {
        match c {
            FIRST_STRONG_ISOLATE => isolates += 1,
            POP_ISOLATE => isolates = isolates.saturating_sub(1),
            _ => return isolates == 0 && c.is_alphabetic() && is_right_to_left(c) != wanted,
        }
        false
    })
}

/// The plural forms of CLDR, in the order in which they stand in a file of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// Which form a whole number takes, by CLDR.
fn plural_form(language: Language, count: u32) -> Form {
    match language {
        Language::Da | Language::En if count == 1 => Form::One,
        // A text of its own for none, where a language has one.
        Language::Da | Language::En if count == 0 => Form::Zero,
        Language::Da | Language::En => Form::Other,
        Language::Ar => match (count, count % 100) {
            (0, _) => Form::Zero,
            (1, _) => Form::One,
            (2, _) => Form::Two,
            (_, 3..=10) => Form::Few,
            (_, 11..=99) => Form::Many,
            _ => Form::Other,
        },
    }
}

#[cfg(test)]
#[path = "i18n_tests.rs"]
mod tests;
