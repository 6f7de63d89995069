//! Rows for a question and for a command alike: whom a time suits is found out by one code.

use indgang_domain::kernel::id::MunicipalityId;
use indgang_domain::kernel::time::Moment;
use sqlx::SqlSafeStr;

use crate::desk::deed::Deed;
use crate::desk::{Actor, Desk};
use crate::store::unit::Here;
use crate::store::{Arg, Db, Row, Trouble, Unit};

/// Where rows come from.
pub(crate) enum Reader<'a, 'c> {
    /// For a question.
    Asked(&'a Db, Here),
    /// Within a unit, as changed so far.
    Within(&'a mut Unit<'c>, Here),
}

impl<'a, 'c> Reader<'a, 'c> {
    pub(crate) fn asked(desk: &'a Desk, actor: &Actor) -> Self {
        Self::Asked(&desk.db, Here { municipality: actor.viewer.municipality, now: desk.clock.now() })
    }

    pub(crate) fn within(deed: &'a mut Deed<'_, 'c>) -> Self {
        let here = deed.here;
        Self::Within(deed.unit, here)
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
            Self::Within(unit, _) => unit.rows(sql, args).await,
        }
    }
}
