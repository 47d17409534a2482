//! What can go wrong that is not the sender's fault.
//!
//! Not allowed in here: words of arrow, parquet or csv; their errors may print cells, so they are dropped.

use std::io;
use std::path::PathBuf;

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::StoreError;

/// A failed operation of the gate.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    /// The delivery could not be read.
    #[error("cannot read the delivery {path}")]
    ReadDelivery {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Something below the home could not be written or read.
    #[error("cannot use the home")]
    Home(#[from] StoreError),
    /// Rows could not be written as Parquet.
    #[error("cannot encode landed rows for {path}")]
    EncodeLanded {
        /// The folder that was being written.
        path: PathBuf,
    },
    /// Landed data is there and cannot be read.
    #[error("cannot read landed data at {path}")]
    ReadLanded {
        /// The file.
        path: PathBuf,
    },
    /// A manifest cannot be read as one.
    #[error("the manifest {path} is damaged")]
    DamagedManifest {
        /// The file.
        path: PathBuf,
    },
    /// The record of accepted deliveries cannot be read as one.
    #[error("the record of deliveries {path} is damaged")]
    DamagedHistory {
        /// The file.
        path: PathBuf,
    },
    /// The record of accepted deliveries names landed data that is not there.
    #[error("landed data is missing at {path}")]
    LandedMissing {
        /// The folder that should be there.
        path: PathBuf,
    },
    /// Accepted and quarantined records do not add up to those read.
    #[error("accepted and quarantined records are not those read")]
    Miscounted,
    /// A declaration names a code list, area level or column that is not there.
    #[error("the contract does not fit the declarations")]
    ContractUnfit,
}

impl GateError {
    /// The error as a diagnostic, with the code for a full disk, a failed write or a failed read.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        if let Self::Home(error) = self
            && let Some(diagnostic) = error.of_keys()
        {
            return diagnostic;
        }
        let (code, words, path) = match self {
            Self::ReadDelivery { path, .. } => (&codes::READ_FAILED, "cannot read ", Some(path.as_path())),
            Self::Home(error) if error.is_disk_full() => {
                (&codes::DISK_FULL, "the disk is full: cannot write ", Some(error.path()))
            }
            Self::Home(error) => (&codes::WRITE_FAILED, "cannot write or read ", Some(error.path())),
            Self::EncodeLanded { path } => (&codes::WRITE_FAILED, "cannot encode rows for ", Some(path.as_path())),
            Self::ReadLanded { path }
            | Self::DamagedManifest { path }
            | Self::DamagedHistory { path }
            | Self::LandedMissing { path } => {
                (&codes::READ_FAILED, "cannot read landed data at ", Some(path.as_path()))
            }
            Self::Miscounted => (&codes::READ_FAILED, "accepted and quarantined records are not those read", None),
            Self::ContractUnfit => (&codes::READ_FAILED, "the contract does not fit the declarations", None),
        };
        let text = Text::new().say(words);
        Diagnostic::error(code, path.map_or_else(|| text.clone(), |path| text.clone().file(path)))
    }
}
