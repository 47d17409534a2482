//! What the figures of releases rest on: a line of the register for each indicator of a release where that is new, with what
//! was printed in every cell, and the counts behind them in files beside the register.
//!
//! The files are sealed under the keys of the extracts that the counts were made from, and cannot be opened once one of those
//! is destroyed. Not allowed in here: a count in clear, and deciding what may be published.

use std::collections::BTreeMap;
use std::path::PathBuf;

use concordat_base::{Date, Name, Period};
use concordat_disclosure::rounding::{Band, Rounding};
use concordat_disclosure::{CellKey, Shown};
use concordat_ledger::Ledger;
use concordat_measure::{Basis, BasisPart};
use concordat_store::vault::seal;
use concordat_store::{DataKey, Home, StoreError, Vault, read_bytes, write_atomic};
use serde::{Deserialize, Serialize};

use crate::error::PublishError;
use crate::files::sha256;
use crate::register;
use crate::version::Version;

/// What figures of an indicator are about to rest on.
#[derive(Debug)]
pub struct NewBasis {
    /// Without a count.
    pub basis: Basis,
    /// The counts.
    pub parts: Vec<BasisPart>,
    /// What is printed in each cell.
    pub cells: BTreeMap<CellKey, Shown>,
}

/// A line of the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BasisLine {
    basis: Basis,
    as_of: Date,
    parts: Vec<PartLine>,
    cells: BTreeMap<String, Place>,
}

/// A file of counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PartLine {
    periods: Vec<Period>,
    file: String,
    sha256: String,
}

/// What is printed in a cell; nothing where it is hidden.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Place {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    /// Least and largest count that a rounded one stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stands_for: Option<[u64; 2]>,
    /// In registers of earlier builds, which rounded to the nearest multiple alone.
    #[serde(default, skip_serializing)]
    rounded_to: Option<u64>,
}

impl Place {
    fn of(shown: Shown) -> Self {
        match shown {
            Shown::Exact(count) => Self { count: Some(count), ..Self::default() },
            Shown::Rounded(Band { value, least, most }) => {
                Self { count: Some(value), stands_for: Some([least, most]), ..Self::default() }
            }
            Shown::Hidden => Self::default(),
        }
    }

    fn shown(self) -> Shown {
        match (self.count, self.stands_for, self.rounded_to) {
            (None, ..) => Shown::Hidden,
            (Some(value), Some([least, most]), _) => Shown::Rounded(Band { value, least, most }),
            (Some(value), None, Some(base)) => Shown::Rounded(Rounding::Nearest(base.max(1)).of(value)),
            (Some(count), None, None) => Shown::Exact(count),
        }
    }
}

/// A file that is to lie beside the register, sealed.
pub(crate) struct SealedPart {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for SealedPart {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SealedPart").field("path", &self.path).finish_non_exhaustive()
    }
}

fn folder(home: &Home) -> PathBuf {
    home.register().join("bases")
}

/// The lines of a release, and the files that they name.
pub(crate) fn seal_bases(
    home: &Home,
    version: Version,
    as_of: Date,
    bases: &[NewBasis],
) -> Result<(Vec<BasisLine>, Vec<SealedPart>), PublishError> {
    let failed = |source| PublishError::Register { source };
    let vault = home.vault().map_err(failed)?;
    let (mut lines, mut files) = (Vec::new(), Vec::new());
    for new in bases {
        let mut parts = Vec::new();
        for part in &new.parts {
            let file = format!("{version}-{}.sealed", files.len() + 1);
            let path = folder(home).join(&file);
            let key = part.key.as_ref().unwrap_or_else(|| vault.house());
            let sealed = seal(key, &vault.context(&path), &part.plain);
            let bytes = sealed.map_err(|source| failed(StoreError::of_write(&path, source)))?;
            parts.push(PartLine { periods: part.periods.clone(), file, sha256: sha256(&bytes) });
            files.push(SealedPart { path, bytes });
        }
        let cells = new.cells.iter().map(|(key, shown)| (key.as_str().to_owned(), Place::of(*shown))).collect();
        lines.push(BasisLine { basis: new.basis.clone(), as_of, parts, cells });
    }
    Ok((lines, files))
}

/// Writes the files, before the register names them.
pub(crate) fn write_parts(files: &[SealedPart]) -> Result<(), PublishError> {
    let mut written = files.iter().map(|file| write_atomic(&file.path, &file.bytes));
    written.try_for_each(|one| one.map_err(|source| PublishError::Register { source }))
}

/// What figures of an indicator in an earlier release rested on.
#[derive(Clone, Debug)]
pub struct PublishedBasis {
    line: BasisLine,
}

/// The counts behind it, as far as they can be opened.
pub struct OpenedBasis {
    /// Periods of which the counts were opened.
    pub periods: Vec<Period>,
    /// Periods of which they cannot be opened any more, since an extract behind them was destroyed.
    pub destroyed: Vec<Period>,
    /// Plain text of the parts.
    pub parts: Vec<Vec<u8>>,
}

impl PublishedBasis {
    /// Without a count.
    #[must_use]
    pub fn basis(&self) -> &Basis {
        &self.line.basis
    }

    /// The date that the release was made for.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.line.as_of
    }

    /// What was printed in each cell.
    #[must_use]
    pub fn cells(&self) -> BTreeMap<CellKey, Shown> {
        self.line.cells.iter().map(|(key, place)| (CellKey::new(key), place.shown())).collect()
    }

    /// The counts behind it.
    ///
    /// # Errors
    /// `RegisterDiffers` where a file is gone or not what the register names; else what could not be read.
    pub fn open(&self, home: &Home) -> Result<OpenedBasis, PublishError> {
        let mut opened = OpenedBasis { periods: Vec::new(), destroyed: Vec::new(), parts: Vec::new() };
        for part in &self.line.parts {
            // A span of several periods holds numbers of people alone.
            let of_one = || part.periods.iter().filter(|_| part.periods.len() == 1 || self.line.parts.len() == 1);
            match open_part(home, part)? {
                Some(plain) => {
                    opened.parts.push(plain);
                    opened.periods.extend(of_one());
                }
                None => opened.destroyed.extend(of_one()),
            }
        }
        Ok(opened)
    }
}

fn open_part(home: &Home, part: &PartLine) -> Result<Option<Vec<u8>>, PublishError> {
    let failed = |source| PublishError::Register { source };
    let path = folder(home).join(&part.file);
    if !path.exists() {
        return Err(PublishError::RegisterDiffers);
    }
    if sha256(&read_bytes(&path).map_err(failed)?) != part.sha256 {
        return Err(PublishError::RegisterDiffers);
    }
    let vault = home.vault().map_err(failed)?;
    let needed = Vault::keys_needed(&path).map_err(failed)?;
    let house = vault.house();
    if needed.as_slice() == house.ids() {
        return vault.open_bytes(&path, house).map(Some).map_err(failed);
    }
    if !needed.iter().all(|id| vault.has_key(id)) {
        return Ok(None);
    }
    let keys = needed.iter().map(|id| vault.key(id)).collect::<Result<Vec<DataKey>, _>>().map_err(failed)?;
    let Some(key) = DataKey::joined(&keys) else { return Ok(None) };
    vault.open_bytes(&path, &key).map(Some).map_err(failed)
}

/// What the figures of every release rested on, by indicator, oldest first.
///
/// # Errors
/// `RegisterShort` or `RegisterDiffers` where the register is not what the ledger says; else what could not be read.
pub fn published_bases(home: &Home, ledger: &Ledger) -> Result<BTreeMap<Name, Vec<PublishedBasis>>, PublishError> {
    let bytes = register::standing_lines(home, ledger)?;
    let mut bases: BTreeMap<Name, Vec<PublishedBasis>> = BTreeMap::new();
    for text in bytes.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{\"basis\"")) {
        let line: BasisLine = serde_json::from_slice(text).map_err(|_| PublishError::RegisterDiffers)?;
        bases.entry(line.basis.indicator.clone()).or_default().push(PublishedBasis { line });
    }
    Ok(bases)
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::Shown;
    use concordat_disclosure::rounding::Rounding;

    use super::Place;

    #[test]
    fn what_was_printed_is_read_back_from_registers_old_and_new() {
        let midpoint = Shown::Rounded(Rounding::Midpoint.of(8));
        let nearest = Shown::Rounded(Rounding::Nearest(5).of(8));
        for shown in [Shown::Exact(8), midpoint, nearest, Shown::Hidden] {
            let text = serde_json::to_string(&Place::of(shown)).unwrap_or_default();
            let read = serde_json::from_str::<Place>(&text).map(Place::shown);
            assert!(read.is_ok_and(|read| read == shown), "{text}");
        }
        let text = serde_json::to_string(&Place::of(midpoint)).unwrap_or_default();
        assert_eq!(text, r#"{"count":9,"stands_for":[7,12]}"#);
        let old = serde_json::from_str::<Place>(r#"{"count":10,"rounded_to":5}"#).map(Place::shown);
        assert!(old.is_ok_and(|old| old == nearest));
    }
}
