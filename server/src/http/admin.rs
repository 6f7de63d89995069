//! What those who run the server may ask, at an address that the public has no way to: is it well, and how busy.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use super::{House, api};
use crate::meter::{TYPE, Text};
use crate::serve::Room;
use crate::store::db::Load;

/// `/metrics`, `/livez` and `/readyz`.
pub fn admin(house: House, room: Room) -> Router {
    Router::new()
        .route("/metrics", get(async move |state: State<House>| metrics(&state.0, &room)))
        .route("/livez", get(api::alive))
        .route("/readyz", get(api::ready))
        .with_state(house)
}

fn metrics(house: &House, room: &Room) -> impl IntoResponse + use<> {
    let mut text = Text::default();
    let version = "indgang_build_info";
    text.measurement(version, "gauge", "The version that runs.");
    text.value(version, &[("version", env!("CARGO_PKG_VERSION"))], 1);
    house.requests.tell(&mut text);
    let outcomes = "indgang_commands_total";
    text.measurement(outcomes, "counter", "Envelopes, by what became of them.");
    for (outcome, count) in house.desk.outcomes.all() {
        text.value(outcomes, &[("outcome", outcome)], count);
    }
    let what = "Streams that are open: those who listen.";
    text.one("indgang_streams_open", "gauge", what, house.desk.hub.open());
    text.one("indgang_connections_open", "gauge", "Connections that are open.", room.taken());
    let what = "Connections that there is room for.";
    text.one("indgang_connections_most", "gauge", what, room.most());
    database(house, &mut text);
    process(&mut text);
    ([(header::CONTENT_TYPE, TYPE), (header::CACHE_CONTROL, "no-store")], text.finish())
}

fn database(house: &House, text: &mut Text) {
    let seconds = "indgang_database_unit_duration_seconds";
    text.measurement(seconds, "histogram", "Time of a unit of work, from its being asked for to its commit.");
    text.timings(seconds, &[], house.desk.db.times());
    match house.desk.db.load() {
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
