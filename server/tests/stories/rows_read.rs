//! How much a screen reads: the same statements, and the same rows looked at, however many families there are. Rows that are looked at and left out count too.

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use indgang_server::store::address::Address;
use indgang_server::store::{self, Arg};
use rusqlite::{Connection, StatementStatus};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::demo::Demo;
use crate::door::Door;
use crate::plans::{Statement, analyze, grow};
use crate::stories;

stories! {
    what_home_and_team_read_does_not_grow_with_the_families,
}

/// So many families beside the demo world's, in its own municipality, before anything is counted: over fewer,
/// `PostgreSQL` finds it cheaper to look through all.
const SOME: u32 = 140;

/// And so many more after it.
fn more() -> u32 {
    if std::env::var_os("INDGANG_FULL").is_some() { 35_000 } else { 350 }
}

async fn what_home_and_team_read_does_not_grow_with_the_families(demo: Demo) {
    let (mother, contact) = (Door::open(&demo, "borger").await, Door::open(&demo, "kontakt-1").await);
    let screens =
        [("/hjem", &mother), ("/aftaler", &mother), ("/sundhedssamtale", &mother), ("/team", &contact)];
    grow(&demo, SOME, 1).await;
    analyze(&demo).await;
    let mut before = Vec::new();
    for (path, door) in screens {
        before.push(looked_at(&demo, &statements(&demo, door, path).await).await);
    }
    grow(&demo, more(), 2).await;
    analyze(&demo).await;
    for ((path, door), before) in screens.into_iter().zip(before) {
        let after = looked_at(&demo, &statements(&demo, door, path).await).await;
        assert_eq!(after.len(), before.len(), "{path}: as many statements");
        for ((sql, after), (same, before)) in after.into_iter().zip(before) {
            assert_eq!(sql, same, "{path}");
            // PostgreSQL may have found it cheaper to look through a small table before.
            assert!(after <= before, "{path}: {after} after {before}: {sql}");
        }
    }
    // The control: what goes through a table is found out.
    let sql = "SELECT id FROM families WHERE municipality = $1".to_owned();
    let whole = vec![(sql, vec![Arg::from(contact.someone.viewer().municipality)])];
    assert!(looked_at(&demo, &whole).await[0].1 > u64::from(more()));
}

/// What a page asks of the database: of the session, the policy and the views.
async fn statements(demo: &Demo, door: &Door, path: &str) -> Vec<Statement> {
    // The first visit of a day also notes what was read.
    visit(door, path).await;
    demo.recorder.take();
    visit(door, path).await;
    let statements = demo.recorder.take();
    assert!(statements.len() > 3, "{path} asks for its views");
    statements
}

async fn visit(door: &Door, path: &str) {
    let response = door.send(door.request("GET", path).body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    to_bytes(response.into_body(), usize::MAX).await.unwrap();
}

/// For each statement how much was looked at: steps of SQLite's machine, rows of PostgreSQL's scans.
async fn looked_at(demo: &Demo, statements: &[Statement]) -> Vec<(String, u64)> {
    let mut all = Vec::new();
    match &demo.address {
        Address::Sqlite(path) => {
            let conn = store::sqlite::open_to_read(path).unwrap();
            for statement in statements {
                all.push(steps(&conn, statement));
            }
        }
        Address::Postgres(_) => {
            let pool = demo.desk.db.postgres().unwrap();
            let mut conn = pool.acquire().await.unwrap().detach();
            // Of a few hundred rows it would rather look through all; of very many it never would.
            for name in ["seqscan", "hashjoin", "mergejoin", "bitmapscan"] {
                let step = AssertSqlSafe(format!("SET enable_{name} = off"));
                sqlx::raw_sql(step).execute(&mut conn).await.unwrap();
            }
            for statement in statements {
                all.push(rows(&mut conn, statement).await);
            }
        }
    }
    // A page asks for several things at once: whichever comes first.
    let mut named: Vec<_> = statements.iter().map(|(sql, _)| sql.clone()).zip(all).collect();
    named.sort();
    named
}

fn steps(conn: &Connection, (sql, args): &Statement) -> u64 {
    store::sqlite::rows(conn, sql, args).unwrap();
    let steps = conn.prepare_cached(sql).unwrap().reset_status(StatementStatus::VmStep);
    u64::try_from(steps).unwrap()
}

async fn rows(conn: &mut PgConnection, (sql, args): &Statement) -> u64 {
    let explain = AssertSqlSafe(format!("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}"));
    let query = args.iter().cloned().fold(sqlx::query(explain), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
        Arg::Uuid(value) => query.bind(value),
        Arg::Bytes(value) => query.bind(value),
    });
    let plan: String = query.fetch_one(conn).await.unwrap().try_get_unchecked(0).unwrap();
    scanned(&serde_json::from_str::<Value>(&plan).unwrap()[0]["Plan"])
}

/// Rows that came out of scans, and those that they threw away.
fn scanned(node: &Value) -> u64 {
    let number = |field: &str| node[field].as_f64().unwrap_or(0.0);
    let is_scan = node["Node Type"].as_str().is_some_and(|kind| kind.contains("Scan"));
    let each =
        number("Actual Rows") + number("Rows Removed by Filter") + number("Rows Removed by Index Recheck");
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let own = if is_scan { (each * number("Actual Loops")).round() as u64 } else { 0 };
    own + node["Plans"].as_array().into_iter().flatten().map(scanned).sum::<u64>()
}
