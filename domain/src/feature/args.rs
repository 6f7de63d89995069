//! A command's fields, read by their names where its type is not known.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::Declared;
use crate::json;

/// The fields of a command of any type.
#[derive(Clone, Debug, Default)]
pub struct Args(BTreeMap<String, Box<RawValue>>);

impl Args {
    /// Reads a command's JSON. What is no object has no fields.
    pub fn read(written: &str) -> Self {
        Self(json::read(written).unwrap_or_default())
    }

    /// Says the command something here? What is null, empty or false is as good as left out.
    pub fn has(&self, field: &str) -> bool {
        let said = self.0.get(field).map(|value| value.get());
        said.is_some_and(|value| !matches!(value, "null" | "[]" | "\"\"" | "false"))
    }

    /// What a field says, as one writes it in a form: texts without their quotes, anything else as JSON.
    pub fn text(&self, field: &str) -> Option<Cow<'_, str>> {
        let written = self.0.get(field)?.get();
        if written == "null" {
            return None;
        }
        let unquoted = written.strip_prefix('"').map(|_| json::read(written));
        match unquoted {
            Some(text) => text.ok().map(Cow::Owned),
            None => Some(Cow::Borrowed(written)),
        }
    }

    /// What a field holds, read as what it is; none where it says nothing, or something else.
    pub fn get<T: DeserializeOwned>(&self, field: &str) -> Option<T> {
        json::read(self.0.get(field)?.get()).ok()
    }

    /// What someone wrote in it: the first of its words that is filled in.
    pub fn words(&self, declared: &Declared) -> Option<Cow<'_, str>> {
        declared.words.iter().filter(|field| self.has(field)).find_map(|field| self.text(field))
    }

    /// All that someone wrote in it, the most telling first.
    pub fn all_words(&self, declared: &Declared) -> String {
        let words = declared.words.iter().filter(|field| self.has(field));
        words.filter_map(|field| self.text(field)).collect::<Vec<_>>().join("\n\n")
    }

    /// Is the command about the thing with this id?
    pub fn is_about(&self, declared: &Declared, id: &str) -> bool {
        declared.about.iter().any(|field| self.text(field).as_deref() == Some(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::declared;

    #[test]
    fn fields_are_read_as_one_writes_them() {
        let args = Args::read(r#"{"text":"Hej \"du\"","revision":3,"why":null,"photos":[]}"#);
        assert_eq!(args.text("text").as_deref(), Some("Hej \"du\""));
        assert_eq!(args.text("revision").as_deref(), Some("3"));
        assert_eq!((args.text("why"), args.text("where")), (None, None));
        assert_eq!((args.has("text"), args.has("photos"), args.has("why")), (true, false, false));
        assert!(!Args::read("[1]").has("0"));
    }

    #[test]
    fn an_id_is_found_where_it_is_what_the_command_is_about_and_nowhere_else() {
        let Some(send) = declared("Messages.SendMessage") else { panic!("not declared") };
        let args = Args::read(r#"{"id":"a","thread":"b","text":"b"}"#);
        assert!(args.is_about(send, "b"));
        // Words that happen to name another thread are words.
        assert!(!Args::read(r#"{"id":"a","thread":"c","text":"b"}"#).is_about(send, "b"));
        assert_eq!(args.words(send).as_deref(), Some("b"));
    }
}
