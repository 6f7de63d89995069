//! Where the database is.

use std::path::PathBuf;
use std::str::FromStr;

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// `postgres://…`.
    Postgres(String),
}

impl FromStr for Address {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite://") {
            Some("") | None => {
                Err("a database is sqlite://path/to/file or postgres://user@host/name".to_owned())
            }
            Some(path) => Ok(Self::Sqlite(PathBuf::from(path))),
        }
    }
}
