//! What was read, as the plans that ran say it: never what declarations would have let them read.
//!
//! Not allowed in here: a column that no plan named.

use std::collections::BTreeSet;

use concordat_base::{Date, Name};
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

/// All readings, oldest first. The column that divides a dataset into periods is read by opening a period: rows are kept
/// apart by it, and no plan names it.
pub(crate) fn readings(evidence: &Evidence<'_>) -> Vec<Reading> {
    let read = evidence.records.iter().filter_map(|record| match &record.entry {
        Entry::DataRead(read) => {
            let opened = !read.columns.is_empty();
            let period = dividing(evidence, &read.dataset).filter(|_| opened);
            Some(Reading {
                sequence: record.sequence,
                as_of: record.as_of,
                run: read.run.clone(),
                dataset: read.dataset.clone(),
                columns: read.columns.iter().cloned().chain(period).collect(),
                indicators: read.indicators.iter().cloned().collect(),
            })
        }
        _ => None,
    });
    read.collect()
}

/// The column by which a dataset is divided into periods.
fn dividing(evidence: &Evidence<'_>, dataset: &str) -> Option<String> {
    let contract = evidence.partnership.contract_of(&Name::new(dataset).ok()?)?;
    contract.columns.get(contract.partition).map(|column| column.name.to_string())
}
