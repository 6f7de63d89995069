//! Reads a command from the fields of a form, where everything is text: an empty field is one left out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::str::FromStr;

use indgang_domain::problem::{Problem, ProblemKey};
use serde::de::value::{Error, MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// Between the parts of a field that stands several times: what is a list is of ids and times, which have no such letter.
const BETWEEN: char = '\n';

/// Adds a field; one that is there already becomes a list.
pub(crate) fn add(fields: &mut BTreeMap<String, String>, name: String, text: String) {
    match fields.entry(name) {
        Entry::Vacant(free) => _ = free.insert(text),
        Entry::Occupied(mut known) => {
            let known = known.get_mut();
            known.push(BETWEEN);
            known.push_str(&text);
        }
    }
}

/// The command that these fields say.
///
/// # Errors
/// The problem of the first field that cannot be read, by its name.
pub(crate) fn read<C: DeserializeOwned>(fields: BTreeMap<String, String>) -> Result<C, Problem> {
    let filled = fields.into_iter().filter(|(_, text)| !text.trim().is_empty());
    let fields = filled.map(|(name, text)| (name, Field(text)));
    C::deserialize(MapDeserializer::new(fields)).map_err(|error| problem(&error.to_string()))
}

/// A refused text says its problem's key; a field left out, its name.
fn problem(error: &str) -> Problem {
    let known = ProblemKey::ALL.iter().find(|key| **key != ProblemKey::Unknown && error == key.as_str());
    if let Some(key) = known {
        return Problem::from(*key);
    }
    match error.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        Some(field) => Problem::on(ProblemKey::TextEmpty, field),
        None => ProblemKey::Malformed.into(),
    }
}

struct Field(String);

impl Field {
    fn parse<T: FromStr>(&self) -> Result<T, Error> {
        self.0.trim().parse().map_err(|_| Error::custom("not a number"))
    }
}

impl IntoDeserializer<'_> for Field {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Field {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(matches!(self.0.as_str(), "true" | "on"))
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(self.parse()?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u8(self.parse()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u16(self.parse()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(self.parse()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    /// Every part that is filled in.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let parts = self.0.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty());
        visitor.visit_seq(SeqDeserializer::new(parts.map(|part| Field(part.to_owned()))))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text: StringDeserializer<Error> = self.0.into_deserializer();
        text.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u32 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use indgang_domain::appointments::OfferTimes;
    use indgang_domain::letters::{EndLetter, Verdict};
    use indgang_domain::messages::SendMessage;
    use indgang_domain::people::{Language, SaveSettings, TextSize};

    use super::*;

    const ID: &str = "01234567-89ab-7def-8123-456789abcdef";

    fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn numbers_days_and_words_are_read() {
        let written = [
            ("id", ID),
            ("thread", ID),
            ("revision", "3"),
            ("verdict", "you-must"),
            ("what", "Skriv under"),
            ("by", "2026-11-24"),
        ];
        let end = read::<EndLetter>(fields(&written));
        let said = end.map(|end| {
            (end.revision, end.verdict, end.what.map(String::from), end.by.map(|by| by.to_string()))
        });
        assert_eq!(said, Ok((3, Verdict::YouMust, Some("Skriv under".into()), Some("2026-11-24".into()))));
    }

    #[test]
    fn an_unticked_box_is_absent() {
        let save =
            read::<SaveSettings>(fields(&[("language", "ar"), ("text_size", "large"), ("theme", "dark")]));
        assert_eq!(
            save.map(|save| (save.language, save.text_size, save.quick_exit)),
            Ok((Language::Ar, TextSize::Large, false))
        );
    }

    #[test]
    fn a_field_that_stands_several_times_is_a_list() {
        let mut written = fields(&[("id", ID), ("stream", ID), ("revision", "2")]);
        for time in ["2026-11-24T10:00", "", "2026-11-25T10:00"] {
            add(&mut written, "times".to_owned(), time.to_owned());
        }
        let offer = read::<OfferTimes>(written);
        let times = offer.map(|offer| offer.times.iter().map(|time| time.0.to_string()).collect::<Vec<_>>());
        assert_eq!(times, Ok(vec!["2026-11-24T09:00:00Z".to_owned(), "2026-11-25T09:00:00Z".to_owned()]));
    }

    #[test]
    fn an_empty_field_is_left_out() {
        let send = read::<SendMessage>(fields(&[("id", ID), ("thread", ID), ("text", "  ")]));
        assert_eq!(send.map(|send| send.text), Ok(None));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let end = read::<EndLetter>(fields(&[("id", ID), ("thread", ID), ("revision", "3")]));
        assert_eq!(end, Err(Problem::on(ProblemKey::TextEmpty, "verdict")));
        let send = read::<SendMessage>(fields(&[("id", ID), ("thread", ID), ("text", "a\u{7}")]));
        assert_eq!(send.map(|send| send.text), Err(ProblemKey::TextControl.into()));
    }
}
