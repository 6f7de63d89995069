//! What is counted while the program runs, for those who run it: how much, how fast, with what outcome. Never who.

mod text;
mod timings;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

pub use text::{TYPE, Text};
pub use timings::Timings;

/// Counts of a few kinds, each by its labels.
#[derive(Debug, Default)]
pub struct Tally<K>(Mutex<BTreeMap<K, u64>>);

impl<K: Ord + Clone> Tally<K> {
    /// One more of these.
    pub fn count(&self, kind: K) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default() += 1;
    }

    /// How many of each.
    pub fn all(&self) -> Vec<(K, u64)> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().map(|(kind, count)| (kind.clone(), *count)).collect()
    }
}
