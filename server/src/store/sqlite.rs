//! SQLite is a library: a statement runs on the thread that asks, and is done when the call returns.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{FromSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};

use super::db::Durability;
use super::{Arg, Trouble};

/// How many statements a connection keeps prepared: more than the program has.
const PREPARED: usize = 256;
/// How long a statement waits for another process that looks at the file.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens the file to write to it, and makes it where there is none.
pub fn open(path: &Path, durability: Durability) -> Result<Connection, Trouble> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_CREATE)?;
    // WAL: readers never wait for the writer. FULL: what is acknowledged survives power loss.
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(
        None,
        "synchronous",
        match durability {
            Durability::Full => "full",
            Durability::Normal => "normal",
        },
    )?;
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(conn)
}

/// Opens it to read.
pub fn open_to_read(path: &Path) -> Result<Connection, Trouble> {
    let conn = connect(path, OpenFlags::empty())?;
    conn.pragma_update(None, "query_only", true)?;
    // In KiB. Each reader has one of its own, and behind all of them is the system's.
    conn.pragma_update(None, "cache_size", -512)?;
    Ok(conn)
}

fn connect(path: &Path, more: OpenFlags) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(PREPARED);
    // Or a statement whose LIMIT is given is planned anew for each value.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Or what savepoints keep for a rollback, people's words among it, would stand in files under /var/tmp.
    conn.pragma_update(None, "temp_store", "memory")?;
    Ok(conn)
}

/// Changes rows; answers how many.
pub fn exec(conn: &Connection, sql: &str, args: &[Arg]) -> rusqlite::Result<usize> {
    prepared(conn, sql, args)?.raw_execute()
}

/// Reads rows.
pub fn rows(conn: &Connection, sql: &str, args: &[Arg]) -> rusqlite::Result<Vec<Stored>> {
    let mut statement = prepared(conn, sql, args)?;
    let (names, count) = (Arc::<str>::from(statement.column_names().join(BETWEEN)), statement.column_count());
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let value = |place| Ok(Value::try_from(row.get_ref(place)?)?);
        let values = (0..count).map(value).collect::<rusqlite::Result<_>>()?;
        found.push(Stored { names: names.clone(), values });
    }
    Ok(found)
}

/// From here to [`end`], what is read is as it stood when the first statement looked.
pub fn begin(conn: &Connection) -> rusqlite::Result<()> {
    if conn.is_autocommit() { exec(conn, "BEGIN", &[]).map(drop) } else { Ok(()) }
}

/// Ends that, where it began. Nothing was changed in it.
pub fn end(conn: &Connection) {
    if !conn.is_autocommit() {
        let _ = exec(conn, "COMMIT", &[]);
    }
}

fn prepared<'c>(conn: &'c Connection, sql: &str, args: &[Arg]) -> rusqlite::Result<CachedStatement<'c>> {
    let mut statement = conn.prepare_cached(sql)?;
    for place in 1..=statement.parameter_count() {
        // `$2` is a name to SQLite, and gets its place where it first stands.
        let number = statement.parameter_name(place).and_then(|name| name.strip_prefix('$')?.parse().ok());
        let arg = number.and_then(|number: usize| args.get(number.checked_sub(1)?));
        statement.raw_bind_parameter(place, arg)?;
    }
    Ok(statement)
}

impl ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Int(Some(value)) => ValueRef::Integer(*value),
            Self::Text(Some(value)) => ValueRef::Text(value.as_bytes()),
            Self::Uuid(Some(value)) => ValueRef::Blob(value.as_bytes()),
            Self::Bytes(Some(value)) => ValueRef::Blob(value),
            Self::Int(None) | Self::Text(None) | Self::Uuid(None) | Self::Bytes(None) => ValueRef::Null,
        }))
    }
}

/// Stands in no column's name.
const BETWEEN: &str = "\n";

/// A row as it stood.
pub struct Stored {
    /// Of all columns, [`BETWEEN`] them.
    names: Arc<str>,
    values: Box<[Value]>,
}

impl Stored {
    /// What stands in a column.
    ///
    /// # Errors
    /// Where there is no such column, or it holds something else.
    pub fn get<T: FromSql>(&self, column: &str) -> Result<T, Trouble> {
        T::column_result(self.value(column)?.into()).map_err(|_| Trouble::fault(column))
    }

    /// Is the column empty?
    pub fn is_null(&self, column: &str) -> Result<bool, Trouble> {
        self.value(column).map(|value| *value == Value::Null)
    }

    fn value(&self, column: &str) -> Result<&Value, Trouble> {
        let place = self.names.split(BETWEEN).position(|name| name == column);
        place.and_then(|place| self.values.get(place)).ok_or_else(|| Trouble::fault(column))
    }
}
