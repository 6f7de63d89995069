//! Out of PostgreSQL, and into it.

use std::fmt::Write as _;

use futures::TryStreamExt as _;
use indgang_domain::kernel::time::Moment;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use super::file::{Line, Reader, Writer};
use super::table::{Kind, Table};
use super::{Failure, LEFT_OUT};
use crate::store::postgres::connect;
use crate::store::{Arg, Trouble, era, migrate};

/// So many bytes are gathered before they are sent.
const GATHERED: usize = 1024 * 1024;
/// All of one moment. Nobody waits for it, and it waits for nobody.
const SNAPSHOT: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
const COLUMNS: &str = "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT) \
    FROM information_schema.columns c JOIN information_schema.tables t \
    ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE' \
    WHERE c.table_schema = 'public' ORDER BY c.table_name, c.ordinal_position";

/// Reads beside servers that run: what is written meanwhile is not seen.
pub(super) async fn write_down(url: &str, mut writer: Writer, now: Moment) -> Result<u64, Failure> {
    let mut conn = connect(url).await?;
    let mut snapshot = conn.begin().await?;
    sqlx::raw_sql(SNAPSHOT).execute(&mut *snapshot).await?;
    writer.begin(now, migrate::done_postgres(&mut snapshot).await?)?;
    for table in tables(&mut snapshot).await? {
        writer.table(&table)?;
        let sql = AssertSqlSafe(format!("SELECT {} FROM {}", table.names(), table.table));
        let mut rows = sqlx::query(sql).fetch(&mut *snapshot);
        while let Some(row) = rows.try_next().await? {
            let value = |(place, (_, kind)): (usize, &(String, Kind))| arg(*kind, &row, place);
            let values = table.columns.iter().enumerate().map(value).collect::<Result<Vec<_>, _>>()?;
            writer.row(&values)?;
        }
    }
    snapshot.rollback().await?;
    conn.close().await?;
    writer.finish()
}

/// Every table that is kept, with its columns.
async fn tables(conn: &mut PgConnection) -> Result<Vec<Table>, Failure> {
    let columns: Vec<(String, String, String)> = sqlx::query_as(COLUMNS).fetch_all(conn).await?;
    let mut tables: Vec<Table> = Vec::new();
    for (table, column, kind) in columns {
        if LEFT_OUT.contains(&table.as_str()) {
            continue;
        }
        let column = (column, Kind::named(&kind).ok_or_else(|| Trouble::fault(&table))?);
        match tables.last_mut().filter(|last| last.table == table) {
            Some(last) => last.columns.push(column),
            None => tables.push(Table { table, columns: vec![column] }),
        }
    }
    Ok(tables)
}

fn arg(kind: Kind, row: &PgRow, place: usize) -> Result<Arg, sqlx::Error> {
    Ok(match kind {
        Kind::Bigint => Arg::Int(row.try_get(place)?),
        Kind::Text => Arg::Text(row.try_get(place)?),
        Kind::Uuid => Arg::Uuid(row.try_get(place)?),
        Kind::Bytea => Arg::Bytes(row.try_get(place)?),
    })
}

/// Fills an empty database as the tables' owner, whole or not at all.
pub(super) async fn fill(url: &str, mut reader: Reader, now: Moment) -> Result<(), Failure> {
    let mut conn = connect(url).await?;
    let mut filling = conn.begin().await?;
    let migrations = &reader.header().migrations;
    migrate::bring_postgres(&mut filling, |name| migrations.iter().any(|done| done == name)).await?;
    if migrate::done_postgres(&mut filling).await? != *migrations {
        return Err(Failure::Ahead);
    }
    for table in tables(&mut filling).await? {
        let sql = AssertSqlSafe(format!("SELECT NOT EXISTS (SELECT 1 FROM {})", table.table));
        let (is_empty,): (bool,) = sqlx::query_as(sql).fetch_one(&mut *filling).await?;
        if !is_empty {
            return Err(Failure::NotEmpty(table.table));
        }
    }
    let mut next = reader.next()?;
    while let Some(Line::Table(table)) = next {
        next = copy(&mut filling, &table, &mut reader).await?;
    }
    migrate::bring_postgres(&mut filling, |_| true).await?;
    let (highest,): (i64,) = sqlx::query_as(era::HIGHEST).fetch_one(&mut *filling).await?;
    let beginning = AssertSqlSafe(era::beginning(highest, now));
    sqlx::raw_sql(beginning).execute(&mut *filling).await?;
    filling.commit().await?;
    // What it knows of the tables it would else find out some time later.
    sqlx::raw_sql("ANALYZE").execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

/// Sends a table's rows; answers the line after them.
async fn copy(conn: &mut PgConnection, table: &Table, reader: &mut Reader) -> Result<Option<Line>, Failure> {
    let sql = format!("COPY {} ({}) FROM STDIN", table.table, table.names());
    let mut rows = conn.copy_in_raw(&sql).await?;
    let mut gathered = String::new();
    let after = loop {
        match reader.next()? {
            Some(Line::Row(row)) => write(&mut gathered, &row),
            after => break after,
        }
        if gathered.len() >= GATHERED {
            rows.send(gathered.as_bytes()).await?;
            gathered.clear();
        }
    };
    rows.send(gathered.as_bytes()).await?;
    rows.finish().await?;
    Ok(after)
}

/// A row in the text that COPY reads.
fn write(text: &mut String, row: &[Arg]) {
    for (place, value) in row.iter().enumerate() {
        if place > 0 {
            text.push('\t');
        }
        match value {
            Arg::Int(Some(number)) => text.push_str(&number.to_string()),
            Arg::Uuid(Some(id)) => text.push_str(&id.to_string()),
            Arg::Bytes(Some(bytes)) => {
                text.push_str("\\\\x");
                for byte in bytes {
                    let _ = write!(text, "{byte:02x}");
                }
            }
            Arg::Text(Some(words)) => words.chars().for_each(|letter| match letter {
                '\\' => text.push_str("\\\\"),
                '\t' => text.push_str("\\t"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                letter => text.push(letter),
            }),
            Arg::Int(None) | Arg::Uuid(None) | Arg::Bytes(None) | Arg::Text(None) => text.push_str("\\N"),
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_copy_is_written_so_that_it_does_not() {
        let mut text = String::new();
        let row = [
            Arg::from("a\tb\nc\\N\rd"),
            Arg::Text(None),
            Arg::from(-1_i64),
            Arg::from(vec![0_u8, 255]),
            Arg::from(""),
        ];
        write(&mut text, &row);
        assert_eq!(text, "a\\tb\\nc\\\\N\\rd\t\\N\t-1\t\\\\x00ff\t\n");
    }
}
