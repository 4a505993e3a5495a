//! Chance with a seed: the same seed gives the same inputs on every machine, so a finding is named by a number.

/// SplitMix64 (Steele, Lea, Flood, 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The chance of one case: each case has its own, so that it can be run again alone.
    pub fn of_case(seed: u64, target: &str, case: u64) -> Random {
        let mut random = Random(seed);
        for byte in target.bytes() {
            random.0 = random.draw().wrapping_add(byte.into());
        }
        random.0 = random.draw().wrapping_add(case);
        Random(random.draw())
    }

    /// Any number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another; 0 below 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.draw().checked_rem(end as u64).unwrap_or_default() as usize
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several things.
    pub fn pick<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        assert!(!all.is_empty(), "nothing to pick from");
        &all[self.below(all.len())]
    }
}
