//! How much a screen asks of the database: so many statements, each by an index, however many families there are.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indgang_domain::home::Home;
use indgang_domain::messages::{OpenThread, Threads};
use indgang_domain::staff::{OpenFamily, OpenUnit, Team};
use indgang_server::store::address::Address;
use indgang_server::store::{Arg, Db};
use indgang_server::{seed, world};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use crate::demo::{Demo, Engine, none, now};
use crate::stories;

stories! {
    each_screen_has_its_budget_of_statements,
    the_budget_does_not_grow_with_the_families,
    no_statement_looks_through_a_table,
}

/// A statement as it ran.
pub(crate) type Statement = (String, Vec<Arg>);

/// What each screen asked.
struct Asked {
    screens: Vec<(&'static str, Vec<Statement>)>,
}

impl Asked {
    async fn of(demo: &Demo) -> Self {
        let (mother, contact) = (demo.person("borger").await, demo.person("kontakt-1").await);
        let (thread, family) = (mother.family_thread(None).await, mother.family().await);
        let held = contact.pulls_all(Vec::new()).await;
        demo.recorder.take();
        let mut screens = Vec::new();
        let mut note = |name| screens.push((name, demo.recorder.take()));
        mother.asks(&Home {}).await.unwrap();
        note("Home");
        mother.asks(&Threads {}).await.unwrap();
        note("Threads");
        mother.asks(&OpenThread { thread, before: None }).await.unwrap();
        note("OpenThread");
        mother.asks(&OpenThread { thread, before: Some(20) }).await.unwrap();
        note("OpenThread, earlier");
        contact.asks(&Team {}).await.unwrap();
        note("Team");
        contact.asks(&OpenFamily { family }).await.unwrap();
        note("OpenFamily");
        contact.asks(&OpenUnit {}).await.unwrap();
        note("OpenUnit");
        contact.pulls(held.cursors.clone()).await;
        note("pull, nothing new");
        mother.says(thread, "Hej").await;
        note("submit SendMessage");
        contact.pulls(held.cursors).await;
        note("pull, one message");
        contact.pulls(Vec::new()).await;
        note("pull, everything");
        Self { screens }
    }

    fn counts(&self) -> Vec<(&'static str, usize)> {
        self.screens.iter().map(|(name, statements)| (*name, statements.len())).collect()
    }

    fn statements(self) -> Vec<(&'static str, Statement)> {
        let of_one = |(screen, statements): (_, Vec<Statement>)| {
            statements.into_iter().map(move |statement| (screen, statement))
        };
        self.screens.into_iter().flat_map(of_one).collect()
    }
}

async fn each_screen_has_its_budget_of_statements(demo: Demo) {
    // PostgreSQL takes the row locks of the two streams one by one.
    let locks = if demo.engine == Engine::Postgres { 2 } else { 0 };
    let budget = [
        ("Home", 7),
        ("Threads", 2),
        ("OpenThread", 7),
        ("OpenThread, earlier", 7),
        // And whether it is noted already that the case was read today: that is asked for the team, never for a family.
        ("Team", 8),
        ("OpenFamily", 7),
        ("OpenUnit", 4),
        ("pull, nothing new", 1),
        ("submit SendMessage", 12 + locks),
        ("pull, one message", 5),
        // One for each of 45 streams, one for each kind, and who was told of it.
        ("pull, everything", 53),
    ];
    let asked = Asked::of(&demo).await;
    assert_eq!(asked.counts(), budget);
}

async fn the_budget_does_not_grow_with_the_families(demo: Demo) {
    let before = Asked::of(&demo).await.counts();
    as_in_a_larger_database(&demo).await;
    assert_eq!(Asked::of(&demo).await.counts(), before);
}

/// Looked through on purpose, and why.
const EXCEPTED: &[(&str, &str)] = &[
    ("Scan on units ", "as many as a municipality has teams"),
    ("Scan on templates ", "a handful to each team"),
    ("Scan on services ", "a handful to each team"),
    ("Scan on interpreters ", "a handful to each team"),
    ("Scan on holds ", "those who are choosing a time"),
    ("Scan on absences ", "those who are away at one time"),
];

async fn no_statement_looks_through_a_table(demo: Demo) {
    as_in_a_larger_database(&demo).await;
    let found = looked_through(&demo, Asked::of(&demo).await.statements()).await;
    assert!(found.is_empty(), "{found}");
    control(&demo).await;
}

/// What these statements look through, and what first asked them for; each is judged once.
pub(crate) async fn looked_through(demo: &Demo, statements: Vec<(&'static str, Statement)>) -> String {
    let (mut known, mut found) = (BTreeSet::new(), String::new());
    for (asker, (sql, args)) in statements {
        if !known.insert(sql.clone()) {
            continue;
        }
        let bad = match demo.engine {
            Engine::Sqlite => scans_of_sqlite(&demo.desk.db, &sql).await,
            Engine::Postgres => scans_of_postgres(demo, &sql, &args).await,
        };
        for scan in bad.iter().filter(|scan| !EXCEPTED.iter().any(|(name, _)| scan.contains(name))) {
            let _ = writeln!(found, "{asker}: {scan}\n    {sql}");
        }
    }
    found
}

/// That a statement which does look through a table is found out.
async fn control(demo: &Demo) {
    for (sql, args) in [
        ("SELECT id FROM messages WHERE body = $1", vec![Arg::Text(None)]),
        (
            "SELECT id FROM messages WHERE municipality = $1 AND author = $2",
            vec![Arg::Uuid(None), Arg::Uuid(None)],
        ),
    ] {
        let bad = match demo.engine {
            Engine::Sqlite => scans_of_sqlite(&demo.desk.db, sql).await,
            Engine::Postgres => scans_of_postgres(demo, sql, &args).await,
        };
        assert!(!bad.is_empty(), "{sql}");
    }
}

/// The lines of SQLite's plan that go through a whole table, or through all of one municipality.
async fn scans_of_sqlite(db: &Db, sql: &str) -> Vec<String> {
    let rows = db.rows(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")), none()).await.unwrap();
    let lines: Vec<_> = rows.iter().map(|row| row.text("detail").unwrap()).collect();
    // What a subquery has narrowed already goes under its alias.
    let narrowed: Vec<_> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("CO-ROUTINE ").or_else(|| line.strip_prefix("MATERIALIZE ")))
        .collect();
    let bad = |line: &str| match line.strip_prefix("SCAN ") {
        Some(what) => !what.starts_with("CONSTANT ROW") && !narrowed.contains(&what),
        None => line.ends_with("(municipality=?)"),
    };
    lines.iter().filter(|line| bad(line)).cloned().collect()
}

/// A page of a table is said to hold a hundred thousand rows, and of an empty one nothing is known: there PostgreSQL
/// guesses by how wide a row is. Of what a demo world seldom sets aside it is told some, that nobody may see.
const AS_IF_LARGE: &str = "\
    INSERT INTO quarantine (municipality, id, author, family, thread, message, authored, language, body, photos, settled) \
    SELECT (SELECT MIN(CAST(municipality AS TEXT)) FROM municipalities)::UUID, gen_random_uuid(), gen_random_uuid(), \
    gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), n, 'da', '', '[]', 1 FROM generate_series(1, 60) n; \
    ANALYZE; \
    UPDATE pg_class SET relpages = 1, reltuples = 100000 \
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 0; \
    UPDATE pg_class SET relpages = 0, reltuples = -1 \
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples = 0;";

/// So many more families in the demo world's own municipality.
pub(crate) async fn grow(demo: &Demo, families: u32, seed: u64) {
    let municipality = demo.person("borger").await.viewer().municipality;
    for mut part in world::synthetic(families, seed, now()) {
        part.municipality.id = municipality;
        seed::seed(&demo.desk.db, part, now()).await.unwrap();
    }
}

/// PostgreSQL looks at its tables, as it does by itself from time to time.
pub(crate) async fn analyze(demo: &Demo) {
    if let Address::Postgres(url) = &demo.address {
        let mut owner = PgConnection::connect(url).await.unwrap();
        sqlx::raw_sql("ANALYZE").execute(&mut owner).await.unwrap();
        owner.close().await.unwrap();
    }
}

/// PostgreSQL plans by what it knows of its tables: as in a database of some size, where it has looked.
pub(crate) async fn as_in_a_larger_database(demo: &Demo) {
    grow(demo, 70, 1).await;
    if let Address::Postgres(url) = &demo.address {
        let mut owner = PgConnection::connect(url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(AS_IF_LARGE)).execute(&mut owner).await.unwrap();
        owner.close().await.unwrap();
    }
}

/// The same of PostgreSQL's plan, for any values, with whole tables made dear.
async fn scans_of_postgres(demo: &Demo, sql: &str, args: &[Arg]) -> Vec<String> {
    let mut conn = demo.desk.db.postgres().unwrap().acquire().await.unwrap();
    // Of what a statement does not use, PostgreSQL must be told the type.
    let types = args.iter().map(|arg| match arg {
        Arg::Int(_) => "BIGINT",
        Arg::Text(_) => "TEXT",
        Arg::Uuid(_) => "UUID",
        Arg::Bytes(_) => "BYTEA",
    });
    let listed =
        |all: Vec<&str>| if all.is_empty() { String::new() } else { format!("({})", all.join(", ")) };
    let (types, nulls) = (listed(types.collect()), listed(vec!["NULL"; args.len()]));
    for step in [
        "SET enable_seqscan = off".to_owned(),
        "SET enable_hashjoin = off".to_owned(),
        "SET enable_mergejoin = off".to_owned(),
        "SET enable_bitmapscan = off".to_owned(),
        "SET plan_cache_mode = force_generic_plan".to_owned(),
        format!("PREPARE looked{types} AS {sql}"),
    ] {
        sqlx::raw_sql(AssertSqlSafe(step)).execute(&mut *conn).await.unwrap();
    }
    let explain = AssertSqlSafe(format!("EXPLAIN (FORMAT JSON) EXECUTE looked{nulls}"));
    let row = sqlx::raw_sql(explain).fetch_one(&mut *conn).await.unwrap();
    let plan: String = row.try_get_unchecked(0).unwrap();
    sqlx::raw_sql("DEALLOCATE looked; RESET ALL; SET ROLE indgang_app").execute(&mut *conn).await.unwrap();
    let mut bad = Vec::new();
    collect(&serde_json::from_str::<Value>(&plan).unwrap()[0]["Plan"], &mut bad);
    bad
}

/// Every node that reads a table without an index, or an index by nothing but the municipality.
fn collect(node: &Value, bad: &mut Vec<String>) {
    let kind = node["Node Type"].as_str().unwrap();
    let condition = node["Index Cond"].as_str().unwrap_or_default();
    let scan = match kind {
        "Seq Scan" => true,
        "Index Scan" | "Index Only Scan" | "Bitmap Index Scan" => !condition.contains(" AND "),
        _ => false,
    };
    if scan {
        let name = |field: &str| node[field].as_str().unwrap_or_default().to_owned();
        bad.push(format!("{kind} on {} by {}: {condition}", name("Relation Name"), name("Index Name")));
    }
    for inner in node["Plans"].as_array().into_iter().flatten() {
        collect(inner, bad);
    }
}
