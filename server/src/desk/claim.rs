//! The claim on an envelope's id: one id, one effect, one outcome for ever.

use indgang_domain::envelope::{Envelope, Outcome, Status};
use indgang_domain::kernel::id::{EnvelopeId, PersonId, StreamId};
use indgang_domain::problem::ProblemKey;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{Actor, grants};
use crate::store::row::{json, word};
use crate::store::transaction::Here;
use crate::store::{Transaction, Trouble, args};

/// Whose envelope, and a mark of what was asked with it.
pub(super) struct Claim {
    pub(super) envelope: EnvelopeId,
    person: PersonId,
    fingerprint: Vec<u8>,
    here: Here,
}

impl Claim {
    /// On what an envelope asks, not on when or from which device: the same id for the same thing is the same envelope.
    pub(super) fn on(actor: &Actor, here: Here, envelope: &Envelope) -> Self {
        Self::marked(actor, here, envelope.id, &[&envelope.command, envelope.args.get()])
    }

    /// On what was sent, where nobody knows what it asks.
    pub(super) fn on_malformed(actor: &Actor, here: Here, id: EnvelopeId, sent: &RawValue) -> Self {
        Self::marked(actor, here, id, &[sent.get()])
    }

    fn marked(actor: &Actor, here: Here, envelope: EnvelopeId, parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for (n, part) in parts.iter().enumerate() {
            if n > 0 {
                hash.update([0]);
            }
            hash.update(part.as_bytes());
        }
        Self { envelope, person: actor.viewer.person, fingerprint: hash.finalize().to_vec(), here }
    }

    /// Claims the envelope's id; answers what became of it before, if it was here before.
    pub(super) async fn take(
        &self,
        tx: &mut Transaction<'_>,
        outcome: &Outcome,
    ) -> Result<Option<Outcome>, Trouble> {
        let problem = outcome.problem.as_ref().map(json).transpose()?;
        let new = tx
            .exec(
                "INSERT INTO outcomes (municipality, person, envelope, fingerprint, at, status, versions, problem) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (municipality, person, envelope) DO NOTHING",
                args![
                    self.here.municipality,
                    self.person,
                    self.envelope,
                    self.fingerprint.clone(),
                    self.here.now,
                    word(outcome.status),
                    json(&outcome.at)?,
                    problem,
                ],
            )
            .await?;
        if new == 1 { Ok(None) } else { self.stored(tx).await.map(Some) }
    }

    async fn stored(&self, tx: &mut Transaction<'_>) -> Result<Outcome, Trouble> {
        let row = tx
            .row(
                "SELECT fingerprint, status, versions, problem FROM outcomes \
                 WHERE municipality = $1 AND person = $2 AND envelope = $3",
                args![self.here.municipality, self.person, self.envelope],
            )
            .await?
            .ok_or_else(|| Trouble::fault("claimed outcome"))?;
        if row.bytes("fingerprint")? != self.fingerprint {
            return Ok(Outcome::without_effect(self.envelope, Status::Refused, ProblemKey::IdReused.into()));
        }
        Ok(Outcome {
            id: self.envelope,
            status: row.word("status")?,
            at: row.json("versions")?,
            problem: row.text_or_none("problem")?.and_then(|text| serde_json::from_str(&text).ok()),
        })
    }

    /// Keeps what became of it, with the versions of the streams that the transaction moved: of those that its writer may see.
    /// The ones in `seen` are known to be.
    pub(super) async fn finish(
        &self,
        tx: &mut Transaction<'_>,
        mut outcome: Outcome,
        seen: &[StreamId],
    ) -> Result<Outcome, Trouble> {
        outcome.at = tx.versions();
        if outcome.at.keys().any(|stream| !seen.contains(stream)) {
            let reach = grants::streams(tx, self.here, self.person).await?;
            outcome.at.retain(|stream, _| reach.contains(stream));
        }
        let problem = outcome.problem.as_ref().map(json).transpose()?;
        tx.exec(
            "UPDATE outcomes SET status = $4, versions = $5, problem = $6 \
             WHERE municipality = $1 AND person = $2 AND envelope = $3",
            args![
                self.here.municipality,
                self.person,
                self.envelope,
                word(outcome.status),
                json(&outcome.at)?,
                problem,
            ],
        )
        .await?;
        Ok(outcome)
    }
}
