//! Numbers that look random and always follow from their seed (`SplitMix64`). No secrets here.

pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn from(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `below`, exclusive; 0 for 0.
    pub(super) fn below(&mut self, below: u32) -> u32 {
        u32::try_from(self.next() % u64::from(below.max(1))).unwrap_or(0)
    }

    pub(super) fn one_in(&mut self, many: u32) -> bool {
        self.below(many) == 0
    }

    pub(super) fn pick(&mut self, words: &[&'static str]) -> &'static str {
        let index = self.below(u32::try_from(words.len()).unwrap_or(0));
        words.get(index as usize).copied().unwrap_or_default()
    }
}
