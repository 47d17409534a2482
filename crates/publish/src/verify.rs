//! Verifying: is a release still what was published?
//!
//! Everything is computed again from the files and held against the sums, the manifest and the ledger. Not allowed in
//! here: mending.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::Ledger;
use concordat_ledger::entry::release::ReleasePublished;
use concordat_store::{Home, is_complete, list_folders, original_component, read_bytes, read_to_string};

use crate::content::content_sha256;
use crate::error::PublishError;
use crate::files::{MANIFEST, RECEIPT, SUMS, list, sha256};
use crate::manifest::{FileLine, Manifest, read_sums};
use crate::register;
use crate::standing::{released_folder, staged_folder};
use crate::version::Version;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    version: Version,
    audiences: Vec<String>,
    files: u64,
    faults: Vec<Fault>,
}

/// One thing that is not as it was published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The ledger does not know the release.
    NotInLedger,
    /// The register does not begin with what it was when the release was made.
    RegisterDiffers,
    /// The ledger names an audience whose folder is gone.
    AudienceMissing {
        /// The audience.
        audience: String,
    },
    /// A file is gone.
    FileMissing {
        /// The audience.
        audience: String,
        /// The file.
        file: String,
    },
    /// A file was added.
    FileAdded {
        /// The audience.
        audience: String,
        /// The file.
        file: String,
    },
    /// A file does not have the hash or size that the sums or the manifest name.
    FileChanged {
        /// The audience.
        audience: String,
        /// The file.
        file: String,
    },
    /// What the files say is not what the manifest or the ledger names.
    ContentDiffers {
        /// The audience.
        audience: String,
        /// Which of the two.
        named_by: &'static str,
    },
}

impl Verification {
    /// The release.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Audiences whose folders were looked at.
    #[must_use]
    pub fn audiences(&self) -> &[String] {
        &self.audiences
    }

    /// How many files were hashed.
    #[must_use]
    pub fn files(&self) -> u64 {
        self.files
    }

    /// What is not as it was published; nothing if all is well.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The faults as diagnostics.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let version = self.version.to_string();
        let message = |fault: &Fault| Text::new().say("release ").declared(&version).say(": ").and(&fault.text());
        self.faults.iter().map(|fault| Diagnostic::error(&codes::VERIFY_FAILED, message(fault))).collect()
    }
}

impl Fault {
    fn text(&self) -> Text {
        let of = |audience: &str, file: &str| Text::new().declared(file).say(" of ").declared(audience);
        match self {
            Self::NotInLedger => "the ledger does not know it".into(),
            Self::RegisterDiffers => "the register is not what it was when it was made".into(),
            Self::AudienceMissing { audience } => Text::new().say("the folder of ").declared(audience).say(" is gone"),
            Self::FileMissing { audience, file } => of(audience, file).say(" is gone"),
            Self::FileAdded { audience, file } => of(audience, file).say(" was added"),
            Self::FileChanged { audience, file } => of(audience, file).say(" was changed"),
            Self::ContentDiffers { audience, named_by } => {
                let text = Text::new().say("what the files of ").declared(audience);
                text.say(" say is not what the ").say(named_by).say(" names")
            }
        }
    }
}

/// Computes every hash of a release again, waiting parts too.
///
/// # Errors
/// `UnknownRelease` if neither ledger nor home knows it; `Ledger`, or `Read` if the disk fails. A file that is gone or
/// changed is no error but a fault in what is returned.
pub fn verify(home: &Home, version: Version) -> Result<Verification, PublishError> {
    let ledger = Ledger::open(home)?;
    let entry = ledger.published(&version.to_string());
    let audiences = audiences(home, version, entry)?;
    if audiences.is_empty() {
        return Err(PublishError::UnknownRelease { version: version.to_string() });
    }
    let mut found = Verification { version, audiences: Vec::new(), files: 0, faults: Vec::new() };
    match entry.map(|entry| register::check(home, entry)) {
        None => found.faults.push(Fault::NotInLedger),
        Some(Err(PublishError::RegisterShort { .. } | PublishError::RegisterDiffers)) => {
            found.faults.push(Fault::RegisterDiffers);
        }
        Some(other) => other?,
    }
    for audience in audiences {
        let folders = [released_folder(home, version, &audience), staged_folder(home, version, &audience)];
        match folders.iter().find(|folder| folder.is_dir()) {
            Some(folder) => look_at(&mut found, folder, &audience, entry)?,
            None => found.faults.push(Fault::AudienceMissing { audience }),
        }
    }
    Ok(found)
}

/// Audiences that the ledger names or that have a folder.
fn audiences(home: &Home, version: Version, entry: Option<&ReleasePublished>) -> Result<Vec<String>, PublishError> {
    let mut audiences: Vec<String> =
        entry.map_or_else(Vec::new, |entry| entry.audiences.iter().map(|it| it.audience.clone()).collect());
    let folder = home.release(&version.to_string());
    for name in list_folders(&folder).map_err(|source| PublishError::Read { source })? {
        let complete = is_complete(&folder.join(&name));
        audiences.extend(original_component(&name).filter(|name| complete && !audiences.contains(name)));
    }
    Ok(audiences)
}

/// Looks at the folder of one audience.
fn look_at(
    found: &mut Verification,
    folder: &Path,
    audience: &str,
    entry: Option<&ReleasePublished>,
) -> Result<(), PublishError> {
    let present: BTreeSet<String> = list(folder)?.into_iter().collect();
    let before = found.faults.len();
    let named = named_files(found, folder, audience, &present);
    let manifest = read_manifest(folder, found.version, audience);
    if manifest.is_none() {
        found.faults.push(Fault::FileChanged { audience: audience.to_owned(), file: MANIFEST.to_owned() });
    }
    let lines = manifest.as_ref().map_or(&[][..], |manifest| manifest.files.as_slice());
    for file in present.iter().filter(|file| !named.contains_key(*file)) {
        if file != SUMS && file != RECEIPT {
            found.faults.push(Fault::FileAdded { audience: audience.to_owned(), file: file.clone() });
        }
    }
    for (file, expected) in &named {
        look_at_file(found, folder, audience, (file, expected), lines)?;
    }
    look_at_content(found, folder, audience, manifest.as_ref(), entry)?;
    found.faults[before..].sort();
    found.faults.dedup();
    found.audiences.push(audience.to_owned());
    Ok(())
}

/// The files that the sums name, with their hashes. Missing or damaged sums are a fault.
fn named_files(
    found: &mut Verification,
    folder: &Path,
    audience: &str,
    present: &BTreeSet<String>,
) -> BTreeMap<String, String> {
    for file in [SUMS, RECEIPT].into_iter().filter(|file| !present.contains(*file)) {
        found.faults.push(Fault::FileMissing { audience: audience.to_owned(), file: file.to_owned() });
    }
    let named = read_to_string(&folder.join(SUMS)).ok().and_then(|text| read_sums(&text));
    named.unwrap_or_else(|| {
        found.faults.push(Fault::FileChanged { audience: audience.to_owned(), file: SUMS.to_owned() });
        BTreeMap::new()
    })
}

fn read_manifest(folder: &Path, version: Version, audience: &str) -> Option<Manifest> {
    let bytes = read_bytes(&folder.join(MANIFEST)).ok()?;
    let manifest: Manifest = serde_json::from_slice(&bytes).ok()?;
    (manifest.version == version && manifest.audience == audience).then_some(manifest)
}

/// Holds one file against the sums and the manifest.
fn look_at_file(
    found: &mut Verification,
    folder: &Path,
    audience: &str,
    (file, expected): (&String, &String),
    lines: &[FileLine],
) -> Result<(), PublishError> {
    let (audience, file) = (audience.to_owned(), file.clone());
    let bytes = match read_bytes(&folder.join(&file)) {
        Err(error) if error.is_not_found() => {
            found.faults.push(Fault::FileMissing { audience, file });
            return Ok(());
        }
        other => other.map_err(|source| PublishError::Read { source })?,
    };
    found.files += 1;
    let hash = sha256(&bytes);
    let line = lines.iter().find(|line| line.file == file);
    let as_in_manifest = line.map_or(file == MANIFEST, |line| line.sha256 == hash && line.bytes == bytes.len() as u64);
    if hash != *expected || !as_in_manifest {
        found.faults.push(Fault::FileChanged { audience, file });
    }
    Ok(())
}

/// Holds what the files say against the manifest and the ledger.
fn look_at_content(
    found: &mut Verification,
    folder: &Path,
    audience: &str,
    manifest: Option<&Manifest>,
    entry: Option<&ReleasePublished>,
) -> Result<(), PublishError> {
    let content = match content_sha256(folder) {
        Ok(content) => Some(content),
        // A file that is no longer of its format says nothing.
        Err(PublishError::Decode { .. }) => None,
        Err(other) => return Err(other),
    };
    let audience_content = |entry: &ReleasePublished| {
        entry.audiences.iter().find(|it| it.audience == audience).map(|it| it.content_sha256.clone())
    };
    let by_manifest = manifest.is_none_or(|manifest| Some(&manifest.content_sha256) == content.as_ref());
    let by_ledger = entry.and_then(audience_content).is_none_or(|named| Some(&named) == content.as_ref());
    // What a release says it was made of stands in its entry, so that it can be held against what was read.
    let inputs_known = manifest
        .zip(entry)
        .is_none_or(|(manifest, entry)| manifest.inputs.iter().all(|input| entry.inputs.contains(input)));
    for (same, named_by) in [(by_manifest, "manifest"), (by_ledger && inputs_known, "ledger")] {
        if !same {
            found.faults.push(Fault::ContentDiffers { audience: audience.to_owned(), named_by });
        }
    }
    Ok(())
}
