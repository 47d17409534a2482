//! What a night enters into the ledger about what it read: one entry for each dataset of which it opened anything.
//!
//! It stands before any release that is made of it. Not allowed in here: what was granted or planned; only steps that ran
//! tell what was read.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Name;
use concordat_declare::Partnership;
use concordat_ledger::Entry;
use concordat_ledger::entry::run::{DataRead, ReadExtract};
use concordat_measure::{Inventory, StepRecord, StepState};

/// What was read of a dataset.
#[derive(Default)]
struct Read<'steps> {
    columns: BTreeSet<&'steps str>,
    indicators: BTreeSet<&'steps Name>,
    /// By period: whether only kept cells were opened.
    periods: BTreeMap<&'steps str, bool>,
}

/// The entries of a run, in order of dataset.
pub(crate) fn entries(run: &str, steps: &[StepRecord], inventory: &Inventory, partnership: &Partnership) -> Vec<Entry> {
    let mut datasets: BTreeMap<&Name, Read<'_>> = BTreeMap::new();
    for step in steps {
        for read in step.reads.iter().filter(|read| !read.periods.is_empty()) {
            let dataset = datasets.entry(&read.dataset).or_default();
            dataset.columns.extend(read.columns.iter().map(String::as_str));
            dataset.indicators.insert(&step.indicator);
            for period in &read.periods {
                *dataset.periods.entry(period).or_insert(true) &= step.state == StepState::Kept;
            }
        }
    }
    let entry = |(dataset, read): (&Name, Read<'_>)| {
        let source = partnership.source(dataset)?;
        Some(Entry::DataRead(DataRead {
            run: run.to_owned(),
            dataset: dataset.to_string(),
            party: source.supplier.value.to_string(),
            columns: read.columns.into_iter().map(str::to_owned).collect(),
            indicators: read.indicators.into_iter().map(ToString::to_string).collect(),
            extracts: extracts(dataset, &read.periods, inventory),
        }))
    };
    datasets.into_iter().filter_map(entry).collect()
}

fn extracts(dataset: &Name, periods: &BTreeMap<&str, bool>, inventory: &Inventory) -> Vec<ReadExtract> {
    let held = inventory.datasets.get(dataset).map(|held| held.partitions.as_slice()).unwrap_or_default();
    let extracts = held.iter().filter_map(|partition| {
        let period = partition.period.to_string();
        let kept = *periods.get(period.as_str())?;
        Some(ReadExtract { period, commitment: partition.commitment.clone(), kept })
    });
    let mut extracts: Vec<ReadExtract> = extracts.collect();
    extracts.sort();
    extracts
}
