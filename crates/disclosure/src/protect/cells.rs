//! What protect hands over: shown counts for everyone, sealed counts for the methods.
//!
//! Not allowed here: a way to a hidden count, and a constructor open to other rooms.

use std::collections::BTreeSet;
use std::fmt;

use crate::rounding::Band;
use crate::table::{Cell, CellKey, Change, Publication, place_of};

/// What is printed in a cell's place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The count itself.
    Exact(u64),
    /// Another number, which stands for several counts.
    Rounded(Band),
    /// The mark for a hidden count. It does not tell why.
    Hidden,
}

impl fmt::Debug for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Exact(_) => "Exact(..)",
            Self::Rounded(_) => "Rounded(..)",
            Self::Hidden => "Hidden",
        })
    }
}

/// Counts after protection. Made by [`protect`](crate::protect) and [`protect_with`](crate::protect_with) alone.
pub struct ProtectedCells {
    cells: Vec<Cell>,
    display: Vec<Option<Shown>>,
    exposed: Vec<CellKey>,
    changes: Vec<Change>,
    silent: BTreeSet<CellKey>,
}

impl fmt::Debug for ProtectedCells {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ProtectedCells")
            .field("cells", &self.cells.len())
            .field("hidden", &self.hidden_count())
            .field("exposed", &self.exposed.len())
            .finish()
    }
}

impl ProtectedCells {
    pub(super) fn new(cells: Vec<Cell>, display: Vec<Option<Shown>>, exposed: &[u32], changes: Vec<Change>) -> Self {
        let exposed = exposed.iter().map(|place| cells[*place as usize].key.clone()).collect();
        Self { cells, display, exposed, changes, silent: BTreeSet::new() }
    }

    /// The same, with the cells whose mark tells nothing.
    pub(super) fn with_silent(self, silent: BTreeSet<CellKey>) -> Self {
        Self { silent, ..self }
    }

    /// Whether the mark of a hidden cell tells that somebody is counted there, as far as the cell's policy shows nobody; see
    /// [`Options::silent_before`](super::Options::silent_before).
    #[must_use]
    pub fn mark_tells_of_somebody(&self, key: &CellKey) -> bool {
        !self.silent.contains(key)
    }

    /// Second tables that agree with everything shown, enough of them to prove every guarded cell that is not
    /// [exposed](Self::exposed). Hand them to the audit, which believes none of them before it has added it up.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// What is printed for a cell; `None` if there is no such cell or it has no place in the release.
    #[must_use]
    pub fn shown(&self, key: &CellKey) -> Option<Shown> {
        self.display[place_of(&self.cells, key)?]
    }

    /// The exact count of a sealed stratum, only where its total is shown (rounded or not).
    #[must_use]
    pub fn sealed(&self, key: &CellKey) -> Option<u64> {
        let cell = &self.cells[place_of(&self.cells, key)?];
        let Publication::Sealed { total } = &cell.publication else {
            return None;
        };
        match self.shown(total)? {
            Shown::Exact(_) | Shown::Rounded(_) => Some(cell.count),
            Shown::Hidden => None,
        }
    }

    /// Keys of all published cells, shown or hidden, in order.
    pub fn published(&self) -> impl Iterator<Item = &CellKey> + '_ {
        self.pattern_iter().map(|(key, _)| key)
    }

    /// Every published key in order, and whether it is hidden.
    #[must_use]
    pub fn pattern(&self) -> Vec<(&CellKey, bool)> {
        self.pattern_iter().collect()
    }

    /// How many published cells are hidden.
    #[must_use]
    pub fn hidden_count(&self) -> usize {
        self.hidden_total("")
    }

    /// How many published cells are hidden among those whose key starts with `prefix`.
    #[must_use]
    pub fn hidden_total(&self, prefix: &str) -> usize {
        let start = self.cells.partition_point(|cell| cell.key.as_str() < prefix);
        let under = self.cells[start..].iter().zip(&self.display[start..]);
        under
            .take_while(|(cell, _)| cell.key.as_str().starts_with(prefix))
            .filter(|(_, shown)| **shown == Some(Shown::Hidden))
            .count()
    }

    /// Guarded cells that could not be protected, in order: counts already public pin them whatever else is hidden, or
    /// no second table was found within the budget. A release must not be made while this is not empty.
    #[must_use]
    pub fn exposed(&self) -> &[CellKey] {
        &self.exposed
    }

    fn pattern_iter(&self) -> impl Iterator<Item = (&CellKey, bool)> + '_ {
        let places = self.cells.iter().zip(&self.display);
        places.filter_map(|(cell, shown)| shown.map(|shown| (&cell.key, shown == Shown::Hidden)))
    }
}
