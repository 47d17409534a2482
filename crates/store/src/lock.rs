//! One writer per place. The operating system holds the lock and lets go of it when the process
//! ends, however it ends, so a lock file left by a killed run locks nobody out.
//!
//! The file is never removed: two runs could then each lock a file of that name.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::home::Home;
use crate::{fault, folders};

/// What the lock file says about its holder.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    pid: u32,
    since: Timestamp,
    purpose: String,
}

/// The lock of a place, let go when dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock of the home at once or not at all. `purpose` tells a waiting person what is
    /// going on (`run`, `release approve`).
    ///
    /// # Errors
    /// `Locked` if another holds it; `CreateFolder`, `SyncFolder` or `LockFile`.
    pub fn acquire(home: &Home, now: Timestamp, purpose: &str) -> Result<Lock, StoreError> {
        let path = home.lock();
        folders::create_folders(home.root())?;
        let mut file = open(&path).map_err(|source| lock_error(&path, source))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(locked(&mut file, path)),
            Err(TryLockError::Error(source)) => return Err(lock_error(&path, source)),
        }
        let holder = Holder { pid: std::process::id(), since: now, purpose: purpose.to_owned() };
        note(&mut file, &holder).map_err(|source| lock_error(&path, source))?;
        Ok(Lock { file, path })
    }

    /// The lock file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Emptied so that nobody reads an old holder out of it; closing lets go in any case.
        drop(self.file.set_len(0));
        drop(self.file.unlock());
    }
}

fn open(path: &Path) -> io::Result<File> {
    fault::point("lock.open")?;
    File::options().read(true).write(true).create(true).truncate(false).open(path)
}

fn note(file: &mut File, holder: &Holder) -> io::Result<()> {
    fault::point("lock.write")?;
    let text = serde_json::to_vec(holder)?;
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&text)?;
    file.sync_all()
}

/// Who holds it, as far as the file can be read: Windows lets nobody read a locked file.
fn locked(file: &mut File, path: PathBuf) -> StoreError {
    let mut text = String::new();
    let holder = match file.read_to_string(&mut text) {
        Ok(_) => serde_json::from_str::<Holder>(&text).ok(),
        Err(_) => None,
    };
    StoreError::Locked { path, pid: holder.as_ref().map(|holder| holder.pid), since: holder.map(|holder| holder.since) }
}

fn lock_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::LockFile { path: path.to_path_buf(), source }
}
