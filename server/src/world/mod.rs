//! The demo world as pure data: invented people with real matters. No database here; seeding writes it.
//!
//! The same people, ids and texts at every start; only the dates move, relative to today.

mod calendar;
mod chance;
mod days;
mod families;
mod holbaek;
mod household;
mod ids;
mod model;
mod municipalities;
mod people;
mod photo;
mod pools;
mod script;
mod synthetic;
mod telling;
#[cfg(test)]
mod tests;
mod thread;
mod units;

pub use model::{
    Absence, Administration, Appointment, Assignment, Blob, Bookable, Family, Interpreter, Member,
    Municipality, Person, Slot, Template, Unit, World,
};
pub use thread::{Said, Thread};

use indgang_domain::kernel::time::Moment;

/// København and a small second municipality that must see nothing of it.
pub fn demo(now: Moment) -> Vec<World> {
    vec![municipalities::koebenhavn(now), municipalities::holbaek(now)]
}

/// A made-up municipality of `families` families for measuring, one team at a time: every part has the same
/// municipality and administrations, and its own unit, staff and at most 35 families.
pub fn synthetic(families: u32, seed: u64, now: Moment) -> impl Iterator<Item = World> {
    synthetic::teams(families, seed, now)
}
