//! Ask: a query's answer, from the very function that devices use.

use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::{Facts, Need, Query};
use serde_json::value::RawValue;

use super::{Actor, Desk};
use crate::store::Trouble;

impl Desk {
    /// The answer to a query by its name.
    ///
    /// # Errors
    /// `unknown-query`, `malformed`, or what the query says.
    pub async fn ask(&self, actor: &Actor, query: &str, args: &str) -> Result<Box<RawValue>, Trouble> {
        let answerer = self.registry.find_query(query).ok_or(ProblemKey::UnknownQuery)?;
        answerer(self, actor, args).await
    }

    /// The views a query needs, as this viewer may see them now. Every question and every page comes through here, so
    /// that what the team reads of a case is noted here.
    ///
    /// # Errors
    /// What the database says.
    pub async fn facts(&self, actor: &Actor, needs: &[Need]) -> Result<Facts, Trouble> {
        let now = self.clock.now();
        let mut held = Vec::new();
        for need in needs {
            let kind = self.registry.find_kind(need.kind).ok_or_else(|| Trouble::fault("unknown kind"))?;
            held.extend(kind.needed(&self.db, &actor.viewer, now, *need).await?);
        }
        self.note_delivered(actor, held.iter().map(|held| (held.stream, held.lens))).await?;
        Ok(Facts { viewer: actor.viewer.clone(), now, held })
    }
}

pub(super) async fn local<Q: Query>(
    desk: &Desk,
    actor: &Actor,
    args: &str,
) -> Result<Box<RawValue>, Trouble> {
    let query: Q = serde_json::from_str(args).map_err(|_| ProblemKey::Malformed)?;
    let facts = desk.facts(actor, &query.needs()).await?;
    answered(&query.answer(&facts)?)
}

/// An answer as JSON.
///
/// # Errors
/// Where it has no JSON, which no answer of ours lacks.
pub fn answered<T: serde::Serialize>(answer: &T) -> Result<Box<RawValue>, Trouble> {
    serde_json::value::to_raw_value(answer).map_err(|_| Trouble::fault("answer"))
}
