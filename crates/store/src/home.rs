//! Where everything lies below `$CONCORDAT_HOME/<place>/`. Paths only: asking for one makes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::component::safe_component;
use crate::error::StoreError;
use crate::folders;
use crate::lock::Lock;
use crate::vault::{StorageKey, Vault};

/// The home of one place. Ids and labels are turned into safe names here and nowhere else.
///
/// What lies in it is encrypted, but releases, ledger and reports: a home that was not unlocked serves for these alone.
#[derive(Debug, Clone)]
pub struct Home {
    root: PathBuf,
    vault: Option<Arc<Vault>>,
}

/// Two homes are the same where their folder is; whether one is unlocked makes no other of it.
impl PartialEq for Home {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl Eq for Home {}

impl Home {
    /// The home of `place` below `root`. Nothing is made: the first write makes what it needs.
    ///
    /// # Errors
    /// `NotAFolder` if a file stands where the home should be.
    pub fn open(root: &Path, place: &str) -> Result<Home, StoreError> {
        let home = root.join(safe_component(place));
        for path in [root, &home] {
            if path.exists() && !path.is_dir() {
                return Err(StoreError::NotAFolder { path: path.to_path_buf() });
            }
        }
        Ok(Home { root: home, vault: None })
    }

    /// The same home with its keys, for whoever has the storage key. Writes nothing.
    ///
    /// # Errors
    /// `HouseKeyMissing` when nothing was ever sealed here or the house key is lost, `WrongStorageKey`, or `Sealed`.
    pub fn unlock(&self, storage: StorageKey) -> Result<Home, StoreError> {
        Ok(Home { root: self.root.clone(), vault: Some(Arc::new(Vault::open(self, storage)?)) })
    }

    /// As [`Home::unlock`]; a home in which nothing was ever sealed gets its house key now. Says whether it did. A place
    /// has one night at a time, and so the caller holds the lock wherever another might begin the same home.
    ///
    /// # Errors
    /// As [`Home::unlock`], or a failure to write the key.
    pub fn unlock_or_begin(&self, storage: StorageKey) -> Result<(Home, bool), StoreError> {
        let (vault, begun) = Vault::open_or_begin(self, storage)?;
        Ok((Home { root: self.root.clone(), vault: Some(Arc::new(vault)) }, begun))
    }

    /// The keys of an unlocked home.
    ///
    /// # Errors
    /// `NoStorageKey` when it was not unlocked.
    pub fn vault(&self) -> Result<&Vault, StoreError> {
        self.vault.as_deref().ok_or_else(|| StoreError::NoStorageKey { path: self.root.clone() })
    }

    /// The wrapped house key: what is sealed under it belongs to no extract, and is never destroyed.
    #[must_use]
    pub fn house_key(&self) -> PathBuf {
        self.root.join("house-key.json")
    }

    /// The wrapped keys of extracts: the one folder that backups leave out.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The folder of the place itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All landed data: a folder for each dataset.
    #[must_use]
    pub fn landed_root(&self) -> PathBuf {
        self.root.join("landed")
    }

    /// The landed data of a dataset: a folder for each period.
    #[must_use]
    pub fn landed_dataset(&self, dataset: &str) -> PathBuf {
        self.landed_root().join(safe_component(dataset))
    }

    /// The landed data of a dataset for a period: a folder for each content.
    #[must_use]
    pub fn landed_period(&self, dataset: &str, period: &str) -> PathBuf {
        self.landed_dataset(dataset).join(safe_component(period))
    }

    /// One landed extract.
    #[must_use]
    pub fn landed(&self, dataset: &str, period: &str, content_id: &str) -> PathBuf {
        self.landed_period(dataset, period).join(safe_component(content_id))
    }

    /// All refused records: a folder for each dataset.
    #[must_use]
    pub fn quarantine_root(&self) -> PathBuf {
        self.root.join("quarantine")
    }

    /// The refused records of one delivery.
    #[must_use]
    pub fn quarantine(&self, dataset: &str, delivery: &str) -> PathBuf {
        self.quarantine_root().join(safe_component(dataset)).join(safe_component(delivery))
    }

    /// All kept work: a folder for each key.
    #[must_use]
    pub fn cells_root(&self) -> PathBuf {
        self.root.join("cells")
    }

    /// The kept work of one step.
    #[must_use]
    pub fn cells(&self, key: &str) -> PathBuf {
        self.cells_root().join(safe_component(key))
    }

    /// Releases that are checked or waiting for approval.
    #[must_use]
    pub fn staged(&self) -> PathBuf {
        self.root.join("staged")
    }

    /// All releases: a folder for each version, and the pointer.
    #[must_use]
    pub fn releases(&self) -> PathBuf {
        self.root.join("releases")
    }

    /// One release.
    #[must_use]
    pub fn release(&self, version: &str) -> PathBuf {
        self.releases().join(safe_component(version))
    }

    /// The pointer: a file that names the current version.
    #[must_use]
    pub fn current(&self) -> PathBuf {
        self.releases().join("current")
    }

    /// The register of every figure ever shown or hidden.
    #[must_use]
    pub fn register(&self) -> PathBuf {
        self.root.join("register")
    }

    /// The ledger of what was done.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger")
    }

    /// All runs: a folder for each run.
    #[must_use]
    pub fn runs_root(&self) -> PathBuf {
        self.root.join("runs")
    }

    /// What one run reports.
    #[must_use]
    pub fn runs(&self, run_id: &str) -> PathBuf {
        self.runs_root().join(safe_component(run_id))
    }

    /// The lock file: one night, one lock per place.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Removes what killed runs left under temporary names anywhere in the home. Returns how many.
    /// Nobody else may be writing, so the lock has to be shown.
    ///
    /// # Errors
    /// `List` or `Remove`.
    pub fn sweep_leftovers(&self, _held: &Lock) -> Result<u64, StoreError> {
        sweep_tree(&self.root)
    }
}

fn sweep_tree(folder: &Path) -> Result<u64, StoreError> {
    let mut swept = folders::sweep_leftovers(folder)?;
    for name in crate::read::list_folders(folder)? {
        swept += sweep_tree(&folder.join(name))?;
    }
    Ok(swept)
}
