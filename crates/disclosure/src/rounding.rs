//! Rounding as a publisher's option, and what rounding itself gives away.
//!
//! Controlled rounding (parts add up to totals), midpoints of six, and noise from cell keys. Not allowed here: random
//! numbers; whoever has a key makes the noise from it, the same for the same people every night.

use std::collections::BTreeMap;

use crate::table::{CellKey, CellTable};

/// Rounds to the middle of a band of six: 1 to 6 is 3, 7 to 12 is 9, none is 0.
#[must_use]
pub fn midpoint_six(count: u64) -> u64 {
    if count == 0 { 0 } else { count.div_ceil(6) * 6 - 3 }
}

/// The counts that a rounded value can stand for, least and largest, by nearest multiple with halves up.
#[must_use]
pub fn stands_for(value: u64, base: u64) -> (u64, u64) {
    let above = base.div_ceil(2).saturating_sub(1);
    (value.saturating_sub(base / 2), value.saturating_add(above))
}

/// Noise for a cell from the keys of the people in it.
///
/// `record_keys` are 0 to 255, made by whoever holds the secret from stable pseudonyms; the cell key is their sum. The
/// same people get the same noise in every table and every night. Zeros stay; no count becomes negative. The noise is
/// at most `largest` either way, and as often up as down.
#[must_use]
pub fn with_cell_key_noise(count: u64, record_keys: impl IntoIterator<Item = u8>, largest: u8) -> u64 {
    if count == 0 {
        return 0;
    }
    let cell_key = record_keys.into_iter().fold(0_u8, u8::wrapping_add);
    let steps = 2 * u64::from(largest) + 1;
    // For one count every cell key has a place of its own among 256, and as many places go up as down.
    let place = (u64::from(cell_key) * 77 + (count % 256) * 149) % 256;
    let noise = if place < 256 - 256 % steps { place % steps } else { u64::from(largest) };
    (count + noise).saturating_sub(u64::from(largest)).max(1)
}

/// Rounds every cell of a table to a neighbouring multiple of `base` so that every sum still adds up.
///
/// Cells that are no total are rounded first; then, for each sum that is off, parts are taken to their other neighbour,
/// those nearest to it first. `None` where one pass over the sums does not bring them all together: then the table is
/// published unrounded or not at all, never almost additive.
#[must_use]
pub fn controlled(table: &CellTable, base: u64) -> Option<BTreeMap<CellKey, u64>> {
    let counts: Vec<u64> = table.cells().iter().map(|cell| cell.count).collect();
    let mut rounded: Vec<u64> = counts.iter().map(|count| nearest(*count, base)).collect();
    let sums = table.placed_sums();
    let off = |rounded: &[u64], sum: &crate::table::PlacedSum| {
        let parts: i128 = sum.children.iter().map(|part| i128::from(rounded[*part])).sum();
        i128::from(rounded[sum.parent]) - parts
    };
    for _ in 0..(4 * sums.len() + 4) {
        let Some(sum) = sums.iter().find(|sum| off(&rounded, sum) != 0) else {
            let keys = table.cells().iter().map(|cell| cell.key.clone());
            return Some(keys.zip(rounded).collect());
        };
        let up = off(&rounded, sum) > 0;
        let movable = |cell: &usize| {
            let (shown, count) = (rounded[*cell], counts[*cell]);
            if up { shown < count } else { shown > count }
        };
        let part = sum.children.iter().copied().filter(movable).max_by_key(|cell| {
            let over = counts[*cell] % base;
            (if up { over } else { base - over }, std::cmp::Reverse(*cell))
        })?;
        rounded[part] = if up { rounded[part] + base } else { rounded[part] - base };
    }
    None
}

fn nearest(count: u64, base: u64) -> u64 {
    let over = count % base;
    if over >= base - over { count - over + base } else { count - over }
}

#[cfg(test)]
mod tests {
    use super::{midpoint_six, stands_for, with_cell_key_noise};

    #[test]
    fn bands_of_six() {
        assert_eq!([0, 1, 6, 7, 12, 13].map(midpoint_six), [0, 3, 3, 9, 9, 15]);
    }

    #[test]
    fn a_rounded_value_stands_for_five() {
        assert_eq!(stands_for(10, 5), (8, 12));
    }

    #[test]
    fn the_same_people_get_the_same_noise_and_zeros_stay() {
        let noisy = |keys: &[u8]| with_cell_key_noise(keys.len() as u64, keys.iter().copied(), 2);
        let keys: Vec<u8> = (0..40_u8).map(|key| key.wrapping_mul(77)).collect();
        assert_eq!(noisy(&keys), noisy(&keys));
        assert_eq!(noisy(&[]), 0);
        let spread: std::collections::BTreeSet<u64> =
            (0..=255_u8).map(|last| with_cell_key_noise(40, [last], 2)).collect();
        assert_eq!(spread.into_iter().collect::<Vec<_>>(), [38, 39, 40, 41, 42]);
        let total: u64 = (0..=255_u8).map(|last| with_cell_key_noise(40, [last], 2)).sum();
        assert_eq!(total, 256 * 40);
    }
}
