//! What people do with each other, each story told on both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![allow(clippy::too_many_lines, reason = "a long list of wrong requests reads best as one list")]

#[path = "../demo/mod.rs"]
mod demo;

mod absences;
mod appointments;
mod audit;
mod bad_input;
mod booking;
mod cells;
mod contacts;
mod documents;
mod door;
mod frozen;
mod grants;
mod headers;
mod heirs;
mod holds;
mod interpreters;
mod kept;
mod letters;
mod listening;
mod metrics;
mod nudges;
mod order;
mod pace;
mod people;
mod pictures;
mod plans;
mod processes;
mod pull;
mod quarantine;
mod races;
mod rows_read;
mod schema;
mod shown;
mod sights;
mod statements;
mod strangers;
mod templates;
mod troubles;
mod turns;
mod versions;
mod voice;
