//! What was read, as the plans that ran say it: never what declarations would have let them read.
//!
//! Not allowed in here: a column that no plan named.

use std::collections::{BTreeMap, BTreeSet};

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
    let mut found = Vec::new();
    for record in &evidence.records {
        let Entry::ReleasePublished(published) = &record.entry else { continue };
        let mut read: BTreeMap<&str, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        for release in evidence.releases.iter().filter(|release| release.version == published.version) {
            for line in release.lineage.iter().filter(|line| !line.columns.is_empty()) {
                let (columns, indicators) = read.entry(&line.dataset).or_default();
                columns.extend(line.columns().map(|(column, _)| column.to_owned()));
                indicators.insert(line.indicator.clone());
            }
        }
        found.extend(read.into_iter().map(|(dataset, (columns, indicators))| Reading {
            sequence: record.sequence,
            as_of: record.as_of,
            run: published.run.clone(),
            dataset: dataset.to_owned(),
            columns,
            indicators,
        }));
    }
    found
}
