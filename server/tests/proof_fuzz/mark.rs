//! What a database holds, in one line: to see whether anything changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sqlx::AssertSqlSafe;

use crate::demo::{Demo, none};

pub(crate) struct Mark {
    sql: String,
    names: Vec<String>,
}

impl Mark {
    /// Of all tables but those that a refusal may add to: its own outcome, and `but`. And of where the streams are, so
    /// that a row that changed shows too.
    pub(crate) fn of(tables: &BTreeMap<String, i64>, but: &[&str]) -> Self {
        let kept = |name: &&String| *name != "outcomes" && !but.contains(&name.as_str());
        let names: Vec<String> = tables.keys().filter(kept).cloned().collect();
        let mut sql = "SELECT (SELECT CAST(SUM(version) AS BIGINT) FROM streams) AS moved".to_owned();
        for name in &names {
            let _ = write!(sql, ", (SELECT COUNT(*) FROM {name}) AS n_{name}");
        }
        let names = names.iter().map(|name| format!("n_{name}")).chain(["moved".to_owned()]).collect();
        Self { sql, names }
    }

    pub(crate) async fn read(&self, demo: &Demo) -> String {
        let row = demo.desk.db.row(AssertSqlSafe(self.sql.clone()), none()).await.unwrap().unwrap();
        let counts = self.names.iter().map(|name| format!("{name}={}", row.int(name).unwrap()));
        counts.collect::<Vec<_>>().join(" ")
    }
}
