//! Tests of the machine: its rules one by one, then all of them against a world that breaks everything.
#![allow(clippy::expect_used, clippy::panic)] // in tests alone: a broken promise should stop the test

mod disk;
mod model;
mod patience;
mod pulling;
mod rig;
mod sending;
mod simulation;
mod unanswered;
mod uploads;
mod world;
