//! Questions about releases, and what people do with them: list, show, approve, withdraw, roll back, verify.
//!
//! Not allowed in here: making a release, and changing or removing a file of one.

use std::path::PathBuf;

use concordat_ledger::entry::release::ReleaseRolledBack;
use concordat_ledger::{Entry, Ledger};
use concordat_store::{Home, read_bytes};
use serde::Deserialize;

use crate::error::PublishError;
use crate::files::{CHANGES, MANIFEST, OBSERVATIONS};
use crate::manifest::Manifest;
use crate::pointer::Pointer;
pub use crate::receipts::receipts;
use crate::settle::{self, By, approvable_parts, recover, withdrawable_parts};
use crate::stage::When;
use crate::standing::{Standing, released_folder, staged_folder};
pub use crate::verify::verify;
use crate::version::Version;

/// Where a release stands with one audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The audience sees it.
    Current,
    /// The audience saw it; another has taken its place, or it was rolled back.
    Earlier,
    /// It waits for approval or for a date.
    Waiting,
    /// It was taken back.
    Withdrawn,
    /// The ledger knows it and its folder is gone.
    Missing,
}

impl State {
    /// As it is said.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Earlier => "earlier",
            Self::Waiting => "waiting",
            Self::Withdrawn => "withdrawn",
            Self::Missing => "missing",
        }
    }
}

/// A release, as it stands with each audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its version.
    pub version: Version,
    /// Its audiences, from widest to narrowest.
    pub audiences: Vec<ListedAudience>,
}

/// A release for one audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAudience {
    /// The audience.
    pub audience: String,
    /// Where it stands.
    pub state: State,
    /// The hash of what it says, as the ledger has it.
    pub content_sha256: String,
    /// Its folder, unless it is missing.
    pub folder: Option<PathBuf>,
}

/// What a release is, for one audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Where it stands.
    pub listed: ListedAudience,
    /// How many figures it has, hidden ones too.
    pub observations: u64,
    /// Whether a made-up extract is behind any of it.
    pub synthetic: bool,
    /// Its files, with their sizes in bytes.
    pub files: Vec<(String, u64)>,
    /// What it changed.
    pub changes: ChangeSummary,
}

/// What a release changed, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ChangeSummary {
    /// What readers saw before, if they saw anything.
    pub from: Option<Version>,
    /// `major`, `minor` or `patch`.
    pub kind: String,
    /// How many figures.
    pub counts: ChangeCounts,
}

/// How many figures changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct ChangeCounts {
    /// New, or shown for the first time.
    pub added: u64,
    /// Gone, or no longer shown.
    pub removed: u64,
    /// With other numbers.
    pub revised: u64,
    /// With other words.
    pub edited: u64,
}

/// All releases, oldest first.
///
/// # Errors
/// What could not be read, or `LedgerShort`.
pub fn list(home: &Home) -> Result<Vec<Listed>, PublishError> {
    let standing = Standing::read(home, &Ledger::open(home)?)?;
    Ok(standing.made.iter().map(|(version, _)| listed(home, &standing, *version)).collect())
}

fn listed(home: &Home, standing: &Standing, version: Version) -> Listed {
    let made = standing.made.iter().find(|(made, _)| *made == version);
    let contents = made.map_or(&[][..], |(_, contents)| contents.as_slice());
    let audience = |audience: &str, content_sha256: &str| {
        let state = state(standing, version, audience);
        let folder = match state {
            State::Missing => None,
            State::Waiting => Some(staged_folder(home, version, audience)),
            _ => Some(released_folder(home, version, audience)),
        };
        ListedAudience { audience: audience.to_owned(), state, content_sha256: content_sha256.to_owned(), folder }
    };
    let audiences = contents.iter().map(|content| audience(&content.audience, &content.content_sha256));
    Listed { version, audiences: audiences.collect() }
}

fn state(standing: &Standing, version: Version, audience: &str) -> State {
    let part = (version, audience.to_owned());
    if standing.waiting.contains(&part) {
        State::Waiting
    } else if !standing.released.contains(&part) {
        State::Missing
    } else if standing.withdrawn.contains(&part) {
        State::Withdrawn
    } else if standing.pointer.audiences.get(audience) == Some(&version) {
        State::Current
    } else {
        State::Earlier
    }
}

/// One release, with what stands in its folders; audiences whose folder is missing are left out.
///
/// # Errors
/// `UnknownRelease`, or what could not be read.
pub fn show(home: &Home, version: Version) -> Result<Vec<Shown>, PublishError> {
    let standing = Standing::read(home, &Ledger::open(home)?)?;
    check_known(&standing, version)?;
    listed(home, &standing, version).audiences.into_iter().filter_map(|audience| shown(audience).transpose()).collect()
}

fn shown(listed: ListedAudience) -> Result<Option<Shown>, PublishError> {
    let Some(folder) = listed.folder.clone() else {
        return Ok(None);
    };
    let read = |file: &str| read_bytes(&folder.join(file)).map_err(|source| PublishError::Read { source });
    let failed = |file: &str| PublishError::Decode { file: file.to_owned() };
    let manifest: Manifest = serde_json::from_slice(&read(MANIFEST)?).map_err(|_| failed(MANIFEST))?;
    Ok(Some(Shown {
        listed,
        observations: manifest.observations,
        synthetic: manifest.synthetic,
        files: manifest.files.into_iter().map(|line| (line.file, line.bytes)).collect(),
        changes: serde_json::from_slice(&read(CHANGES)?).map_err(|_| failed(CHANGES))?,
    }))
}

fn check_known(standing: &Standing, version: Version) -> Result<(), PublishError> {
    if standing.made.iter().any(|(made, _)| *made == version) {
        return Ok(());
    }
    Err(PublishError::UnknownRelease { version: version.to_string() })
}

/// The version that an audience sees.
///
/// # Errors
/// `NoRelease` if it sees none; `Pointer` or `PointerDamaged`.
pub fn current(home: &Home, audience: &str) -> Result<Version, PublishError> {
    let version = Pointer::read(home)?.audiences.get(audience).copied();
    version.ok_or_else(|| PublishError::NoRelease { audience: audience.to_owned() })
}

/// The folder of a release for an audience; of what it sees now if no version is named. One that waits is not shown.
///
/// # Errors
/// `NoRelease`, `UnknownRelease`, or what could not be read.
pub fn folder(home: &Home, audience: &str, version: Option<Version>) -> Result<PathBuf, PublishError> {
    let version = version.map_or_else(|| current(home, audience), Ok)?;
    let folder = released_folder(home, version, audience);
    if concordat_store::is_complete(&folder) {
        return Ok(folder);
    }
    if concordat_store::is_complete(&staged_folder(home, version, audience)) {
        return Err(PublishError::WrongState { version, state: "waits for approval or a date" });
    }
    Err(PublishError::UnknownRelease { version: version.to_string() })
}

/// The Parquet file of observations of a release for an audience; of what it sees now if no version is named.
///
/// # Errors
/// As [`folder`].
pub fn observations_path(home: &Home, audience: &str, version: Option<Version>) -> Result<PathBuf, PublishError> {
    folder(home, audience, version).map(|folder| folder.join(OBSERVATIONS))
}

/// Lets a waiting release out to an audience, or to all that it waits for. Returns the audiences. The caller holds the
/// place's lock.
///
/// # Errors
/// `UnknownRelease`, `Embargoed` before the day that an agreement sets, `WrongState` if it does not wait or is older than what
/// its readers see; else what could not be read or written.
pub fn approve(
    home: &Home,
    ledger: &mut Ledger,
    version: Version,
    audience: Option<&str>,
    role: &str,
    when: When,
) -> Result<Vec<String>, PublishError> {
    let standing = recover(home, ledger, &[], when.as_of)?;
    check_known(&standing, version)?;
    let parts = approvable_parts(&standing, version, audience, when.as_of);
    if let Some(until) = standing.waits_until(version, audience, when.as_of).filter(|_| parts.is_empty()) {
        return Err(PublishError::Embargoed { version, until });
    }
    if parts.is_empty() {
        return Err(PublishError::WrongState { version, state: "does not wait, or is older than what readers see" });
    }
    let approved = settle::approve(home, ledger, parts, &By { role, decision: None, code: "approved", when })?;
    Ok(approved.into_iter().map(|(_, audience)| audience).collect())
}

/// Takes a published release back from all its audiences: each sees the one before it that was not withdrawn. Nothing is
/// removed. `code` names the reason. Returns the audiences. The caller holds the place's lock.
///
/// # Errors
/// `UnknownRelease`, `WrongState` if no audience has it or it was withdrawn before; else what could not be read or
/// written.
pub fn withdraw(
    home: &Home,
    ledger: &mut Ledger,
    version: Version,
    code: &str,
    role: &str,
    when: When,
) -> Result<Vec<String>, PublishError> {
    let standing = recover(home, ledger, &[], when.as_of)?;
    check_known(&standing, version)?;
    let parts = withdrawable_parts(&standing, version, None);
    if parts.is_empty() {
        return Err(PublishError::WrongState { version, state: "is not published" });
    }
    let withdrawn = settle::withdraw(home, ledger, parts, &By { role, decision: None, code, when })?;
    Ok(withdrawn.into_iter().map(|(_, audience)| audience).collect())
}

/// Goes back to an earlier release and stays there: the next ones wait until somebody approves one. Going to the newest
/// release ends the staying. The caller holds the place's lock.
///
/// # Errors
/// `UnknownRelease`, `WrongState` if no audience has it, it was withdrawn or is what they see; else what could not be
/// read or written.
pub fn rollback(
    home: &Home,
    ledger: &mut Ledger,
    version: Version,
    code: &str,
    role: &str,
    when: When,
) -> Result<(), PublishError> {
    let standing = recover(home, ledger, &[], when.as_of)?;
    check_known(&standing, version)?;
    let wrong = |state| PublishError::WrongState { version, state };
    let parts = withdrawable_parts(&standing, version, None);
    if parts.is_empty() {
        return Err(wrong("is not published"));
    }
    let seen = |part: &(Version, String)| standing.pointer.audiences.get(&part.1) == Some(&version);
    let from_version = match standing.pointer.version {
        Some(from) if !parts.iter().all(seen) => from,
        _ => return Err(wrong("is what readers see")),
    };
    let entry = ReleaseRolledBack {
        from_version: from_version.to_string(),
        to_version: version.to_string(),
        code: code.to_owned(),
        role: role.to_owned(),
    };
    ledger.append(when.at, when.as_of, Entry::ReleaseRolledBack(entry))?;
    recover(home, ledger, &[], when.as_of).map(|_| ())
}
