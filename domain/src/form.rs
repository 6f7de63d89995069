//! Reads a command from the fields of a form, where everything is text: an empty field is one left out. The same for the
//! page with script and for the server without.

use std::collections::BTreeMap;
use std::collections::btree_map::IntoIter;
use std::fmt;
use std::str::FromStr;

use serde::de::value::{MapAccessDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::json;
use crate::problem::{Problem, ProblemKey};

/// What stands in a form, by field. What stands several times, as ticked boxes do, is a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// Adds a field; one that is there already becomes a list.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.0.entry(name.into()).or_default().push(text.into());
    }

    /// Puts a field in the place of what stood under its name.
    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.0.insert(name.into(), vec![text.into()]);
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(pairs: I) -> Self {
        let mut fields = Self::default();
        pairs.into_iter().for_each(|(name, text)| fields.add(name, text));
        fields
    }
}

/// The command that these fields say.
///
/// # Errors
/// The problem of the first field that cannot be read, by its name.
pub fn read<C: DeserializeOwned>(fields: Fields) -> Result<C, Problem> {
    let filled = fields.0.into_iter().filter_map(|(name, mut texts)| {
        texts.retain(|text| !text.trim().is_empty());
        (!texts.is_empty()).then_some((name, texts))
    });
    let filled: BTreeMap<_, _> = filled.collect();
    let mut at = None;
    let pairs = Pairs { rest: filled.into_iter(), texts: Vec::new(), at: &mut at };
    let read = C::deserialize(MapAccessDeserializer::new(pairs));
    read.map_err(|Wrong { key, missing }| Problem { key, field: missing.map(str::to_owned).or(at) })
}

/// Why a field cannot be read. Which one it is knows who reads them in turn; of one that is not there, its reader.
#[derive(Debug)]
struct Wrong {
    key: ProblemKey,
    missing: Option<&'static str>,
}

impl Wrong {
    const MALFORMED: Self = Self { key: ProblemKey::Malformed, missing: None };

    /// Our own types say their problem's key and nothing else. Any other words are a parser's.
    fn said(words: &str) -> Self {
        let ours = ProblemKey::ALL.iter().find(|key| key.as_str() == words);
        Self { key: ours.copied().unwrap_or(ProblemKey::Malformed), missing: None }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key.as_str())
    }
}

impl std::error::Error for Wrong {}

impl serde::de::Error for Wrong {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self::said(&words.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self { key: ProblemKey::TextEmpty, missing: Some(field) }
    }
}

/// Fields one after another; it is known which one is being read.
struct Pairs<'a> {
    rest: IntoIter<String, Vec<String>>,
    texts: Vec<String>,
    at: &'a mut Option<String>,
}

impl<'de> MapAccess<'de> for Pairs<'_> {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Wrong> {
        let Some((name, texts)) = self.rest.next() else {
            *self.at = None;
            return Ok(None);
        };
        self.texts = texts;
        *self.at = Some(name.clone());
        let name: StringDeserializer<Wrong> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        seed.deserialize(Field(std::mem::take(&mut self.texts)))
    }
}

/// What stands under one name, at least once.
struct Field(Vec<String>);

impl Field {
    /// What stands there, once.
    fn text(self) -> Result<String, Wrong> {
        match <[String; 1]>::try_from(self.0) {
            Ok([text]) => Ok(text),
            Err(_) => Err(Wrong::MALFORMED),
        }
    }

    fn parse<T: FromStr>(self) -> Result<T, Wrong> {
        self.text()?.trim().parse().map_err(|_| Wrong::MALFORMED)
    }
}

impl IntoDeserializer<'_, Wrong> for Field {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Field {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_string(self.text()?)
    }

    /// A ticked box says `on` where it says nothing else.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.text()?.as_str() {
            "true" | "on" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Wrong::MALFORMED),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_i64(self.parse()?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_u8(self.parse()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_u16(self.parse()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_u64(self.parse()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_seq(SeqDeserializer::new(self.0.into_iter().map(|text| Field(vec![text]))))
    }

    /// What is more than words stands in its field as JSON.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let text = self.text()?;
        json::read_with(&text, |reader| reader.deserialize_struct(name, fields, visitor))
            .map_err(|_| Wrong::MALFORMED)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let text: StringDeserializer<Wrong> = self.text()?.into_deserializer();
        text.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u32 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appointments::OfferTimes;
    use crate::letters::{AskAboutLetter, EndLetter, Verdict};
    use crate::messages::SendMessage;
    use crate::people::{Language, SaveSettings, TextSize};

    const ID: &str = "01234567-89ab-7def-8123-456789abcdef";

    fn read_of<C: DeserializeOwned>(pairs: &[(&str, &str)]) -> Result<C, Problem> {
        read(pairs.iter().copied().collect())
    }

    #[test]
    fn numbers_days_and_words_are_read() {
        let end = read_of::<EndLetter>(&[
            ("id", ID),
            ("thread", ID),
            ("revision", "3"),
            ("verdict", "you-must"),
            ("what", "Skriv under"),
            ("by", "2026-11-24"),
        ]);
        let said = end.map(|end| {
            (end.revision, end.verdict, end.what.map(String::from), end.by.map(|by| by.to_string()))
        });
        assert_eq!(said, Ok((3, Verdict::YouMust, Some("Skriv under".into()), Some("2026-11-24".into()))));
    }

    #[test]
    fn an_unticked_box_is_absent() {
        let save = read_of::<SaveSettings>(&[("language", "ar"), ("text_size", "large"), ("theme", "dark")]);
        assert_eq!(
            save.map(|save| (save.language, save.text_size, save.quick_exit)),
            Ok((Language::Ar, TextSize::Large, false))
        );
    }

    #[test]
    fn a_field_that_stands_several_times_is_a_list_or_wrong() {
        let offer = read_of::<OfferTimes>(&[
            ("id", ID),
            ("stream", ID),
            ("revision", "2"),
            ("times", "2026-11-24T10:00"),
            ("times", ""),
            ("times", "2026-11-25T10:00"),
        ]);
        let times = offer.map(|offer| offer.times.iter().map(|time| time.0.to_string()).collect::<Vec<_>>());
        assert_eq!(times, Ok(vec!["2026-11-24T09:00:00Z".to_owned(), "2026-11-25T09:00:00Z".to_owned()]));
        let twice = read_of::<SendMessage>(&[("id", ID), ("thread", ID), ("text", "a"), ("text", "b")]);
        assert_eq!(twice, Err(Problem::on(ProblemKey::Malformed, "text")));
    }

    #[test]
    fn an_empty_field_is_left_out() {
        let send = read_of::<SendMessage>(&[("id", ID), ("thread", ID), ("text", "  ")]);
        assert_eq!(send.map(|send| send.text), Ok(None));
    }

    #[test]
    fn what_is_more_than_words_is_json() {
        let document = format!(r#"{{"blob":"{ID}","bytes":7,"name":"brev.pdf"}}"#);
        let ask = read_of::<AskAboutLetter>(&[("id", ID), ("thread", ID), ("documents", &document)]);
        assert_eq!(ask.map(|ask| ask.documents.len()), Ok(1));
        let broken = read_of::<AskAboutLetter>(&[("id", ID), ("thread", ID), ("documents", "{")]);
        assert_eq!(broken, Err(Problem::on(ProblemKey::Malformed, "documents")));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let end = read_of::<EndLetter>(&[("id", ID), ("thread", ID), ("revision", "3")]);
        assert_eq!(end, Err(Problem::on(ProblemKey::TextEmpty, "verdict")));
        let end =
            read_of::<EndLetter>(&[("id", ID), ("thread", ID), ("revision", "3"), ("verdict", "maybe")]);
        assert_eq!(end, Err(Problem::on(ProblemKey::Malformed, "verdict")));
        let send = read_of::<SendMessage>(&[("id", ID), ("thread", ID), ("text", "a\u{7}")]);
        assert_eq!(send.map(|send| send.text), Err(Problem::on(ProblemKey::TextControl, "text")));
        let strange = read_of::<SendMessage>(&[("id", ID), ("thread", ID), ("tekst", "a")]);
        assert_eq!(strange, Err(Problem::on(ProblemKey::Malformed, "tekst")));
    }
}
