//! Turns the words in `locales/` into typed messages: a key that a language lacks does not compile.
//!
//! Out come `messages.rs` with one method a key, and one `texts.<language>.json` a language: an array of strings
//! in the order of the keys. A plural takes six places, one for each form; an empty place means "as `other`".

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

const LANGUAGES: [&str; 3] = ["da", "en", "ar"];
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Groups that are looked up by the rest of their key, because data names it.
const LOOKUPS: [&str; 7] = ["called", "demo", "kept", "month", "problem", "tongue", "weekday"];

type Done<T> = Result<T, String>;
type Locale = BTreeMap<String, Message>;

/// One message in one language: one text, or six for a plural.
#[derive(Clone, PartialEq)]
struct Message(Vec<String>);

impl Message {
    fn read(key: &str, value: &Value) -> Done<Self> {
        match value {
            Value::String(text) => Ok(Self(vec![text.clone()])),
            Value::Object(forms) => {
                if let Some(strange) = forms.keys().find(|form| !FORMS.contains(&form.as_str())) {
                    return Err(format!("{key}: there is no plural form {strange}"));
                }
                let text =
                    |form: &&str| forms.get(*form).and_then(Value::as_str).unwrap_or_default().to_owned();
                Ok(Self(FORMS.iter().map(text).collect()))
            }
            _ => Err(format!("{key}: neither a text nor a plural")),
        }
    }

    fn is_plural(&self) -> bool {
        self.0.len() > 1
    }

    /// What is put into it. `count` may be left out where the words say it.
    fn names(&self) -> BTreeSet<String> {
        let texts = self.0.iter().flat_map(|text| text.split('{').skip(1));
        let names = texts.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned());
        names.filter(|name| !(self.is_plural() && name == "count")).collect()
    }
}

fn main() -> Done<()> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let mut locales = Vec::new();
    for language in LANGUAGES {
        locales.push((language, locale(language)?));
    }
    let Some(((_, danish), others)) = locales.split_first() else {
        return Err("there is no language".into());
    };
    let same = same()?;
    for (language, locale) in others {
        compare(language, danish, locale, &same)?;
    }
    for (language, locale) in &locales {
        forms(language, locale)?;
        let texts: Vec<&String> = locale.values().flat_map(|message| &message.0).collect();
        let json = serde_json::to_string(&texts).map_err(|error| error.to_string())?;
        write(&format!("texts.{language}.json"), &json)?;
    }
    write("messages.rs", &code(danish)?)
}

fn locale(language: &str) -> Done<Locale> {
    let mut locale = Locale::new();
    for file in [format!("locales/{language}.json"), format!("locales/team.{language}.json")] {
        if Path::new(&file).exists() {
            for (key, value) in read::<BTreeMap<String, Value>>(&file)? {
                let message = Message::read(&key, &value).map_err(|error| format!("{file}: {error}"))?;
                if locale.insert(key.clone(), message).is_some() {
                    return Err(format!("{file}: {key} stands twice"));
                }
            }
        }
    }
    Ok(locale)
}

/// The keys whose words are the same in several languages.
fn same() -> Done<BTreeSet<String>> {
    read("locales/same.json")
}

fn read<T: serde::de::DeserializeOwned>(file: &str) -> Done<T> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))
}

fn write(file: &str, text: &str) -> Done<()> {
    let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&folder).join(file), text).map_err(|error| format!("{file}: {error}"))
}

fn compare(language: &str, danish: &Locale, locale: &Locale, same: &BTreeSet<String>) -> Done<()> {
    for key in danish.keys().chain(locale.keys()) {
        let (Some(ours), Some(theirs)) = (danish.get(key), locale.get(key)) else {
            return Err(format!("{language}: {key} is not in every language"));
        };
        if ours.is_plural() != theirs.is_plural() || ours.names() != theirs.names() {
            return Err(format!("{language}: {key} takes other values than in Danish"));
        }
        if ours == theirs && !same.contains(key) {
            return Err(format!(
                "{language}: {key} is as in Danish; translate it or name it in locales/same.json"
            ));
        }
    }
    Ok(())
}

fn forms(language: &str, locale: &Locale) -> Done<()> {
    let needed: &[usize] = if language == "ar" { &[0, 1, 2, 3, 4, 5] } else { &[1, 5] };
    for (key, message) in locale {
        let texts = &message.0;
        if texts.iter().all(String::is_empty)
            || message.is_plural() && needed.iter().any(|at| texts[*at].is_empty())
        {
            return Err(format!("{language}: {key} lacks a text"));
        }
    }
    Ok(())
}

fn code(danish: &Locale) -> Done<String> {
    let mut methods = String::new();
    let mut groups: BTreeMap<&str, String> = LOOKUPS.map(|group| (group, String::new())).into();
    let mut place = 0;
    for (key, message) in danish {
        let group = key.split_once('.').and_then(|(group, rest)| Some((groups.get_mut(group)?, rest)));
        match group {
            Some((arms, rest)) => write!(arms, "{rest:?} => {place}, "),
            None => write!(methods, "{}", method(key, message, place)),
        }
        .map_err(|error| error.to_string())?;
        place += message.0.len();
    }
    for (group, arms) in groups {
        let lookup = format!(
            "/// The words for `{group}.…`.\npub fn {group}_named(self, name: &str) -> Option<&'static str> {{\
             let place = match name {{ {arms} _ => return None }}; Some(self.text(place)) }}\n"
        );
        methods.push_str(&lookup);
    }
    let keys: Vec<&String> = danish.keys().collect();
    Ok(format!(
        "/// How many texts a language has.\nconst PLACES: usize = {place};\n/// Every key.\npub const KEYS: &[&str] = &{keys:?};\nimpl Texts {{\n{methods}}}\n"
    ))
}

fn method(key: &str, message: &Message, place: usize) -> String {
    let name = key.replace(['.', '-'], "_");
    let words = message.0.last().map_or("", String::as_str).replace('`', "'").replace('\n', " ");
    let names = message.names();
    let parameters: Vec<String> = names.iter().map(|name| format!(", {name}: &str")).collect();
    let values: Vec<String> = names.iter().map(|name| format!("({name:?}, {name}), ")).collect();
    let (parameters, values) = (parameters.concat(), values.concat());
    let doc = format!("/// `{words}`\npub fn {name}(self");
    if message.is_plural() {
        format!("{doc}, count: u32{parameters}) -> String {{ self.plural({place}, count, &[{values}]) }}\n")
    } else if names.is_empty() {
        format!("{doc}) -> &'static str {{ self.text({place}) }}\n")
    } else {
        format!("{doc}{parameters}) -> String {{ self.fill(self.text({place}), &[{values}]) }}\n")
    }
}
