//! One file that appears whole or not at all.

use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::partial::{PartialFile, Temporary};
use crate::error::StoreError;
use crate::folders;

/// A writer over a temporary file beside the final one. [`AtomicFile::finish`] makes it last and
/// gives it its name; dropped unfinished it is removed and the final name is untouched.
#[derive(Debug)]
pub struct AtomicFile {
    // Closed before the guard removes it: Windows removes no open file.
    partial: PartialFile,
    temporary: Temporary,
    final_path: PathBuf,
    rename_point: &'static str,
}

impl AtomicFile {
    /// Begins a file that will be called `path`; folders that are missing are made.
    ///
    /// # Errors
    /// `CreateFolder`, `SyncFolder` or `CreateFile`.
    pub fn create(path: &Path) -> Result<AtomicFile, StoreError> {
        AtomicFile::create_for(path, "file.rename")
    }

    /// As [`AtomicFile::create`], with a name of its own for the fault point of the renaming.
    pub(super) fn create_for(path: &Path, rename_point: &'static str) -> Result<AtomicFile, StoreError> {
        folders::create_folders(folders::parent_of(path))?;
        let temporary = Temporary::new(folders::free_sibling(path));
        let partial = PartialFile::create(temporary.path(), path)?;
        Ok(AtomicFile { partial, temporary, final_path: path.to_path_buf(), rename_point })
    }

    /// Writes what is buffered, makes the file last, gives it its name and makes the name last.
    ///
    /// # Errors
    /// `Write` (also if an earlier write failed), `Rename` or `SyncFolder`.
    pub fn finish(self) -> Result<(), StoreError> {
        let mut temporary = self.temporary;
        self.partial.finish()?;
        folders::rename(temporary.path(), &self.final_path, self.rename_point)?;
        temporary.keep();
        folders::sync_folder(folders::parent_of(&self.final_path))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.partial.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.partial.flush()
    }
}

impl Seek for AtomicFile {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.partial.seek(position)
    }
}
