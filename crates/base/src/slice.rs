//! Into which of a fixed number of slices a value falls.
//!
//! Landed rows lie in order of the slice of one of their columns, and a query in turns asks for some slices at a time: both
//! have to agree on it, also in data that was landed by an earlier build. Not allowed in here: a hash that keys or
//! protects anything, and one that may change.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

/// How many slices there are.
pub const SLICES: u64 = 256;

/// The slice of a value; of a missing one, the first.
#[must_use]
pub fn slice_of(value: Option<&[u8]>) -> u8 {
    // The highest eight bits.
    value.map_or(0, |value| xxh3_64(value).to_be_bytes()[0])
}

/// The slices of one of several turns, which together are all of them. A turn beyond the number of slices has none.
#[must_use]
pub fn slices_of_turn(turn: u64, turns: u64) -> Range<u64> {
    let bound = |turn: u64| (turn * SLICES).div_ceil(turns.max(1)).min(SLICES);
    bound(turn)..bound(turn + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slice_of_a_value_never_changes() {
        let slices = [b"a".as_slice(), b"b", &[0; 32]].map(|value| slice_of(Some(value)));
        assert_eq!((slices, slice_of(None)), ([230, 87, 160], 0));
    }

    #[test]
    fn turns_are_all_slices_and_none_twice() {
        for turns in [1, 2, 3, 5, 16, 255, 256, 300] {
            let all: Vec<u64> = (0..turns).flat_map(|turn| slices_of_turn(turn, turns)).collect();
            assert_eq!(all, (0..SLICES).collect::<Vec<_>>(), "{turns}");
        }
        assert_eq!(slices_of_turn(1, 3), 86..171);
    }

    #[test]
    fn values_spread_evenly() {
        let mut rows = [0_u32; 256];
        for value in 0_u64..256_000 {
            rows[usize::from(slice_of(Some(&value.to_le_bytes())))] += 1;
        }
        assert!(rows.iter().all(|rows| (850..1150).contains(rows)), "{rows:?}");
    }
}
