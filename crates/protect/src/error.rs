//! What can go wrong with files and tables.
//!
//! Not allowed here: the text of a cell of a table; codes of cells are named, counts never.

use std::path::{Path, PathBuf};

use concordat_disclosure::TableError;
use concordat_store::StoreError;

/// A tool that could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProtectError {
    /// A file could not be read or written.
    #[error("{} could not be used: {source}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: StoreError,
    },
    /// A file is not laid out as it should be.
    #[error("{}, line {line}: {fault}", .path.display())]
    Layout {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong and what was expected.
        fault: String,
    },
    /// A policy is no preset and no file of rules.
    #[error("the policy `{name}` is no preset and cannot be read as a file of rules: {fault}; presets are {known}")]
    Policy {
        /// What was typed.
        name: String,
        /// What is wrong.
        fault: String,
        /// Names of the presets.
        known: String,
    },
    /// The table cannot be protected as it stands.
    #[error("the table cannot be protected: {source}")]
    Table {
        /// Why.
        source: TableError,
    },
    /// The audit refuses what protection made; nothing is written.
    #[error("nothing is written: {cells} cells could not be proven safe, the first is `{first}`")]
    Refused {
        /// How many.
        cells: usize,
        /// Key of the first.
        first: String,
    },
    /// The policy asks for rounding that adds up, and none was found.
    #[error("nothing is written: no rounding to multiples of {base} was found in which parts add up to totals")]
    Rounding {
        /// The multiple.
        base: u64,
    },
    /// A release has rounded counts, and nothing says what they are rounded to.
    #[error("{}, line {line}: the count is rounded; say with --rounded-to what to: 5 for the nearest 5, midpoint for the middle of six", .path.display())]
    Base {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
    },
    /// What was published contradicts itself.
    #[error("what was published contradicts itself at `{key}`")]
    Contradiction {
        /// The cell.
        key: String,
    },
}

impl ProtectError {
    pub(crate) fn layout(path: &Path, line: u64, fault: impl Into<String>) -> Self {
        Self::Layout { path: path.to_path_buf(), line, fault: fault.into() }
    }

    pub(crate) fn file(path: &Path) -> impl FnOnce(StoreError) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { path, source }
    }
}
