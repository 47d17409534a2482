//! What can go wrong when writing or reading below the home. Every variant names the path, so that
//! nobody is told "not found" without being told what; none carries a byte of what was written.

use std::io;
use std::path::{Path, PathBuf};

use concordat_diagnostics::{Diagnostic, Text, codes};
use jiff::Timestamp;

use crate::vault::SealFault;

/// A failed operation below the home.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file could not be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file that should be text is not UTF-8.
    #[error("{path} is not UTF-8 text")]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// A folder could not be listed.
    #[error("cannot list the folder {path}")]
    List {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file stands where a folder is needed.
    #[error("{path} is not a folder")]
    NotAFolder {
        /// What stands there.
        path: PathBuf,
    },
    /// A folder could not be made.
    #[error("cannot make the folder {path}")]
    CreateFolder {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file could not be made.
    #[error("cannot make the file {path}")]
    CreateFile {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Bytes could not be written to a file or made to last.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A finished file or folder could not be given its name.
    #[error("cannot put {path} in its place")]
    Rename {
        /// The name it should have got.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A folder's list of names could not be made to last.
    #[error("cannot make the folder {path} last on the disk")]
    SyncFolder {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A line could not be appended.
    #[error("cannot append to {path}")]
    Append {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A line handed over for appending contains a line break.
    #[error("a line for {path} contains a line break")]
    LineBreak {
        /// The file that was to be appended to.
        path: PathBuf,
    },
    /// The file ends within a line: an append was cut off and has not been cleared up.
    #[error("{path} ends within a line")]
    Torn {
        /// The file.
        path: PathBuf,
    },
    /// A torn last line could not be cut off.
    #[error("cannot cut the torn line off {path}")]
    CutTorn {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file or folder could not be removed.
    #[error("cannot remove {path}")]
    Remove {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A complete folder of that name exists; what exists is never overwritten.
    #[error("{path} is already there")]
    AlreadyThere {
        /// The folder.
        path: PathBuf,
    },
    /// A folder was to be committed while some of its files were not finished.
    #[error("{path} has unfinished files")]
    Unfinished {
        /// The folder's final name.
        path: PathBuf,
    },
    /// A folder was to be committed without its manifest.
    #[error("{path} was given no {manifest}")]
    NoManifest {
        /// The folder's final name.
        path: PathBuf,
        /// The file that has to be there.
        manifest: String,
    },
    /// A name handed over would leave the folder or cannot be written on every system.
    #[error("a name given for a file in {path} cannot be used")]
    UnsafeName {
        /// The folder's final name.
        path: PathBuf,
    },
    /// What lies in the home is encrypted, and no storage key was given to open it with.
    #[error("what lies in {path} is encrypted, and no storage key was given")]
    NoStorageKey {
        /// The home.
        path: PathBuf,
    },
    /// The storage key given is not the one that keys of the home were wrapped by.
    #[error("{path} was wrapped by the storage key {wrapped_by}, and the key given is {given}")]
    WrongStorageKey {
        /// The key file.
        path: PathBuf,
        /// Id of the storage key that it needs.
        wrapped_by: String,
        /// Id of the storage key that was given.
        given: String,
    },
    /// A home in which data was sealed lacks its house key.
    #[error("the house key {path} is missing")]
    HouseKeyMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The key of an extract is not in the home: it was destroyed, or the folder of keys was not restored.
    #[error("the key {path} is missing")]
    KeyMissing {
        /// Where it would be.
        path: PathBuf,
    },
    /// A sealed file cannot be opened.
    #[error("cannot open {path}: {fault}")]
    Sealed {
        /// The file.
        path: PathBuf,
        /// Why.
        fault: SealFault,
    },
    /// The lock file could not be opened, locked or written.
    #[error("cannot use the lock file {path}")]
    LockFile {
        /// The lock file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Another run holds the lock.
    #[error("another run{} holds the lock {path}", holder(*pid, *since))]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// The holder's process number, where the file could be read.
        pid: Option<u32>,
        /// Since when it is held, where the file could be read.
        since: Option<Timestamp>,
    },
}

impl StoreError {
    /// The error of a failed write to `path`, whose source may already be an error of this crate
    /// (the writers of this crate wrap theirs so that the path survives other people's writers).
    #[must_use]
    pub fn of_write(path: &Path, source: io::Error) -> StoreError {
        source.downcast::<StoreError>().unwrap_or_else(|source| StoreError::Write { path: path.to_path_buf(), source })
    }

    /// The error of reading a sealed file as bytes go by: what its seal says, or what the operating system said.
    #[must_use]
    pub fn of_read(path: &Path, source: io::Error) -> StoreError {
        let path = path.to_path_buf();
        match SealFault::in_error(&source) {
            Some(fault) => StoreError::Sealed { path, fault },
            None => StoreError::Read { path, source },
        }
    }

    /// True if the disk (or the share of it that we may use) is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self.kind(), Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
    }

    /// True if another run holds the lock.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self, StoreError::Locked { .. })
    }

    /// True if what was asked for does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == Some(io::ErrorKind::NotFound)
    }

    /// What to tell of a fault of keys or sealed files; `None` of any other, which its caller tells in its own words.
    #[must_use]
    pub fn of_keys(&self) -> Option<Diagnostic> {
        let text = Text::new();
        let (code, text) = match self {
            StoreError::NoStorageKey { path } => {
                (&codes::STORAGE_KEY, text.say("what lies in ").file(path).say(" is encrypted, and no key was given"))
            }
            StoreError::WrongStorageKey { path, wrapped_by, given } => {
                let text = text.file(path).say(" was wrapped by the storage key ").declared(wrapped_by);
                (&codes::STORAGE_KEY, text.say(", and the key given is ").declared(given))
            }
            StoreError::HouseKeyMissing { path } => {
                (&codes::STORAGE_KEY, text.say("the home lacks its house key ").file(path))
            }
            StoreError::KeyMissing { path } => (&codes::KEY_GONE, text.say("there is no key ").file(path)),
            StoreError::Sealed { path, fault } => {
                let what = match fault {
                    SealFault::NotSealed => ": it is not encrypted as it should be",
                    SealFault::OtherKey => ": it was sealed under another key",
                    SealFault::Changed => ": it was changed, cut off, or put in the place of another",
                };
                (&codes::SEALED_CHANGED, text.say("cannot open ").file(path).say(what))
            }
            _ => return None,
        };
        Some(Diagnostic::error(code, text))
    }

    /// True if the key of an extract is not there.
    #[must_use]
    pub fn is_key_missing(&self) -> bool {
        matches!(self, StoreError::KeyMissing { .. })
    }

    /// True if a complete folder of that name exists already.
    #[must_use]
    pub fn is_already_there(&self) -> bool {
        matches!(self, StoreError::AlreadyThere { .. })
    }

    /// The file or folder that the operation was about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            StoreError::Read { path, .. }
            | StoreError::NotText { path }
            | StoreError::List { path, .. }
            | StoreError::NotAFolder { path }
            | StoreError::CreateFolder { path, .. }
            | StoreError::CreateFile { path, .. }
            | StoreError::Write { path, .. }
            | StoreError::Rename { path, .. }
            | StoreError::SyncFolder { path, .. }
            | StoreError::Append { path, .. }
            | StoreError::LineBreak { path }
            | StoreError::Torn { path }
            | StoreError::CutTorn { path, .. }
            | StoreError::Remove { path, .. }
            | StoreError::AlreadyThere { path }
            | StoreError::Unfinished { path }
            | StoreError::NoManifest { path, .. }
            | StoreError::UnsafeName { path }
            | StoreError::NoStorageKey { path }
            | StoreError::WrongStorageKey { path, .. }
            | StoreError::HouseKeyMissing { path }
            | StoreError::KeyMissing { path }
            | StoreError::Sealed { path, .. }
            | StoreError::LockFile { path, .. }
            | StoreError::Locked { path, .. } => path,
        }
    }

    /// What kind of fault the operating system reported, if it reported one.
    fn kind(&self) -> Option<io::ErrorKind> {
        std::error::Error::source(self).and_then(|source| source.downcast_ref::<io::Error>()).map(io::Error::kind)
    }
}

/// Who holds the lock, as far as it is known, for the middle of a sentence.
fn holder(pid: Option<u32>, since: Option<Timestamp>) -> String {
    match (pid, since) {
        (Some(pid), Some(since)) => format!(" (process {pid}, since {since})"),
        (Some(pid), None) => format!(" (process {pid})"),
        _ => String::new(),
    }
}
