//! The committed sample is what the generator makes, is calibrated as its notes say, and large deliveries have the
//! promised shape. These tests read the repository's sample folder and write only to temporary folders.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod calibration;
mod committed;
mod large;
mod missions;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use concordat_synth::{Inputs, SampleFile, sample_files};

/// A path below the root of the repository.
fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// One fresh generation, shared by the tests.
fn fresh() -> &'static [SampleFile] {
    static FRESH: OnceLock<Vec<SampleFile>> = OnceLock::new();
    FRESH.get_or_init(|| {
        let (open, areas) = (root("sample-data/open"), root("pipelines/south-tees/areas"));
        sample_files(&Inputs { open, areas }).unwrap()
    })
}
