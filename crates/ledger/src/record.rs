//! One line of the ledger: an entry with its place and its two dates.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::canonical::canonical;
use crate::entry::Entry;

/// An entry as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When it was appended, by the clock of the machine.
    pub at: Timestamp,
    /// The date for which the work was done.
    pub as_of: Date,
    /// Its place, from 0: the index of its leaf in the tree.
    pub sequence: u64,
    /// What happened.
    #[serde(flatten)]
    pub entry: Entry,
}

impl Record {
    /// The bytes that are hashed as the leaf: canonical JSON without the line end.
    ///
    /// # Errors
    /// A JSON error if the entry cannot be represented, which no entry of this crate causes.
    pub fn canonical_line(&self) -> Result<String, serde_json::Error> {
        Ok(canonical(&serde_json::to_value(self)?))
    }

    /// Reads a line that must be exactly what [`Record::canonical_line`] gives; else what is wrong.
    pub(crate) fn from_line(line: &str) -> Result<Record, &'static str> {
        let record: Record = serde_json::from_str(line).map_err(|_| "it is not an entry")?;
        // Also finds fields that are unknown, twice there or written in another way.
        match record.canonical_line() {
            Ok(canonical) if canonical == line => Ok(record),
            _ => Err("it is not in canonical form"),
        }
    }
}
