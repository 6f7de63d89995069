//! A restored database begins a new era: its streams' versions go on far above whatever any device has seen.
//!
//! Devices may have seen more than the backup has. Would a stream go on from the backup's version, it would come by what
//! they have seen with other things, and they would ask for what is newer and miss those. A cursor of another era is
//! told to forget its stream, and to fetch it anew.
//!
//! An era is named by the minute of the restore, so that one backup restored twice begins two. Only where a clock was put
//! back, or the first of two did not last its minute, could they be one.

use indgang_domain::kernel::time::Moment;

/// A power of two, so that an era is a number's upper part: 2^29 moves of one stream. One a second takes 17 years.
///
/// Versions travel as numbers of JSON, of which JavaScript counts exactly up to 2^53: that leaves 2^24 eras, and so many
/// minutes last until November 2057.
const LENGTH: i64 = 1 << 29;
/// Eras are counted from here: the beginning of 2026.
const FIRST_MINUTE: i64 = 1_767_225_600_000 / MINUTE;
const MINUTE: i64 = 60_000;

/// The highest version of all that were restored.
pub const HIGHEST: &str = "SELECT COALESCE(MAX(version), 0) FROM streams";

/// Begins the era of this minute, or the one after the backup's where a clock lags behind it. Every stream comes into the same
/// one, and its entries keep their distance from it.
pub fn beginning(highest: i64, now: Moment) -> String {
    let era = (now.millis() / MINUTE - FIRST_MINUTE).max(highest / LENGTH + 1);
    format!(
        "UPDATE entries SET version = version + ({era} - COALESCE((SELECT s.version FROM streams s \
         WHERE s.municipality = entries.municipality AND s.id = entries.stream), version) / {LENGTH}) * {LENGTH}; \
         UPDATE streams SET version = version + ({era} - version / {LENGTH}) * {LENGTH};"
    )
}

/// Are these two versions of one stream of the same era?
pub fn are_of_one(one: u64, other: u64) -> bool {
    one / LENGTH.unsigned_abs() == other / LENGTH.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn era(highest: i64, now: &str) -> i64 {
        let sql = beginning(highest, now.parse().unwrap());
        sql.rsplit_once("version + (").unwrap().1.split_once(' ').unwrap().0.parse().unwrap()
    }

    #[test]
    fn an_era_is_the_minute_and_never_an_old_one() {
        assert_eq!(era(7, "2026-01-01T01:00:59Z"), 60);
        assert_eq!(era(60 * LENGTH + 7, "2026-01-01T01:01:00Z"), 61);
        assert_eq!(era(60 * LENGTH + 7, "2026-01-01T01:00:30Z"), 61, "twice in one minute");
        assert_eq!(era(7, "2020-01-01T00:00:00Z"), 1, "a clock that was never set");
    }

    #[test]
    fn a_version_is_what_javascript_counts_exactly() {
        let last = era(7, "2057-11-01T00:00:00Z");
        assert!(last * LENGTH + (LENGTH - 1) <= 1 << 53);
    }

    #[test]
    fn an_era_is_as_long_as_the_next_is_away() {
        let length = LENGTH.unsigned_abs();
        assert!(are_of_one(0, length - 1) && are_of_one(length, length + 7));
        assert!(!are_of_one(length - 1, length));
    }
}
