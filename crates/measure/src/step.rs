//! Steps of counting: what each rests on, and the cells that are kept of it.
//!
//! A step is computed again only when an ingredient changed. Kept cells are opened through tonight's grant alone: the
//! caller asks for them with an approval that only a grant gives. Not allowed in here: dates; an ingredient that follows
//! from the date enters as its value.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{ContentHash, ContentHasher, Name};
use concordat_engine::{Answer, Decision, EngineError};
use concordat_store::vault::seal;
use concordat_store::{AtomicFolder, DataKey, Home, StoreError, Vault};
use serde::{Deserialize, Serialize};

use crate::error::MeasureError;

/// Raised whenever counting changes its meaning, so that cells kept by older code are not used.
pub(crate) const EPOCH: &str = "1";

/// The epoch of the counting stage, an ingredient of every step.
#[must_use]
pub fn counting_epoch() -> &'static str {
    EPOCH
}

/// What a step rests on: a name for each ingredient, and its hash or text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ingredients(BTreeMap<String, String>);

impl Ingredients {
    /// Adds one.
    pub fn add(&mut self, name: impl Into<String>, value: &(impl ToString + ?Sized)) {
        self.0.insert(name.into(), value.to_string());
    }

    /// The key of a step that rests on them.
    #[must_use]
    pub fn key(&self) -> ContentHash {
        let mut hasher = ContentHasher::new("step");
        for (name, value) in &self.0 {
            hasher.field(name.as_bytes()).field(value.as_bytes());
        }
        hasher.finish()
    }

    /// Names of ingredients that differ from earlier ones.
    #[must_use]
    pub fn changed_since(&self, earlier: &Self) -> Vec<String> {
        let names = self.0.keys().chain(earlier.0.keys());
        let mut changed: Vec<String> =
            names.filter(|name| self.0.get(*name) != earlier.0.get(*name)).cloned().collect();
        changed.sort();
        changed.dedup();
        changed
    }
}

/// Whether a step was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Counted from records.
    Computed,
    /// Taken from kept cells.
    Kept,
}

/// What happened to a step tonight.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepRecord {
    /// Its name: indicator, dataset and period.
    pub id: String,
    /// Its indicator.
    pub indicator: Name,
    /// Its key.
    pub key: ContentHash,
    /// Whether it was computed.
    pub state: StepState,
    /// Partitions that were scanned: dataset and period, with bytes.
    pub scanned: Vec<(Name, String, u64)>,
    /// What was read, by dataset: of a computed step what its scans asked for and opened, of a kept one what its cells had
    /// been counted from.
    #[serde(default)]
    pub reads: Vec<StepRead>,
    /// Why it was stale: ingredients that changed; empty for one never computed before, and for one that was kept.
    pub because: Vec<String>,
    /// Token of tonight's decision that permitted it.
    #[serde(default)]
    pub decision: String,
    /// Columns that the decided plan rests on, by dataset.
    #[serde(default)]
    pub rests_on: BTreeMap<Name, BTreeSet<String>>,
}

/// What a step read of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRead {
    /// The dataset.
    pub dataset: Name,
    /// Columns that the scans asked for, sorted, by the plan that ran; none where kept cells were opened and no row.
    pub columns: Vec<String>,
    /// Periods of the partitions, in order.
    pub periods: Vec<String>,
}

impl StepRecord {
    /// The same step on a night that had nothing to compute.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { state: StepState::Kept, scanned: Vec::new(), reads: Vec::new(), because: Vec::new(), ..self }
    }
}

/// The ingredients of every step as last computed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StepIndex {
    /// By name of the step.
    pub steps: BTreeMap<String, Ingredients>,
}

impl StepIndex {
    const FILE: &'static str = "index.sealed";

    /// Reads the index; an unreadable one is empty, since it only explains.
    #[must_use]
    pub fn read(home: &Home) -> Self {
        let path = home.cells_root().join(Self::FILE);
        let text = home.vault().and_then(|vault| vault.read_sealed(&path)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Writes the index.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, home: &Home) -> Result<(), StoreError> {
        let text = serde_json::to_string(self).unwrap_or_default();
        home.vault()?.write_sealed(&home.cells_root().join(Self::FILE), text.as_bytes())
    }
}

/// Rows of whole numbers: what every counting query gives, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IntegerTable {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Option<i64>>>,
}

impl IntegerTable {
    /// The rows of an answer, if it was given under the decision and has the columns that were decided on.
    pub(crate) fn of(decision: &Decision, answer: &Answer) -> Result<Self, EngineError> {
        decision.admits(answer)?;
        let columns: Vec<String> = answer.schema.fields().iter().map(|field| field.name().clone()).collect();
        let cells = columns.iter().map(|name| answer.integers(name)).collect::<Result<Vec<_>, _>>()?;
        let mut rows: Vec<Vec<Option<i64>>> =
            (0..answer.rows).map(|row| cells.iter().map(|column| column[row]).collect()).collect();
        rows.sort();
        Ok(Self { columns, rows })
    }
}

/// The file of kept cells.
const CELLS: &str = "cells.sealed";

/// Reads kept cells, if there are any under this key. They open only with the keys of all extracts they were made from.
pub(crate) fn kept(
    home: &Home,
    step: &ContentHash,
    key: &DataKey,
    indicator: &Name,
) -> Result<Option<IntegerTable>, MeasureError> {
    let failed = |source| MeasureError::Keep { indicator: indicator.clone(), source };
    let folder = home.cells(&step.short());
    if !concordat_store::is_complete(&folder) {
        return Ok(None);
    }
    let opened = home.vault().and_then(|vault| vault.open_bytes(&folder.join(CELLS), key));
    let text = match opened {
        Ok(text) => text,
        // The same content was delivered again under another key, or somebody changed the file.
        Err(StoreError::Sealed { .. }) => Vec::new(),
        Err(source) => return Err(failed(source)),
    };
    if let Ok(table) = serde_json::from_slice(&text) {
        return Ok(Some(table));
    }
    // Kept work is safe to delete, and so work that cannot be opened is deleted and done again.
    concordat_store::remove_folder(&folder).map(|_| None).map_err(failed)
}

/// Keeps cells under the name of a step, sealed under the keys of all extracts they were made from.
pub(crate) fn keep(
    home: &Home,
    step: &ContentHash,
    key: &DataKey,
    table: &IntegerTable,
    indicator: &Name,
) -> Result<(), MeasureError> {
    let failed = |source| MeasureError::Keep { indicator: indicator.clone(), source };
    let target = home.cells(&step.short());
    let folder = AtomicFolder::begin(&target).map_err(failed)?;
    let cells = serde_json::to_vec(table).unwrap_or_default();
    let context = home.vault().map_err(failed)?.context(&target.join(CELLS));
    let sealed = seal(key, &context, &cells).map_err(|source| failed(StoreError::of_write(&target, source)))?;
    folder.write(CELLS, &sealed).map_err(failed)?;
    folder.write(concordat_store::MANIFEST, b"{}").map_err(failed)?;
    match folder.commit() {
        Err(error) if !error.is_already_there() => Err(failed(error)),
        _ => Ok(()),
    }
}

/// Removes kept work that rests on any of these keys, and what only explains it. Returns how many files there were.
///
/// # Errors
/// When it cannot be listed or removed.
pub fn forget_cells(home: &Home, keys: &BTreeSet<String>) -> Result<u64, StoreError> {
    let mut files = 0;
    for name in concordat_store::list_folders(&home.cells_root())? {
        let folder = home.cells_root().join(name);
        let needed = Vault::keys_needed(&folder.join(CELLS)).unwrap_or_default();
        if needed.iter().any(|key| keys.contains(key)) {
            files += concordat_store::list_files(&folder)?.len() as u64;
            concordat_store::remove_folder(&folder)?;
        }
    }
    // Hashes of columns, from which whoever can guess an extract could recognise it.
    files += u64::from(concordat_store::remove_file(&home.cells_root().join(StepIndex::FILE))?);
    Ok(files)
}
