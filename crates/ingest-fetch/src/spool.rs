//! Downloads below the home: written under no name, measured as they come, named when they are whole and fit their note.
//!
//! Not allowed in here: keeping anything that was refused, and a plain copy of what came encrypted once nobody needs it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use concordat_base::Name;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::{AtomicFile, Home, StoreError, safe_component};

use crate::delivery::{Bytes, Delivery, Origin};
use crate::hashing::Measuring;
use crate::note::{self, ReadNote};
use crate::request::{FetchRequest, FileStamp, KnownFile};
use crate::sealed::{self, Opener};

/// Where downloads of a dataset are spooled. What the gate has read may be removed from it.
#[must_use]
pub fn incoming_folder(home: &Home, dataset: &Name) -> PathBuf {
    home.root().join("incoming").join(safe_component(dataset.as_str()))
}

/// The path that a file of this name is spooled at.
pub(crate) fn path(request: &FetchRequest<'_>, name: &str) -> PathBuf {
    incoming_folder(request.home, &request.source.id.value).join(safe_component(name))
}

/// The name of what is inside: an encrypted file's without its ending. Notes go by it.
pub(crate) fn plain_name<'n>(request: &FetchRequest<'_>, name: &'n str) -> &'n str {
    match request.source.encryption {
        Some(_) => name.strip_suffix(sealed::ENDING).unwrap_or(name),
        None => name,
    }
}

/// A file below the home that is removed unless somebody keeps it.
#[derive(Debug)]
pub(crate) struct Spooled(pub(crate) Option<PathBuf>);

impl Spooled {
    pub(crate) fn path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }

    /// The path; from now on the caller removes it.
    pub(crate) fn keep(mut self) -> PathBuf {
        self.0.take().unwrap_or_default()
    }

    fn stamp(&self) -> Result<FileStamp, Diagnostic> {
        let metadata = fs::metadata(self.path()).map_err(|error| {
            let message = Text::new().say("cannot read ").file(self.path()).say(": ").system(&error);
            Diagnostic::error(&codes::READ_FAILED, message)
        })?;
        Ok(FileStamp::of(&metadata))
    }
}

impl Drop for Spooled {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // What cannot be removed now is overwritten by the next download of this name.
            let _removed = concordat_store::remove_file(path);
        }
    }
}

/// A download that has no name yet.
pub(crate) struct Download {
    name: String,
    path: PathBuf,
    file: AtomicFile,
    measuring: Measuring,
    bytes_at_most: u64,
    /// What the server calls this content.
    pub(crate) etag: Option<String>,
    /// The server's own measures of the file, where it lists files.
    pub(crate) stamp: Option<FileStamp>,
}

/// What became of a download.
pub(crate) enum Accepted {
    New(Box<Delivery>),
    Unchanged(KnownFile),
}

impl Download {
    /// Begins a download of a length that the server tells, or does not.
    pub(crate) fn begin(request: &FetchRequest<'_>, name: &str, length: Option<u64>) -> Result<Self, Diagnostic> {
        let bytes_at_most = match request.source.encryption {
            None => request.bytes_at_most(),
            Some(_) => sealed::largest_for(request.bytes_at_most()),
        };
        if length.is_some_and(|bytes| bytes > bytes_at_most) {
            return Err(note::too_large(request, name));
        }
        let path = path(request, name);
        let file = AtomicFile::create(&path).map_err(|error| unwritable(&error))?;
        let measuring = Measuring::default();
        Ok(Self { name: name.to_owned(), path, file, measuring, bytes_at_most, etag: None, stamp: None })
    }

    /// Adds some bytes, up to the limit.
    pub(crate) fn add(&mut self, request: &FetchRequest<'_>, piece: &[u8]) -> Result<(), Diagnostic> {
        self.measuring.add(piece);
        if self.bytes() > self.bytes_at_most {
            return Err(note::too_large(request, &self.name));
        }
        let written = self.file.write_all(piece).map_err(|error| StoreError::of_write(&self.path, error));
        written.map_err(|error| unwritable(&error))
    }

    /// Bytes so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.measuring.bytes()
    }

    /// Decrypts where that is declared, compares with the note, and hands over what is not known.
    pub(crate) fn accept(
        self,
        request: &FetchRequest<'_>,
        opener: Option<&Opener>,
        note: Option<ReadNote>,
        known: Option<&KnownFile>,
        origin: Origin,
    ) -> Result<Accepted, Diagnostic> {
        let Self { name, path, file, measuring, etag, stamp, .. } = self;
        file.finish().map_err(|error| unwritable(&error))?;
        let arrived = Spooled(Some(path));
        let (measured, plain) = match opener {
            None => (measuring.finish(), arrived),
            Some(opener) => opener.open_to_spool(request, &name, arrived.path())?,
        };
        if let Some(read) = &note {
            note::compare(&read.note, plain_name(request, &name), &measured)?;
        }
        if let Some(known) = known.filter(|known| known.sha256 == measured.sha256) {
            let stamp = stamp.unwrap_or(known.stamp);
            return Ok(Accepted::Unchanged(KnownFile { etag, stamp, ..known.clone() }));
        }
        let stamp = stamp.map_or_else(|| plain.stamp(), Ok)?;
        let (note, note_sha256) = note.map(|read| (read.note, read.sha256)).unzip();
        let known = KnownFile { name, stamp, sha256: measured.sha256, note_sha256, etag };
        let dataset = request.source.id.value.clone();
        Ok(Accepted::New(Box::new(Delivery { dataset, bytes: Bytes::Spooled(plain.keep()), note, known, origin })))
    }
}

/// A fault of this machine's disk.
pub(crate) fn unwritable(error: &StoreError) -> Diagnostic {
    let code = if error.is_disk_full() { &codes::DISK_FULL } else { &codes::WRITE_FAILED };
    Diagnostic::error(code, Text::new().say("cannot keep the download ").file(error.path()))
}
