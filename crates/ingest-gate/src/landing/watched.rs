//! A writer that remembers how it failed: the Parquet encoder turns some failures of the disk into words of its own.
//!
//! Not allowed in here: anything but passing bytes on.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use concordat_store::{FolderFile, StoreError};

use crate::error::GateError;

/// The kind of the first failure, shared with whoever asks after the writer is gone.
#[derive(Clone, Debug, Default)]
pub(super) struct Failure(Arc<Mutex<Option<io::ErrorKind>>>);

impl Failure {
    /// What failed while `path` was encoded: the disk, or else the encoder.
    pub(super) fn error(&self, path: &Path) -> GateError {
        match self.0.lock().ok().and_then(|kind| *kind) {
            Some(kind) => StoreError::of_write(path, kind.into()).into(),
            None => GateError::EncodeLanded { path: path.to_path_buf() },
        }
    }
}

/// A file of a folder, with its failure.
#[derive(Debug)]
pub(super) struct Watched {
    file: FolderFile,
    failure: Failure,
}

impl Watched {
    pub(super) fn new(file: FolderFile) -> (Self, Failure) {
        let failure = Failure::default();
        (Self { file, failure: failure.clone() }, failure)
    }

    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.file.finish()
    }

    fn told<T>(&self, outcome: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &outcome
            && error.kind() != io::ErrorKind::Interrupted
            && let Ok(mut kind) = self.failure.0.lock()
        {
            kind.get_or_insert(error.kind());
        }
        outcome
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = self.file.write(bytes);
        self.told(outcome)
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = self.file.flush();
        self.told(outcome)
    }
}
