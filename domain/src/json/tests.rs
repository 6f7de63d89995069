//! What is read is what `serde_json` reads, but for what is never said here.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Narrow {
    count: u8,
    #[serde(default)]
    also: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Choice {
    Bare,
    Held(Narrow),
    Two(u16, bool),
    Named {
        text: String,
    },
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(u64);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct All {
    text: String,
    #[serde(default)]
    list: Vec<Choice>,
    map: BTreeMap<String, Wrapped>,
    pair: (i64, Option<String>),
    result: Result<Narrow, Choice>,
    nothing: (),
}

fn all() -> impl Strategy<Value = All> {
    let narrow = (any::<u8>(), any::<Option<i64>>()).prop_map(|(count, also)| Narrow { count, also });
    let choice = prop_oneof![
        Just(Choice::Bare),
        narrow.clone().prop_map(Choice::Held),
        any::<(u16, bool)>().prop_map(|(one, other)| Choice::Two(one, other)),
        any::<String>().prop_map(|text| Choice::Named { text }),
    ];
    let list = prop::collection::vec(choice.clone(), 0..4);
    let map = prop::collection::btree_map(any::<String>(), any::<u64>().prop_map(Wrapped), 0..4);
    let result = prop_oneof![narrow.prop_map(Ok), choice.prop_map(Err)];
    (any::<String>(), list, map, any::<(i64, Option<String>)>(), result)
        .prop_map(|(text, list, map, pair, result)| All { text, list, map, pair, result, nothing: () })
}

/// Texts that are nearly JSON.
fn nearly() -> impl Strategy<Value = String> {
    let bits = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"count\"",
        "\"text\"",
        "\"a\\n\\u00e6\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"bare\"",
        "\"held\"",
        "\"two\"",
        "\"named\"",
        "\"list\"",
        "true",
        "false",
        "null",
        "0",
        "-0",
        "01",
        "7",
        "-7",
        "300",
        "18446744073709551616",
        "1.5",
        "1e3",
        "1.",
        " ",
        "\n",
        "\\",
        "æ",
        "\u{1}",
    ];
    prop::collection::vec(prop::sample::select(bits.to_vec()), 0..12).prop_map(|bits| bits.concat())
}

fn both<T: DeserializeOwned + std::fmt::Debug + PartialEq>(text: &str) {
    assert_eq!(read::<T>(text).ok(), serde_json::from_str::<T>(text).ok(), "{text}");
}

proptest! {
    #[test]
    fn what_was_written_is_read(said in all()) {
        let text = serde_json::to_string(&said).unwrap_or_default();
        prop_assert_eq!(read::<All>(&text).ok(), Some(said.clone()));
        let spaced = serde_json::to_string_pretty(&said).unwrap_or_default();
        prop_assert_eq!(read::<All>(&spaced).ok(), Some(said));
    }

    #[test]
    fn what_was_cut_short_is_not(said in all(), at in any::<prop::sample::Index>()) {
        let text = serde_json::to_string(&said).unwrap_or_default();
        let cut: String = text.chars().take(at.index(text.chars().count())).collect();
        prop_assert!(read::<All>(&cut).is_err());
    }

    #[test]
    fn any_text_is_read_as_serde_json_reads_it(text in nearly()) {
        both::<String>(&text);
        both::<Vec<u64>>(&text);
        both::<Vec<Option<i64>>>(&text);
        both::<(bool, String)>(&text);
        both::<BTreeMap<String, Option<u64>>>(&text);
        both::<Vec<Choice>>(&text);
        both::<Choice>(&text);
        let ours = raw(&text).ok().map(|raw| raw.get().to_owned());
        let theirs = serde_json::from_str::<Box<RawValue>>(&text).ok().map(|raw| raw.get().to_owned());
        prop_assert_eq!(ours, theirs);
    }
}

#[test]
fn what_is_passed_over_is_json_and_not_endlessly_deep() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(raw(&nested(100)).is_ok());
    assert!(raw(&nested(100_000)).is_err());
    assert!(read::<Wrapped>("[1]").is_err());
    let with_more = r#"{"text":"a","new":{"b":[1.5e-3,{"c":"\u0041"},[],{}]},"map":{},"pair":[0,null],"result":{"Err":"new"},"nothing":null}"#;
    assert_eq!(read::<All>(with_more).map(|said| said.result), Ok(Err(Choice::Unknown)));
    assert!(read::<Narrow>(r#"{"count":1,"new":2}"#).is_err());
    assert!(read::<Narrow>(r#"{"count":256}"#).is_err());
}
