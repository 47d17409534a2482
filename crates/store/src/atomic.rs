//! Files and folders that appear whole or not at all: written under a temporary name beside their
//! final one, made to last, renamed, and the folder above made to last.
//!
//! Not allowed here: writing into a file or folder that a reader may already see.

mod file;
mod folder;
mod partial;

use std::io::Write;
use std::path::Path;

pub use file::AtomicFile;
pub use folder::{AtomicFolder, FolderFile};

use crate::error::StoreError;

/// Writes a file so that a reader sees its old content or all of the new.
///
/// # Errors
/// A variant of [`StoreError`] for the step that failed; the old content then still stands, unless
/// only the last step failed (`SyncFolder`), when the new content may stand.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write_whole(AtomicFile::create(path)?, path, bytes)
}

/// Makes a small file name something else (`releases/current` names one version). On Windows, where
/// a reader may hold the file open, the swap is tried a few times.
///
/// # Errors
/// As [`write_atomic`].
pub fn swap_pointer(path: &Path, text: &str) -> Result<(), StoreError> {
    let file = AtomicFile::create_for(path, "pointer.swap")?;
    write_whole(file, path, text.as_bytes())
}

/// Copies a file from elsewhere to a place below the home. Returns the number of bytes.
///
/// # Errors
/// `Read` if the source cannot be opened; a failure while copying is told of the target.
pub fn copy_in(source: &Path, target: &Path) -> Result<u64, StoreError> {
    let mut reader = crate::read::open_file(source)?;
    let mut file = AtomicFile::create(target)?;
    let bytes = std::io::copy(&mut reader, &mut file).map_err(|source| StoreError::of_write(target, source))?;
    file.finish()?;
    Ok(bytes)
}

fn write_whole(mut file: AtomicFile, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    file.write_all(bytes).map_err(|source| StoreError::of_write(path, source))?;
    file.finish()
}
