//! Reads JSON: what comes from the server, from the page and from a device's own store.
//!
//! `serde_json` reads more than is ever said here (numbers with fractions, records as lists), and has an answer to what
//! was wrong, each in the code of every type. Here a text is what was expected or it is not, and a phone carries less.

mod parts;
#[cfg(test)]
mod tests;
mod tokens;

use std::fmt::{Display, Formatter};

use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::value::RawValue;

use self::parts::{Entries, Items, Variant};
use self::tokens::Tokens;

/// The name under which `RawValue` asks for a text as it is written.
const AS_WRITTEN: &str = "$serde_json::private::RawValue";

/// No JSON, or not of what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("not what was expected")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// What a text says.
///
/// # Errors
/// Where it says something else.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    read_with(text, |reader| T::deserialize(reader))
}

/// What a text says, as whoever reads it wants it.
///
/// # Errors
/// Where it says something else.
pub fn read_with<T>(
    text: &str,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, Unreadable>,
) -> Result<T, Unreadable> {
    let mut reader = Reader(Tokens::new(text));
    let said = read(&mut reader)?;
    reader.0.end()?;
    Ok(said)
}

/// A text that is JSON, as it is written.
///
/// # Errors
/// Where it is none.
pub fn raw(text: &str) -> Result<Box<RawValue>, Unreadable> {
    read(text)
}

/// What reads.
#[derive(Debug)]
pub struct Reader<'t>(Tokens<'t>);

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.peek() {
            b'"' => self.deserialize_str(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'{' => self.deserialize_map(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => self.deserialize_u64(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let is_true = self.0.peek() == b't';
        self.0.word(if is_true { "true" } else { "false" })?;
        visitor.visit_bool(is_true)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.number()? {
            // No whole number to who wrote it.
            "-0" => Err(Unreadable),
            digits if digits.starts_with('-') => visitor.visit_i64(digits.parse().map_err(|_| Unreadable)?),
            digits => visitor.visit_u64(digits.parse().map_err(|_| Unreadable)?),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(&self.0.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.peek() == b'n' {
            self.0.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if name == AS_WRITTEN {
            let written = [(AS_WRITTEN, self.0.value()?)];
            return visitor.visit_map(MapDeserializer::new(written.into_iter()));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.take(b'[')?;
        let mut items = Items::new(self);
        let said = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(said)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.take(b'{')?;
        visitor.visit_map(Entries::new(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let has_content = self.0.takes(b'{');
        let said = visitor.visit_enum(Variant::new(self, has_content))?;
        if has_content {
            self.0.take(b'}')?;
        }
        Ok(said)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.value()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u128 f32 f64 char bytes byte_buf unit_struct tuple_struct
    }
}
