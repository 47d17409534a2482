//! One folder of files that appears whole or not at all.

use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::partial::{PartialFile, Temporary};
use crate::error::StoreError;
use crate::folders;
use crate::{MANIFEST, fault};

/// A folder being filled under a temporary name beside its final one. Its manifest is written last;
/// [`AtomicFolder::commit`] gives it its name. Dropped uncommitted it is removed.
#[derive(Debug)]
pub struct AtomicFolder {
    temporary: Temporary,
    final_path: PathBuf,
    manifest: String,
    unfinished: Arc<AtomicUsize>,
}

impl AtomicFolder {
    /// Begins a folder that will be called `final_path` and be complete by its `manifest.json`.
    ///
    /// # Errors
    /// `CreateFolder` or `SyncFolder`.
    pub fn begin(final_path: &Path) -> Result<AtomicFolder, StoreError> {
        AtomicFolder::begin_with_manifest(final_path, MANIFEST)
    }

    /// As [`AtomicFolder::begin`], for a folder that is complete by another file (`run.json`, or
    /// `public/manifest.json` in a nested folder).
    ///
    /// # Errors
    /// `CreateFolder` or `SyncFolder`.
    pub fn begin_with_manifest(final_path: &Path, manifest: &str) -> Result<AtomicFolder, StoreError> {
        folders::create_folders(folders::parent_of(final_path))?;
        let temporary = folders::free_sibling(final_path);
        fault::point("folder.begin")
            .and_then(|()| fs::create_dir(&temporary))
            .map_err(|source| StoreError::CreateFolder { path: final_path.to_path_buf(), source })?;
        Ok(AtomicFolder {
            temporary: Temporary::new(temporary),
            final_path: final_path.to_path_buf(),
            manifest: manifest.to_owned(),
            unfinished: Arc::new(AtomicUsize::new(0)),
        })
    }

    /// Where the folder stands until it is committed: for reading back what was written.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Begins a file of the folder. The name is relative with `/` between nested folders.
    ///
    /// # Errors
    /// `UnsafeName`, `CreateFolder`, or `CreateFile` (also if the folder has a file of that name).
    pub fn file(&self, name: &str) -> Result<FolderFile, StoreError> {
        if !is_safe_name(name) {
            return Err(StoreError::UnsafeName { path: self.final_path.clone() });
        }
        let at = self.temporary.path().join(name);
        let above = folders::parent_of(&at);
        fs::create_dir_all(above).map_err(|source| StoreError::CreateFolder { path: above.to_path_buf(), source })?;
        let partial = PartialFile::create(&at, &self.final_path.join(name))?;
        self.unfinished.fetch_add(1, Ordering::SeqCst);
        Ok(FolderFile { partial, unfinished: Arc::clone(&self.unfinished) })
    }

    /// Writes one file of the folder whole.
    ///
    /// # Errors
    /// As [`AtomicFolder::file`] and [`FolderFile::finish`].
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let mut file = self.file(name)?;
        file.write_all(bytes).map_err(|source| StoreError::of_write(&self.final_path.join(name), source))?;
        file.finish()
    }

    /// Makes all that was written last and gives the folder its final name, which is returned. A
    /// folder of that name without manifest is the leftover of a killed run and is replaced.
    ///
    /// # Errors
    /// `Unfinished`, `NoManifest`, `AlreadyThere` if a complete folder has the name, or the step
    /// that failed.
    pub fn commit(mut self) -> Result<PathBuf, StoreError> {
        self.check_whole()?;
        sync_tree(self.temporary.path())?;
        if self.final_path.join(&self.manifest).exists() {
            return Err(StoreError::AlreadyThere { path: self.final_path });
        }
        folders::remove_folder(&self.final_path)?;
        folders::rename(self.temporary.path(), &self.final_path, "folder.commit")?;
        self.temporary.keep();
        folders::sync_folder(folders::parent_of(&self.final_path))?;
        Ok(self.final_path)
    }

    fn check_whole(&self) -> Result<(), StoreError> {
        let path = self.final_path.clone();
        if self.unfinished.load(Ordering::SeqCst) > 0 {
            return Err(StoreError::Unfinished { path });
        }
        if !self.temporary.path().join(&self.manifest).exists() {
            return Err(StoreError::NoManifest { path, manifest: self.manifest.clone() });
        }
        Ok(())
    }
}

/// A file of an [`AtomicFolder`]. It must be finished before the folder can be committed; one that
/// is dropped unfinished keeps the folder from ever being committed.
#[derive(Debug)]
pub struct FolderFile {
    partial: PartialFile,
    unfinished: Arc<AtomicUsize>,
}

impl FolderFile {
    /// Writes what is buffered and makes the file last.
    ///
    /// # Errors
    /// `Write`, also if an earlier write failed.
    pub fn finish(self) -> Result<(), StoreError> {
        self.partial.finish()?;
        self.unfinished.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }
}

impl Write for FolderFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.partial.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.partial.flush()
    }
}

impl Seek for FolderFile {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.partial.seek(position)
    }
}

/// A relative name that stays in the folder and can be written on every system.
fn is_safe_name(name: &str) -> bool {
    let plain = |component| matches!(component, Component::Normal(_));
    !name.is_empty()
        && !name.contains(['\\', ':', '\0'])
        && !name.starts_with(folders::TEMPORARY_PREFIX)
        && Path::new(name).components().all(plain)
}

/// Makes the lists of names in a folder and in those below it last, the innermost first.
fn sync_tree(folder: &Path) -> Result<(), StoreError> {
    for name in crate::read::list_folders(folder)? {
        sync_tree(&folder.join(name))?;
    }
    folders::sync_folder(folder)
}
