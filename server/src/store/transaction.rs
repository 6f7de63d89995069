//! A transaction: what a command changes, together with the streams, entries and audit rows that tell of it.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use indgang_domain::kernel::id::{MunicipalityId, StreamId};
use indgang_domain::kernel::time::Moment;
use rusqlite::Connection;
use sqlx::{PgConnection, SqlSafeStr};
use uuid::Uuid;

use super::args::bind_postgres;
use super::record::Recorder;
use super::{Arg, Row, Trouble, args, sqlite};

/// The connection a transaction works on.
pub(super) enum Conn<'c> {
    /// Inside a savepoint of the writer's batch.
    Sqlite(&'c mut Connection),
    /// Inside a transaction.
    Postgres(&'c mut PgConnection),
}

/// A stream that moved, and its version now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub municipality: MunicipalityId,
    pub stream: StreamId,
    /// Its version since.
    pub version: u64,
}

/// A transaction in progress.
pub struct Transaction<'c> {
    conn: Conn<'c>,
    recorder: Recorder,
    touched: BTreeMap<(MunicipalityId, StreamId), u64>,
}

/// Work that can be tried again from the start: it borrows the transaction and nothing else that lasts.
pub trait Work<T>:
    for<'u, 'c> Fn(&'u mut Transaction<'c>) -> BoxFuture<'u, Result<T, Trouble>> + Send + Sync + 'static
{
}
impl<T, F> Work<T> for F where
    F: for<'u, 'c> Fn(&'u mut Transaction<'c>) -> BoxFuture<'u, Result<T, Trouble>> + Send + Sync + 'static
{
}

impl<'c> Transaction<'c> {
    pub(super) fn new(conn: Conn<'c>, recorder: Recorder) -> Self {
        Self { conn, recorder, touched: BTreeMap::new() }
    }

    /// The streams it moved, for those who listen.
    pub(super) fn moved(self) -> Vec<Move> {
        self.touched
            .into_iter()
            .map(|((municipality, stream), version)| Move { municipality, stream, version })
            .collect()
    }

    /// Changes rows; answers how many.
    pub async fn exec(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<u64, Trouble> {
        let sql = sql.into_sql_str();
        self.recorder.record(&sql, &args);
        match &mut self.conn {
            Conn::Sqlite(conn) => Ok(sqlite::exec(conn, sql.as_str(), &args)? as u64),
            Conn::Postgres(conn) => Ok(bind_postgres(sql, args).execute(&mut **conn).await?.rows_affected()),
        }
    }

    /// Reads rows, as changed so far.
    pub async fn rows(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Vec<Row>, Trouble> {
        let sql = sql.into_sql_str();
        self.recorder.record(&sql, &args);
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let rows = sqlite::rows(conn, sql.as_str(), &args)?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Conn::Postgres(conn) => {
                let rows = bind_postgres(sql, args).fetch_all(&mut **conn).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Reads one row, if there is one.
    pub async fn row(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Option<Row>, Trouble> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Takes these streams' row locks, in the order of their ids, so that two transactions never wait for each other.
    /// SQLite has one writer, and no need.
    pub async fn lock(
        &mut self,
        municipality: MunicipalityId,
        mut streams: Vec<StreamId>,
    ) -> Result<(), Trouble> {
        if matches!(self.conn, Conn::Sqlite(_)) {
            return Ok(());
        }
        streams.sort_unstable();
        streams.dedup();
        for stream in streams {
            self.rows(
                "SELECT version FROM streams WHERE municipality = $1 AND id = $2 FOR UPDATE",
                args![municipality, stream],
            )
            .await?;
        }
        Ok(())
    }

    /// Moves a stream on, once a transaction; answers its version now.
    ///
    /// # Errors
    /// What the database says; a fault where there is no such stream.
    pub async fn touch(&mut self, municipality: MunicipalityId, stream: StreamId) -> Result<u64, Trouble> {
        if let Some(version) = self.touched.get(&(municipality, stream)) {
            return Ok(*version);
        }
        let row = self
            .row(
                "UPDATE streams SET version = version + 1 WHERE municipality = $1 AND id = $2 RETURNING version",
                args![municipality, stream],
            )
            .await?;
        let version = row.ok_or_else(|| Trouble::fault("no such stream"))?.int("version")?.unsigned_abs();
        self.touched.insert((municipality, stream), version);
        Ok(version)
    }

    /// The streams moved so far, with their versions.
    pub fn versions(&self) -> BTreeMap<StreamId, u64> {
        self.touched.iter().map(|((_, stream), version)| (*stream, *version)).collect()
    }

    /// Tells devices that a thing is new or changed: its entry stands at the stream's version of this transaction.
    pub async fn tell(
        &mut self,
        municipality: MunicipalityId,
        stream: impl Into<StreamId>,
        kind: &str,
        id: impl Into<Uuid>,
    ) -> Result<(), Trouble> {
        self.entry(municipality, stream.into(), kind, id.into(), false).await
    }

    /// Tells devices that a thing is gone.
    pub async fn tell_gone(
        &mut self,
        municipality: MunicipalityId,
        stream: impl Into<StreamId>,
        kind: &str,
        id: impl Into<Uuid>,
    ) -> Result<(), Trouble> {
        self.entry(municipality, stream.into(), kind, id.into(), true).await
    }

    async fn entry(
        &mut self,
        municipality: MunicipalityId,
        stream: StreamId,
        kind: &str,
        id: Uuid,
        deleted: bool,
    ) -> Result<(), Trouble> {
        let version =
            i64::try_from(self.touch(municipality, stream).await?).map_err(|_| Trouble::fault("version"))?;
        self.exec(
            "INSERT INTO entries (municipality, stream, kind, id, version, deleted) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (municipality, stream, kind, id) DO UPDATE SET version = excluded.version, deleted = excluded.deleted",
            args![municipality, stream, kind, id, version, deleted],
        )
        .await?;
        Ok(())
    }
}

/// The clock a transaction was started by, and whose municipality: what nearly every statement needs.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    pub municipality: MunicipalityId,
    /// When, by the server's clock.
    pub now: Moment,
}
