//! The whole sample: every synthetic file in memory, and writing them below a folder. It leaves the open data alone and
//! removes nothing.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::ground::Ground;
use crate::{age_well, early_years, falls, linkage, live_well, readme, services, start_well};

/// Where the published data lies that the sample is calibrated to.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Folder of the open data (`sample-data/open`).
    pub open: PathBuf,
    /// Folder of the area lookups (`pipelines/south-tees/areas`).
    pub areas: PathBuf,
}

/// One file of the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleFile {
    /// Path below the sample folder, parted by `/` on every system.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Makes every synthetic file of the sample; equal inputs give equal bytes.
///
/// # Errors
/// When the open data cannot be read, leaves no fitting quota, or a file cannot be encoded.
pub fn sample_files(inputs: &Inputs) -> Result<Vec<SampleFile>, Error> {
    let ground = Ground::read(inputs)?;
    let mut files = readme::notes();
    files.extend(early_years::deliveries(&ground)?);
    files.extend(falls::deliveries(&ground)?);
    files.extend(linkage::deliveries()?);
    files.extend(start_well::deliveries(&ground)?);
    files.extend(live_well::deliveries(&ground)?);
    files.extend(age_well::deliveries(&ground)?);
    files.extend(services::deliveries()?);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// Makes the sample and writes it below `out`, over what is there. Returns what was written.
///
/// # Errors
/// As [`sample_files`], and when a file or folder cannot be written.
pub fn write_sample(inputs: &Inputs, out: &Path) -> Result<Vec<SampleFile>, Error> {
    let files = sample_files(inputs)?;
    for file in &files {
        let path = file.path.split('/').fold(out.to_owned(), |path, part| path.join(part));
        let failed = |source| Error::WriteOutput { path: path.clone(), source };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        std::fs::write(&path, &file.bytes).map_err(failed)?;
    }
    Ok(files)
}
