//! Why a transaction did not happen.

use std::{fmt, io};

use indgang_domain::envelope::Status;
use indgang_domain::problem::{Problem, ProblemKey};

/// What went wrong, from whom it concerns: the person, or those who run the system.
#[derive(Debug)]
pub enum Trouble {
    /// Judged: this may not or cannot happen. Stored, and told to the person.
    Judged(Status, Problem),
    /// A passing trouble with the database. Never stored; tried again by whoever asked.
    Passing(Passing),
    /// A fault of ours. Logged with where it was; the person is told to try again.
    Fault(String),
}

/// What the database would not do.
#[derive(Debug)]
pub enum Passing {
    /// SQLite's word.
    Sqlite(rusqlite::Error),
    /// PostgreSQL's, or of the way there.
    Postgres(sqlx::Error),
    /// The file's.
    File(io::Error),
    /// The commit that this was part of came to nothing.
    NotKept,
    /// The database is closed.
    Closed,
}

impl fmt::Display for Passing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(error) => error.fmt(f),
            Self::Postgres(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
            Self::NotKept => f.write_str("the commit failed"),
            Self::Closed => f.write_str("the database is closed"),
        }
    }
}

impl Trouble {
    /// A fault of ours, and where.
    pub fn fault(place: &str) -> Self {
        Self::Fault(place.to_owned())
    }

    /// Refused with this problem.
    pub fn refused(problem: impl Into<Problem>) -> Self {
        Self::Judged(Status::Refused, problem.into())
    }

    /// Someone else changed it first.
    pub fn conflict() -> Self {
        Self::Judged(Status::Conflict, ProblemKey::Conflict.into())
    }

    /// PostgreSQL chose this transaction to give way (40001, 40P01): the same work is tried again at once.
    pub fn gives_way(&self) -> bool {
        let Self::Passing(Passing::Postgres(sqlx::Error::Database(error))) = self else { return false };
        matches!(error.code().as_deref(), Some("40001" | "40P01"))
    }

    /// What the person is told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Judged(_, problem) => problem.clone(),
            Self::Passing(_) | Self::Fault(_) => ProblemKey::Later.into(),
        }
    }

    /// Tells those who run the system, without anyone's data.
    pub fn log(&self) {
        match self {
            Self::Judged(..) => {}
            Self::Passing(passing) => passing.log(),
            Self::Fault(place) => tracing::error!(place, "fault"),
        }
    }
}

impl Passing {
    /// Codes, and never an error's text, which may quote a value.
    pub(super) fn log(&self) {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) => {
                tracing::warn!(code = error.extended_code, "database refused");
            }
            Self::Postgres(sqlx::Error::Database(error)) => {
                tracing::warn!(
                    code = error.code().as_deref(),
                    constraint = error.constraint(),
                    "database refused"
                );
            }
            other => tracing::warn!(kind = other.kind(), "database unavailable"),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Postgres(sqlx::Error::PoolTimedOut) => "pool timed out",
            Self::Postgres(sqlx::Error::PoolClosed) | Self::Closed => "closed",
            Self::Postgres(sqlx::Error::Io(_)) | Self::File(_) => "input or output",
            Self::NotKept => "commit failed",
            Self::Sqlite(_) | Self::Postgres(_) => "other",
        }
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        match error {
            // Ours: a statement and who reads its answer are not of one mind.
            sqlx::Error::ColumnNotFound(column) | sqlx::Error::ColumnDecode { index: column, .. } => {
                Self::Fault(column)
            }
            error => Self::Passing(Passing::Postgres(error)),
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Passing(Passing::Sqlite(error))
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Passing(Passing::File(error))
    }
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::refused(problem)
    }
}

impl From<ProblemKey> for Trouble {
    fn from(key: ProblemKey) -> Self {
        Self::refused(key)
    }
}
