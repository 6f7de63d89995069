//! Why a backup was not made or not restored.

use std::path::PathBuf;
use std::{fmt, io};

use crate::store::Trouble;

/// Why a backup was not made or not restored, and what to do.
#[derive(Debug)]
pub enum Failure {
    /// The file cannot be read or written.
    File(io::Error),
    /// Another backup is being written under the same name, or was broken off: into this file.
    Begun(PathBuf),
    /// The database would not.
    Store(Trouble),
    /// It is not what was once written.
    Damaged(&'static str),
    /// It is of a version that knows more than this one: that one's name.
    Newer(String),
    /// The database holds something, in this table.
    NotEmpty(String),
    /// The database was brought further than the backup.
    Ahead,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => write!(f, "the backup's file: {error}"),
            Self::Begun(part) => {
                let part = part.display();
                write!(f, "a backup is being written into {part}; if none is, delete that file and try again")
            }
            Self::Store(Trouble::Passing(error)) => write!(f, "the database: {error}"),
            Self::Store(Trouble::Fault(place)) => write!(f, "the database: {place}"),
            Self::Store(Trouble::Judged(_, problem)) => write!(f, "the database: {problem}"),
            Self::Damaged(what) => {
                write!(f, "the backup is damaged ({what}); nothing was changed: take another one")
            }
            Self::Newer(version) => {
                write!(
                    f,
                    "the backup is of version {version}, which this one does not know; install that one"
                )
            }
            Self::NotEmpty(table) => {
                write!(f, "the database is not empty (see {table}); restore into a new one")
            }
            Self::Ahead => {
                f.write_str("the database is newer than the backup; restore into a new, empty one")
            }
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // What gzip says of a stream that it did not make, or whose end is missing.
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                Self::Damaged("its packing")
            }
            _ => Self::File(error),
        }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Store(trouble)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
