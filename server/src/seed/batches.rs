//! Rows that wait to be written with others of their kind: one statement for many, or seeding a large municipality
//! takes twice the time.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::AssertSqlSafe;

use crate::store::{Arg, Transaction, Trouble};

/// So many rows go into one statement; what is left at the end goes in smaller lots, so that few statements are kept.
const LOTS: [usize; 3] = [64, 8, 1];

/// Rows by the statement that writes one of them.
#[derive(Default)]
pub(super) struct Batches {
    rows: HashMap<&'static str, Vec<Vec<Arg>>>,
    statements: HashMap<(&'static str, usize), Arc<str>>,
}

impl Batches {
    /// Puts a row where it waits; writes a full lot.
    pub(super) async fn put(
        &mut self,
        tx: &mut Transaction<'_>,
        sql: &'static str,
        row: Vec<Arg>,
    ) -> Result<(), Trouble> {
        let rows = self.rows.entry(sql).or_default();
        rows.push(row);
        if rows.len() < LOTS[0] {
            return Ok(());
        }
        let lot = std::mem::take(rows);
        self.write(tx, sql, lot).await
    }

    /// Writes all that waits.
    pub(super) async fn finish(mut self, tx: &mut Transaction<'_>) -> Result<(), Trouble> {
        for (sql, mut rows) in std::mem::take(&mut self.rows) {
            for size in LOTS {
                while rows.len() >= size {
                    let lot = rows.drain(..size).collect();
                    self.write(tx, sql, lot).await?;
                }
            }
        }
        Ok(())
    }

    async fn write(
        &mut self,
        tx: &mut Transaction<'_>,
        sql: &'static str,
        lot: Vec<Vec<Arg>>,
    ) -> Result<(), Trouble> {
        let statement =
            self.statements.entry((sql, lot.len())).or_insert_with(|| many(sql, lot.len()).into()).clone();
        tx.exec(AssertSqlSafe(statement), lot.into_iter().flatten().collect()).await.map(drop)
    }
}

/// `INSERT … VALUES ($1, $2) …` for so many rows: the parenthesis again and again, its placeholders counted on.
fn many(sql: &str, rows: usize) -> String {
    let Some((head, rest)) = sql.split_once("VALUES (") else { return sql.to_owned() };
    let Some((row, tail)) = rest.split_once(')') else { return sql.to_owned() };
    let values: Vec<_> = row.split(", ").collect();
    let width = values.iter().filter(|value| value.starts_with('$')).count();
    let one = |n: usize| {
        let counted = values.iter().map(|value| match value.strip_prefix('$').map(str::parse::<usize>) {
            Some(Ok(place)) => format!("${}", place + n * width),
            _ => (*value).to_owned(),
        });
        format!("({})", counted.collect::<Vec<_>>().join(", "))
    };
    format!("{head}VALUES {}{tail}", (0..rows).map(one).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_for_many_counts_its_placeholders_on() {
        let one = "INSERT INTO seen (a, b, c) VALUES ($1, $2, 0) ON CONFLICT (a) DO NOTHING";
        assert_eq!(many(one, 1), one);
        let three = "INSERT INTO seen (a, b, c) VALUES ($1, $2, 0), ($3, $4, 0), ($5, $6, 0) ON CONFLICT (a) DO NOTHING";
        assert_eq!(many(one, 3), three);
    }
}
