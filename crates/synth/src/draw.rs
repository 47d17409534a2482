//! Chance that can be repeated: draws from a seeded stream, in whole numbers only, so that no machine's floating point
//! and no library's choice of distribution can change a byte. No clock and no system randomness may enter here.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::error::Error;

/// The published seed of the sample: it is no secret, and the sample's keyed hashes use it as their key.
pub(crate) const SAMPLE_SEED: [u8; 32] = *b"concordat-published-sample-seed1";

/// A stream of draws. Each source has a stream of its own, so that changing one leaves the others as they were.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    /// The numbered stream of the published seed.
    pub(crate) fn stream(number: u64) -> Self {
        let mut generator = ChaCha8Rng::from_seed(SAMPLE_SEED);
        generator.set_stream(number);
        Self(generator)
    }

    /// A whole number from zero up to, not including, `limit`; zero when `limit` is zero.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // The high half of a 128-bit product: evenly spread to within one part in 2^64 / limit.
        let product = u128::from(self.0.next_u64()) * u128::from(limit);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A place in a list of `length` items.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        let limit = u64::try_from(length).unwrap_or(u64::MAX);
        usize::try_from(self.below(limit)).unwrap_or(0)
    }

    /// True in `per_mille` of a thousand draws.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// Puts the items in a random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let other = self.index(end + 1);
            items.swap(end, other);
        }
    }
}

/// A choice among items of unequal weight.
pub(crate) struct Wheel<T> {
    items: Vec<T>,
    running_totals: Vec<u64>,
}

impl<T> Wheel<T> {
    /// A wheel of items with whole-number weights; items of weight zero are never drawn.
    ///
    /// # Errors
    /// When no item has a weight above zero.
    pub(crate) fn new(what: &'static str, weighted: impl IntoIterator<Item = (T, u64)>) -> Result<Self, Error> {
        let mut wheel = Self { items: Vec::new(), running_totals: Vec::new() };
        let mut total = 0;
        for (item, weight) in weighted.into_iter().filter(|(_, weight)| *weight > 0) {
            total += weight;
            wheel.items.push(item);
            wheel.running_totals.push(total);
        }
        if total == 0 { Err(Error::EmptyChoice { what }) } else { Ok(wheel) }
    }

    /// One item, by weight.
    pub(crate) fn spin(&self, draw: &mut Draw) -> &T {
        let total = self.running_totals.last().copied().unwrap_or(0);
        let ticket = draw.below(total);
        &self.items[self.running_totals.partition_point(|running| *running <= ticket)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_stream_same_draws_and_other_stream_other_draws() {
        let take = |number| {
            let mut draw = Draw::stream(number);
            (0..8).map(|_| draw.below(1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(take(3), take(3));
        assert_ne!(take(3), take(4));
    }

    #[test]
    fn a_wheel_draws_by_weight_and_never_a_zero_weight() {
        let wheel = Wheel::new("letters", [('a', 1), ('b', 0), ('c', 3)]).unwrap();
        let mut draw = Draw::stream(1);
        let drawn: Vec<char> = (0..4000).map(|_| *wheel.spin(&mut draw)).collect();
        assert!(!drawn.contains(&'b'));
        let share_of_c = drawn.iter().filter(|letter| **letter == 'c').count();
        assert!((2800..3200).contains(&share_of_c), "{share_of_c}");
    }

    #[test]
    fn an_empty_wheel_is_refused() {
        assert!(Wheel::new("nothing", [('a', 0)]).is_err());
    }
}
