//! What can go wrong with the ledger. No variant carries the text of an entry.

use std::path::PathBuf;

use concordat_store::StoreError;

/// A ledger that cannot be read or an entry that was not taken. Nothing may be released then.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The entries could not be read.
    #[error("the ledger cannot be read")]
    Read {
        /// Which file and why.
        source: StoreError,
    },
    /// A line is not what was appended there: not an entry, not in canonical form, or out of
    /// sequence. It was changed behind the program's back; a backup or a partner's copy has to tell.
    #[error("the ledger {path} is damaged at line {line}: {fault}")]
    Damaged {
        /// The file of entries.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it, in fixed words.
        fault: &'static str,
    },
    /// An entry could not be written and does not count; the ledger has to be opened again before
    /// anything else is appended.
    #[error("the entry {entry} could not be appended to the ledger")]
    Append {
        /// The type of the entry.
        entry: &'static str,
        /// Which file and why.
        source: StoreError,
    },
    /// An entry holds something that has no place in the ledger.
    #[error("the entry {entry} was not taken: its field {field} {rule}")]
    Unfit {
        /// The type of the entry.
        entry: &'static str,
        /// The field, never its value.
        field: String,
        /// The rule it breaks, in fixed words.
        rule: &'static str,
    },
    /// An entry could not be turned into JSON.
    #[error("the entry {entry} cannot be written as JSON")]
    Encode {
        /// The type of the entry.
        entry: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// A checkpoint is needed and this ledger was given no key to sign it with.
    #[error("the ledger has no key to sign a checkpoint with")]
    NoKey,
    /// A checkpoint could not be written. What it would have signed must not be released.
    #[error("a checkpoint of the ledger could not be written")]
    Checkpoint {
        /// Which file and why.
        source: StoreError,
    },
    /// The ledger does not begin with what was signed before: entries were taken out, put in or changed.
    #[error("the ledger does not begin with the {size} entries that were signed before")]
    Inconsistent {
        /// The size that was signed.
        size: u64,
    },
    /// A checkpoint, key or proof that cannot be used.
    #[error("a checkpoint cannot be used: {fault}")]
    BadCheckpoint {
        /// What is wrong with it, in fixed words.
        fault: &'static str,
    },
    /// A bundle could not be written.
    #[error("the bundle could not be written")]
    Bundle {
        /// Which file and why.
        source: StoreError,
    },
    /// Another process appended since this ledger was opened, or an append failed; it has to be
    /// opened again.
    #[error("the ledger {path} has changed since it was opened")]
    Changed {
        /// The file of entries.
        path: PathBuf,
    },
}

impl LedgerError {
    /// True if the disk (or the share of it that we may use) is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            LedgerError::Read { source }
            | LedgerError::Append { source, .. }
            | LedgerError::Checkpoint { source }
            | LedgerError::Bundle { source } => source.is_disk_full(),
            _ => false,
        }
    }
}
