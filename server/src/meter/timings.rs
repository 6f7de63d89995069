//! How long something takes: how often it took less than this, and that.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The bounds, in milliseconds: from a page in memory to what nobody waits for.
const BOUNDS: [u64; 12] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

/// A histogram.
#[derive(Debug, Default)]
pub struct Timings {
    /// So many took at most so long, and longer than the bound before.
    within: [AtomicU64; BOUNDS.len()],
    longer: AtomicU64,
    micros: AtomicU64,
}

impl Timings {
    /// One more that took so long.
    pub fn took(&self, time: Duration) {
        let place = BOUNDS.iter().position(|bound| time <= Duration::from_millis(*bound));
        let count = place.and_then(|place| self.within.get(place)).unwrap_or(&self.longer);
        count.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// For each bound, in seconds, how many took at most so long.
    pub fn within(&self) -> Vec<(f64, u64)> {
        let mut sum = 0;
        let mut within = Vec::with_capacity(BOUNDS.len());
        for (bound, count) in BOUNDS.iter().zip(&self.within) {
            sum += count.load(Ordering::Relaxed);
            within.push((Duration::from_millis(*bound).as_secs_f64(), sum));
        }
        within
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        self.within.iter().chain([&self.longer]).map(|count| count.load(Ordering::Relaxed)).sum()
    }

    /// How long they took together, in seconds.
    pub fn seconds(&self) -> f64 {
        Duration::from_micros(self.micros.load(Ordering::Relaxed)).as_secs_f64()
    }
}
