//! What one can ask.

use serde::{Serialize, de::DeserializeOwned};

use super::{Facts, Need};
use crate::problem::{Problem, ProblemKey};

/// Where a query is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// From views, on the server and on the device alike; works offline.
    Local,
    /// By the server alone.
    Live,
}

/// A question that a screen asks.
pub trait Query: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `Feature.Query`.
    const NAME: &'static str;
    /// Who answers.
    const SOURCE: Source = Source::Local;
    /// As JSON, what it may look like: in the description of the API, and as what fuzzing begins with.
    const EXAMPLES: &'static [&'static str] = &["{}"];
    /// What comes back.
    type Answer: Clone + PartialEq + Serialize + Send + Sync + 'static;

    /// The views it is answered from; none for a live one.
    fn needs(&self) -> Vec<Need> {
        Vec::new()
    }

    /// The answer from those views.
    ///
    /// # Errors
    /// `not-found` for what the viewer does not have; `offline` for a live query asked here.
    fn answer(&self, facts: &Facts) -> Result<Self::Answer, Problem> {
        let _ = facts;
        Err(ProblemKey::Offline.into())
    }

    /// The answer from the server's JSON; a live query says how.
    ///
    /// # Errors
    /// `malformed` for what this code cannot read.
    fn read(answer: &str) -> Result<Self::Answer, Problem> {
        let _ = answer;
        Err(ProblemKey::Malformed.into())
    }
}
