//! What stands within brackets.

use serde::de::{Deserialize, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{Reader, Unreadable};

/// The items of a list.
pub(super) struct Items<'r, 't> {
    reader: &'r mut Reader<'t>,
    is_first: bool,
    has_ended: bool,
}

impl<'r, 't> Items<'r, 't> {
    pub(super) fn new(reader: &'r mut Reader<'t>) -> Self {
        Self { reader, is_first: true, has_ended: false }
    }

    fn another(&mut self) -> Result<bool, Unreadable> {
        let is_there = !self.has_ended && self.reader.0.another(b']', self.is_first)?;
        self.is_first = false;
        self.has_ended = !is_there;
        Ok(is_there)
    }

    /// Nothing is left of it.
    pub(super) fn end(mut self) -> Result<(), Unreadable> {
        if self.another()? { Err(Unreadable) } else { Ok(()) }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        if self.another()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

/// The entries of an object. Whoever reads it reads all of them.
pub(super) struct Entries<'r, 't> {
    reader: &'r mut Reader<'t>,
    is_first: bool,
}

impl<'r, 't> Entries<'r, 't> {
    pub(super) fn new(reader: &'r mut Reader<'t>) -> Self {
        Self { reader, is_first: true }
    }
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        if !self.reader.0.another(b'}', self.is_first)? {
            return Ok(None);
        }
        self.is_first = false;
        if self.reader.0.peek() != b'"' {
            return Err(Unreadable);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        self.reader.0.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// One of several: its name, or its name with what it holds.
pub(super) struct Variant<'r, 't> {
    reader: &'r mut Reader<'t>,
    has_content: bool,
}

impl<'r, 't> Variant<'r, 't> {
    pub(super) fn new(reader: &'r mut Reader<'t>, has_content: bool) -> Self {
        Self { reader, has_content }
    }

    /// What it holds, where it holds something.
    fn content(self) -> Result<&'r mut Reader<'t>, Unreadable> {
        if self.has_content { Ok(self.reader) } else { Err(Unreadable) }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unreadable> {
        let name = seed.deserialize(&mut *self.reader)?;
        if self.has_content {
            self.reader.0.take(b':')?;
        }
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.has_content { Deserialize::deserialize(self.reader) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        serde::Deserializer::deserialize_seq(self.content()?, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        serde::Deserializer::deserialize_map(self.content()?, visitor)
    }
}
