//! The key of something that is being written: destroyed again unless what it seals came to count.
//!
//! Not allowed in here: keys of what counts already.

use std::path::Path;

use concordat_base::Name;
use concordat_store::{DataKey, Home, KeyAbout, MANIFEST, StoreError, Vault};
use jiff::Timestamp;

/// The delivery that something is written of.
#[derive(Clone, Debug)]
pub(crate) struct KeyedBy {
    pub(crate) delivery: String,
    pub(crate) received: Timestamp,
}

/// A key that is on the disk, and goes again when dropped before [`FreshKey::keep`].
#[derive(Debug)]
pub(crate) struct FreshKey {
    home: Home,
    key: DataKey,
    kept: bool,
}

impl FreshKey {
    /// A new key of the operating system's random numbers.
    pub(crate) fn create(
        home: &Home,
        dataset: &Name,
        by: &KeyedBy,
        period: Option<String>,
    ) -> Result<Self, StoreError> {
        let about =
            KeyAbout { dataset: dataset.to_string(), delivery: by.delivery.clone(), period, received: by.received };
        let key = home.vault()?.create_key(&about)?;
        Ok(Self { home: home.clone(), key, kept: false })
    }

    pub(crate) fn key(&self) -> &DataKey {
        &self.key
    }

    /// Whether what lies in a folder of the same home can be opened: a run that was cut off may have left it without its key.
    pub(crate) fn opens_beside(&self, folder: &Path) -> bool {
        let needed = Vault::keys_needed(&folder.join(MANIFEST)).unwrap_or_default();
        let has_key = |key: &String| self.home.vault().is_ok_and(|vault| vault.has_key(key));
        !needed.is_empty() && needed.iter().all(has_key)
    }

    /// Says that what was sealed under it counts from now on.
    pub(crate) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for FreshKey {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        // A key that cannot be removed now opens nothing that counts; the next night sweeps it.
        if let Ok(vault) = self.home.vault() {
            drop(vault.shred_key(self.key.id()));
        }
    }
}
