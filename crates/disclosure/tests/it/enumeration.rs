//! Brute force: is there another whole-number table that agrees with what is shown?
//!
//! Not allowed here: anything from protect or audit but the shown values.

use std::collections::BTreeMap;

use concordat_disclosure::{CellKey, CellTable, ProtectedCells, Shown};

/// A table for enumeration: base cells are those that are no parent; every other cell adds up some of them.
pub(crate) struct Puzzle {
    keys: Vec<CellKey>,
    truth: Vec<u64>,
    /// For each cell, in order of keys, the base cells it adds up.
    bases_of: Vec<Vec<usize>>,
    /// Shown count, or none.
    shown: Vec<Option<u64>>,
    /// What a hidden count is at least.
    least: u64,
}

/// Base cells that must come to a total.
type Line<'a> = (&'a [usize], u64);
/// Least and largest count of each base cell; other cells are left at nought.
type Ranges = Vec<(u64, u64)>;

impl Puzzle {
    /// Takes the shown counts as exact.
    pub(crate) fn new(table: &CellTable, protected: &ProtectedCells) -> Self {
        let children: BTreeMap<CellKey, Vec<CellKey>> = table.sums().map(|sum| (sum.parent, sum.children)).collect();
        let keys: Vec<CellKey> = table.cells().iter().map(|cell| cell.key.clone()).collect();
        let is_shown = |key| protected.shown(key).is_some_and(|shown| shown != Shown::Hidden);
        Self {
            truth: table.cells().iter().map(|cell| cell.count).collect(),
            shown: table.cells().iter().map(|cell| is_shown(&cell.key).then_some(cell.count)).collect(),
            bases_of: keys.iter().map(|key| bases(key, &children, &keys)).collect(),
            keys,
            least: 1,
        }
    }

    /// As [`Puzzle::new`], for a reader who must reckon with hidden counts of nought.
    pub(crate) fn with_hidden_zeros(table: &CellTable, protected: &ProtectedCells) -> Self {
        Self { least: 0, ..Self::new(table, protected) }
    }

    /// Is any count but the true one possible for the cell, hidden counts being at least 1?
    pub(crate) fn has_other_count(&self, key: &CellKey) -> bool {
        let cell = self.keys.iter().position(|own| own == key).unwrap();
        let truth = self.truth[cell];
        self.by_nearness(cell, self.least, truth + 3).into_iter().filter(|count| *count != truth).any(|count| {
            let wanted = (self.bases_of[cell].as_slice(), count);
            let shown = self.shown.iter().zip(&self.bases_of);
            let told = shown.filter_map(|(count, bases)| count.map(|count| (bases.as_slice(), count)));
            let lines: Vec<Line<'_>> = told.chain([wanted]).collect();
            self.complete(&lines, self.ranges())
        })
    }

    /// How many whole numbers lie between the least and the largest count that agree with what is shown.
    pub(crate) fn candidates(&self, key: &CellKey) -> u64 {
        let cell = self.keys.iter().position(|own| own == key).unwrap();
        let possible = |count: &u64| {
            let wanted = (self.bases_of[cell].as_slice(), *count);
            let shown = self.shown.iter().zip(&self.bases_of);
            let told = shown.filter_map(|(count, bases)| count.map(|count| (bases.as_slice(), count)));
            let lines: Vec<Line<'_>> = told.chain([wanted]).collect();
            self.complete(&lines, self.ranges_up_to(8))
        };
        let truth = self.truth[cell];
        let least = (self.least..=truth).find(possible).unwrap_or(truth);
        let largest = (truth..=truth + 8).rev().find(possible).unwrap_or(truth);
        largest - least + 1
    }

    fn ranges(&self) -> Ranges {
        self.ranges_up_to(4)
    }

    fn ranges_up_to(&self, more: u64) -> Ranges {
        let is_base = |cell: usize| self.bases_of[cell] == [cell];
        let range = |cell: usize| match self.shown[cell] {
            Some(count) if is_base(cell) => (count, count),
            None if is_base(cell) => (self.least, self.truth[cell] + more),
            _ => (0, 0),
        };
        (0..self.keys.len()).map(range).collect()
    }

    /// Depth first over the base cells, the one with fewest possible counts next.
    fn complete(&self, lines: &[Line<'_>], mut ranges: Ranges) -> bool {
        if !narrow(lines, &mut ranges) {
            return false;
        }
        let open = (0..ranges.len()).filter(|cell| ranges[*cell].0 < ranges[*cell].1);
        let Some(base) = open.min_by_key(|cell| ranges[*cell].1 - ranges[*cell].0) else {
            return true;
        };
        self.by_nearness(base, ranges[base].0, ranges[base].1).into_iter().any(|count| {
            let mut next = ranges.clone();
            next[base] = (count, count);
            self.complete(lines, next)
        })
    }

    fn by_nearness(&self, cell: usize, low: u64, high: u64) -> Vec<u64> {
        let mut counts: Vec<u64> = (low..=high).collect();
        counts.sort_by_key(|count| count.abs_diff(self.truth[cell]));
        counts
    }
}

/// Cuts off counts that no line allows, until nothing changes; `false` if some line cannot be met.
fn narrow(lines: &[Line<'_>], ranges: &mut Ranges) -> bool {
    loop {
        let before = ranges.clone();
        for (bases, total) in lines {
            let low: u64 = bases.iter().map(|base| ranges[*base].0).sum();
            let high: u64 = bases.iter().map(|base| ranges[*base].1).sum();
            if low > *total || high < *total {
                return false;
            }
            for base in *bases {
                let (own_low, own_high) = ranges[*base];
                // What the others leave at least and at most; totals of the line as they stood before it.
                ranges[*base] =
                    (own_low.max((total + own_high).saturating_sub(high)), own_high.min(total + own_low - low));
            }
        }
        if *ranges == before {
            return true;
        }
    }
}

fn bases(key: &CellKey, children: &BTreeMap<CellKey, Vec<CellKey>>, keys: &[CellKey]) -> Vec<usize> {
    match children.get(key) {
        None => keys.iter().position(|own| own == key).into_iter().collect(),
        Some(parts) => parts.iter().flat_map(|part| bases(part, children, keys)).collect(),
    }
}
