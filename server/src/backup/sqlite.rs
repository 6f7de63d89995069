//! Out of SQLite, and into it.

use std::path::Path;

use indgang_domain::kernel::time::Moment;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};

use super::file::{Line, Reader, Writer};
use super::table::{Kind, Table};
use super::{Failure, LEFT_OUT};
use crate::store::db::{self, Durability};
use crate::store::{Arg, Trouble, era, migrate, sqlite};

const TABLES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
const COLUMNS: &str = "SELECT name, type FROM pragma_table_info($1) ORDER BY cid";

/// Reads beside a server that runs: what is written meanwhile is not seen.
pub(super) fn write_down(path: &Path, mut writer: Writer, now: Moment) -> Result<u64, Failure> {
    let conn = sqlite::open_to_read(path)?;
    let snapshot = conn.unchecked_transaction()?;
    writer.begin(now, migrate::done_sqlite(&snapshot)?)?;
    for table in tables(&snapshot)? {
        writer.table(&table)?;
        let mut statement = snapshot.prepare(&format!("SELECT {} FROM {}", table.names(), table.table))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let value = |(place, (_, kind)): (usize, &(String, Kind))| {
                arg(*kind, row.get_ref(place)?).ok_or_else(|| Trouble::fault(&table.table).into())
            };
            let values = table.columns.iter().enumerate().map(value).collect::<Result<Vec<_>, Failure>>()?;
            writer.row(&values)?;
        }
    }
    writer.finish()
}

/// Every table that is kept, with its columns.
fn tables(conn: &Connection) -> Result<Vec<Table>, Failure> {
    let mut statement = conn.prepare(TABLES)?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut tables = Vec::with_capacity(names.len());
    for table in names.into_iter().filter(|name| !LEFT_OUT.contains(&name.as_str())) {
        let mut statement = conn.prepare(COLUMNS)?;
        let of_table = statement.query_map([&table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut columns = Vec::new();
        for column in of_table {
            let (name, kind): (String, String) = column?;
            columns.push((name, Kind::named(&kind).ok_or_else(|| Trouble::fault(&table))?));
        }
        tables.push(Table { table, columns });
    }
    Ok(tables)
}

fn arg(kind: Kind, value: ValueRef<'_>) -> Option<Arg> {
    Some(match (kind, value) {
        (Kind::Bigint, ValueRef::Null) => Arg::Int(None),
        (Kind::Text, ValueRef::Null) => Arg::Text(None),
        (Kind::Uuid, ValueRef::Null) => Arg::Uuid(None),
        (Kind::Bytea, ValueRef::Null) => Arg::Bytes(None),
        (Kind::Bigint, ValueRef::Integer(number)) => Arg::Int(Some(number)),
        (Kind::Text, ValueRef::Text(text)) => Arg::Text(Some(str::from_utf8(text).ok()?.to_owned())),
        (Kind::Uuid, ValueRef::Blob(bytes)) => Arg::Uuid(Some(uuid::Uuid::from_slice(bytes).ok()?)),
        (Kind::Bytea, ValueRef::Blob(bytes)) => Arg::Bytes(Some(bytes.to_vec())),
        _ => return None,
    })
}

/// Fills an empty file, whole or not at all.
pub(super) fn fill(path: &Path, mut reader: Reader, now: Moment) -> Result<(), Failure> {
    let _lock = db::lock(path)?;
    let mut conn = sqlite::open(path, Durability::Full)?;
    let filling = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let migrations = &reader.header().migrations;
    migrate::bring_sqlite(&filling, |name| migrations.iter().any(|done| done == name))?;
    if migrate::done_sqlite(&filling)? != *migrations {
        return Err(Failure::Ahead);
    }
    for table in tables(&filling)? {
        let is_empty = format!("SELECT NOT EXISTS (SELECT 1 FROM {})", table.table);
        if !filling.query_row(&is_empty, [], |row| row.get::<_, bool>(0))? {
            return Err(Failure::NotEmpty(table.table));
        }
    }
    let mut into = String::new();
    while let Some(line) = reader.next()? {
        match line {
            Line::Table(table) => {
                let places = vec!["?"; table.columns.len()].join(", ");
                into = format!("INSERT INTO {} ({}) VALUES ({places})", table.table, table.names());
            }
            Line::Row(row) => {
                filling.prepare_cached(&into)?.execute(params_from_iter(row))?;
            }
        }
    }
    migrate::bring_sqlite(&filling, |_| true)?;
    let highest = filling.query_row(era::HIGHEST, [], |row| row.get(0))?;
    filling.execute_batch(&era::beginning(highest, now))?;
    filling.commit()?;
    // Into the file itself, which may then be moved.
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}
