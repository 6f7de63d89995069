//! Submit: each envelope judged for itself, with exactly one effect, whatever is repeated or interrupted.

use std::sync::Arc;

use indgang_domain::envelope::{ENVELOPE_VERSION, Envelope, Outcome, Status};
use indgang_domain::kernel::id::{DeviceId, EnvelopeId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{as_what, held};
use indgang_domain::problem::{Problem, ProblemKey};
use serde_json::value::RawValue;

use super::audit::{self, Event};
use super::batch::Arrived;
use super::behind::{self, Behind};
use super::change::Change;
use super::claim::Claim;
use super::registry::{Late, Parsed, Registry};
use super::{Actor, Desk, grants};
use crate::store::transaction::Here;
use crate::store::{Transaction, Trouble};

/// One envelope on its way through the door.
struct Case {
    actor: Actor,
    envelope: Envelope,
    claim: Arc<Claim>,
    here: Here,
    authored: Moment,
    registry: Arc<Registry>,
}

fn later(id: EnvelopeId, key: ProblemKey) -> Outcome {
    Outcome::without_effect(id, Status::Later, key.into())
}

impl Desk {
    /// Judges envelopes in order; one outcome each. Behind one that has to come again, those of its stream do so too.
    /// `theirs` is what the device's clock says now.
    pub async fn submit(
        &self,
        actor: &Actor,
        theirs: Option<Moment>,
        envelopes: impl IntoIterator<Item: Into<Arrived>> + Send,
    ) -> Vec<Outcome> {
        let now = self.clock.now();
        // How far the device's clock is ahead of ours.
        let skew = theirs.map_or(0, |theirs| theirs.millis().saturating_sub(now.millis()));
        let envelopes: Vec<Arrived> = envelopes.into_iter().map(Into::into).collect();
        let mut outcomes = Vec::with_capacity(envelopes.len());
        let mut behind = Behind::default();
        for arrived in envelopes {
            let streams = behind::streams(&self.registry, actor.viewer.person, &arrived);
            let outcome = match arrived {
                put_off if behind.stands(&streams) => self.counted(later(put_off.id(), ProblemKey::Later)),
                Arrived::Whole(envelope) => {
                    let authored = envelope.at.plus_millis(skew.saturating_neg()).min(now);
                    self.settle(actor, envelope, authored).await
                }
                Arrived::Newer(id, _) => later(id, ProblemKey::UnknownCommand),
                Arrived::Malformed(id, sent) => {
                    let claim = Claim::on_malformed(actor, self.here(actor), id, &sent);
                    let problem = ProblemKey::Malformed.into();
                    self.counted(self.refuse(Arc::new(claim), Status::Refused, problem).await)
                }
            };
            if outcome.status == Status::Later {
                behind.put_off(streams);
            }
            outcomes.push(outcome);
        }
        outcomes
    }

    fn here(&self, actor: &Actor) -> Here {
        Here { municipality: actor.viewer.municipality, now: self.clock.now() }
    }

    /// Judges a command that was given at the server, by a form or by a page that was looked at.
    pub async fn settle_here(
        &self,
        actor: &Actor,
        id: EnvelopeId,
        command: &str,
        args: Box<RawValue>,
    ) -> Outcome {
        let (now, device) = (self.clock.now(), DeviceId(actor.session.0));
        let command = command.to_owned();
        let envelope = Envelope { id, v: ENVELOPE_VERSION, device, seq: 0, at: now, command, args };
        self.settle(actor, envelope, now).await
    }

    /// Judges one envelope.
    pub async fn settle(&self, actor: &Actor, envelope: Envelope, authored: Moment) -> Outcome {
        self.counted(self.judge(actor, envelope, authored).await)
    }

    fn counted(&self, outcome: Outcome) -> Outcome {
        self.outcomes.count(match outcome.status {
            Status::Done => "done",
            Status::Refused => "refused",
            Status::Conflict => "conflict",
            Status::Quarantined => "quarantined",
            Status::Later => "later",
        });
        outcome
    }

    async fn judge(&self, actor: &Actor, envelope: Envelope, authored: Moment) -> Outcome {
        let id = envelope.id;
        if envelope.v > ENVELOPE_VERSION {
            return later(id, ProblemKey::UnknownCommand);
        }
        let here = self.here(actor);
        let case = Arc::new(Case {
            actor: actor.clone(),
            claim: Arc::new(Claim::on(actor, here, &envelope)),
            envelope,
            here,
            authored,
            registry: self.registry.clone(),
        });
        let Some(parsed) = case.parse() else { return later(id, ProblemKey::UnknownCommand) };
        let judged = match parsed {
            Ok(parsed) => self.apply(&case, parsed).await,
            Err(problem) => Err(Trouble::refused(problem)),
        };
        match judged {
            Err(Trouble::Judged(status, problem)) => self.refuse(case.claim.clone(), status, problem).await,
            settled => settled_or_later(id, settled),
        }
    }

    async fn apply(&self, case: &Arc<Case>, parsed: Parsed) -> Result<Outcome, Trouble> {
        let case = case.clone();
        let parsed = Arc::new(parsed);
        self.db
            .transaction(move |tx| {
                let (case, parsed) = (case.clone(), parsed.clone());
                Box::pin(async move { case.apply(tx, &parsed).await })
            })
            .await
    }

    /// Keeps a judgement that has no other effect. The transaction that came to it, if one did, was rolled back.
    async fn refuse(&self, claim: Arc<Claim>, status: Status, problem: Problem) -> Outcome {
        let id = claim.envelope;
        let stored = self.db.transaction(move |tx| {
            let (claim, problem) = (claim.clone(), problem.clone());
            Box::pin(async move {
                let outcome = Outcome::without_effect(claim.envelope, status, problem);
                Ok(claim.take(tx, &outcome).await?.unwrap_or(outcome))
            })
        });
        settled_or_later(id, stored.await)
    }
}

fn settled_or_later(id: EnvelopeId, settled: Result<Outcome, Trouble>) -> Outcome {
    settled.unwrap_or_else(|trouble| {
        trouble.log();
        later(id, ProblemKey::Later)
    })
}

impl Case {
    fn parse(&self) -> Option<Result<Parsed, Problem>> {
        self.registry.parse(&self.envelope.command, self.envelope.args.get(), self.actor.viewer.person)
    }

    async fn apply(&self, tx: &mut Transaction<'_>, parsed: &Parsed) -> Result<Outcome, Trouble> {
        let mut outcome = Outcome {
            id: self.envelope.id,
            status: Status::Done,
            at: std::collections::BTreeMap::new(),
            problem: None,
        };
        if let Some(stored) = self.claim.take(tx, &outcome).await? {
            return Ok(stored);
        }
        let viewer = &self.actor.viewer;
        tx.lock(self.here.municipality, parsed.streams.clone()).await?;
        let lenses = grants::lenses(tx, self.here, viewer.person, parsed.on).await?;
        let lenses = held(viewer.role, lenses);
        let Some(lens) = as_what(viewer.role, parsed.action, lenses) else {
            // Not "forbidden" for what one may not even see: that it is there would be said.
            let refused = if lenses.is_empty() { ProblemKey::NotFound } else { ProblemKey::NotAllowed };
            if lenses.is_empty()
                && let Some(status) = self.set_aside(tx, parsed).await?
            {
                outcome.status = status;
                outcome.problem = (status == Status::Quarantined).then(|| ProblemKey::Quarantined.into());
                return self.claim.finish(tx, outcome, &[]).await;
            }
            return Err(Trouble::refused(refused));
        };
        let mut change = Change {
            tx: &mut *tx,
            by: viewer,
            session: self.actor.session,
            lens,
            here: self.here,
            envelope: self.envelope.id,
            authored: self.authored,
            registry: &self.registry,
        };
        parsed.command.apply(&mut change).await?;
        let event = Event {
            name: &self.envelope.command,
            stream: parsed.on,
            lens,
            subject: None,
            envelope: Some(self.envelope.id),
        };
        audit::note(tx, self.here, viewer, event).await?;
        self.claim.finish(tx, outcome, &[parsed.on, viewer.person.into()]).await
    }

    /// Written while the access lasted, arrived after: what is declared to be kept is kept for its author and for who came
    /// after, and what was looked at is told.
    async fn set_aside(&self, tx: &mut Transaction<'_>, parsed: &Parsed) -> Result<Option<Status>, Trouble> {
        let viewer = &self.actor.viewer;
        let had = grants::lenses_at(tx, self.here, viewer.person, parsed.on, self.authored).await?;
        let Some(lens) = as_what(viewer.role, parsed.action, had) else { return Ok(None) };
        let mut change = Change {
            tx: &mut *tx,
            by: viewer,
            session: self.actor.session,
            lens,
            here: self.here,
            envelope: self.envelope.id,
            authored: self.authored,
            registry: &self.registry,
        };
        let mut status = parsed.command.arrived_late(&mut change).await?;
        if status.is_none() && parsed.kept && self.is_kept(&mut change, parsed).await? {
            status = Some(Status::Quarantined);
        }
        if status.is_some() {
            let event = Event {
                name: &self.envelope.command,
                stream: parsed.on,
                lens,
                subject: None,
                envelope: Some(self.envelope.id),
            };
            audit::note(tx, self.here, viewer, event).await?;
        }
        Ok(status)
    }

    /// What a device's clock says of when it was written is no proof: the login must have been there while the access
    /// lasted, and that must not be long ago.
    async fn is_kept(&self, change: &mut Change<'_, '_>, parsed: &Parsed) -> Result<bool, Trouble> {
        let Some(keeper) = self.registry.keeper() else { return Ok(false) };
        let (person, session) = (change.by.person, change.session);
        if !grants::were_in_use(change.tx, self.here, person, parsed.on, (self.authored, session)).await? {
            return Ok(false);
        }
        parsed.command.files_held(&mut *change).await?;
        let late =
            Late { command: &self.envelope.command, args: self.envelope.args.get(), stream: parsed.on };
        keeper(change, late).await?;
        Ok(true)
    }
}
