//! What holds for every table.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use indgang_server::store::retention;
use sqlx::AssertSqlSafe;

use crate::demo::{Demo, Engine, none};
use crate::door::Door;
use crate::stories;

stories! {
    municipality_comes_first_in_every_key,
    every_table_is_kept_for_a_reason,
    it_is_ready_once_every_migration_is_done,
}

/// Every index and primary key with its first column.
async fn keys(demo: &Demo) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    match demo.engine {
        Engine::Sqlite => {
            for table in demo.rows().await.into_keys() {
                let list = AssertSqlSafe(format!("SELECT name FROM pragma_index_list('{table}')"));
                for index in demo.desk.db.rows(list, none()).await.unwrap() {
                    let index = index.text("name").unwrap();
                    let first = AssertSqlSafe(format!(
                        "SELECT name FROM pragma_index_info('{index}') WHERE seqno = 0"
                    ));
                    let first = demo.desk.db.row(first, none()).await.unwrap().unwrap();
                    keys.insert(format!("{table}: {index}"), first.text("name").unwrap());
                }
            }
        }
        Engine::Postgres => {
            let sql = "SELECT CAST(t.relname AS TEXT) AS of_table, CAST(i.relname AS TEXT) AS index, \
                       CAST(a.attname AS TEXT) AS first FROM pg_index x \
                       JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid \
                       JOIN pg_namespace n ON n.oid = t.relnamespace \
                       JOIN pg_attribute a ON a.attrelid = i.oid AND a.attnum = 1 WHERE n.nspname = 'public'";
            for row in demo.desk.db.rows(sql, none()).await.unwrap() {
                let (table, index) = (row.text("of_table").unwrap(), row.text("index").unwrap());
                keys.insert(format!("{table}: {index}"), row.text("first").unwrap());
            }
        }
    }
    keys
}

/// Of the program itself, not of a municipality.
fn is_ours_alone(table: &str) -> bool {
    table == "migrations"
}

async fn municipality_comes_first_in_every_key(demo: Demo) {
    let keys = keys(&demo).await;
    let tables: BTreeSet<_> =
        keys.keys().filter_map(|name| name.split(':').next()).map(str::to_owned).collect();
    assert_eq!(tables, demo.rows().await.into_keys().collect(), "every table has a key");
    let others: Vec<_> = keys
        .iter()
        .filter(|(name, first)| {
            *first != "municipality" && !is_ours_alone(name.split(':').next().unwrap_or_default())
        })
        .collect();
    assert!(others.is_empty(), "{others:?}");
}

async fn every_table_is_kept_for_a_reason(demo: Demo) {
    let classed: BTreeSet<_> = retention::classes().into_keys().map(str::to_owned).collect();
    assert_eq!(classed, demo.rows().await.into_keys().collect());
}

async fn it_is_ready_once_every_migration_is_done(demo: Demo) {
    // A server of its own for each: one asks the database once a second.
    let ready = async || {
        let door = Door::open(&demo, "borger").await;
        let request = Request::builder().uri("/readyz").body(Body::empty()).unwrap();
        door.send(request).await.status()
    };
    assert_eq!(ready().await, StatusCode::OK);
    demo.owner_does("INSERT INTO migrations (name) VALUES ('9999_of_a_newer_version')").await;
    assert_eq!(ready().await, StatusCode::OK, "an older process serves on while a newer one comes up");
    demo.owner_does("DELETE FROM migrations WHERE name = '0001_house'").await;
    assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE);
}
