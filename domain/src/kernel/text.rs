//! Text that people wrote: trimmed, bounded, and free of characters that make it read as something else.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::problem::{Problem, ProblemKey};

/// What a text may be at most, in characters as people count them (Unicode scalar values).
pub const MESSAGE_CHARACTERS: usize = 10_000;
/// The same for a line: a title, a place, what to do.
pub const LINE_CHARACTERS: usize = 200;

/// A refused text. The sentence it becomes on screen is the problem's.
fn refuse(key: ProblemKey) -> Problem {
    Problem::on(key, "text")
}

/// Characters that turn the reading direction of what follows (UAX #9 embeddings and overrides).
/// Marks (200E, 200F, 061C) and isolates stay allowed: Arabic keyboards and copied names contain them.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}')
}

fn is_stray_control(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

/// Trims, folds line ends, and refuses what is empty, too long or misleading.
fn clean(raw: &str, most: usize) -> Result<String, Problem> {
    let folded = raw.replace("\r\n", "\n").replace('\r', "\n");
    let text = folded.trim();
    if text.is_empty() {
        return Err(refuse(ProblemKey::TextEmpty));
    }
    if text.chars().count() > most {
        return Err(refuse(ProblemKey::TextTooLong));
    }
    if text.chars().any(turns_direction) {
        return Err(refuse(ProblemKey::TextDirection));
    }
    if text.chars().any(is_stray_control) {
        return Err(refuse(ProblemKey::TextControl));
    }
    Ok(text.to_owned())
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $most:expr),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schema(value_type = String)]
        pub struct $name(String);

        impl $name {
            /// Parses what a person wrote.
            ///
            /// # Errors
            /// A problem that says whether it is empty, too long, or holds forbidden characters.
            pub fn parse(raw: &str) -> Result<Self, Problem> {
                clean(raw, $most).map(Self)
            }

            /// The text, trimmed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Problem;
            fn try_from(raw: String) -> Result<Self, Problem> {
                Self::parse(&raw)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

texts! {
    /// What a message says: 1 to 10,000 characters, lines kept.
    MessageText = MESSAGE_CHARACTERS,
    /// A single short text: 1 to 200 characters.
    Line = LINE_CHARACTERS,
}

/// A language that people speak, by its tag of two or three letters (ISO 639): "ar", "so". More than the app itself speaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct Tongue(String);

impl Tongue {
    /// Parses a tag.
    ///
    /// # Errors
    /// `malformed` for what is no tag.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let is_tag = (2..=3).contains(&raw.len()) && raw.bytes().all(|letter| letter.is_ascii_lowercase());
        if is_tag { Ok(Self(raw.to_owned())) } else { Err(Problem::on(ProblemKey::Malformed, "interpreter")) }
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Tongue {
    type Error = Problem;
    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<Tongue> for String {
    fn from(tongue: Tongue) -> Self {
        tongue.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(raw: &str) -> Option<ProblemKey> {
        MessageText::parse(raw).err().map(|problem| problem.key)
    }

    #[test]
    fn keeps_lines_and_trims_edges() {
        let text = MessageText::parse("  Hej\r\nmed jer \n").map(String::from);
        assert_eq!(text.as_deref(), Ok("Hej\nmed jer"));
    }

    #[test]
    fn counts_characters_not_bytes() {
        assert_eq!(refused(&"ø".repeat(MESSAGE_CHARACTERS)), None);
        assert_eq!(refused(&"ø".repeat(MESSAGE_CHARACTERS + 1)), Some(ProblemKey::TextTooLong));
    }

    #[test]
    fn refuses_what_misleads_the_eye() {
        assert_eq!(refused(" \n "), Some(ProblemKey::TextEmpty));
        assert_eq!(refused("kontonr \u{202E}4321"), Some(ProblemKey::TextDirection));
        assert_eq!(refused("bel\u{7}"), Some(ProblemKey::TextControl));
        assert_eq!(refused("\u{200F}مرحبا"), None);
    }
}
