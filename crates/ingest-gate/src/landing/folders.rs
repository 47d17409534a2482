//! Puts a finished landed folder in its place, and removes those that nothing mentions.
//!
//! The name of a landed folder is known only when all of its rows are; so it is finished under an incoming name and moved.
//! Not allowed in here: removing anything that the history mentions.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use concordat_base::Name;
use concordat_store::{AtomicFolder, Home, MANIFEST, Vault, is_complete, list_folders, move_folder, remove_folder};

use super::fresh_key::FreshKey;
use super::history::History;
use crate::error::GateError;

/// How names of folders begin that are finished and not yet in their place.
const INCOMING: &str = "incoming-";

/// Begins an incoming folder.
///
/// # Errors
/// `Home` when it cannot be made.
pub(crate) fn begin(home: &Home, dataset: &Name, number: usize) -> Result<AtomicFolder, GateError> {
    let path = home.landed_dataset(dataset.as_str()).join(format!("{INCOMING}{number}"));
    Ok(AtomicFolder::begin(&path)?)
}

/// Gives a finished folder its place. Equal content that is there already is kept under its own key, and the new folder and
/// its key are removed.
///
/// # Errors
/// `Home` when a folder cannot be moved or removed.
pub(crate) fn place(folder: AtomicFolder, key: FreshKey, target: PathBuf) -> Result<PathBuf, GateError> {
    if is_complete(&target) && key.opens_beside(&target) {
        // The folder goes before its key does.
        drop(folder);
        return Ok(target);
    }
    // From here on the key stays: one that nothing lies under is swept, but what lies under no key is lost.
    key.keep();
    put(folder, &target)?;
    Ok(target)
}

/// As [`place`], of figures under the key of the house.
///
/// # Errors
/// As [`place`].
pub(crate) fn place_published(folder: AtomicFolder, target: &Path) -> Result<(), GateError> {
    if is_complete(target) { Ok(()) } else { put(folder, target) }
}

fn put(folder: AtomicFolder, target: &Path) -> Result<(), GateError> {
    let incoming = folder.commit()?;
    // A folder without manifest is what a killed run left.
    remove_folder(target)?;
    move_folder(&incoming, target)?;
    Ok(())
}

/// Removes incoming folders that a killed run left: they never counted.
///
/// # Errors
/// `Home` when one cannot be removed.
pub(crate) fn sweep(home: &Home, dataset: &Name) -> Result<(), GateError> {
    let root = home.landed_dataset(dataset.as_str());
    for name in list_folders(&root)?.into_iter().filter(|name| name.starts_with(INCOMING)) {
        remove_folder(&root.join(name))?;
    }
    Ok(())
}

/// Removes landed folders that no accepted delivery mentions: what was narrowed, and what never came to count.
///
/// # Errors
/// `Home` or `DamagedHistory`.
pub(crate) fn remove_unmentioned(home: &Home, dataset: &Name) -> Result<(), GateError> {
    sweep(home, dataset)?;
    let history = History::read(home, dataset)?;
    let root = home.landed_dataset(dataset.as_str());
    let mut mentioned = BTreeSet::new();
    for (period, content_id) in history.all().into_keys() {
        mentioned.insert(landed(home, dataset, &period, &content_id)?);
    }
    for folder in contents(&root)? {
        if !mentioned.contains(&folder) {
            remove_extract(home, &folder)?;
        }
    }
    Ok(())
}

/// Removes a folder and the key that it alone is sealed under: first the key, so that a run that is killed in between leaves
/// nothing that could be read.
pub(crate) fn remove_extract(home: &Home, folder: &Path) -> Result<(), GateError> {
    let vault = home.vault()?;
    // What a killed run left may lack its manifest. The house key is in no folder that keys are shredded in.
    for id in Vault::keys_needed(&folder.join(MANIFEST)).unwrap_or_default() {
        vault.shred_key(&id)?;
    }
    remove_folder(folder)?;
    Ok(())
}

/// Folders of all landed contents of a dataset, complete or not.
pub(crate) fn contents(root: &Path) -> Result<Vec<PathBuf>, GateError> {
    let mut found = Vec::new();
    for period in list_folders(root)? {
        let period = root.join(period);
        found.extend(list_folders(&period)?.into_iter().map(|content| period.join(content)));
    }
    Ok(found)
}

/// The folder of landed content. Its name is made from the content's id under the house key: the id is a plain hash, and
/// whoever can guess a small extract could recognise it.
///
/// # Errors
/// When the home was not unlocked.
pub(crate) fn landed(home: &Home, dataset: &Name, period: &str, content_id: &str) -> Result<PathBuf, GateError> {
    let name = home.vault()?.name_for(&format!("{dataset}\n{period}\n{content_id}"));
    Ok(home.landed(dataset.as_str(), period, &name))
}

/// The rows in a landed folder.
pub(crate) fn data(folder: &Path) -> PathBuf {
    folder.join("data.parquet")
}
