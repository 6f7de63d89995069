//! What is kept: tables as they were migrated, the words in them, and a backup as it is written.

use std::io::{BufRead as _, BufReader};

use axum::body::Body;
use flate2::read::GzDecoder;
use indgang_server::backup;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Names, Sort, Sorts, checkout};
use crate::demo::{Demo, Engine, none, now};
use crate::door::{Door, body, described};

const TABLES: Sort = Sort {
    heading: "kept: tables, columns and indexes",
    breaks: "A database of a former release has it so: an older process that still serves, and a backup, go by it.",
};
const MIGRATIONS: Sort = Sort {
    heading: "kept: migrations with the digest of their statements",
    breaks: "Databases of former releases have done it: called something else it is done again, changed it never is.",
};
const WORDS: Sort = Sort {
    heading: "kept: words in columns",
    breaks: "Rows of former releases hold it, and would not be read any more.",
};
const BACKUP: Sort = Sort {
    heading: "kept: what a backup is made of",
    breaks: "Backups of former releases cannot be restored.",
};

/// Columns that hold one word, and the schema that says which; a state with more to it is kept as JSON.
const COLUMNS: [(&str, &str, &str); 16] = [
    ("appointments", "kind", "AppointmentKind"),
    ("appointments", "state", "AppointmentState"),
    ("appointments", "way", "Way"),
    ("audit", "lens", "Lens"),
    ("blobs", "mime", "VoiceMime"),
    ("grants", "lens", "Lens"),
    ("letters", "state", "LetterState"),
    ("members", "kind", "MemberKind"),
    ("messages", "language", "Language"),
    ("messages", "side", "Side"),
    ("outcomes", "status", "Status"),
    ("persons", "role", "Role"),
    ("quarantine", "language", "Language"),
    ("quarantine", "side", "Side"),
    ("services", "kind", "AppointmentKind"),
    ("services", "way", "Way"),
];

/// What pictures and a letter's files are: devices ask for no other.
const FILES: [&str; 2] = ["application/pdf", "image/jpeg"];

pub(super) async fn sorts(demo: &Demo) -> Sorts {
    Sorts::from([
        (TABLES, tables(demo).await),
        (MIGRATIONS, migrations(demo).await),
        (WORDS, words(demo).await),
        (BACKUP, written_down(demo).await),
    ])
}

/// All that a statement answers under these names, with a space between.
async fn told(demo: &Demo, sql: &'static str) -> Names {
    let rows = demo.desk.db.rows(sql, none()).await.unwrap();
    rows.iter().map(|row| row.text("told").unwrap()).collect()
}

/// Keys have names of the database's own: whatever they are called, nobody goes by it.
async fn tables(demo: &Demo) -> Names {
    let (columns, indexes) = match demo.engine {
        Engine::Sqlite => (
            "SELECT t.name || '.' || c.name || ' ' || lower(c.type) AS told FROM sqlite_master t \
             JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
            "SELECT tbl_name || ' by ' || name AS told FROM sqlite_master \
             WHERE type = 'index' AND name NOT LIKE 'sqlite_%'",
        ),
        Engine::Postgres => (
            "SELECT CAST(table_name || '.' || column_name || ' ' || data_type AS TEXT) AS told \
             FROM information_schema.columns WHERE table_schema = 'public'",
            "SELECT CAST(tablename || ' by ' || indexname AS TEXT) AS told FROM pg_indexes \
             WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey'",
        ),
    };
    let mut names = told(demo, columns).await;
    names.extend(told(demo, indexes).await);
    names
}

/// As the database notes them, each with what it does: a comment may be mended.
async fn migrations(demo: &Demo) -> Names {
    let done = told(demo, "SELECT name AS told FROM migrations").await;
    let digest = |name: String| {
        let sql = std::fs::read_to_string(checkout("server/migrations").join(format!("{name}.sql"))).unwrap();
        let statements = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
        let statements: Vec<_> = statements.flat_map(str::split_whitespace).collect();
        let digest = Sha256::digest(statements.join(" "));
        digest.iter().take(16).fold(format!("{name} "), |told, byte| format!("{told}{byte:02x}"))
    };
    done.into_iter().map(digest).collect()
}

async fn words(demo: &Demo) -> Names {
    let door = Door::open(demo, "borger").await;
    let answer = door.send(door.request("GET", "/api/v1/openapi.json").body(Body::empty()).unwrap()).await;
    let api = body(answer).await;
    let mut names = Names::new();
    for (table, column, schema) in COLUMNS {
        let known = words_of(&api["components"]["schemas"][schema]);
        let kept = AssertSqlSafe(format!("SELECT DISTINCT {column} AS told FROM {table}"));
        for row in demo.desk.db.rows(kept, none()).await.unwrap() {
            let word = plain(&row.text("told").unwrap());
            let is_known = known.contains(&word) || FILES.contains(&word.as_str());
            assert!(is_known, "{table}.{column} holds `{word}`, which nobody would read: {known:?}");
            names.insert(format!("{table}.{column} = {word}"));
        }
        names.extend(known.iter().map(|word| format!("{table}.{column} = {word}")));
    }
    let commands = described(&door, "Envelope", "command").await;
    for sql in [
        "SELECT DISTINCT 'streams.kind = ' || kind AS told FROM streams",
        "SELECT DISTINCT 'entries.kind = ' || kind AS told FROM entries",
        "SELECT DISTINCT 'audit.event = ' || event AS told FROM audit",
    ] {
        names.extend(told(demo, sql).await);
    }
    // Commands are a sort of their own.
    names.retain(|name| !name.strip_prefix("audit.event = ").is_some_and(|event| commands.contains(event)));
    names
}

/// The words of an enum, or, where one has more to it, the names of its forms.
fn words_of(schema: &Value) -> Names {
    let mut words: Names = schema["oneOf"].as_array().into_iter().flatten().flat_map(words_of).collect();
    words
        .extend(schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    words.extend(schema["properties"].as_object().into_iter().flatten().map(|(form, _)| form.clone()));
    words
}

/// A word as it is kept: itself, or JSON that is a word or begins with one.
fn plain(kept: &str) -> String {
    match serde_json::from_str(kept) {
        Ok(Value::String(word)) => word,
        Ok(Value::Object(form)) => form.keys().next().unwrap().clone(),
        _ => kept.to_owned(),
    }
}

/// The first line and the last by their fields, the form's number, and every table with its columns.
async fn written_down(demo: &Demo) -> Names {
    let file = std::env::temp_dir().join(format!("indgang-names-{}", Uuid::now_v7()));
    backup::backup(&demo.address, &file, now()).await.unwrap();
    let lines = BufReader::new(GzDecoder::new(std::fs::File::open(&file).unwrap())).lines();
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    std::fs::remove_file(&file).unwrap();
    let (first, last) = (lines.first().unwrap(), lines.last().unwrap());
    let mut names = Names::from([format!("first.indgang_backup = {}", first["indgang_backup"])]);
    for (place, line) in [("first", first), ("last", last)] {
        names.extend(line.as_object().unwrap().keys().map(|field| format!("{place}.{field}")));
    }
    for (table, columns) in lines.iter().filter_map(|line| Some((line["table"].as_str()?, &line["columns"])))
    {
        for column in columns.as_array().unwrap() {
            let [name, kind] = [0, 1].map(|place| column[place].as_str().unwrap());
            names.insert(format!("table {table}.{name} {kind}"));
        }
    }
    names
}
