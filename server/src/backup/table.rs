//! A table as it stands in a backup, and the values of its rows: alike for both databases.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::Arg;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Bigint,
    Text,
    /// An id, written with hyphens.
    Uuid,
    /// Bytes, written in base64.
    Bytea,
}

impl Kind {
    /// By the name that a migration gives it; both databases keep it.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "bigint" => Some(Self::Bigint),
            "text" => Some(Self::Text),
            "uuid" => Some(Self::Uuid),
            "bytea" => Some(Self::Bytea),
            _ => None,
        }
    }
}

/// A table: its name, and its columns in the order that rows have them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub table: String,
    /// Each column's name and kind.
    pub columns: Vec<(String, Kind)>,
}

impl Table {
    /// Its columns, for a statement.
    pub(super) fn names(&self) -> String {
        let names = self.columns.iter().map(|(name, _)| format!("\"{name}\""));
        names.collect::<Vec<_>>().join(", ")
    }

    /// A row out of its line; `None` where it is none of this table's.
    pub(super) fn row(&self, values: Vec<Value>) -> Option<Vec<Arg>> {
        if values.len() != self.columns.len() {
            return None;
        }
        self.columns.iter().zip(values).map(|((_, kind), value)| read(*kind, value)).collect()
    }

    /// Nothing but names: they come to stand in statements.
    pub(super) fn is_named_well(&self) -> bool {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        is_name(&self.table) && self.columns.iter().all(|(name, _)| is_name(name)) && !self.columns.is_empty()
    }
}

/// A value as it is written down.
pub(super) fn write(value: &Arg) -> Value {
    match value {
        Arg::Int(Some(number)) => (*number).into(),
        Arg::Text(Some(text)) => text.as_str().into(),
        Arg::Uuid(Some(id)) => id.to_string().into(),
        Arg::Bytes(Some(bytes)) => STANDARD.encode(bytes).into(),
        Arg::Int(None) | Arg::Text(None) | Arg::Uuid(None) | Arg::Bytes(None) => Value::Null,
    }
}

fn read(kind: Kind, value: Value) -> Option<Arg> {
    match (kind, value) {
        (Kind::Bigint, Value::Null) => Some(Arg::Int(None)),
        (Kind::Text, Value::Null) => Some(Arg::Text(None)),
        (Kind::Uuid, Value::Null) => Some(Arg::Uuid(None)),
        (Kind::Bytea, Value::Null) => Some(Arg::Bytes(None)),
        (Kind::Bigint, Value::Number(number)) => Some(Arg::Int(Some(number.as_i64()?))),
        (Kind::Text, Value::String(text)) => Some(Arg::Text(Some(text))),
        (Kind::Uuid, Value::String(text)) => Some(Arg::Uuid(Some(text.parse().ok()?))),
        (Kind::Bytea, Value::String(text)) => Some(Arg::Bytes(Some(STANDARD.decode(text).ok()?))),
        _ => None,
    }
}
