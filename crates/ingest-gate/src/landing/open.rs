//! Finds what is landed and current.
//!
//! Not allowed in here: reading rows, and folders that no accepted delivery mentions.

use std::path::{Path, PathBuf};

use concordat_base::{Name, Period};
use concordat_store::{DataKey, Home};
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::folders;
use super::history::{Event, History};
use super::manifest::LandedManifest;
use super::schema::file_key;
use crate::error::GateError;

/// Landed rows of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandedPartition {
    folder: PathBuf,
    key: DataKey,
    manifest: LandedManifest,
    period: Period,
    sequence: u64,
    received: Timestamp,
}

impl LandedPartition {
    pub(crate) fn read(home: &Home, folder: PathBuf, sequence: u64, received: Timestamp) -> Result<Self, GateError> {
        let (manifest, key) = LandedManifest::read(home, &folder)?;
        let period = manifest.parsed_period()?;
        Ok(Self { folder, key, manifest, period, sequence, received })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The Parquet file.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        folders::data(&self.folder)
    }

    /// The key of the extract, under which the file is encrypted.
    #[must_use]
    pub fn key(&self) -> &DataKey {
        &self.key
    }

    /// The key of the Parquet file, made from the extract's.
    #[must_use]
    pub fn file_key(&self) -> Zeroizing<[u8; 32]> {
        file_key(&self.key)
    }

    /// Its manifest.
    #[must_use]
    pub fn manifest(&self) -> &LandedManifest {
        &self.manifest
    }

    /// The period.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// Sequence of the delivery that made it current; the manifest has that of the first delivery with this content.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// When that delivery was received.
    #[must_use]
    pub fn received(&self) -> Timestamp {
        self.received
    }
}

/// The current landed rows of a dataset, in order of period.
///
/// # Errors
/// `DamagedHistory`, `DamagedManifest` or `Home` when it cannot be read; `LandedMissing` when what is current is not there.
pub fn open_landed(home: &Home, dataset: &Name) -> Result<Vec<LandedPartition>, GateError> {
    open(home, dataset, None)
}

/// The landed rows that were current at a time: those of deliveries received at or before it.
///
/// # Errors
/// As [`open_landed`].
pub fn open_landed_at(home: &Home, dataset: &Name, at: Timestamp) -> Result<Vec<LandedPartition>, GateError> {
    open(home, dataset, Some(at))
}

/// Every landed content of a dataset, also what later deliveries have replaced, in order of period and content id.
///
/// # Errors
/// As [`open_landed`].
pub fn all_landed(home: &Home, dataset: &Name) -> Result<Vec<LandedPartition>, GateError> {
    let history = History::read(home, dataset)?;
    let mut partitions = Vec::new();
    for ((period, content_id), accepted) in history.all() {
        let folder = folders::landed(home, dataset, &period, &content_id)?;
        if !concordat_store::is_complete(&folder) {
            return Err(GateError::LandedMissing { path: folder });
        }
        partitions.push(LandedPartition::read(home, folder, accepted.sequence, accepted.received)?);
    }
    Ok(partitions)
}

/// Destroys landed content, current or not: first the history says so, then the folder goes.
///
/// # Errors
/// `Home` when it cannot be written or removed; done again, it goes on where it stopped.
pub fn destroy(home: &Home, partition: &LandedPartition) -> Result<(), GateError> {
    let manifest = partition.manifest();
    let (period, content_id) = (manifest.period.clone(), manifest.content_id.clone());
    if History::read(home, &manifest.dataset)?.mentions(&period, &content_id) {
        History::append(home, &manifest.dataset, &Event::Destroyed { period, content_id })?;
    }
    folders::remove_unmentioned(home, &manifest.dataset)
}

fn open(home: &Home, dataset: &Name, at: Option<Timestamp>) -> Result<Vec<LandedPartition>, GateError> {
    let current = History::read(home, dataset)?.current(at);
    let mut partitions = Vec::new();
    for (period, current) in current {
        let folder = folders::landed(home, dataset, &period, &current.content_id)?;
        if !concordat_store::is_complete(&folder) {
            return Err(GateError::LandedMissing { path: folder });
        }
        partitions.push(LandedPartition::read(home, folder, current.sequence, current.received)?);
    }
    partitions.sort_by_key(LandedPartition::period);
    Ok(partitions)
}
