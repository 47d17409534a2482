//! What is held, by the key that destroys it: landed content and refused records of every dataset in the home.
//!
//! Not allowed in here: deciding that something is due, and opening any of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use concordat_base::Name;
use concordat_store::{Home, MANIFEST, Vault, list_files, list_folders, original_component, remove_folder};
use jiff::Timestamp;

use super::folders;
use super::history::{Event, History};
use crate::error::GateError;

/// What one key opens and destroys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldExtract {
    /// The dataset.
    pub dataset: Name,
    /// The label of the period; `None` of refused records, which are of a delivery as a whole.
    pub period: Option<String>,
    /// The first delivery that brought it: the time that it may be kept for does not begin anew when it comes again.
    pub delivery: String,
    /// When that delivery was received.
    pub received: Timestamp,
    /// The id of its key.
    pub key: String,
    /// Files that lie there.
    pub files: u64,
}

/// Everything that is held under a key of its own, in order of dataset, period and delivery. Nothing is opened but the
/// history of deliveries.
///
/// # Errors
/// `Home` or `DamagedHistory` when the home cannot be read.
pub fn held_extracts(home: &Home) -> Result<Vec<HeldExtract>, GateError> {
    let mut held = Vec::new();
    for dataset in datasets(&home.landed_root())? {
        for ((period, content_id), accepted) in History::read(home, &dataset)?.first() {
            let folder = folders::landed(home, &dataset, &period, &content_id)?;
            let Some(key) = extract_key(home, &folder) else { continue };
            held.push(HeldExtract {
                dataset: dataset.clone(),
                period: Some(period),
                delivery: accepted.delivery.clone(),
                received: accepted.received,
                key,
                files: list_files(&folder)?.len() as u64,
            });
        }
    }
    for dataset in datasets(&home.quarantine_root())? {
        for (delivery, folder) in set_aside(home, &dataset)? {
            let Some(key) = extract_key(home, &folder) else { continue };
            // A key that is gone leaves nothing that could be due.
            let Ok(Some(about)) = home.vault()?.about(&key) else { continue };
            let (received, files) = (about.received, list_files(&folder)?.len() as u64);
            held.push(HeldExtract { dataset: dataset.clone(), period: None, delivery, received, key, files });
        }
    }
    Ok(held)
}

/// Destroys what lies under a key: the history says so first, then the key goes, then the files. Done again after it was
/// cut off, it goes on where it stopped.
///
/// # Errors
/// `Home` when it cannot be written or removed.
pub fn destroy_extract(home: &Home, dataset: &Name, key: &str) -> Result<(), GateError> {
    let history = History::read(home, dataset)?;
    for (period, content_id) in history.all().into_keys() {
        let folder = folders::landed(home, dataset, &period, &content_id)?;
        if extract_key(home, &folder).as_deref() == Some(key) {
            History::append(home, dataset, &Event::Expired { period, content_id })?;
        }
    }
    home.vault()?.shred_key(key)?;
    folders::remove_unmentioned(home, dataset)?;
    for (_, folder) in set_aside(home, dataset)? {
        if extract_key(home, &folder).as_deref() == Some(key) {
            remove_folder(&folder)?;
        }
    }
    Ok(())
}

/// Labels of periods of a dataset of which content was held for its whole time and destroyed.
///
/// # Errors
/// As [`held_extracts`].
pub fn expired_periods(home: &Home, dataset: &Name) -> Result<BTreeSet<String>, GateError> {
    Ok(History::read(home, dataset)?.expired_periods().into_iter().map(str::to_owned).collect())
}

/// Gives up what no key opens, as after a restore without the folder of keys: it is held no more, and may be delivered
/// again. Returns how many contents there were.
///
/// # Errors
/// `Home` when it cannot be read, written or removed.
pub fn forget_unopenable(home: &Home) -> Result<u64, GateError> {
    let mut forgotten = 0;
    for dataset in datasets(&home.landed_root())? {
        for (period, content_id) in History::read(home, &dataset)?.all().into_keys() {
            let folder = folders::landed(home, &dataset, &period, &content_id)?;
            let opens = match extract_key(home, &folder) {
                Some(key) => home.vault()?.has_key(&key),
                // Published figures lie under the key of the house.
                None => folder.join(MANIFEST).is_file(),
            };
            if !opens {
                History::append(home, &dataset, &Event::Destroyed { period, content_id })?;
                forgotten += 1;
            }
        }
        folders::remove_unmentioned(home, &dataset)?;
    }
    for dataset in datasets(&home.quarantine_root())? {
        for (_, folder) in set_aside(home, &dataset)? {
            if extract_key(home, &folder).is_none_or(|key| !home.vault().is_ok_and(|vault| vault.has_key(&key))) {
                remove_folder(&folder)?;
            }
        }
    }
    Ok(forgotten)
}

/// Destroys keys that nothing lies under: a run was killed between the key and what it was made for. Returns how many there
/// were. Only the holder of the lock may ask, before anything is written.
///
/// # Errors
/// `Home` when the home cannot be read, or a key not be removed.
pub fn sweep_keys(home: &Home) -> Result<u64, GateError> {
    let vault = home.vault()?;
    let keys = vault.key_ids()?;
    if keys.is_empty() {
        return Ok(0);
    }
    let mut used = BTreeSet::new();
    for dataset in datasets(&home.landed_root())? {
        let folders = folders::contents(&home.landed_dataset(dataset.as_str()))?;
        used.extend(folders.iter().filter_map(|folder| extract_key(home, folder)));
    }
    for dataset in datasets(&home.quarantine_root())? {
        used.extend(set_aside(home, &dataset)?.iter().filter_map(|(_, folder)| extract_key(home, folder)));
    }
    let mut swept = 0;
    for key in keys.iter().filter(|key| !used.contains(*key)) {
        swept += u64::from(vault.shred_key(key)?);
    }
    Ok(swept)
}

/// The key that a folder lies under, if it is one of an extract.
fn extract_key(home: &Home, folder: &Path) -> Option<String> {
    let house = home.vault().ok()?.house().id().to_owned();
    let [key] = Vault::keys_needed(&folder.join(MANIFEST)).ok()?.try_into().ok()?;
    (key != house).then_some(key)
}

fn datasets(root: &Path) -> Result<Vec<Name>, GateError> {
    let names = list_folders(root)?;
    Ok(names.iter().filter_map(|name| Name::new(&original_component(name)?).ok()).collect())
}

/// Deliveries of a dataset of which records were set aside, and where.
fn set_aside(home: &Home, dataset: &Name) -> Result<Vec<(String, PathBuf)>, GateError> {
    let root = home.quarantine_root().join(concordat_store::safe_component(dataset.as_str()));
    let found = list_folders(&root)?.into_iter();
    Ok(found.filter_map(|name| Some((original_component(&name)?, root.join(name)))).collect())
}
