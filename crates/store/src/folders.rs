//! Making, moving, removing and syncing folders, and the names of temporary siblings.
//!
//! A folder that others may take for complete is never emptied where it stands: it is renamed to a
//! temporary sibling first, so that a crash half-way leaves a leftover and not half a folder.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::error::StoreError;
use crate::fault;

/// How the names of temporary files and folders begin; no name made from an id begins so.
pub(crate) const TEMPORARY_PREFIX: &str = ".tmp-";

/// Makes a folder and those above it that are missing, and makes their names last.
///
/// # Errors
/// `CreateFolder`, `SyncFolder`, or `NotAFolder` if a file stands there.
pub fn create_folders(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    let above = parent_of(path);
    if above != path {
        create_folders(above)?;
    }
    create_folder(path)?;
    sync_folder(above)
}

/// Makes one folder; that it exists already is no fault.
fn create_folder(path: &Path) -> Result<(), StoreError> {
    let made = fault::point("folder.create").and_then(|()| fs::create_dir(path));
    match made {
        Err(_) if path.is_dir() => Ok(()),
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {
            Err(StoreError::NotAFolder { path: path.to_path_buf() })
        }
        Err(source) => Err(StoreError::CreateFolder { path: path.to_path_buf(), source }),
        Ok(()) => Ok(()),
    }
}

/// Moves a finished folder to a new name on the same disk (a staged release to its place).
///
/// # Errors
/// `AlreadyThere` if anything has the new name; `Rename`, `CreateFolder` or `SyncFolder`.
pub fn move_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::AlreadyThere { path: to.to_path_buf() });
    }
    create_folders(parent_of(to))?;
    rename(from, to, "folder.rename")?;
    sync_folder(parent_of(to))?;
    sync_folder(parent_of(from))
}

/// Removes a folder with all that is in it. Returns whether there was one.
///
/// # Errors
/// `Rename`, `Remove` or `SyncFolder`.
pub fn remove_folder(path: &Path) -> Result<bool, StoreError> {
    if !path.exists() {
        return Ok(false);
    }
    let aside = free_sibling(path);
    fault::point_freeing_space("folder.set-aside")
        .and_then(|()| rename_with_patience(path, &aside))
        .map_err(|source| remove_error(path, source))?;
    sync_after_removal(parent_of(path))?;
    fault::point_freeing_space("folder.remove")
        .and_then(|()| fs::remove_dir_all(&aside))
        .map_err(|source| remove_error(&aside, source))?;
    Ok(true)
}

/// Removes a file. Returns whether there was one.
///
/// # Errors
/// `Remove` or `SyncFolder`.
pub fn remove_file(path: &Path) -> Result<bool, StoreError> {
    let removed = fault::point_freeing_space("file.remove").and_then(|()| fs::remove_file(path));
    match removed {
        Ok(()) => sync_after_removal(parent_of(path)).map(|()| true),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(remove_error(path, source)),
    }
}

/// Overwrites a file with zeros and makes that last, so that its bytes are gone before its name is.
///
/// # Errors
/// `Write`.
pub(crate) fn overwrite(path: &Path) -> Result<(), StoreError> {
    let overwritten = fault::point_freeing_space("file.overwrite").and_then(|()| {
        let mut file = fs::File::options().write(true).open(path)?;
        let length = file.metadata()?.len();
        io::copy(&mut io::repeat(0).take(length), &mut file)?;
        file.sync_all()
    });
    overwritten.map_err(|source| StoreError::Write { path: path.to_path_buf(), source })
}

/// Removes the temporary files and folders that a killed run left directly in a folder. Returns how
/// many there were; a folder that does not exist holds none. Only the holder of the lock may ask.
///
/// # Errors
/// `List` or `Remove`.
pub fn sweep_leftovers(folder: &Path) -> Result<u64, StoreError> {
    let mut swept = 0;
    for name in crate::read::names(folder)? {
        if !name.starts_with(TEMPORARY_PREFIX) {
            continue;
        }
        let path = folder.join(name);
        let removed = fault::point_freeing_space("leftover.remove")
            .and_then(|()| if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) });
        removed.map_err(|source| remove_error(&path, source))?;
        swept += 1;
    }
    Ok(swept)
}

/// The folder above; the present folder for a bare name.
pub(crate) fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(above) if above.as_os_str().is_empty() => Path::new("."),
        Some(above) => above,
        None => path,
    }
}

/// A name beside `path` that is not in use. Process numbers repeat, so a leftover may have one.
pub(crate) fn free_sibling(path: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let process = std::process::id();
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{TEMPORARY_PREFIX}{process}-{number}");
        let candidate = parent_of(path).join(name);
        if !candidate.exists() {
            return candidate;
        }
    }
}

/// Renames, passing the named fault point.
pub(crate) fn rename(from: &Path, to: &Path, point: &'static str) -> Result<(), StoreError> {
    fault::point(point)
        .and_then(|()| rename_with_patience(from, to))
        .map_err(|source| StoreError::Rename { path: to.to_path_buf(), source })
}

/// Renames; on Windows a reader or a virus scanner may hold the old file open for a moment.
fn rename_with_patience(from: &Path, to: &Path) -> io::Result<()> {
    const PAUSES_MILLISECONDS: [u64; 6] = [10, 20, 50, 100, 200, 500];
    for pause in PAUSES_MILLISECONDS {
        match fs::rename(from, to) {
            Err(source) if cfg!(windows) && source.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(Duration::from_millis(pause));
            }
            other => return other,
        }
    }
    fs::rename(from, to)
}

/// Makes a folder's list of names last.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    fault::point("folder.sync").and_then(|()| sync_now(path)).map_err(|source| sync_error(path, source))
}

/// Makes a folder's shortened list of names last, which a full disk does not hinder.
fn sync_after_removal(path: &Path) -> Result<(), StoreError> {
    fault::point_freeing_space("folder.sync").and_then(|()| sync_now(path)).map_err(|source| sync_error(path, source))
}

/// Some network file systems cannot sync a folder and say so: accepted.
#[cfg(unix)]
fn sync_now(path: &Path) -> io::Result<()> {
    match fs::File::open(path).and_then(|folder| folder.sync_all()) {
        Err(source) if matches!(source.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}

/// Folders cannot be synced here; the system answers for its own list of names.
#[cfg(not(unix))]
fn sync_now(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn sync_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::SyncFolder { path: path.to_path_buf(), source }
}

fn remove_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Remove { path: path.to_path_buf(), source }
}
