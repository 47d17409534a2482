//! The evidence by numbers: one cell for each key, its printed interval, the sums over cells.
//!
//! Not allowed here: an attack. Only what can be read off directly.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{Evidence, Guarded, Printed};
use crate::table::{CellKey, Sum};

/// Least and largest count a cell can have; no largest where nothing limits it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) low: u128,
    pub(super) high: Option<u128>,
}

/// A sum by cell number.
pub(super) struct Row {
    pub(super) parent: usize,
    pub(super) children: Vec<usize>,
}

/// The evidence, ready for attack.
pub(super) struct System {
    keys: Vec<CellKey>,
    intervals: Vec<Interval>,
    told: Vec<bool>,
    small: Vec<bool>,
    /// True counts where the evidence holds them, and how many candidates a guarded cell must keep.
    truths: Vec<Option<u64>>,
    wanted: Vec<u64>,
    rows: Vec<Row>,
}

impl System {
    /// Numbers the evidence.
    ///
    /// # Errors
    /// The key about which it contradicts itself, or of which a sum speaks and nothing else does.
    pub(super) fn read(evidence: &Evidence) -> Result<Self, CellKey> {
        let printed = evidence.printed.iter().chain(&evidence.derived).map(|printed| &printed.key);
        let spoken_of: BTreeSet<&CellKey> =
            printed.chain(evidence.guarded.iter().map(|guarded| &guarded.key)).collect();
        let numbers: BTreeMap<&CellKey, usize> = spoken_of.into_iter().zip(0..).collect();
        let mut system = Self {
            keys: numbers.keys().map(|key| (*key).clone()).collect(),
            intervals: vec![Interval { low: 0, high: None }; numbers.len()],
            told: vec![false; numbers.len()],
            small: vec![false; numbers.len()],
            truths: vec![None; numbers.len()],
            wanted: vec![1; numbers.len()],
            rows: Vec::new(),
        };
        let of_zeros = evidence.guarded.iter().filter(|guarded| guarded.hide_from == 0);
        let may_be_zero: BTreeSet<&CellKey> = of_zeros.map(|guarded| &guarded.key).collect();
        for printed in &evidence.printed {
            // Where zeros are hidden too, a mark cannot tell that a count is none.
            let says_nothing = !printed.tells_a_number() && may_be_zero.contains(&printed.key);
            let low = if says_nothing { 0 } else { printed.low };
            system.add_printed(numbers[&printed.key], &Printed { low, ..printed.clone() })?;
        }
        for derived in &evidence.derived {
            system.add_derived(numbers[&derived.key], derived)?;
        }
        system.add_guarded(evidence, &numbers)?;
        system.rows = evidence.sums.iter().map(|sum| row(sum, &numbers)).collect::<Result<_, _>>()?;
        Ok(system)
    }

    fn add_printed(&mut self, cell: usize, printed: &Printed) -> Result<(), CellKey> {
        let interval = &mut self.intervals[cell];
        interval.low = interval.low.max(u128::from(printed.low));
        if printed.tells_a_number() {
            let high = u128::from(printed.high);
            interval.high = Some(interval.high.map_or(high, |known| known.min(high)));
            self.told[cell] = true;
        }
        if interval.high.is_some_and(|high| high < interval.low) { Err(printed.key.clone()) } else { Ok(()) }
    }

    /// What other figures tell of a cell narrows it; the count itself is not printed by that.
    fn add_derived(&mut self, cell: usize, derived: &Printed) -> Result<(), CellKey> {
        let told = self.told[cell];
        let known = self.add_printed(cell, derived);
        self.told[cell] = told;
        known
    }

    fn add_guarded(&mut self, evidence: &Evidence, numbers: &BTreeMap<&CellKey, usize>) -> Result<(), CellKey> {
        for guarded in &evidence.guarded {
            let cell = numbers[&guarded.key];
            let known_otherwise = self.truths[cell].is_some_and(|truth| truth != guarded.truth);
            if known_otherwise || !self.admits(cell, guarded) {
                return Err(guarded.key.clone());
            }
            self.truths[cell] = Some(guarded.truth);
            if guarded.is_small() {
                self.small[cell] = true;
                self.wanted[cell] = self.wanted[cell].max(guarded.candidates());
            }
        }
        for (truth, interval) in self.truths.iter_mut().zip(&self.intervals) {
            if truth.is_none() && interval.high == Some(interval.low) {
                *truth = u64::try_from(interval.low).ok();
            }
        }
        Ok(())
    }

    /// The true count, where the evidence holds it.
    pub(super) fn truth(&self, cell: usize) -> Option<u64> {
        self.truths[cell]
    }

    /// Takes a value for the true one, where the truth is not known.
    pub(super) fn suppose(&mut self, cell: usize, value: u128) {
        self.truths[cell] = self.truths[cell].or(u64::try_from(value).ok());
    }

    /// How many whole numbers must stay possible.
    pub(super) fn wanted(&self, cell: usize) -> u64 {
        self.wanted[cell]
    }

    /// Where a cell stands while others change.
    pub(super) fn stands_at(&self, cell: usize, narrowed: Interval) -> Option<u128> {
        let only = (narrowed.high == Some(narrowed.low)).then_some(narrowed.low);
        only.or_else(|| self.truths[cell].map(u128::from))
    }

    /// Whether a second table may differ by so much: never where a number is told, and never outside what is printed.
    pub(super) fn may_change(&self, cell: usize, amount: i128) -> bool {
        let Some(truth) = self.truths[cell] else { return false };
        let Ok(value) = u128::try_from(i128::from(truth) + amount) else { return false };
        let interval = self.intervals[cell];
        !self.told[cell] && interval.low <= value && interval.high.is_none_or(|high| value <= high)
    }

    pub(super) fn number_of(&self, key: &CellKey) -> Option<usize> {
        self.keys.binary_search(key).ok()
    }

    fn admits(&self, cell: usize, guarded: &Guarded) -> bool {
        let truth = u128::from(guarded.truth);
        let interval = self.intervals[cell];
        interval.low <= truth && interval.high.is_none_or(|high| truth <= high)
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn key(&self, cell: usize) -> &CellKey {
        &self.keys[cell]
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(super) fn intervals(&self) -> &[Interval] {
        &self.intervals
    }

    /// Is a number printed for the cell, exact or rounded?
    pub(super) fn is_told(&self, cell: usize) -> bool {
        self.told[cell]
    }

    /// The cells whose count, or people behind it, are inside their hide range.
    pub(super) fn small_cells(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.small.len()).filter(|cell| self.small[*cell])
    }
}

/// Numbers one sum; the error is a key nothing else speaks of, or one that stands in it twice.
fn row(sum: &Sum, numbers: &BTreeMap<&CellKey, usize>) -> Result<Row, CellKey> {
    let mut seen = BTreeSet::new();
    let mut number = |key: &CellKey| match numbers.get(key) {
        Some(number) if seen.insert(*number) => Ok(*number),
        _ => Err(key.clone()),
    };
    let parent = number(&sum.parent)?;
    let children = sum.children.iter().map(number).collect::<Result<_, _>>()?;
    Ok(Row { parent, children })
}
