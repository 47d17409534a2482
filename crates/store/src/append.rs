//! Files that only grow, line by line. A line counts once [`append_line`] has returned; bytes behind
//! the last line end are an append that was cut off, never acknowledged, and can be cut away.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::{atomic, fault, folders};

/// Appends a line and its line end and makes both last; makes the file if there is none. If that
/// fails, what was written of the line is taken back as far as the disk lets us.
///
/// # Errors
/// `LineBreak` if the line holds one, `Torn` if the file ends within a line, `Append`, or `SyncFolder`
/// of the folder when the file is new.
pub fn append_line(path: &Path, line: &str) -> Result<(), StoreError> {
    if line.contains(['\n', '\r']) {
        return Err(StoreError::LineBreak { path: path.to_path_buf() });
    }
    folders::create_folders(folders::parent_of(path))?;
    let mut file = open(path).map_err(|source| append_error(path, source))?;
    let length = file.seek(SeekFrom::End(0));
    let length = length.map_err(|source| append_error(path, source))?;
    check_not_torn(&mut file, length, path)?;
    if let Err(source) = write_line(&mut file, line) {
        // A line that was not acknowledged must not be there to be read. Should this fail as well,
        // the next reader finds a torn line.
        drop(file.set_len(length).and_then(|()| file.sync_all()));
        return Err(append_error(path, source));
    }
    // Also after an earlier attempt that made the file and failed before its name lasted.
    if length == 0 {
        folders::sync_folder(folders::parent_of(path))?;
    }
    Ok(())
}

/// Cuts off what stands behind the last line end, keeping it beside the file as `torn-<n>`, whose
/// path is returned; `None` if the file ends with a line end, is empty or does not exist.
///
/// # Errors
/// `Read`, `CutTorn`, or a failure to write the file that keeps the torn bytes.
pub fn cut_torn_line(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let bytes = match crate::read::read_bytes(path) {
        Err(error) if error.is_not_found() => return Ok(None),
        other => other?,
    };
    let whole = bytes.iter().rposition(|byte| *byte == b'\n');
    let whole = whole.map_or(0, |position| position + 1);
    if whole == bytes.len() {
        return Ok(None);
    }
    let aside = first_free_torn(folders::parent_of(path));
    atomic::write_atomic(&aside, &bytes[whole..])?;
    cut(path, whole as u64).map_err(|source| StoreError::CutTorn { path: path.to_path_buf(), source })?;
    Ok(Some(aside))
}

/// Open for reading and writing: a file open for appending alone cannot be cut on Windows.
fn open(path: &Path) -> io::Result<File> {
    fault::point("append.open")?;
    File::options().read(true).write(true).create(true).truncate(false).open(path)
}

fn check_not_torn(file: &mut File, length: u64, path: &Path) -> Result<(), StoreError> {
    if length == 0 {
        return Ok(());
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))
        .and_then(|_| file.read_exact(&mut last))
        .map_err(|source| append_error(path, source))?;
    if last == *b"\n" {
        return Ok(());
    }
    Err(StoreError::Torn { path: path.to_path_buf() })
}

/// Writes the line in two halves with a point between, so that tests can tear it there.
fn write_line(file: &mut File, line: &str) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(line.len() + 1);
    bytes.extend_from_slice(line.as_bytes());
    bytes.push(b'\n');
    let torn_at = if cfg!(debug_assertions) { bytes.len() / 2 } else { bytes.len() };
    file.write_all(&bytes[..torn_at])?;
    fault::point("append.half")?;
    file.write_all(&bytes[torn_at..])?;
    fault::point("append.sync")?;
    file.sync_all()
}

fn cut(path: &Path, length: u64) -> io::Result<()> {
    fault::point_freeing_space("append.cut")?;
    let file = File::options().write(true).open(path)?;
    file.set_len(length)?;
    file.sync_all()
}

fn first_free_torn(folder: &Path) -> PathBuf {
    let mut number = 1_u64;
    loop {
        let candidate = folder.join(format!("torn-{number}"));
        if !candidate.exists() {
            return candidate;
        }
        number += 1;
    }
}

fn append_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Append { path: path.to_path_buf(), source }
}
