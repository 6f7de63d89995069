//! Indgang's domain: what exists, who may do what, and how devices and server agree on it.
//!
//! Pure Rust: no I/O, no clock, no randomness, no framework. Everything here compiles for the server and for
//! the browser, so that both give the same answers.

pub mod appointments;
pub mod booking;
pub mod envelope;
pub mod families;
pub mod kernel;
pub mod letters;
pub mod messages;
pub mod people;
pub mod policy;
pub mod problem;
pub mod quarantine;
pub mod service;
pub mod staff;
pub mod stream;
pub mod sync;
pub mod verbs;
