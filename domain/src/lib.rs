//! Indgang's domain: what exists, who may do what, and how devices and server agree on it.
//!
//! Pure Rust: no I/O, no clock, no randomness, no framework. Everything here compiles for the server and for
//! the browser, so that both give the same answers.

pub mod attachments;
pub mod calendars;
pub mod envelope;
pub mod feature;
pub mod form;
pub mod json;
#[macro_use]
pub mod kernel;
pub mod opening_hours;
pub mod policy;
pub mod problem;
pub mod stream;
pub mod sync;
pub mod verbs;

/// A feature's line: its rooms, and its place among all.
macro_rules! features {
    ($($feature:ident),* $(,)?) => {
        $(pub mod $feature;)*

        /// Every feature there is, each of which says by itself what it has.
        pub type Features = ($($feature::Feature,)*);

        /// What each feature declares of its commands.
        const DECLARED: &[&[feature::Declared]] =
            &[$(<<$feature::Feature as feature::Feature>::Commands as feature::Declares>::COMMANDS),*];

        /// How those of them that are kept are read.
        const KEPT: &[&[(&str, Option<verbs::Read>)]] =
            &[$(<<$feature::Feature as feature::Feature>::Commands as feature::Declares>::KEPT),*];
    };
}

features! { families, messages, letters, appointments, booking, home, people, staff, quarantine, notes }
