//! What those who run the server may ask, at an address that the public has no way to: is it well, and how busy.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use super::{Server, api};
use crate::meter::{TYPE, Text};
use crate::serve::Connections;
use crate::store::db::Load;

/// `/metrics`, `/livez` and `/readyz`.
pub fn admin(server: Server, connections: Connections) -> Router {
    Router::new()
        .route("/metrics", get(async move |state: State<Server>| metrics(&state.0, &connections)))
        .route("/livez", get(api::alive))
        .route("/readyz", get(api::ready))
        .with_state(server)
}

fn metrics(server: &Server, connections: &Connections) -> impl IntoResponse + use<> {
    let mut text = Text::default();
    let version = "indgang_build_info";
    text.measurement(version, "gauge", "The version that runs.");
    text.value(version, &[("version", env!("CARGO_PKG_VERSION"))], 1);
    server.requests.tell(&mut text);
    let outcomes = "indgang_commands_total";
    text.measurement(outcomes, "counter", "Envelopes, by what became of them.");
    for (outcome, count) in server.desk.outcomes.all() {
        text.value(outcomes, &[("outcome", outcome)], count);
    }
    let what = "Streams that are open: those who listen.";
    text.one("indgang_streams_open", "gauge", what, server.desk.hub.open());
    text.one("indgang_connections_open", "gauge", "Connections that are open.", connections.taken());
    let what = "Connections that there is room for.";
    text.one("indgang_connections_most", "gauge", what, connections.most());
    database(server, &mut text);
    process(&mut text);
    ([(header::CONTENT_TYPE, TYPE), (header::CACHE_CONTROL, "no-store")], text.finish())
}

fn database(server: &Server, text: &mut Text) {
    let seconds = "indgang_database_unit_duration_seconds";
    text.measurement(seconds, "histogram", "Time of a unit of work, from its being asked for to its commit.");
    text.timings(seconds, &[], server.desk.db.times());
    match server.desk.db.load() {
        Load::Sqlite { waiting } => {
            let what = "Units that wait for SQLite's one writer.";
            text.one("indgang_database_units_waiting", "gauge", what, waiting);
        }
        Load::Postgres { open, idle } => {
            let name = "indgang_database_connections";
            text.measurement(name, "gauge", "Connections to PostgreSQL.");
            text.value(name, &[("state", "idle")], idle);
            text.value(name, &[("state", "busy")], open.saturating_sub(idle));
        }
    }
}

/// What the system says of this process, under the names that everyone gives it.
fn process(text: &mut Text) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kibibytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = kibibytes.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    if let Some(kibibytes) = kibibytes {
        let what = "Memory in use.";
        text.one("process_resident_memory_bytes", "gauge", what, kibibytes * 1024);
    }
    if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
        text.one("process_open_fds", "gauge", "Files that are open.", files.count());
    }
}
