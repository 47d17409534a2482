//! Puts a finished landed folder in its place, and removes those that nothing mentions.
//!
//! The name of a landed folder is known only when all of its rows are; so it is finished under an incoming name and moved.
//! Not allowed in here: removing anything that the history mentions.

use std::path::{Path, PathBuf};

use concordat_base::Name;
use concordat_store::{AtomicFolder, Home, is_complete, list_folders, move_folder, original_component, remove_folder};

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

/// Gives a finished folder its place. Equal content that is there already is kept, and the new folder removed.
///
/// # Errors
/// `Home` when a folder cannot be moved or removed.
pub(crate) fn place(folder: AtomicFolder, target: PathBuf) -> Result<PathBuf, GateError> {
    if is_complete(&target) {
        return Ok(target);
    }
    let incoming = folder.commit()?;
    // A folder without manifest is what a killed run left.
    remove_folder(&target)?;
    move_folder(&incoming, &target)?;
    Ok(target)
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
    for period in list_folders(&root)? {
        for content in list_folders(&root.join(&period))? {
            if !is_mentioned(&history, &period, &content) {
                remove_folder(&root.join(&period).join(&content))?;
            }
        }
    }
    Ok(())
}

fn is_mentioned(history: &History, period: &str, content: &str) -> bool {
    let original = original_component(period).zip(original_component(content));
    original.is_some_and(|(period, content)| history.mentions(&period, &content))
}

/// The folder of landed content.
pub(crate) fn landed(home: &Home, dataset: &Name, period: &str, content_id: &str) -> PathBuf {
    home.landed(dataset.as_str(), period, content_id)
}

/// The rows in a landed folder.
pub(crate) fn data(folder: &Path) -> PathBuf {
    folder.join("data.parquet")
}
