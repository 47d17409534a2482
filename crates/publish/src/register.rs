//! `register/entries.sealed`: every figure that was ever shown or hidden, by release. A release begins with a line that
//! names it and the number of its figures; the ledger says how many lines there are and the SHA-256 of them, before they are
//! sealed under the key of the house.
//!
//! Lines that no ledger entry acknowledges are of a release that was never made and are cut off. Not allowed in here:
//! beginning anew where the ledger names a release.

use std::path::PathBuf;

use concordat_declare::place::Audience;
use concordat_ledger::Ledger;
use concordat_ledger::entry::release::ReleasePublished;
use concordat_measure::Observation;
use concordat_store::{Home, StoreError};
use serde::Serialize;

use crate::bases::BasisLine;
use crate::error::PublishError;
use crate::files::sha256;
use crate::version::Version;

/// The first line of a release.
#[derive(Serialize)]
struct Header {
    release: Version,
    figures: u64,
    bases: usize,
}

/// One figure. Its value is text, so that the decimals stay as they were shown.
#[derive(Serialize)]
struct Line<'a> {
    figure_id: &'a str,
    audiences: Vec<&'a str>,
    version: Version,
    status: String,
    value: Option<String>,
    count: Option<u64>,
}

/// How far the register goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) entries: u64,
    pub(crate) sha256: String,
}

/// The lines of a release: its figures, then what they rest on where that is new. A figure for none of the audiences is left
/// out.
pub(crate) fn lines(
    version: Version,
    audiences: &[Audience],
    rows: &[Observation],
    bases: &[BasisLine],
) -> Result<String, PublishError> {
    let mut figures = 0;
    let mut text = String::new();
    for row in rows {
        let seen_by = audiences.iter().filter(|audience| row.audiences.contains(&audience.id.value));
        let seen_by: Vec<&str> = seen_by.map(|audience| audience.id.as_str()).collect();
        if seen_by.is_empty() {
            continue;
        }
        figures += 1;
        text += &line(&Line {
            figure_id: &row.figure_id,
            audiences: seen_by,
            version,
            status: row.status(),
            value: row.value.map(|value| value.to_string()),
            count: row.count,
        })?;
    }
    for basis in bases {
        text += &line(basis)?;
    }
    Ok(line(&Header { release: version, figures, bases: bases.len() })? + &text)
}

/// What stands of the register, by the ledger.
pub(crate) fn standing_lines(home: &Home, ledger: &Ledger) -> Result<Vec<u8>, PublishError> {
    let bytes = read(home)?;
    acknowledged(&bytes, ledger.last_published()).map(<[u8]>::to_vec)
}

fn line(value: &impl Serialize) -> Result<String, PublishError> {
    let text = serde_json::to_string(value).map_err(|_| PublishError::Encode { file: path_name() })?;
    Ok(text + "\n")
}

fn path_name() -> String {
    "entries.sealed".to_owned()
}

fn path(home: &Home) -> PathBuf {
    home.register().join(path_name())
}

fn read(home: &Home) -> Result<Vec<u8>, PublishError> {
    let path = path(home);
    // A register that is not there is told as short, whoever asks; what is there opens with the key of the house.
    if !path.exists() {
        return Ok(Vec::new());
    }
    match home.vault().and_then(|vault| vault.read_sealed(&path)) {
        Err(StoreError::Sealed { .. }) => Err(PublishError::RegisterDiffers),
        other => other.map_err(|source| PublishError::Register { source }),
    }
}

fn write(home: &Home, lines: &[u8]) -> Result<(), PublishError> {
    let written = home.vault().and_then(|vault| vault.write_sealed(&path(home), lines));
    written.map_err(|source| PublishError::Register { source })
}

/// The bytes that a release's ledger entry acknowledges.
fn acknowledged<'a>(bytes: &'a [u8], release: Option<&ReleasePublished>) -> Result<&'a [u8], PublishError> {
    let Some(release) = release else {
        return Ok(&[]);
    };
    let mut ends = (0_u64..).zip(bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n'));
    let last = release.register_entries.saturating_sub(1);
    let Some((_, (end, _))) = ends.by_ref().find(|(number, _)| *number == last) else {
        let found = bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum();
        return Err(PublishError::RegisterShort { expected: release.register_entries, found });
    };
    let known = &bytes[..=end];
    if sha256(known) == release.register_sha256 { Ok(known) } else { Err(PublishError::RegisterDiffers) }
}

/// Whether the register still begins with what it was when a release was made.
pub(crate) fn check(home: &Home, release: &ReleasePublished) -> Result<(), PublishError> {
    acknowledged(&read(home)?, Some(release)).map(|_| ())
}

/// Checks the register against the ledger and cuts off what no entry acknowledges.
pub(crate) fn check_and_cut(home: &Home, ledger: &Ledger) -> Result<(), PublishError> {
    let bytes = read(home)?;
    let known = acknowledged(&bytes, ledger.last_published())?;
    if known.len() == bytes.len() {
        return Ok(());
    }
    write(home, known)
}

/// Adds the lines of a release behind what the ledger acknowledges. Readers and a crash see the old register or the new.
pub(crate) fn append(home: &Home, ledger: &Ledger, lines: &str) -> Result<Extent, PublishError> {
    let bytes = read(home)?;
    let mut all = acknowledged(&bytes, ledger.last_published())?.to_vec();
    all.extend_from_slice(lines.as_bytes());
    write(home, &all)?;
    let entries = all.iter().map(|byte| u64::from(*byte == b'\n')).sum();
    Ok(Extent { entries, sha256: sha256(&all) })
}
