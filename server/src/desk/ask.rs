//! Ask: a query's answer, from the very function that devices use.

use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::{Facts, Held, Need, Query};
use serde_json::value::RawValue;

use super::feature::Answered;
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

    /// The views a query needs, as this viewer may see them now.
    pub async fn facts(&self, actor: &Actor, needs: &[Need]) -> Result<Facts, Trouble> {
        let held = self.held(actor, needs).await?.concat();
        Ok(Facts { viewer: actor.viewer.clone(), now: self.clock.now(), held })
    }

    /// The same, need by need. Every question and every page comes through here, so that what the team reads of a case
    /// is noted here.
    pub async fn held(&self, actor: &Actor, needs: &[Need]) -> Result<Vec<Vec<Held>>, Trouble> {
        let now = self.clock.now();
        let kinds = needs.iter().map(|need| self.registry.find_kind(need.kind));
        let kinds: Vec<_> = kinds.collect::<Option<_>>().ok_or_else(|| Trouble::fault("unknown kind"))?;
        let of_kinds = || kinds.iter().zip(needs);
        let questions = of_kinds().map(|(kind, need)| kind.question(&actor.viewer, now, need.span));
        let answers = self.db.each(questions.collect()).await?;
        let held = of_kinds().zip(answers).map(|((kind, need), rows)| kind.found(rows, need.span));
        let held: Vec<Vec<Held>> = held.collect::<Result<_, _>>()?;
        self.note_read(actor, held.iter().flatten().map(|held| (held.stream, held.lenses))).await?;
        Ok(held)
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

pub(super) async fn live<Q: Answered>(
    desk: &Desk,
    actor: &Actor,
    args: &str,
) -> Result<Box<RawValue>, Trouble> {
    let query: Q = serde_json::from_str(args).map_err(|_| ProblemKey::Malformed)?;
    answered(&query.answered(desk, actor).await?)
}

fn answered<T: serde::Serialize>(answer: &T) -> Result<Box<RawValue>, Trouble> {
    serde_json::value::to_raw_value(answer).map_err(|_| Trouble::fault("answer"))
}
