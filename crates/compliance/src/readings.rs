//! What was read, as the plans that ran say it: never what declarations would have let them read.
//!
//! Not allowed in here: a column that no plan named.

use std::collections::BTreeSet;

use concordat_base::Date;
use concordat_ledger::Entry;
use serde::Serialize;

use crate::evidence::Evidence;

/// One reading of one dataset by one run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reading {
    /// The entry of the ledger that says so.
    pub sequence: u64,
    /// The date of its night.
    pub as_of: Date,
    /// The run.
    pub run: String,
    /// The dataset.
    pub dataset: String,
    /// The columns that were read; none where only kept cells were opened.
    pub columns: BTreeSet<String>,
    /// What it was read for.
    pub indicators: BTreeSet<String>,
}

/// All readings, oldest first.
pub(crate) fn readings(evidence: &Evidence<'_>) -> Vec<Reading> {
    let read = evidence.records.iter().filter_map(|record| match &record.entry {
        Entry::DataRead(read) => Some(Reading {
            sequence: record.sequence,
            as_of: record.as_of,
            run: read.run.clone(),
            dataset: read.dataset.clone(),
            columns: read.columns.iter().cloned().collect(),
            indicators: read.indicators.iter().cloned().collect(),
        }),
        _ => None,
    });
    read.collect()
}
