//! How many different values or words there are, in a few kilobytes whatever the number of cells.
//!
//! Linear counting: Whang, Vander-Zanden and Taylor, ACM Transactions on Database Systems 15 (1990). Not allowed in here: the
//! values themselves.

use xxhash_rust::xxh3::xxh3_64;

/// Bits of a sketch: four kilobytes. Up to about a hundred thousand different values are told apart well enough.
const BITS: usize = 1 << 15;

/// An estimate of the number of different values.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    bits: Vec<u64>,
    set: usize,
}

impl Sketch {
    pub(crate) fn new() -> Self {
        Self { bits: Vec::new(), set: 0 }
    }

    /// Adds a value.
    #[expect(clippy::cast_possible_truncation, reason = "only the low bits choose a place")]
    pub(crate) fn add(&mut self, value: &[u8]) {
        if self.bits.is_empty() {
            self.bits = vec![0; BITS / 64];
        }
        let place = xxh3_64(value) as usize % BITS;
        let (word, bit) = (place / 64, 1 << (place % 64));
        if self.bits[word] & bit == 0 {
            self.bits[word] |= bit;
            self.set += 1;
        }
    }

    /// About how many different values were added; the largest number of all when there is no room to tell.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate"
    )]
    pub(crate) fn estimate(&self) -> u64 {
        match BITS - self.set {
            0 => u64::MAX,
            free => (BITS as f64 * (BITS as f64 / free as f64).ln()).round() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sketch;

    #[test]
    fn the_estimate_is_near() {
        let mut sketch = Sketch::new();
        assert_eq!(sketch.estimate(), 0);
        for value in 0..40_000u32 {
            sketch.add(&(value % 20_000).to_le_bytes());
        }
        assert!((19_000..21_000).contains(&sketch.estimate()), "{}", sketch.estimate());
    }
}
