//! A command while it is applied: who does it, as what, and the transaction it changes.

use indgang_domain::kernel::id::{EnvelopeId, PersonId, SessionId, StreamId};
use indgang_domain::kernel::time::Moment;
use indgang_domain::policy::{Lens, as_what, held};
use indgang_domain::problem::ProblemKey;
use indgang_domain::verbs::Viewer;
use uuid::Uuid;

use super::audit::{self, Event};
use super::grants;
use super::registry::Registry;
use crate::store::transaction::Here;
use crate::store::{Transaction, Trouble};

/// One command being applied.
pub struct Change<'u, 'c> {
    /// What it changes.
    pub tx: &'u mut Transaction<'c>,
    /// Who does it.
    pub by: &'u Viewer,
    /// By which login.
    pub session: SessionId,
    /// What they are to the stream it is on.
    pub lens: Lens,
    /// Where and when, by the server's clock.
    pub here: Here,
    /// Which envelope brought it.
    pub envelope: EnvelopeId,
    /// When it was written, by the server's clock as far as it can be told.
    pub authored: Moment,
    /// All that can be done.
    pub(super) registry: &'u Registry,
}

impl Change<'_, '_> {
    /// Notes that this command gave someone a case, or took it from them.
    pub async fn note(&mut self, command: &str, case: StreamId, whose: PersonId) -> Result<(), Trouble> {
        let (subject, envelope) = (Some(whose.0), Some(self.envelope));
        let event = Event { name: command, stream: case, lens: self.lens, subject, envelope };
        audit::note(self.tx, self.here, self.by, event).await
    }

    /// Does what another wrote as one's own: judged as who takes it over may do it now, on what there is now.
    ///
    /// # Errors
    /// As if one had sent it oneself.
    pub async fn take_over(&mut self, command: &str, args: &str) -> Result<(), Trouble> {
        let by = self.by;
        let parsed = self.registry.parse(command, args, by.person).ok_or(ProblemKey::UnknownCommand)??;
        self.tx.lock(self.here.municipality, parsed.streams.clone()).await?;
        let lenses = held(by.role, grants::lenses(self.tx, self.here, by.person, parsed.on).await?);
        let lens = as_what(by.role, parsed.action, lenses).ok_or(ProblemKey::NotAllowed)?;
        let mut own = Change { tx: &mut *self.tx, lens, ..*self };
        parsed.command.taken_over(&mut own).await?;
        let event =
            Event { name: command, stream: parsed.on, lens, subject: None, envelope: Some(self.envelope) };
        audit::note(self.tx, self.here, by, event).await
    }

    /// Tells devices that a thing is new or changed.
    pub async fn tell(
        &mut self,
        stream: impl Into<StreamId>,
        kind: &str,
        id: impl Into<Uuid>,
    ) -> Result<(), Trouble> {
        self.tx.tell(self.here.municipality, stream, kind, id).await
    }

    /// Tells devices that a thing is gone.
    pub async fn tell_gone(
        &mut self,
        stream: impl Into<StreamId>,
        kind: &str,
        id: impl Into<Uuid>,
    ) -> Result<(), Trouble> {
        self.tx.tell_gone(self.here.municipality, stream, kind, id).await
    }
}
