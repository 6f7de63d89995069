//! Submit: each envelope judged for itself, with exactly one effect, whatever is repeated or interrupted.

use std::sync::Arc;

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::may;
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::stream::SubmitRequest;
use sha2::{Digest, Sha256};

use super::audit::{self, Event};
use super::deed::Deed;
use super::registry::{Parsed, Registry};
use super::{Actor, Desk, grants};
use crate::store::row::{json, word};
use crate::store::unit::Here;
use crate::store::{Trouble, Unit, args};

/// One envelope on its way through the door.
struct Case {
    actor: Actor,
    envelope: Envelope,
    fingerprint: Vec<u8>,
    here: Here,
    authored: Moment,
    registry: Arc<Registry>,
}

impl Desk {
    /// Judges envelopes in order; one outcome each.
    pub async fn submit(&self, actor: &Actor, request: SubmitRequest) -> Vec<Outcome> {
        let now = self.clock.now();
        // How far the device's clock is ahead of ours.
        let skew = request.now.map_or(0, |theirs| theirs.millis().saturating_sub(now.millis()));
        let mut outcomes = Vec::with_capacity(request.envelopes.len());
        for envelope in request.envelopes {
            let authored = envelope.at.plus_millis(skew.saturating_neg()).min(now);
            outcomes.push(self.settle(actor, envelope, authored).await);
        }
        outcomes
    }

    /// Judges one envelope.
    pub async fn settle(&self, actor: &Actor, envelope: Envelope, authored: Moment) -> Outcome {
        let id = envelope.id;
        let later = |key: ProblemKey| Outcome::without_effect(id, Status::Later, key.into());
        if envelope.v > ENVELOPE_VERSION {
            return later(ProblemKey::UnknownCommand);
        }
        let here = Here { municipality: actor.viewer.municipality, now: self.clock.now() };
        let case = Arc::new(Case {
            actor: actor.clone(),
            fingerprint: fingerprint(&envelope),
            envelope,
            here,
            authored,
            registry: self.registry.clone(),
        });
        let Some(parsed) = case.parse() else { return later(ProblemKey::UnknownCommand) };
        let judged = match parsed {
            Ok(parsed) => self.apply(&case, parsed).await,
            Err(problem) => Err(Trouble::refused(problem)),
        };
        let settled = match judged {
            Err(Trouble::Judged(status, problem)) => self.store(&case, status, problem).await,
            settled => settled,
        };
        settled.unwrap_or_else(|trouble| {
            trouble.log();
            later(ProblemKey::Later)
        })
    }

    async fn apply(&self, case: &Arc<Case>, parsed: Parsed) -> Result<Outcome, Trouble> {
        let case = case.clone();
        let parsed = Arc::new(parsed);
        self.db
            .unit(move |unit| {
                let (case, parsed) = (case.clone(), parsed.clone());
                Box::pin(async move { case.apply(unit, &parsed).await })
            })
            .await
    }

    /// Keeps a judgement that has no other effect. The unit that came to it was rolled back.
    async fn store(&self, case: &Arc<Case>, status: Status, problem: Problem) -> Result<Outcome, Trouble> {
        let case = case.clone();
        self.db
            .unit(move |unit| {
                let (case, problem) = (case.clone(), problem.clone());
                Box::pin(async move {
                    let outcome = Outcome::without_effect(case.envelope.id, status, problem);
                    match case.claim(unit, &outcome).await? {
                        Some(stored) => Ok(stored),
                        None => Ok(outcome),
                    }
                })
            })
            .await
    }
}

impl Case {
    fn parse(&self) -> Option<Result<Parsed, Problem>> {
        self.registry.parse(&self.envelope.command, self.envelope.args.get(), &self.actor.viewer)
    }

    /// Claims the envelope's id; answers what became of it before, if it was here before.
    async fn claim(&self, unit: &mut Unit<'_>, outcome: &Outcome) -> Result<Option<Outcome>, Trouble> {
        let problem = outcome.problem.as_ref().map(json).transpose()?;
        let new = unit
            .exec(
                "INSERT INTO outcomes (municipality, person, envelope, fingerprint, at, status, versions, problem) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (municipality, person, envelope) DO NOTHING",
                args![
                    self.here.municipality,
                    self.actor.viewer.person,
                    self.envelope.id,
                    self.fingerprint.clone(),
                    self.here.now,
                    word(outcome.status),
                    json(&outcome.at)?,
                    problem,
                ],
            )
            .await?;
        if new == 1 { Ok(None) } else { self.stored(unit).await.map(Some) }
    }

    async fn stored(&self, unit: &mut Unit<'_>) -> Result<Outcome, Trouble> {
        let row = unit
            .row(
                "SELECT fingerprint, status, versions, problem FROM outcomes \
                 WHERE municipality = $1 AND person = $2 AND envelope = $3",
                args![self.here.municipality, self.actor.viewer.person, self.envelope.id],
            )
            .await?
            .ok_or_else(|| Trouble::fault("claimed outcome"))?;
        if row.bytes("fingerprint")? != self.fingerprint {
            return Ok(Outcome::without_effect(
                self.envelope.id,
                Status::Refused,
                ProblemKey::IdReused.into(),
            ));
        }
        Ok(Outcome {
            id: self.envelope.id,
            status: row.word("status")?,
            at: row.json("versions")?,
            problem: row.text_or_none("problem")?.and_then(|text| serde_json::from_str(&text).ok()),
        })
    }

    async fn apply(&self, unit: &mut Unit<'_>, parsed: &Parsed) -> Result<Outcome, Trouble> {
        let mut outcome = Outcome {
            id: self.envelope.id,
            status: Status::Done,
            at: std::collections::BTreeMap::new(),
            problem: None,
        };
        if let Some(stored) = self.claim(unit, &outcome).await? {
            return Ok(stored);
        }
        let viewer = &self.actor.viewer;
        unit.lock(self.here.municipality, parsed.streams.clone()).await?;
        let lenses = grants::lenses(unit, self.here, viewer.person, parsed.on).await?;
        let Some(lens) = lenses.iter().copied().find(|lens| may(viewer.role, parsed.action, Some(*lens)))
        else {
            // Not "forbidden" for what one may not even see: that it is there would be said.
            let refused = if lenses.is_empty() { ProblemKey::NotFound } else { ProblemKey::NotAllowed };
            if lenses.is_empty() && self.set_aside(unit, parsed).await? {
                outcome.status = Status::Quarantined;
                outcome.problem = Some(ProblemKey::Quarantined.into());
                return self.finish(unit, outcome).await;
            }
            return Err(Trouble::refused(refused));
        };
        let mut deed = Deed {
            unit: &mut *unit,
            by: viewer,
            session: self.actor.session,
            lens,
            here: self.here,
            envelope: self.envelope.id,
            authored: self.authored,
        };
        parsed.deed.apply(&mut deed).await?;
        let event = Event {
            name: &self.envelope.command,
            stream: parsed.on,
            lens,
            subject: None,
            envelope: Some(self.envelope.id),
        };
        audit::note(unit, self.here, viewer, event).await?;
        self.finish(unit, outcome).await
    }

    /// Written while the access lasted, arrived after: kept for its author and for who came after.
    async fn set_aside(&self, unit: &mut Unit<'_>, parsed: &Parsed) -> Result<bool, Trouble> {
        let viewer = &self.actor.viewer;
        let had = grants::lens_at(unit, self.here, viewer.person, parsed.on, self.authored).await?;
        let Some(lens) = had.filter(|lens| may(viewer.role, parsed.action, Some(*lens))) else {
            return Ok(false);
        };
        let mut deed = Deed {
            unit,
            by: viewer,
            session: self.actor.session,
            lens,
            here: self.here,
            envelope: self.envelope.id,
            authored: self.authored,
        };
        parsed.deed.set_aside(&mut deed).await
    }

    async fn finish(&self, unit: &mut Unit<'_>, mut outcome: Outcome) -> Result<Outcome, Trouble> {
        outcome.at = unit.versions();
        let problem = outcome.problem.as_ref().map(json).transpose()?;
        unit.exec(
            "UPDATE outcomes SET status = $4, versions = $5, problem = $6 \
             WHERE municipality = $1 AND person = $2 AND envelope = $3",
            args![
                self.here.municipality,
                self.actor.viewer.person,
                self.envelope.id,
                word(outcome.status),
                json(&outcome.at)?,
                problem,
            ],
        )
        .await?;
        Ok(outcome)
    }
}

/// Of what was asked, not of when or from which device: the same id for the same thing is the same envelope.
fn fingerprint(envelope: &Envelope) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(envelope.command.as_bytes());
    hash.update([0]);
    hash.update(envelope.args.get().as_bytes());
    hash.finalize().to_vec()
}
