//! A restored database begins a new era: its streams' versions go on far above whatever any device has seen.
//!
//! Devices may have seen more than the backup has. Would a stream go on from the backup's version, it would come by what
//! they have seen with other things, and they would ask for what is newer and miss those. A cursor of another era is
//! told to forget its stream, and to fetch it anew.

/// A power of two, so that an era is a number's upper part: 2^40. A hundred moves a second take 350 years, and what
/// JavaScript counts exactly has room for 8,000 restores.
const LENGTH: u64 = 1 << 40;

/// Begins one.
pub const NEW_ERA: &str = "UPDATE streams SET version = version + 1099511627776; \
    UPDATE entries SET version = version + 1099511627776;";

/// Are these two versions of one stream of the same era?
pub fn are_of_one(one: u64, other: u64) -> bool {
    one / LENGTH == other / LENGTH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_era_is_as_long_as_a_new_one_is_away() {
        assert!(NEW_ERA.contains(&format!("streams SET version = version + {LENGTH};")));
        assert!(NEW_ERA.contains(&format!("entries SET version = version + {LENGTH};")));
        assert!(are_of_one(0, LENGTH - 1) && are_of_one(LENGTH, LENGTH + 7));
        assert!(!are_of_one(LENGTH - 1, LENGTH));
    }
}
