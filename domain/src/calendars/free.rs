//! When are all of them free? Pure: moments in, moments out.

use serde::{Deserialize, Serialize};

use crate::kernel::time::Moment;

/// From a moment until before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval {
    /// The first moment in it.
    pub from: Moment,
    /// The first moment after it.
    pub to: Moment,
}

impl Interval {
    /// Nothing lies in it.
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// What lies in both.
    pub fn within(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }
}

/// What someone keeps free, and what of it is taken. Neither need be in order, and both may overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Kept free for what is booked.
    pub slots: Vec<Interval>,
    /// Taken.
    pub taken: Vec<Interval>,
}

impl Calendar {
    /// What is free, in order; what touches is one.
    pub fn free(&self) -> Vec<Interval> {
        let taken = merged(self.taken.clone());
        merged(self.slots.clone()).into_iter().flat_map(|slot| without(slot, &taken)).collect()
    }
}

/// Does all of it lie in what is free?
pub fn is_free(free: &[Interval], wanted: Interval) -> bool {
    free.iter().any(|free| free.within(wanted) == wanted)
}

/// In order, and what overlaps or touches as one.
fn merged(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.retain(|interval| !interval.is_empty());
    intervals.sort_unstable();
    let mut merged: Vec<Interval> = Vec::with_capacity(intervals.len());
    for interval in intervals {
        match merged.last_mut() {
            Some(last) if interval.from <= last.to => last.to = last.to.max(interval.to),
            _ => merged.push(interval),
        }
    }
    merged
}

/// What is left of a slot, beside what is taken: in order, and merged.
fn without(slot: Interval, taken: &[Interval]) -> Vec<Interval> {
    let mut left = Vec::new();
    let mut from = slot.from;
    for busy in taken.iter().filter(|busy| !busy.within(slot).is_empty()) {
        left.push(Interval { from, to: busy.from });
        from = busy.to;
    }
    left.push(Interval { from, to: slot.to });
    left.retain(|interval| !interval.is_empty());
    left
}

/// The beginnings, a `step` apart on the clock, at which everyone is [free](Calendar::free) for `length`, from `within.from`
/// and over by `within.to`. Lengths and steps in milliseconds. Nobody at all is never free.
pub fn joint(free: &[&[Interval]], length: i64, step: i64, within: Interval) -> Vec<Moment> {
    let Some((first, others)) = free.split_first() else { return Vec::new() };
    let mut free: Vec<_> = first.iter().map(|interval| interval.within(within)).collect();
    for other in others {
        free = both(&free, other);
    }
    free.into_iter().flat_map(|interval| beginnings(interval, length, step)).collect()
}

/// What lies in both lists, in order.
fn both(left: &[Interval], right: &[Interval]) -> Vec<Interval> {
    let pairs = left.iter().flat_map(|one| right.iter().map(|other| one.within(*other)));
    pairs.filter(|interval| !interval.is_empty()).collect()
}

fn beginnings(interval: Interval, length: i64, step: i64) -> impl Iterator<Item = Moment> {
    let first = interval.from.millis().div_euclid(step) * step;
    let first = if first < interval.from.millis() { first + step } else { first };
    let last = interval.to.millis() - length;
    let count = if last < first { 0 } else { (last - first) / step + 1 };
    (0..count).map(move |number| Moment::from_millis(first + number * step))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * 60 * 1000;

    fn hours(from: i64, to: i64) -> Interval {
        Interval { from: Moment::from_millis(from * HOUR), to: Moment::from_millis(to * HOUR) }
    }

    fn starts(calendars: &[&Calendar]) -> Vec<i64> {
        let free: Vec<_> = calendars.iter().map(|calendar| calendar.free()).collect();
        let free: Vec<_> = free.iter().map(Vec::as_slice).collect();
        let found = joint(&free, HOUR, HOUR, hours(0, 24));
        found.into_iter().map(|moment| moment.millis() / HOUR).collect()
    }

    #[test]
    fn all_are_free_or_none() {
        let one = Calendar { slots: vec![hours(9, 15)], taken: vec![hours(11, 12)] };
        let other = Calendar { slots: vec![hours(10, 11), hours(11, 14)], taken: Vec::new() };
        assert_eq!(starts(&[&one]), [9, 10, 12, 13, 14]);
        assert_eq!(starts(&[&one, &other]), [10, 12, 13]);
        assert_eq!(starts(&[&one, &Calendar::default()]), Vec::<i64>::new());
        assert_eq!(starts(&[]), Vec::<i64>::new());
    }

    #[test]
    fn what_touches_is_one() {
        let calendar = Calendar { slots: vec![hours(10, 11), hours(9, 10)], taken: Vec::new() };
        assert_eq!(calendar.free(), [hours(9, 11)]);
        let free = calendar.free();
        assert!(is_free(&free, hours(9, 11)) && !is_free(&free, hours(9, 12)));
    }
}
