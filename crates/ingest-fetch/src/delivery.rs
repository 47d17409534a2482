//! What is handed to the gate.
//!
//! Not allowed in here: opening a delivery.

use std::path::{Path, PathBuf};

use concordat_agreement::ReceiveGrant;
use concordat_base::Name;
use concordat_diagnostics::Diagnostic;
use concordat_store::vault::{Content, ScratchFile};
use serde::Serialize;

use crate::note::Note;
use crate::request::{FileStamp, KnownFile};

/// Where a delivery comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The watched folder.
    Folder,
    /// The HTTPS address.
    Https,
    /// The SFTP server.
    Sftp,
    /// A folder that stands in for the address, in profile `sample`.
    StandIn,
}

/// Where the bytes of a delivery are.
#[derive(Debug)]
pub(crate) enum Bytes {
    /// In the watched folder.
    Watched(PathBuf),
    /// Below the home, downloaded.
    Spooled(ScratchFile),
    /// Below the home, decrypted from a file of the watched folder.
    SpooledOf { spooled: ScratchFile, watched: PathBuf },
}

/// What a publisher's address gave beside a table: its columns, by CSV on the Web.
#[derive(Debug)]
pub(crate) struct Description {
    /// The table's name in it: the last part of its address.
    pub(crate) table: String,
    pub(crate) bytes: Vec<u8>,
}

/// A file that nobody has looked into. Only [`crate::fetch`] makes one.
#[derive(Debug)]
pub struct Delivery {
    pub(crate) dataset: Name,
    pub(crate) bytes: Bytes,
    pub(crate) note: Option<Note>,
    pub(crate) known: KnownFile,
    pub(crate) origin: Origin,
    pub(crate) description: Option<Description>,
}

impl Delivery {
    /// The dataset of the grant it was received under.
    #[must_use]
    pub fn dataset(&self) -> &Name {
        &self.dataset
    }

    /// Its file name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.known.name
    }

    /// Its bytes: in the watched folder, or spooled below the home for as long as the delivery lives.
    #[must_use]
    pub fn content(&self) -> Content<'_> {
        match &self.bytes {
            Bytes::Watched(path) => Content::Plain(path),
            Bytes::Spooled(file) | Bytes::SpooledOf { spooled: file, .. } => Content::Scratch(file),
        }
    }

    /// The description that was fetched with it, where its source declares one: how the table is called in it, and its bytes.
    #[must_use]
    pub fn description(&self) -> Option<(&str, &[u8])> {
        self.description.as_ref().map(|one| (one.table.as_str(), one.bytes.as_slice()))
    }

    /// Whether [`Delivery::content`] is a copy below the home.
    #[must_use]
    pub fn is_spooled(&self) -> bool {
        !matches!(self.bytes, Bytes::Watched(_))
    }

    /// The file in the watched folder, where it came by one: encrypted, if it came so.
    #[must_use]
    pub fn watched(&self) -> Option<&Path> {
        match &self.bytes {
            Bytes::Watched(path) | Bytes::SpooledOf { watched: path, .. } => Some(path),
            Bytes::Spooled(_) => None,
        }
    }

    /// Whether its length is vouched for: by the protocol that it came by, or by its encryption, which has a mark of its end.
    #[must_use]
    pub fn length_is_confirmed(&self) -> bool {
        self.is_spooled()
    }

    /// Its length in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.known.stamp.bytes
    }

    /// Its measures.
    #[must_use]
    pub fn stamp(&self) -> &FileStamp {
        &self.known.stamp
    }

    /// Its delivery note.
    #[must_use]
    pub fn note(&self) -> Option<&Note> {
        self.note.as_ref()
    }

    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits. Whoever reads the file compares it: a file of a watched
    /// folder may change after it was hashed.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.known.sha256
    }

    /// Where it comes from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// What the caller keeps, so that the file is not handed over again.
    #[must_use]
    pub fn known(&self) -> &KnownFile {
        &self.known
    }
}

/// What a source had.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fetched {
    /// The grant, for the gate.
    pub grant: ReceiveGrant,
    /// New or changed files, in order of name.
    pub deliveries: Vec<Delivery>,
    /// Files that are as they were, in order of name, with the measures they have now; to be kept in place of the old.
    pub unchanged: Vec<KnownFile>,
    /// What was noticed, faults of single files included: look at the severity.
    pub notices: Vec<Diagnostic>,
    /// Whether a folder stood in for the address.
    pub stand_in: bool,
}
