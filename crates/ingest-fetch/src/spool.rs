//! Downloads below the home: measured as they come, handed over when they are whole and fit their note.
//!
//! They are sealed under a key that is written nowhere and goes with the process, and removed when nobody needs them. Not
//! allowed in here: a plain copy on the disk, and keeping anything that was refused.

use std::io::Write;
use std::path::PathBuf;

use concordat_base::Name;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::vault::{Content, ScratchFile, ScratchWriter};
use concordat_store::{Home, Scratch, StoreError, safe_component};

use crate::delivery::{Bytes, Delivery, Description, Origin};
use crate::hashing::Measuring;
use crate::note::{self, ReadNote};
use crate::request::{FetchRequest, FileStamp, KnownFile, Recognised};
use crate::sealed::{self, Opener};

/// Bytes of a download that are kept at hand to be looked at.
pub(crate) const HEAD_AT_MOST: usize = 64 * 1024;

/// Where downloads of a dataset are spooled, until the gate has read them.
#[must_use]
pub fn incoming_folder(home: &Home, dataset: &Name) -> PathBuf {
    home.root().join("incoming").join(safe_component(dataset.as_str()))
}

/// The name of what is inside: an encrypted file's without its ending. Notes go by it.
pub(crate) fn plain_name<'n>(request: &FetchRequest<'_>, name: &'n str) -> &'n str {
    match request.source.encryption {
        Some(_) => name.strip_suffix(sealed::ENDING).unwrap_or(name),
        None => name,
    }
}

/// A spooled file that is being written.
pub(crate) struct Spooling {
    folder: PathBuf,
    file: ScratchFile,
    writer: ScratchWriter,
}

impl Spooling {
    pub(crate) fn begin(request: &FetchRequest<'_>) -> Result<Self, Diagnostic> {
        let folder = incoming_folder(request.home, &request.source.id.value);
        let file = Scratch::new(&folder).and_then(|scratch| scratch.file()).map_err(|error| unwritable(&error))?;
        let writer = file.writer().map_err(|error| unwritable(&StoreError::of_write(&folder, error)))?;
        Ok(Self { folder, file, writer })
    }

    pub(crate) fn add(&mut self, piece: &[u8]) -> Result<(), Diagnostic> {
        let written = self.writer.write_all(piece);
        written.map_err(|error| unwritable(&StoreError::of_write(&self.folder, error)))
    }

    /// Nothing more comes.
    pub(crate) fn finish(mut self) -> Result<ScratchFile, Diagnostic> {
        // One flush alone, so that the file can be read at any place.
        self.writer.flush().map_err(|error| unwritable(&StoreError::of_write(&self.folder, error)))?;
        Ok(self.file)
    }
}

/// A download under way.
pub(crate) struct Download {
    name: String,
    spooling: Spooling,
    measuring: Measuring,
    bytes_at_most: u64,
    /// Its first bytes, by which an answer of another kind is told from a file.
    head: Vec<u8>,
    /// Its last byte.
    last: Option<u8>,
    /// How the answer is known again.
    pub(crate) recognised: Recognised,
    /// The server's own measures of the file, where it lists files.
    pub(crate) stamp: Option<FileStamp>,
    /// What was fetched beside it.
    pub(crate) description: Option<Description>,
}

/// What became of a download.
pub(crate) enum Accepted {
    New(Box<Delivery>),
    Unchanged(Box<KnownFile>),
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
        let (spooling, measuring) = (Spooling::begin(request)?, Measuring::default());
        let (name, head, recognised) = (name.to_owned(), Vec::new(), Recognised::default());
        let (last, stamp, description) = Default::default();
        Ok(Self { name, spooling, measuring, bytes_at_most, head, last, recognised, stamp, description })
    }

    /// Adds some bytes, up to the limit.
    pub(crate) fn add(&mut self, request: &FetchRequest<'_>, piece: &[u8]) -> Result<(), Diagnostic> {
        self.measuring.add(piece);
        if self.bytes() > self.bytes_at_most {
            return Err(note::too_large(request, &self.name));
        }
        let room = HEAD_AT_MOST.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..room]);
        self.last = piece.last().copied().or(self.last);
        self.spooling.add(piece)
    }

    /// Whether it ends with a line end, as text does that is whole.
    pub(crate) fn ends_a_line(&self) -> bool {
        self.last == Some(b'\n')
    }

    /// Its first bytes.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
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
        let Self { name, spooling, measuring, recognised, stamp, description, .. } = self;
        let arrived = spooling.finish()?;
        let (measured, plain) = match opener {
            None => (measuring.finish(), arrived),
            Some(opener) => opener.open_to_spool(request, &name, Content::Scratch(&arrived))?,
        };
        if let Some(read) = &note {
            note::compare(&read.note, plain_name(request, &name), &measured)?;
        }
        if let Some(known) = known.filter(|known| known.sha256 == measured.sha256) {
            let stamp = stamp.unwrap_or(known.stamp);
            return Ok(Accepted::Unchanged(Box::new(recognised.on(KnownFile { stamp, ..known.clone() }))));
        }
        let stamp = stamp.unwrap_or(FileStamp { bytes: measured.bytes, modified: None, created: None });
        let (note, note_sha256) = note.map(|read| (read.note, read.sha256)).unzip();
        let known = recognised.on(KnownFile::new(&name, stamp, measured.sha256, note_sha256));
        let dataset = request.source.id.value.clone();
        Ok(Accepted::New(Box::new(Delivery {
            dataset,
            bytes: Bytes::Spooled(plain),
            note,
            known,
            origin,
            description,
        })))
    }
}

/// A fault of this machine's disk.
pub(crate) fn unwritable(error: &StoreError) -> Diagnostic {
    let code = if error.is_disk_full() { &codes::DISK_FULL } else { &codes::WRITE_FAILED };
    Diagnostic::error(code, Text::new().say("cannot keep the download ").file(error.path()))
}
