//! The bytes of a file that came from outside: as it stands in a folder, or in the home, sealed under a key that is written
//! nowhere. Both are read in the same way, at any place.
//!
//! Not allowed in here: a plain copy, and a look into the bytes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::scratch::{ScratchFile, WholeReader};

/// Where the bytes are.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// A file as it stands.
    Plain(&'a Path),
    /// A file of work in progress, written whole.
    Scratch(&'a ScratchFile),
}

/// Reads a [`Content`].
#[derive(Debug)]
pub enum ContentReader {
    /// As it stands.
    Plain(File),
    /// Opened piece by piece.
    Scratch(WholeReader),
}

impl Content<'_> {
    /// The file on the disk, for messages.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Plain(path) => path,
            Self::Scratch(file) => file.path(),
        }
    }

    /// A reader at the start.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(&self) -> io::Result<ContentReader> {
        match self {
            Self::Plain(path) => File::open(path).map(ContentReader::Plain),
            Self::Scratch(file) => file.whole().map(ContentReader::Scratch),
        }
    }
}

impl ContentReader {
    /// Length in bytes, of what is read and not of what is on the disk.
    ///
    /// # Errors
    /// When the file system does not say.
    pub fn length(&self) -> io::Result<u64> {
        match self {
            Self::Plain(file) => file.metadata().map(|metadata| metadata.len()),
            Self::Scratch(reader) => Ok(reader.length()),
        }
    }

    /// Another reader of the same bytes. Where it stands is not said.
    ///
    /// # Errors
    /// When the file cannot be opened once more.
    pub fn again(&self) -> io::Result<Self> {
        match self {
            Self::Plain(file) => file.try_clone().map(Self::Plain),
            Self::Scratch(reader) => reader.again().map(Self::Scratch),
        }
    }
}

impl Read for ContentReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.read(into),
            Self::Scratch(reader) => reader.read(into),
        }
    }
}

impl Seek for ContentReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Plain(file) => file.seek(to),
            Self::Scratch(reader) => reader.seek(to),
        }
    }
}
