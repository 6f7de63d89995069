//! Indgang's views: compiled for the server and for the browser; they know the domain and the backend's port alone.

pub mod about;
pub mod act;
pub mod appointments;
mod asking;
pub mod attachments;
pub mod backend;
pub mod booking;
pub mod boot;
pub mod dates;
pub mod draft;
pub mod families;
pub mod home;
pub mod i18n;
pub mod letters;
pub mod login;
pub mod messages;
mod minted;
pub mod notes;
mod parts;
pub mod quarantine;
pub mod routes;
pub mod sending;
pub mod settings;
pub mod shell;
pub mod staff;
pub mod ui;
pub mod voice;
