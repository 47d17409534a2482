//! Backup and restore of a place: what is encrypted is copied as it is, and the keys of extracts stay out.
//!
//! A backup without keys opens nothing that was ever destroyed, however old it is; that is what the folder of keys is kept
//! apart for. Not allowed in here: opening anything that is copied, but the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use concordat_base::hexadecimal;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::Ledger;
use concordat_store::{AtomicFolder, Clock, Home, Lock, StoreError, copy_in, list_files, list_folders, safe_component};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::declarations::read_declarations;
use crate::inputs::store_fault;
use crate::night::today;
use crate::options::RunOptions;

/// The list of a backup, written last.
pub(crate) const LIST: &str = "backup.json";
/// Parts of the home that are copied: what was published and done, what is held, and what is known of deliveries. Left out
/// are keys, kept work (which is made again), the lock, and files of work in progress.
pub(crate) const PARTS: [&str; 9] =
    ["deliveries", "landed", "ledger", "quarantine", "receipts", "register", "releases", "runs", "staged"];

/// What a backup holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BackupList {
    /// The form of this list.
    pub version: u32,
    /// The place.
    pub place: String,
    /// The day it was made.
    pub made_on: String,
    /// Entries of the ledger.
    pub ledger_size: u64,
    /// The root of the ledger's tree over them.
    pub ledger_root: String,
    /// Files below the folder of the backup, with their SHA-256.
    pub files: BTreeMap<String, String>,
}

/// Keys of extracts, wrapped as they lie in the home.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeyBundle {
    pub(crate) version: u32,
    pub(crate) place: String,
    /// The text of each key file, by id.
    pub(crate) keys: BTreeMap<String, String>,
}

/// Copies what a place needs to go on elsewhere into a new folder, and if asked the keys of extracts into a file apart.
///
/// # Errors
/// The faults of the declarations or of the home, a folder that is there already, or another run that holds the lock.
pub fn backup(
    options: &RunOptions,
    clock: &dyn Clock,
    out: &Path,
    with_keys: Option<&Path>,
) -> Result<BackupList, Vec<Diagnostic>> {
    let loaded = read_declarations(&options.pipeline);
    let Some(partnership) = loaded.partnership else { return Err(loaded.faults) };
    let place = partnership.place().id.value.to_string();
    let fault = |error: StoreError| vec![of_store(&error)];
    let home = Home::open(&options.home, &place).map_err(fault)?;
    // Whoever names a folder inside the home, or the keys inside the backup, would undo what the two are kept apart for.
    if with_keys.is_some_and(|keys| keys.starts_with(out)) || out.starts_with(home.root()) {
        return Err(vec![unfit(Text::new().say("keys, backup and home must be kept apart"))]);
    }
    if !home.house_key().exists() {
        return Err(vec![unfit(Text::new().say("there is nothing yet in ").file(home.root()))]);
    }
    let _lock = Lock::acquire(&home, clock.now(), "backup").map_err(fault)?;
    let ledger = Ledger::open(&home).map_err(|error| vec![unfit(Text::new().declared(&error.to_string()))])?;
    let head = ledger.head();
    let folder = AtomicFolder::begin_with_manifest(out, LIST).map_err(fault)?;
    let mut files = BTreeMap::new();
    for (source, name) in sources(&options.pipeline, &home, &place).map_err(fault)? {
        let sum = copy(&folder, &source, &name).map_err(fault)?;
        files.insert(name, sum);
    }
    let list = BackupList {
        version: 1,
        place: place.clone(),
        made_on: today(clock.now()).to_string(),
        ledger_size: head.size,
        ledger_root: head.root_hexadecimal(),
        files,
    };
    folder.write(LIST, &serde_json::to_vec_pretty(&list).unwrap_or_default()).map_err(fault)?;
    if let Some(path) = with_keys {
        write_keys(&home, place, path).map_err(fault)?;
    }
    folder.commit().map_err(fault)?;
    Ok(list)
}

fn write_keys(home: &Home, place: String, path: &Path) -> Result<(), StoreError> {
    let mut keys = BTreeMap::new();
    for name in list_files(&home.keys())? {
        if let Some(id) = name.strip_suffix(".json") {
            keys.insert(id.to_owned(), concordat_store::read_to_string(&home.keys().join(&name))?);
        }
    }
    let bundle = KeyBundle { version: 1, place, keys };
    concordat_store::write_new_secret(path, &serde_json::to_vec(&bundle).unwrap_or_default())
}

/// Every file to be copied, and its name in the backup.
fn sources(pipeline: &Path, home: &Home, place: &str) -> Result<Vec<(PathBuf, String)>, StoreError> {
    let below = format!("home/{}", safe_component(place));
    let mut found = vec![(home.house_key(), format!("{below}/house-key.json"))];
    for part in PARTS {
        collect(&home.root().join(part), &format!("{below}/{part}"), &mut found)?;
    }
    let name = pipeline.file_name().map_or_else(|| place.to_owned(), |name| name.to_string_lossy().into_owned());
    collect(pipeline, &format!("declarations/pipelines/{}", safe_component(&name)), &mut found)?;
    // Contracts and code lists lie beside the folder of pipelines.
    let schemas = pipeline.join("..").join("..").join("schemas");
    collect(&schemas, "declarations/schemas", &mut found)?;
    Ok(found)
}

pub(crate) fn collect(folder: &Path, name: &str, found: &mut Vec<(PathBuf, String)>) -> Result<(), StoreError> {
    for file in list_files(folder)? {
        found.push((folder.join(&file), format!("{name}/{file}")));
    }
    for inner in list_folders(folder)? {
        collect(&folder.join(&inner), &format!("{name}/{inner}"), found)?;
    }
    Ok(())
}

fn copy(folder: &AtomicFolder, source: &Path, name: &str) -> Result<String, StoreError> {
    let mut reader = concordat_store::open_file(source)?;
    let mut file = folder.file(name)?;
    let sum = each_piece(&mut reader, source, |piece| {
        file.write_all(piece).map_err(|error| StoreError::of_write(&folder.path().join(name), error))
    })?;
    file.finish()?;
    Ok(sum)
}

/// The SHA-256 of a file.
pub(crate) fn sum_of(path: &Path) -> Result<String, StoreError> {
    each_piece(&mut concordat_store::open_file(path)?, path, |_| Ok(()))
}

fn each_piece(
    reader: &mut impl Read,
    path: &Path,
    mut take: impl FnMut(&[u8]) -> Result<(), StoreError>,
) -> Result<String, StoreError> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let count = reader.read(&mut piece).map_err(|source| StoreError::of_read(path, source))?;
        if count == 0 {
            return Ok(hexadecimal(&hasher.finalize()));
        }
        hasher.update(&piece[..count]);
        take(&piece[..count])?;
    }
}

/// A backup that cannot be made or restored.
pub(crate) fn unfit(text: Text) -> Diagnostic {
    Diagnostic::error(&codes::BACKUP_UNFIT, text)
}

pub(crate) fn of_store(error: &StoreError) -> Diagnostic {
    if error.is_locked() {
        return Diagnostic::error(&codes::LOCKED, Text::new().declared(&error.to_string()));
    }
    if error.is_already_there() {
        return unfit(Text::new().file(error.path()).say(" is there already"));
    }
    store_fault(error)
}

/// Copies the files of a list whose names begin so to below another folder.
pub(crate) fn copy_back(from: &Path, list: &BackupList, prefix: &str, to: &Path) -> Result<u64, StoreError> {
    let mut copied = 0;
    for name in list.files.keys() {
        if let Some(below) = name.strip_prefix(prefix) {
            copy_in(&from.join(name), &to.join(below))?;
            copied += 1;
        }
    }
    Ok(copied)
}

/// Names of files in a folder of a backup that its list does not have.
pub(crate) fn unlisted(from: &Path, list: &BackupList) -> Result<BTreeSet<String>, StoreError> {
    let mut found = Vec::new();
    for top in list_folders(from)? {
        collect(&from.join(&top), &top, &mut found)?;
    }
    Ok(found.into_iter().map(|(_, name)| name).filter(|name| !list.files.contains_key(name)).collect())
}
