//! A file that holds a secret: made once, never written over, and readable by its owner alone where the system knows owners.
//!
//! Not allowed in here: reading one back.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::error::StoreError;
use crate::folders;

/// Writes a new file; folders that are missing are made.
///
/// # Errors
/// `AlreadyThere` if anything has the name; `CreateFolder`, `CreateFile`, `Write` or `SyncFolder`, and then nothing of it stays.
pub fn write_new_secret(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    folders::create_folders(folders::parent_of(path))?;
    let mut file = create(path).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => StoreError::AlreadyThere { path: path.to_path_buf() },
        _ => StoreError::CreateFile { path: path.to_path_buf(), source },
    })?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(source) = written {
        drop(file);
        // Half a secret is of no use to anybody.
        drop(fs::remove_file(path));
        return Err(StoreError::Write { path: path.to_path_buf(), source });
    }
    folders::sync_folder(folders::parent_of(path))
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    File::options().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    File::options().write(true).create_new(true).open(path)
}
