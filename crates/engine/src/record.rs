//! The record of one query: what it may read, what its plan asked to read, which files it opened.
//!
//! It travels with the query into every scan; a scan without it is refused. Not allowed in here: reading anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::answer::ScannedFile;
use crate::error::EngineError;
use crate::position::Approved;

/// Files opened, by table, with their size in bytes.
pub(crate) type Opened = BTreeMap<String, BTreeMap<PathBuf, u64>>;

#[derive(Debug)]
pub(crate) struct QueryRecord {
    approved: Approved,
    reads: Mutex<BTreeMap<String, BTreeSet<String>>>,
    opened: Mutex<Opened>,
    opened_in_session: Arc<Mutex<Opened>>,
}

impl QueryRecord {
    pub(crate) fn new(approved: Approved, opened_in_session: Arc<Mutex<Opened>>) -> Self {
        Self { approved, reads: Mutex::default(), opened: Mutex::default(), opened_in_session }
    }

    /// The second line: a scan of `columns` is noted, or refused when one is not approved.
    pub(crate) fn admit(&self, table: &str, columns: &[String]) -> Result<(), EngineError> {
        let beyond = |column: Option<&String>| EngineError::ReadBeyondApproval {
            table: table.to_owned(),
            column: column.cloned(),
        };
        let approved = self.approved.columns().get(table).ok_or_else(|| beyond(None))?;
        if let Some(column) = columns.iter().find(|column| !approved.contains_key(*column)) {
            return Err(beyond(Some(column)));
        }
        let mut reads = lock(&self.reads);
        reads.entry(table.to_owned()).or_default().extend(columns.iter().cloned());
        Ok(())
    }

    /// Notes that a file is about to be opened.
    pub(crate) fn note_opened(&self, table: &str, file: &std::path::Path, bytes: u64) {
        for opened in [&self.opened, &*self.opened_in_session] {
            lock(opened).entry(table.to_owned()).or_default().insert(file.to_owned(), bytes);
        }
    }

    pub(crate) fn reads(&self) -> BTreeMap<String, BTreeSet<String>> {
        lock(&self.reads).clone()
    }

    pub(crate) fn scanned(&self) -> BTreeMap<String, Vec<ScannedFile>> {
        listed(&self.opened)
    }
}

/// The opened files as callers see them, in order of table and path.
pub(crate) fn listed(opened: &Mutex<Opened>) -> BTreeMap<String, Vec<ScannedFile>> {
    let as_files = |files: &BTreeMap<PathBuf, u64>| {
        files.iter().map(|(path, bytes)| ScannedFile { path: path.clone(), bytes: *bytes }).collect()
    };
    lock(opened).iter().map(|(table, files)| (table.clone(), as_files(files))).collect()
}

/// A record stays usable when a thread that held it failed: every entry is whole by itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
