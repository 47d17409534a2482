//! Reading below the home, with errors that name the path. Lists are sorted, so that nothing done
//! in their order depends on the file system; temporary names of a run under way are not shown.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::MANIFEST;
use crate::error::StoreError;
use crate::folders::TEMPORARY_PREFIX;

/// All bytes of a file.
///
/// # Errors
/// `Read`.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, StoreError> {
    fs::read(path).map_err(|source| read_error(path, source))
}

/// All text of a file.
///
/// # Errors
/// `Read`, or `NotText` if it is not UTF-8.
pub fn read_to_string(path: &Path) -> Result<String, StoreError> {
    String::from_utf8(read_bytes(path)?).map_err(|_| StoreError::NotText { path: path.to_path_buf() })
}

/// What a pointer file names, without the line end; `None` if nothing was ever named.
///
/// # Errors
/// `Read` or `NotText`.
pub fn read_pointer(path: &Path) -> Result<Option<String>, StoreError> {
    match read_to_string(path) {
        Ok(text) => Ok(Some(text.trim_end().to_owned())),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens a file for reading.
///
/// # Errors
/// `Read`.
pub fn open_file(path: &Path) -> Result<File, StoreError> {
    File::open(path).map_err(|source| read_error(path, source))
}

/// The length of a file in bytes; 0 if there is none.
///
/// # Errors
/// `Read`.
pub fn file_length(path: &Path) -> Result<u64, StoreError> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.len()),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(source) => Err(read_error(path, source)),
    }
}

/// True if the folder is complete: its `manifest.json`, written last, is there.
#[must_use]
pub fn is_complete(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// The names of the folders in a folder, sorted; none if it does not exist.
///
/// # Errors
/// `List`.
pub fn list_folders(folder: &Path) -> Result<Vec<String>, StoreError> {
    list(folder, Path::is_dir)
}

/// The names of the files in a folder, sorted; none if it does not exist.
///
/// # Errors
/// `List`.
pub fn list_files(folder: &Path) -> Result<Vec<String>, StoreError> {
    list(folder, Path::is_file)
}

fn list(folder: &Path, wanted: fn(&Path) -> bool) -> Result<Vec<String>, StoreError> {
    let mut listed = names(folder)?;
    listed.retain(|name| !name.starts_with(TEMPORARY_PREFIX) && wanted(&folder.join(name)));
    Ok(listed)
}

/// All names in a folder, sorted, temporary ones too. Names that are not UTF-8 are not ours.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|source| list_error(folder, source))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| list_error(folder, source))?;
        if let Ok(name) = entry.file_name().into_string() {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

fn read_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Read { path: path.to_path_buf(), source }
}

fn list_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::List { path: path.to_path_buf(), source }
}
