//! A file being written under a temporary name, and the guard that removes what was not finished.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::fault;

/// A file or folder under a temporary name, removed when dropped unless it got its final name.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
    kept: bool,
}

impl Temporary {
    pub(super) fn new(path: PathBuf) -> Temporary {
        Temporary { path, kept: false }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Says that the file or folder no longer has its temporary name.
    pub(super) fn keep(&mut self) {
        self.kept = true;
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        // What cannot be removed now is a leftover, swept by the next run.
        if self.path.is_dir() {
            drop(fs::remove_dir_all(&self.path));
        } else {
            drop(fs::remove_file(&self.path));
        }
    }
}

/// A new file, open for writing. After one failed write it can no longer be finished, whatever the
/// writer in between made of the failure.
#[derive(Debug)]
pub(super) struct PartialFile {
    /// The name told in errors: the final one, which means something to the reader.
    named: PathBuf,
    writer: BufWriter<File>,
    begun: bool,
    failed: Option<io::ErrorKind>,
}

impl PartialFile {
    /// Makes the file `at`, which must not exist; errors tell the name `named`.
    pub(super) fn create(at: &Path, named: &Path) -> Result<PartialFile, StoreError> {
        let file = fault::point("file.create")
            .and_then(|()| File::options().write(true).create_new(true).open(at))
            .map_err(|source| StoreError::CreateFile { path: named.to_path_buf(), source })?;
        Ok(PartialFile { named: named.to_path_buf(), writer: BufWriter::new(file), begun: false, failed: None })
    }

    /// Writes what is buffered and makes the file last.
    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        let finished = match self.failed {
            Some(kind) => Err(io::Error::new(kind, "an earlier write failed")),
            None => fault::point("file.sync")
                .and_then(|()| self.writer.flush())
                .and_then(|()| self.writer.get_ref().sync_all()),
        };
        finished.map_err(|source| StoreError::Write { path: self.named, source })
    }

    /// Writes half of the first bytes and passes a point, so that tests can tear the file there.
    fn write_first_half(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let half = bytes.len().div_ceil(2);
        self.writer.write_all(&bytes[..half])?;
        self.writer.flush()?;
        fault::point("file.half")?;
        Ok(half)
    }

    /// Remembers a failure and gives it the path, keeping its kind.
    fn told<T>(&mut self, outcome: io::Result<T>) -> io::Result<T> {
        outcome.map_err(|source| {
            let kind = source.kind();
            if kind != io::ErrorKind::Interrupted {
                self.failed = Some(kind);
            }
            io::Error::new(kind, StoreError::of_write(&self.named, source))
        })
    }
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = if cfg!(debug_assertions) && !self.begun && !bytes.is_empty() {
            self.begun = true;
            self.write_first_half(bytes)
        } else {
            self.writer.write(bytes)
        };
        self.told(outcome)
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = self.writer.flush();
        self.told(outcome)
    }
}

impl Seek for PartialFile {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        let outcome = self.writer.seek(position);
        self.told(outcome)
    }
}
