//! Rounding as a publisher's option, and what rounding itself gives away.
//!
//! Controlled rounding (parts add up to totals), midpoints of six, and noise from cell keys. Not allowed here: random
//! numbers; whoever has a key makes the noise from it, the same for the same people every night.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};

use crate::table::{Cell, CellKey, CellTable, PlacedSum};

/// A number that is printed, and the counts that it can stand for: these alone, whatever the way of rounding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Band {
    /// What is printed.
    pub value: u64,
    /// The least count that is printed so.
    pub least: u64,
    /// The largest count that is printed so.
    pub most: u64,
}

impl Band {
    /// A count that is printed as it is.
    #[must_use]
    pub fn exact(count: u64) -> Self {
        Self { value: count, least: count, most: count }
    }

    /// Whether it stands for one count alone.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.least == self.most
    }
}

impl fmt::Debug for Band {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Band(..)")
    }
}

/// A way of rounding each count by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest multiple, halves up.
    Nearest(u64),
    /// To the middle of a band of six: 1 to 6 is 3, 7 to 12 is 9, none is 0.
    Midpoint,
}

impl Rounding {
    /// How many counts a printed number can stand for.
    #[must_use]
    pub fn width(self) -> u64 {
        match self {
            Self::Nearest(base) => base,
            Self::Midpoint => 6,
        }
    }

    /// Whether a count is printed as something else than itself.
    #[must_use]
    pub fn alters(self) -> bool {
        self.width() > 1
    }

    /// What is printed for a count.
    #[must_use]
    pub fn of(self, count: u64) -> Band {
        let value = match self {
            Self::Nearest(base) => nearest(count, base.max(1)),
            Self::Midpoint if count == 0 => 0,
            Self::Midpoint => count.div_ceil(6).saturating_mul(6).saturating_sub(3),
        };
        self.stands_for(value).unwrap_or(Band::exact(count))
    }

    /// The counts that a printed number can stand for; `None` where no count is printed so.
    #[must_use]
    pub fn stands_for(self, value: u64) -> Option<Band> {
        let around =
            |below, above| Band { value, least: value.saturating_sub(below), most: value.saturating_add(above) };
        match self {
            Self::Nearest(base) if base > 0 && value.is_multiple_of(base) => {
                Some(around(base / 2, base.div_ceil(2) - 1))
            }
            Self::Midpoint if value == 0 => Some(Band::exact(0)),
            Self::Midpoint if value % 6 == 3 => Some(around(2, 3)),
            Self::Nearest(_) | Self::Midpoint => None,
        }
    }
}

/// Nearest multiple of `base` (above zero), halves up; the lower one where the upper cannot be written.
fn nearest(count: u64, base: u64) -> u64 {
    let over = count % base;
    let down = count - over;
    if over >= base - over { down.checked_add(base).unwrap_or(down) } else { down }
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

/// Rounds every cell of a table to a neighbouring multiple of `base` so that every sum still adds up, as near to the
/// counts as that goes. `None` where there is no such rounding or none was found: then the table is published unrounded
/// or not at all, never almost additive.
#[must_use]
pub fn controlled(table: &CellTable, base: u64) -> Option<BTreeMap<CellKey, u64>> {
    controlled_beside(table, base, &BTreeSet::new())
}

/// As [`controlled`], of a table of which some cells are hidden. These get any multiple that makes the sums add up: their
/// counts have no part in the choice, so that no shown number can tell of them.
#[must_use]
pub fn controlled_beside(table: &CellTable, base: u64, hidden: &BTreeSet<CellKey>) -> Option<BTreeMap<CellKey, u64>> {
    let largest = table.cells().iter().map(|cell| cell.count).max().unwrap_or(0) / base + 1;
    let is_hidden = |cell: &Cell| hidden.contains(&cell.key);
    let below: Vec<u64> =
        table.cells().iter().map(|cell| if is_hidden(cell) { 0 } else { cell.count / base }).collect();
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    // One for each cell: up or down. Going up costs what is over less what is lacking.
    let ups: Vec<Variable> = table
        .cells()
        .iter()
        .map(|cell| {
            if is_hidden(cell) {
                return problem.add_integer_var(0.0, (0, i32::try_from(largest).unwrap_or(i32::MAX)));
            }
            let over = cell.count % base;
            let most = i32::from(over > 0);
            problem.add_integer_var(real(base) - 2.0 * real(over), (0, most))
        })
        .collect();
    for sum in table.placed_sums() {
        let parts = sum.children.iter().map(|part| (ups[*part], 1.0));
        let terms: Vec<(Variable, f64)> = parts.chain([(ups[sum.parent], -1.0)]).collect();
        let of_parts: u64 = sum.children.iter().map(|part| below[*part]).sum();
        problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, real(below[sum.parent]) - real(of_parts));
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(20_000);
    let SolveOutcome::Solution(found) = problem.solve_with(options).ok()? else { return None };
    let ups: Vec<u64> = ups.iter().map(|up| whole(found.var_value(*up))).collect();
    let rounded: Vec<u64> = below.iter().zip(ups).map(|(below, up)| base * (below + up)).collect();
    let near = |(cell, rounded): (&Cell, &u64)| is_hidden(cell) || cell.count.abs_diff(*rounded) < base;
    let adds_up = |sum: &PlacedSum| sum.children.iter().map(|part| rounded[*part]).sum::<u64>() == rounded[sum.parent];
    let fits = table.cells().iter().zip(&rounded).all(near) && table.placed_sums().iter().all(adds_up);
    let keys = table.cells().iter().map(|cell| cell.key.clone());
    fits.then(|| keys.zip(rounded).collect())
}

fn whole(value: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates, and is checked after")]
    {
        value.round().max(0.0) as u64
    }
}

fn real(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::{Band, Rounding, with_cell_key_noise};

    #[test]
    fn bands_of_six_and_halves_that_go_up() {
        let values = |rounding: Rounding, counts: &[u64]| -> Vec<u64> {
            counts.iter().map(|count| rounding.of(*count).value).collect()
        };
        assert_eq!(values(Rounding::Midpoint, &[0, 1, 6, 7, 12, 13]), [0, 3, 3, 9, 9, 15]);
        assert_eq!(values(Rounding::Nearest(5), &[0, 2, 3, 7, 8, 12, 13]), [0, 0, 5, 5, 10, 10, 15]);
        assert_eq!(values(Rounding::Nearest(10), &[4, 5, 14, 15]), [0, 10, 10, 20]);
    }

    #[test]
    fn a_band_is_what_is_printed_so_and_nothing_else() {
        for rounding in [
            Rounding::Nearest(1),
            Rounding::Nearest(2),
            Rounding::Nearest(5),
            Rounding::Nearest(10),
            Rounding::Midpoint,
        ] {
            for count in 0..100 {
                let Band { value, least, most } = rounding.of(count);
                let same: Vec<u64> = (0..200).filter(|other| rounding.of(*other).value == value).collect();
                assert_eq!((least, most), (same[0], same[same.len() - 1]), "{rounding:?}, {count}");
                assert!(same.len() as u64 <= rounding.width());
            }
        }
        assert_eq!(Rounding::Nearest(5).stands_for(7), None);
        assert_eq!(Rounding::Midpoint.stands_for(6), None);
        assert_eq!(format!("{:?}", Band::exact(987_654)), "Band(..)");
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
