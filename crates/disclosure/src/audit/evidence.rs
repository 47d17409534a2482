//! Evidence: what a reader is told, and what must not follow from it.
//!
//! Not allowed here: judgement, and any `Debug` that prints a count.

use std::fmt;

use crate::rounding::Band;
use crate::table::{CellKey, CellTable, Change, Sum};

/// What a reader concludes about one cell from its own place in the release.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed {
    /// The cell.
    pub key: CellKey,
    /// The least count it can be.
    pub low: u64,
    /// The largest count it can be; equal to `low` for an exact count, `u64::MAX` for a place marked hidden.
    pub high: u64,
}

impl Printed {
    /// A count printed as it is.
    #[must_use]
    pub fn exact(key: CellKey, count: u64) -> Self {
        Self { key, low: count, high: count }
    }

    /// A number printed in the place of a count: every count that it can stand for.
    #[must_use]
    pub fn rounded(key: CellKey, band: Band) -> Self {
        Self { key, low: band.least, high: band.most }
    }

    /// A place marked hidden. Where zeros are shown, the mark itself says that the count is not zero.
    #[must_use]
    pub fn hidden(key: CellKey, zeros_shown: bool) -> Self {
        Self { key, low: u64::from(zeros_shown), high: u64::MAX }
    }

    /// Does it tell a number, rather than mark a hidden one?
    pub(super) fn tells_a_number(&self) -> bool {
        self.high < u64::MAX
    }
}

impl fmt::Debug for Printed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Printed").field("key", &self.key).finish_non_exhaustive()
    }
}

/// A cell with its secret and the range in which its policy hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Guarded {
    /// The cell.
    pub key: CellKey,
    /// Its true count.
    pub truth: u64,
    /// The distinct people behind it.
    pub contributors: u64,
    /// Smallest size that is hidden.
    pub hide_from: u64,
    /// Largest size that is hidden, inclusive.
    pub hide_to: u64,
    /// How many whole numbers must stay possible; as many as the range has above zero where it is not said.
    pub min_candidates: Option<u64>,
}

impl Guarded {
    /// How many whole numbers must stay possible for it, a hundred at most.
    pub(super) fn candidates(&self) -> u64 {
        let range = (self.hide_to - self.hide_from.max(1).min(self.hide_to)).saturating_add(1);
        self.min_candidates.unwrap_or(range).clamp(2, 100)
    }

    /// Is the count, or the number of people, inside the range?
    pub(super) fn is_small(&self) -> bool {
        let range = self.hide_from..=self.hide_to;
        range.contains(&self.truth) || range.contains(&self.contributors)
    }
}

impl fmt::Debug for Guarded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Guarded").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Everything the attack needs. Every key that a sum names must be printed or guarded, or the evidence is unreadable:
/// a misspelt key would otherwise weaken the attack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// What is printed, one entry for each place; a key given twice counts with both entries.
    pub printed: Vec<Printed>,
    /// What follows for a cell from other figures about it (a percentage, limits, an index): least and largest count. It
    /// narrows, and does not count as the count being printed.
    pub derived: Vec<Printed>,
    /// The sums that tie the cells.
    pub sums: Vec<Sum>,
    /// All cells that are not open data, small or not: the audit judges itself which of them are guarded.
    pub guarded: Vec<Guarded>,
    /// Second tables offered as proof. None is believed before it has been added up; with none the audit looks itself.
    pub offered: Vec<Change>,
}

impl Evidence {
    /// Evidence of a table of which nothing is printed yet: its sums, every cell under a policy that hides, and the
    /// open data, which every reader knows. Add `printed` for what is about to be published.
    #[must_use]
    pub fn of_table(table: &CellTable) -> Self {
        let mut evidence = Self { sums: table.sums().collect(), ..Self::default() };
        for cell in table.cells() {
            let key = cell.key.clone();
            match table.policy_of(cell) {
                Some(policy) if policy.already_public => evidence.printed.push(Printed::exact(key, cell.count)),
                policy => evidence.guarded.push(Guarded {
                    key,
                    truth: cell.count,
                    contributors: cell.contributors,
                    hide_from: policy.map_or(0, |policy| policy.hide_from),
                    hide_to: policy.map_or(u64::MAX, |policy| policy.hide_to),
                    min_candidates: policy.and_then(|policy| policy.min_candidates),
                }),
            }
        }
        evidence
    }
}

/// Rows that can say what they give away.
pub trait Auditable {
    /// The evidence a reader of these rows holds, and what must not follow from it.
    fn evidence(&self) -> Evidence;
}

#[cfg(test)]
mod tests {
    use super::Printed;
    use crate::CellKey;

    #[test]
    fn debug_prints_no_count() {
        let text = format!("{:?}", Printed::exact(CellKey::new("a"), 987_654));
        assert!(!text.contains("987654"), "{text}");
    }
}
