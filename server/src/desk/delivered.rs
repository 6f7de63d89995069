//! That a family's case reached someone of the team is noted where its rows are read, whatever they are read for: once
//! for each login, stream and day.

use std::collections::BTreeMap;

use indgang_domain::kernel::id::StreamId;
use indgang_domain::policy::{Lens, Lenses, as_what};

use sqlx::AssertSqlSafe;

use super::audit::{self, Event};
use super::{Actor, Desk};
use crate::store::transaction::Here;
use crate::store::{Arg, Transaction, Trouble, args};

impl Desk {
    /// Notes those of these streams that are a family's case to the viewer. Nothing was read until this is kept.
    pub async fn note_read(
        &self,
        actor: &Actor,
        read: impl Iterator<Item = (StreamId, Lenses)>,
    ) -> Result<(), Trouble> {
        let cases = self.undelivered(actor, read).await?;
        self.note_delivered(actor, cases).await
    }

    /// Those of these streams that are a family's case to the viewer, and not noted yet for this login today.
    pub(super) async fn undelivered(
        &self,
        actor: &Actor,
        read: impl Iterator<Item = (StreamId, Lenses)>,
    ) -> Result<BTreeMap<StreamId, Lens>, Trouble> {
        let Some(case) = self.registry.case() else { return Ok(BTreeMap::new()) };
        let as_case = |(stream, lenses)| as_what(actor.viewer.role, case, lenses).map(|lens| (stream, lens));
        let mut cases: BTreeMap<StreamId, Lens> = read.filter_map(as_case).collect();
        if cases.is_empty() {
            return Ok(cases);
        }
        let mut args = args![actor.viewer.municipality, actor.session, self.clock.now().day()];
        // Mostly it is one that has moved, of all that were noted today.
        let one = cases.keys().next().filter(|_| cases.len() == 1);
        args.extend(one.map(|stream| Arg::from(*stream)));
        let noted = "SELECT stream FROM deliveries WHERE municipality = $1 AND device = $2 AND day = $3";
        let narrow = if one.is_some() { "AND stream = $4" } else { "" };
        let known = self.db.rows(AssertSqlSafe(format!("{noted} {narrow}")), args).await?;
        for row in &known {
            cases.remove(&row.id("stream")?);
        }
        Ok(cases)
    }

    /// Notes these cases.
    pub(super) async fn note_delivered(
        &self,
        actor: &Actor,
        cases: BTreeMap<StreamId, Lens>,
    ) -> Result<(), Trouble> {
        if cases.is_empty() {
            return Ok(());
        }
        let here = Here { municipality: actor.viewer.municipality, now: self.clock.now() };
        let actor = actor.clone();
        self.db
            .transaction(move |tx| {
                let (actor, cases) = (actor.clone(), cases.clone());
                Box::pin(async move {
                    for (stream, lens) in cases {
                        note(tx, here, &actor, stream, lens).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// The first of several at once notes it.
async fn note(
    tx: &mut Transaction<'_>,
    here: Here,
    actor: &Actor,
    stream: StreamId,
    lens: Lens,
) -> Result<(), Trouble> {
    let first = tx
        .exec(
            "INSERT INTO deliveries (municipality, device, day, stream) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (municipality, device, day, stream) DO NOTHING",
            args![here.municipality, actor.session, here.now.day(), stream],
        )
        .await?;
    // A lead sees the unit as its lead too; it is nobody's case.
    let is_case = "SELECT family FROM streams WHERE municipality = $1 AND id = $2 AND family IS NOT NULL";
    if first == 0 || tx.row(is_case, args![here.municipality, stream]).await?.is_none() {
        return Ok(());
    }
    let event = Event { name: "Delivered", stream, lens, subject: Some(actor.session.0), envelope: None };
    audit::note(tx, here, &actor.viewer, event).await
}
