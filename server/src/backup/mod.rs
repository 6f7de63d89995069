//! Everything that is kept, in one file that either database can be made from again. See docs/adr/0006-backups.md.
//!
//! A file is lines of JSON, packed by gzip: first a [`Header`](file::Header), then for each table a line that names its
//! columns and one for each row, last how many rows there were and the SHA-256 of all lines before. It is of one moment,
//! whatever is written meanwhile, and is neither made nor read in memory.

mod failure;
mod file;
mod postgres;
mod sqlite;
mod table;

use std::path::Path;

use indgang_domain::kernel::time::Moment;

use crate::store::address::Address;
use crate::store::migrate;
pub use failure::Failure;
pub use file::{Header, Line, Reader, Writer};
pub use table::{Kind, Table};

/// Logins are not kept: one that was ended since, on a phone that was lost, must not come back.
const LEFT_OUT: [&str; 2] = ["sessions", "migrations"];

/// Writes down everything that a database holds at this moment; answers how many rows. The app may run meanwhile.
///
/// # Errors
/// Where the database cannot be read or the file not be written. There is no half of a backup under its name.
pub async fn backup(address: &Address, to: &Path, now: Moment) -> Result<u64, Failure> {
    let writer = Writer::create(to)?;
    match address {
        Address::Sqlite(path) => sqlite::write_down(path, writer, now),
        Address::Postgres(url) => postgres::write_down(url, writer, now).await,
    }
}

/// Looks whether a backup is whole, and one that this version can restore; answers how many rows it has.
///
/// # Errors
/// Why not.
pub fn check(from: &Path) -> Result<u64, Failure> {
    let mut reader = Reader::open(from)?;
    if !migrate::is_beginning(&reader.header().migrations) {
        return Err(Failure::Newer(reader.header().version.clone()));
    }
    let mut rows = 0;
    while let Some(line) = reader.next()? {
        rows += u64::from(matches!(line, Line::Row(_)));
    }
    Ok(rows)
}

/// Fills an empty database from a backup, of whichever database, and brings it to this version; answers how many rows.
/// What time it is names the era that begins.
///
/// # Errors
/// Where the backup is damaged or newer than this version, or the database is not empty: then nothing is changed. What
/// fails later is rolled back.
pub async fn restore(address: &Address, from: &Path, now: Moment) -> Result<u64, Failure> {
    let rows = check(from)?;
    let reader = Reader::open(from)?;
    match address {
        Address::Sqlite(path) => sqlite::fill(path, reader, now)?,
        Address::Postgres(url) => postgres::fill(url, reader, now).await?,
    }
    Ok(rows)
}
