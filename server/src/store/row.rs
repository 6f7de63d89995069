//! One row of an answer, alike on both databases.

use indgang_domain::kernel::time::{Day, Moment};
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::{Row as _, ValueRef as _};
use uuid::Uuid;

use super::Trouble;
use super::sqlite::Stored;

/// A row. Columns are read by name; a wrong name or type is a fault of ours and says so in the log.
pub enum Row {
    /// From SQLite.
    Sqlite(Stored),
    /// From PostgreSQL.
    Postgres(PgRow),
}

macro_rules! get {
    ($row:expr, $type:ty, $column:expr) => {
        match $row {
            Row::Sqlite(row) => row.get::<$type>($column),
            Row::Postgres(row) => row.try_get_unchecked::<$type, _>($column).map_err(Trouble::from),
        }
    };
}

impl Row {
    /// A number.
    pub fn int(&self, column: &str) -> Result<i64, Trouble> {
        get!(self, i64, column)
    }

    /// A moment.
    pub fn moment(&self, column: &str) -> Result<Moment, Trouble> {
        self.int(column).map(Moment::from_millis)
    }

    /// A moment that may be absent.
    pub fn moment_or_none(&self, column: &str) -> Result<Option<Moment>, Trouble> {
        Ok(get!(self, Option<i64>, column)?.map(Moment::from_millis))
    }

    /// A text.
    pub fn text(&self, column: &str) -> Result<String, Trouble> {
        get!(self, String, column)
    }

    /// A text that may be absent.
    pub fn text_or_none(&self, column: &str) -> Result<Option<String>, Trouble> {
        get!(self, Option<String>, column)
    }

    /// An id of the type asked for.
    pub fn id<T: From<Uuid>>(&self, column: &str) -> Result<T, Trouble> {
        get!(self, Uuid, column).map(T::from)
    }

    /// An id that may be absent.
    pub fn id_or_none<T: From<Uuid>>(&self, column: &str) -> Result<Option<T>, Trouble> {
        Ok(get!(self, Option<Uuid>, column)?.map(T::from))
    }

    /// Bytes.
    pub fn bytes(&self, column: &str) -> Result<Vec<u8>, Trouble> {
        get!(self, Vec<u8>, column)
    }

    /// A day.
    pub fn day(&self, column: &str) -> Result<Day, Trouble> {
        self.text(column)?.parse().map_err(|_| Trouble::fault(column))
    }

    /// A small value kept as JSON.
    ///
    /// # Errors
    /// Where the text is not such a value.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, Trouble> {
        serde_json::from_str(&self.text(column)?).map_err(|_| Trouble::fault(column))
    }

    /// A value kept as one word: a role, a lens, a side.
    ///
    /// # Errors
    /// Where the word is unknown.
    pub fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T, Trouble> {
        let word = self.text(column)?;
        let from: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
            serde::de::IntoDeserializer::into_deserializer(word.as_str());
        T::deserialize(from).map_err(|_| Trouble::fault(column))
    }

    /// Is the column empty? For the far side of a LEFT JOIN.
    pub fn is_null(&self, column: &str) -> Result<bool, Trouble> {
        match self {
            Self::Sqlite(row) => row.is_null(column),
            Self::Postgres(row) => Ok(row.try_get_raw(column)?.is_null()),
        }
    }
}

/// The one word under which a value is kept: the name serde gives a unit variant.
pub fn word<T: serde::Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A small value as JSON text.
///
/// # Errors
/// Where it has no JSON, which no type of ours lacks.
pub fn json<T: serde::Serialize>(value: &T) -> Result<String, Trouble> {
    serde_json::to_string(value).map_err(|_| Trouble::fault("json"))
}
