//! `content_sha256`: whether two releases say the same.
//!
//! It is SHA-256 over one line `<sha256>  <file>` for each of the files below, in byte order of their names, each hashed
//! with the version blank:
//!
//! - a CSV file with the cells of `release` empty;
//! - a Parquet file as text: its key-value metadata but the version, `key=value` a line, then header and rows as CSV with
//!   numbers in their shortest form and the cells of `release` and `decision` empty;
//! - `lineage.ndjson` with the times, run ids, dataset versions and decisions of its events empty.
//!
//! A decision's token and an event's time are blank because they change with the as-of date, which the version names.
//! Left out are `manifest.json`, `SHA256SUMS` and `receipt.json`, and `changes.json`: it tells the way from the release
//! before, so that a night without any change would differ from the one before it by that file alone. So are the files in other
//! people's formats, which are made from these and carry the date.
//!
//! Not allowed in here: hashing what was meant to be written. It reads the files.

use std::path::Path;

use concordat_base::hexadecimal;
use concordat_store::read_bytes;
use sha2::{Digest, Sha256};

use crate::error::PublishError;
use crate::files::{CHANGES, MANIFEST, RECEIPT, SUMS, VERSION_KEY, list, sha256};
use crate::{csv_file, formats, openlineage, parquet_file};

/// Columns that follow from the version.
const BLANK_COLUMNS: [&str; 2] = ["release", "decision"];

/// The hash of what a folder of one audience says.
pub(crate) fn content_sha256(folder: &Path) -> Result<String, PublishError> {
    let mut hasher = Sha256::new();
    for file in list(folder)? {
        if [CHANGES, MANIFEST, SUMS, RECEIPT].contains(&file.as_str()) || formats::is_made_here(&file) {
            continue;
        }
        hasher.update(format!("{}  {file}\n", file_sha256(folder, &file)?));
    }
    Ok(hexadecimal(&hasher.finalize()))
}

fn file_sha256(folder: &Path, file: &str) -> Result<String, PublishError> {
    let path = folder.join(file);
    if file.ends_with(".parquet") {
        return parquet_sha256(&path, file);
    }
    let bytes = read_bytes(&path).map_err(|source| PublishError::Read { source })?;
    let blank = if file.ends_with(".csv") {
        csv_file::with_blank_columns(&bytes, &BLANK_COLUMNS, file)?
    } else if file.ends_with(".ndjson") {
        blank_events(&bytes).ok_or_else(|| PublishError::Decode { file: file.to_owned() })?
    } else {
        bytes
    };
    Ok(sha256(&blank))
}

/// The events with what follows from the version empty; `None` if a line is not written as it is written here.
fn blank_events(bytes: &[u8]) -> Option<Vec<u8>> {
    let events = openlineage::decode(bytes).ok()?;
    if openlineage::encode(&events).ok()? != bytes {
        return None;
    }
    let blank: Vec<_> = events.into_iter().map(openlineage::with_version_blank).collect();
    openlineage::encode(&blank).ok()
}

fn parquet_sha256(path: &Path, file: &str) -> Result<String, PublishError> {
    let failed = || PublishError::Decode { file: file.to_owned() };
    let (metadata, names) = parquet_file::describe(path, file)?;
    let mut hasher = Sha256::new();
    for (key, value) in metadata.iter().filter(|(key, _)| key != VERSION_KEY) {
        hasher.update(format!("{key}={value}\n"));
    }
    let blank: Vec<bool> = names.iter().map(|name| BLANK_COLUMNS.contains(&name.as_str())).collect();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(HashWriter(hasher));
    writer.write_record(&names).map_err(|_| failed())?;
    parquet_file::visit_rows(path, file, &mut |row| {
        let kept = row.iter().zip(&blank).map(|(cell, blank)| if *blank { "" } else { cell.as_str() });
        writer.write_record(kept).map_err(|_| failed())
    })?;
    let HashWriter(hasher) = writer.into_inner().map_err(|_| failed())?;
    Ok(hexadecimal(&hasher.finalize()))
}

/// Hashes what is written to it.
struct HashWriter(Sha256);

impl std::io::Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
