//! Who did and saw what. Ids only; written in the same transaction as what it tells of; never changed.

use indgang_domain::kernel::id::{EnvelopeId, StreamId};
use indgang_domain::policy::Lens;
use indgang_domain::verbs::Viewer;
use uuid::Uuid;

use crate::store::row::word;
use crate::store::transaction::Here;
use crate::store::{Transaction, Trouble, args};

/// One line of the audit.
pub struct Event<'a> {
    /// What happened: the name of the command that was done or set aside, or `Delivered` or `Opened` for what was read.
    pub name: &'a str,
    /// In which stream.
    pub stream: StreamId,
    pub lens: Lens,
    /// The device or thing it is about.
    pub subject: Option<Uuid>,
    /// The command it followed from.
    pub envelope: Option<EnvelopeId>,
}

/// Writes a line.
pub async fn note(
    tx: &mut Transaction<'_>,
    here: Here,
    by: &Viewer,
    event: Event<'_>,
) -> Result<(), Trouble> {
    tx.exec(
        "INSERT INTO audit (municipality, id, at, person, lens, event, stream, subject, envelope) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            here.municipality,
            Uuid::now_v7(),
            here.now,
            by.person,
            word(event.lens),
            event.name,
            event.stream,
            event.subject,
            event.envelope,
        ],
    )
    .await?;
    Ok(())
}
