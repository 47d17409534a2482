//! Time: what was ever published, and whether tonight's figures may be added to it.
//!
//! The register is append-only. A chain is what hangs together through sums; tonight it is published as a whole or its
//! old values stand as a whole. Not allowed here: files and clocks, and a way to begin a register anew where releases
//! exist.

mod gate;
mod joint;

use std::collections::BTreeMap;

pub use gate::{Class, Decision, Gate, Held, Occasion};
pub use joint::{Vintage, joint_evidence, merged};

use crate::table::CellKey;

/// One cell of one release: what was printed in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Number of the release.
    pub release: u64,
    /// The cell.
    pub key: CellKey,
    /// The count that was printed; none where it was hidden.
    pub shown: Option<u64>,
}

/// Why a register cannot be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// Fewer entries than were acknowledged: it was lost, in part or whole. Nothing may be published.
    #[error("the register holds {found} entries where {expected} were acknowledged")]
    Short {
        /// Entries that were acknowledged.
        expected: usize,
        /// Entries that are there.
        found: usize,
    },
    /// A release with a number that was given before.
    #[error("release {0} is in the register already")]
    NotNew(u64),
}

/// Everything ever published. Entries are added and never changed.
#[derive(Clone, Debug, Default)]
pub struct Register {
    entries: Vec<Entry>,
}

impl Register {
    /// The register from its entries, of which so many were acknowledged (by a ledger, say).
    ///
    /// # Errors
    /// [`RegisterError::Short`] where some are missing. A missing register is never an empty one.
    pub fn restore(entries: Vec<Entry>, acknowledged: usize) -> Result<Self, RegisterError> {
        if entries.len() < acknowledged {
            return Err(RegisterError::Short { expected: acknowledged, found: entries.len() });
        }
        Ok(Self { entries })
    }

    /// The entries, in the order in which they were made.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds a release.
    ///
    /// # Errors
    /// [`RegisterError::NotNew`] where its number is not above all others.
    pub fn append(
        &mut self,
        release: u64,
        printed: impl IntoIterator<Item = (CellKey, Option<u64>)>,
    ) -> Result<(), RegisterError> {
        if self.entries.last().is_some_and(|last| last.release >= release) {
            return Err(RegisterError::NotNew(release));
        }
        self.entries.extend(printed.into_iter().map(|(key, shown)| Entry { release, key, shown }));
        Ok(())
    }

    /// What stands printed for each cell: its last entry.
    #[must_use]
    pub fn standing(&self) -> BTreeMap<&CellKey, Option<u64>> {
        self.entries.iter().map(|entry| (&entry.key, entry.shown)).collect()
    }

    /// Whether a cell was ever shown.
    #[must_use]
    pub fn was_shown(&self, key: &CellKey) -> bool {
        self.entries.iter().any(|entry| entry.key == *key && entry.shown.is_some())
    }
}
