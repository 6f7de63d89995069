//! Promise 8: a full disk, a disk that fails, a database that is away, clients that are slow, two thousand streams, three
//! processes, SIGTERM under load. Errors say "later" and nothing is half done; reading goes on; what was in the way is
//! gone and all is as before, without a restart; and whoever listens is let go at the end.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a proof that cannot go on fails")]

mod away;
#[path = "../demo/mod.rs"]
mod demo;
mod disk;
mod listener;
mod people;
mod processes;
#[path = "../proof/mod.rs"]
mod proof;
mod slow;
mod stop;
mod trouble;

use std::time::Duration;

/// Longer than anything here takes.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
