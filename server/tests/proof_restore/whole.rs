//! Everything that a database holds, read by its own driver and not by what makes backups.

use std::collections::BTreeMap;

use indgang_server::store::address::Address;
use rusqlite::Connection;
use rusqlite::types::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// Each table's rows as texts that both engines agree on, sorted.
pub(crate) type Whole = BTreeMap<String, Vec<String>>;

pub(crate) async fn of(address: &Address) -> Whole {
    let mut whole = match address {
        Address::Sqlite(path) => of_sqlite(&Connection::open(path).unwrap()),
        Address::Postgres(url) => of_postgres(&mut PgConnection::connect(url).await.unwrap()).await,
    };
    for rows in whole.values_mut() {
        rows.sort();
    }
    whole
}

fn of_sqlite(conn: &Connection) -> Whole {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let mut whole = Whole::new();
    for table in texts(conn, tables) {
        let mut columns = texts(conn, &format!("SELECT name FROM pragma_table_info('{table}')"));
        columns.sort();
        let mut statement = conn.prepare(&format!("SELECT {} FROM {table}", columns.join(", "))).unwrap();
        let rows = statement.query_map([], |row| {
            let value = |place| row.get::<_, Value>(place).map(|value| text(&value));
            Ok((0..columns.len()).map(value).collect::<Result<Vec<_>, _>>()?.join("|"))
        });
        whole.insert(table, rows.unwrap().map(Result::unwrap).collect());
    }
    whole
}

fn texts(conn: &Connection, sql: &str) -> Vec<String> {
    conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")),
        Value::Real(_) => panic!("no column is one"),
    }
}

async fn of_postgres(conn: &mut PgConnection) -> Whole {
    let sql = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT) \
        FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name";
    let columns: Vec<(String, String, String)> = sqlx::query_as(sql).fetch_all(&mut *conn).await.unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column, kind) in columns {
        tables.entry(table).or_default().push(match kind.as_str() {
            "bytea" => format!("encode({column}, 'hex')"),
            "uuid" => format!("replace(CAST({column} AS TEXT), '-', '')"),
            _ => format!("CAST({column} AS TEXT)"),
        });
    }
    let mut whole = Whole::new();
    for (table, columns) in tables {
        let each: Vec<_> = columns.iter().map(|column| format!("COALESCE({column}, '')")).collect();
        let sql = AssertSqlSafe(format!("SELECT {} FROM {table}", each.join(" || '|' || ")));
        let rows: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut *conn).await.unwrap();
        whole.insert(table, rows.into_iter().map(|(row,)| row).collect());
    }
    whole
}
