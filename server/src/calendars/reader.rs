//! Rows for a question and for a command alike: whom a time suits is found out by one code.

use indgang_domain::kernel::id::MunicipalityId;
use indgang_domain::kernel::time::Moment;
use sqlx::SqlSafeStr;

use crate::desk::change::Change;
use crate::desk::{Actor, Desk};
use crate::store::transaction::Here;
use crate::store::{Arg, Db, Row, Transaction, Trouble};

/// Where rows come from.
pub(crate) enum Reader<'a, 'c> {
    /// For a question.
    Asked(&'a Db, Here),
    /// Within a transaction, as changed so far.
    Within(&'a mut Transaction<'c>, Here),
}

impl<'a, 'c> Reader<'a, 'c> {
    pub(crate) fn asked(desk: &'a Desk, actor: &Actor) -> Self {
        Self::Asked(&desk.db, Here { municipality: actor.viewer.municipality, now: desk.clock.now() })
    }

    pub(crate) fn within(change: &'a mut Change<'_, 'c>) -> Self {
        let here = change.here;
        Self::Within(change.tx, here)
    }

    fn here(&self) -> Here {
        match self {
            Self::Asked(_, here) | Self::Within(_, here) => *here,
        }
    }

    pub(crate) fn now(&self) -> Moment {
        self.here().now
    }

    pub(crate) fn municipality(&self) -> MunicipalityId {
        self.here().municipality
    }

    pub(crate) async fn rows(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Vec<Row>, Trouble> {
        match self {
            Self::Asked(db, _) => db.rows(sql, args).await,
            Self::Within(tx, _) => tx.rows(sql, args).await,
        }
    }
}
