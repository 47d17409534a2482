//! The delivery note of a prepared file, and the file's measures.
//!
//! Not allowed in here: a measure that was not taken from the bytes that are sent.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use concordat_base::{Name, hexadecimal};
use concordat_declare::source::Coverage;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ingest_fetch::{Note, NoteKey, OptOuts};
use concordat_pseudonym::Key;
use concordat_store::{AtomicFile, StoreError, SystemClock};
use sha2::{Digest, Sha256};

use crate::arguments::Global;
use crate::arguments::desk::{self, Pseudonymise};
use crate::commands::keys;
use crate::failure::{Failure, name};
use crate::place;

/// A file that is measured while it is written.
pub(super) struct Measured {
    file: AtomicFile,
    bytes: u64,
    hasher: Sha256,
}

impl Measured {
    pub(super) fn new(file: AtomicFile) -> Self {
        Self { file, bytes: 0, hasher: Sha256::new() }
    }

    /// Gives the file its name; its length and SHA-256.
    pub(super) fn finish(self) -> Result<(u64, String), StoreError> {
        self.file.finish()?;
        Ok((self.bytes, hexadecimal(&self.hasher.finalize())))
    }
}

impl Write for Measured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The path of the note of a file.
pub(super) fn path(out: &Path) -> PathBuf {
    let mut path = out.as_os_str().to_owned();
    path.push(".delivery.json");
    path.into()
}

/// Writes the note of a file of these bytes, SHA-256 and records.
pub(super) fn write(
    asked: &Pseudonymise,
    global: &Global,
    key: &Key,
    (bytes, sha256, rows): (u64, String, u64),
) -> Result<(), Failure> {
    let words = &asked.note;
    let period = words.period.clone().unwrap_or_default();
    let supplier: Name = name(words.supplier.as_deref().unwrap_or_default())?;
    let Some(file) = asked.out.file_name().and_then(|name| name.to_str()) else {
        let message = Text::new().file(&asked.out).say(" has a name that cannot stand in a delivery note");
        return Err(Diagnostic::error(&codes::USAGE, message).into());
    };
    let proof = key.proof().map_err(|error| keys::unusable(&asked.key, &error))?;
    let note = Note {
        file: file.to_owned(),
        bytes,
        rows,
        sha256,
        coverage: if period == "all" { Coverage::Full } else { Coverage::OnePeriod },
        period,
        supplier,
        synthetic: words.synthetic,
        sent: place::as_of(global, &SystemClock),
        reason: words.reason.clone(),
        key: Some(NoteKey { id: key.id().to_string(), proof }),
        opt_outs: words.opt_outs.map(opt_outs),
    };
    let text = serde_json::to_string_pretty(&note).unwrap_or_default() + "\n";
    Ok(concordat_store::write_atomic(&path(&asked.out), text.as_bytes())?)
}

fn opt_outs(said: desk::OptOuts) -> OptOuts {
    match said {
        desk::OptOuts::Applied => OptOuts::Applied,
        desk::OptOuts::NotApplicable => OptOuts::NotApplicable,
        desk::OptOuts::Exempt => OptOuts::Exempt,
    }
}
