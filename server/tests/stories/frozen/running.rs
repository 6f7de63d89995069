//! What those who run it go by: settings as the program takes them, and metrics as it tells them.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use clap::{Command, CommandFactory as _};
use indgang_domain::kernel::id::ThreadId;
use indgang_domain::messages::MarkRead;
use indgang_server::config::{Cli, Store};
use indgang_server::http::{SCREENS, admin};
use indgang_server::serve::Connections;
use indgang_server::store::args;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::browser::behind;
use super::{Names, Sort, Sorts, checkout};
use crate::bad_input::pictures::{picture, puts};
use crate::demo::document::pdf;
use crate::demo::{Demo, Engine};
use crate::door::{Door, server};

const SETTINGS: Sort = Sort {
    heading: "run: settings",
    breaks: "Units, containers, scripts and settings files of those who run it name it, and the program would not start.",
};
const METRICS: Sort = Sort {
    heading: "run: metrics with their labels",
    breaks: "Dashboards and alarms ask for it, and would be silent.",
};
const OF_SQLITE: Sort = Sort { heading: "run: metrics on SQLite alone", ..METRICS };
const OF_POSTGRES: Sort = Sort { heading: "run: metrics on PostgreSQL alone", ..METRICS };
const FIELDS: Sort = Sort {
    heading: "wire: fields of forms without script",
    breaks: "A page that stood open over a new release is sent with it, and what was written is refused.",
};

/// Labels whose values are of the moment or of the machine.
const PASSING: [&str; 2] = ["le", "version"];
/// What a histogram tells, each under a name of its own.
const HISTOGRAM: [&str; 3] = ["_bucket", "_count", "_sum"];

pub(super) async fn sorts(demo: &Demo) -> Sorts {
    let server = server(&demo.desk);
    let admin = admin(server.clone(), Connections::new(16));
    let mut fields = Names::new();
    for slug in ["borger", "kontakt-1"] {
        let door = Door::of(demo, slug, server.clone()).await;
        for path in screens(demo, &door).await {
            fields.extend(fields_of(&asked(&door, &path).await));
        }
        talk(&door).await;
    }
    let mut metrics = measured(&told(&admin, "/metrics").await);
    for path in ["/livez", "/readyz"] {
        told(&admin, path).await;
    }
    let of_engine: Names = metrics.iter().filter(|name| is_of_engine(name)).cloned().collect();
    metrics.retain(|name| !is_of_engine(name));
    let engine = match demo.engine {
        Engine::Sqlite => OF_SQLITE,
        Engine::Postgres => OF_POSTGRES,
    };
    Sorts::from([(SETTINGS, settings(demo)), (METRICS, metrics), (engine, of_engine), (FIELDS, fields)])
}

/// Is this sort looked for on one engine alone?
pub(super) fn is_of_an_engine(heading: &str) -> bool {
    [OF_SQLITE, OF_POSTGRES].iter().any(|sort| sort.heading == heading)
}

/// How units wait differs, how long they take does not.
fn is_of_engine(name: &str) -> bool {
    name.starts_with("indgang_database_") && !name.starts_with("indgang_database_unit_duration")
}

/// Every screen, of what this person has where it is of something.
async fn screens(demo: &Demo, door: &Door) -> Vec<String> {
    let family = door.someone.family().await;
    let thread: ThreadId = door.someone.family_thread(None).await;
    let sql = "SELECT id FROM appointments WHERE municipality = $1 AND stream = $2 ORDER BY starts DESC";
    let rows = demo.desk.db.rows(sql, args![door.someone.viewer().municipality, family]).await.unwrap();
    let appointments: Vec<Uuid> = rows.iter().map(|row| row.id("id").unwrap()).collect();
    let mut all = Vec::new();
    for screen in SCREENS {
        let path = screen.replace("{thread}", &thread.to_string()).replace("{family}", &family.to_string());
        let each = appointments.iter().map(|id| path.replace("{appointment}", &id.to_string()));
        all.extend(if path.contains('{') { each.collect() } else { vec![path] });
    }
    all
}

/// Something is done, something refused, something pulled; a route of each sort is asked.
async fn talk(door: &Door) {
    let thread: ThreadId = door.someone.family_thread(None).await;
    door.someone.says(thread, "Hej").await;
    door.someone.says(ThreadId(Uuid::nil()), "Hej").await;
    door.someone.pulls(Vec::new()).await;
    let read = MarkRead { thread, position: 1 };
    door.someone.does(&read).await;
    puts(door, Uuid::now_v7(), thread, pdf(7)).await;
    puts(door, Uuid::now_v7(), thread, picture(7)).await;
    for path in
        ["/ikke-her", "/sw.js", "/app-shell", "/livez", "/readyz", "/api/v1/openapi.json", "/pkg/en/fil.js"]
    {
        asked(door, path).await;
    }
    for path in ["/api/v1/ask", "/api/v1/submit", "/api/v1/pull", "/act", "/del"] {
        door.post(path, "{").await;
    }
}

async fn asked(door: &Door, path: &str) -> String {
    let answer = door.send(door.request("GET", path).body(Body::empty()).unwrap()).await;
    String::from_utf8(to_bytes(answer.into_body(), 1 << 22).await.unwrap().to_vec()).unwrap_or_default()
}

async fn told(router: &Router, path: &str) -> String {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path} is gone. Probes and dashboards ask there.");
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

/// The fields of a page's forms that are sent to /act.
fn fields_of(page: &str) -> Names {
    let forms = page.split("<form").skip(1).filter_map(|form| form.split("</form>").next());
    let forms =
        forms.filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("action=\"/act\"")));
    forms.flat_map(|form| behind(form, " name=\"")).map(str::to_owned).collect()
}

/// Every measurement with its kind and its labels, and the values that labels have.
fn measured(text: &str) -> Names {
    let mut names = Names::new();
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            names.insert(kind.to_owned());
        } else if let Some((name, rest)) = line.split_once('{').filter(|_| !line.starts_with('#')) {
            let (labels, _) = rest.rsplit_once('}').unwrap();
            for (label, value) in labels.split("\",").filter_map(|label| label.split_once("=\"")) {
                let by = format!("{name} by {label}");
                // A histogram has the routes that its counter has.
                if !PASSING.contains(&label) && !HISTOGRAM.iter().any(|part| name.ends_with(part)) {
                    names.insert(format!("{by} = {}", value.trim_end_matches('"')));
                }
                names.insert(by);
            }
        } else if let Some((name, _)) = line.split_once(' ').filter(|_| !line.starts_with('#')) {
            names.insert(name.to_owned());
        }
    }
    names
}

fn settings(demo: &Demo) -> Names {
    let mut names = Names::new();
    taken(&Cli::command(), "indgang", &mut names);
    for (table, at) in [("", ""), ("[pace]\n", "pace.")] {
        names.extend(keys(demo, table).into_iter().map(|key| format!("file {at}{key}")));
    }
    // What is logged is settled before anything else.
    let main = std::fs::read_to_string(checkout("server/src/main.rs")).unwrap();
    names.extend(behind(&main, "from_env(\"").map(|name| format!("environment {name}")));
    names
}

/// What the command line takes, and from which variable.
fn taken(command: &Command, path: &str, names: &mut Names) {
    names.insert(path.to_owned());
    for argument in command.get_arguments() {
        names.extend(argument.get_long().map(|flag| format!("{path} --{flag}")));
        names.extend(argument.get_env().map(|name| format!("environment {}", name.to_str().unwrap())));
    }
    for inner in command.get_subcommands() {
        taken(inner, &format!("{path} {}", inner.get_name()), names);
    }
}

/// The keys that a settings file may have, as the program says them to who names another.
fn keys(demo: &Demo, table: &str) -> Names {
    let path = std::env::temp_dir().join(format!("indgang-{:?}-{}.toml", demo.engine, Uuid::now_v7()));
    std::fs::write(&path, format!("{table}nothing = 1\n")).unwrap();
    let store = Store { database: None, config: Some(path.clone()) };
    let told = store.address().unwrap_err().to_string();
    std::fs::remove_file(path).unwrap();
    let (_, expected) = told.split_once("expected").expect("it says which there are");
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
