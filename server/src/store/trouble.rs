//! Why a unit of work did not happen.

use indgang_domain::envelope::Status;
use indgang_domain::problem::{Problem, ProblemKey};

/// What went wrong, from whom it concerns: the person, or those who run the system.
#[derive(Debug)]
pub enum Trouble {
    /// Judged: this may not or cannot happen. Stored, and told to the person.
    Judged(Status, Problem),
    /// A passing trouble with the database. Never stored; tried again by whoever asked.
    Passing(sqlx::Error),
    /// A fault of ours. Logged with where it was; the person is told to try again.
    Fault(String),
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
        let Self::Passing(sqlx::Error::Database(error)) = self else { return false };
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
            Self::Passing(sqlx::Error::Database(error)) => {
                tracing::warn!(
                    code = error.code().as_deref(),
                    constraint = error.constraint(),
                    "database refused"
                );
            }
            Self::Passing(error) => tracing::warn!(kind = %kind(error), "database unavailable"),
            Self::Fault(place) => tracing::error!(place, "fault"),
        }
    }
}

/// An error's kind without its text, which may quote a value.
fn kind(error: &sqlx::Error) -> &'static str {
    match error {
        sqlx::Error::PoolTimedOut => "pool timed out",
        sqlx::Error::PoolClosed => "pool closed",
        sqlx::Error::Io(_) => "input or output",
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "decoding",
        sqlx::Error::ColumnNotFound(_) => "column not found",
        _ => "other",
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        Self::Passing(error)
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
