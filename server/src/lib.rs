//! Indgang's server: one door (the desk), one policy, two databases.

pub mod appointments;
mod attachments;
pub mod auth;
pub mod backup;
pub mod booking;
mod calendars;
pub mod config;
pub mod desk;
pub mod families;
pub mod http;
pub mod letters;
pub mod messages;
pub mod meter;
pub mod notes;
pub mod people;
pub mod quarantine;
pub mod seed;
pub mod serve;
pub mod site;
pub mod staff;
pub mod store;
pub mod world;

/// Every feature there is, as the server has it.
pub fn features() -> desk::registry::Registry {
    desk::registry::Registry::of::<indgang_domain::Features>()
        .with_keeper(quarantine::keep)
        .with_case(families::CASE)
        .with_phrase(staff::standard_answer)
}
