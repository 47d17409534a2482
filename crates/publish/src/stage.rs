//! Staging: writing every file of a release where no reader looks, and reading it back.
//!
//! Not allowed in here: letting anybody see it, and the register or ledger.

use std::collections::BTreeMap;

use concordat_base::Date;
use concordat_declare::decision::Decision;
use concordat_declare::place::{Audience, PlaceFile};
use concordat_disclosure::Cleared;
use concordat_ledger::Ledger;
use concordat_ledger::entry::release::{AudienceContent, ReleaseInput};
use concordat_measure::Candidates;
use concordat_store::{AtomicFolder, Home, read_bytes, remove_folder, safe_component};
use jiff::Timestamp;

use crate::bases::{NewBasis, SealedPart, seal_bases};
use crate::content::content_sha256;
use crate::error::PublishError;
use crate::files::{self, Files, MANIFEST, OBSERVATIONS_CSV, Previous, RECEIPT, SUMS};
use crate::manifest::{self, About, FileLine, Manifest, Receipt};
use crate::payload::Payload;
use crate::settle::recover;
use crate::standing::{Standing, released_folder, staged_folder};
use crate::version::Version;
use crate::{recheck, register};

/// The time of day and the date for which the work is done, handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The present instant; it reaches receipts and the ledger alone.
    pub at: Timestamp,
    /// The date for which the work is done.
    pub as_of: Date,
}

/// What a release is made for.
#[derive(Clone, Copy, Debug)]
pub struct StageRequest<'a> {
    /// The place, with its audiences from widest to narrowest and how each is reached.
    pub place: &'a PlaceFile,
    /// What people decided; those that hold on the date and are about releases are followed.
    pub decisions: &'a [Decision],
    /// The id of the run; it reaches receipts and the ledger alone.
    pub run: &'a str,
    /// When.
    pub when: When,
    /// What figures rest on where that is not as it was.
    pub bases: &'a [NewBasis],
}

/// A release that is written and checked, and that nobody can see. Made by [`stage`] alone.
#[derive(Debug)]
pub struct Staged {
    pub(crate) home: Home,
    pub(crate) version: Version,
    pub(crate) run: String,
    pub(crate) when: When,
    pub(crate) audiences: Vec<Audience>,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) contents: Vec<AudienceContent>,
    pub(crate) inputs: Vec<ReleaseInput>,
    pub(crate) register_lines: String,
    pub(crate) register_parts: Vec<SealedPart>,
    changed: bool,
}

impl Staged {
    /// The version that it would be published as.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Whether it says anything, to any audience, that the newest release does not say. The newest is the one made last,
    /// though it may wait for approval or have been withdrawn: a night never makes the same release twice.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.changed
    }

    /// Removes it.
    ///
    /// # Errors
    /// `Discard`.
    pub fn discard(self) -> Result<(), PublishError> {
        let folder = self.home.staged().join(safe_component(&self.version.to_string()));
        remove_folder(&folder).map(|_| ()).map_err(|source| PublishError::Discard { source })
    }
}

/// Writes a release for every audience and reads it back. First completes or clears away what a killed run left.
///
/// The caller holds the place's lock.
///
/// # Errors
/// `RegisterShort` or `RegisterDiffers` before anything is written; `ConfidentialNumber`, `Identifier`,
/// `DuplicateFigure` or `StagedDiffers` if the rows or the files are not fit to be published; else what could not be
/// read or written. Nothing can be seen by a reader then.
pub fn stage(
    home: &Home,
    ledger: &Ledger,
    cleared: &Cleared<Candidates>,
    request: &StageRequest<'_>,
) -> Result<Staged, PublishError> {
    stage_payload(home, ledger, Payload::of(cleared), request)
}

/// As [`stage`], from a payload.
pub(crate) fn stage_payload(
    home: &Home,
    ledger: &Ledger,
    payload: Payload<'_>,
    request: &StageRequest<'_>,
) -> Result<Staged, PublishError> {
    let audiences = &request.place.audiences;
    let standing = recover(home, ledger, audiences, request.when.as_of)?;
    payload.check_ids()?;
    let night = Night { home, ledger, request, version: standing.next_version(request.when.as_of) };
    let mut contents = Vec::new();
    for audience in audiences {
        let content_sha256 = night.write(&standing, payload, audience)?;
        let not_before = payload.not_before(&audience.id.value);
        contents.push(AudienceContent { audience: audience.id.to_string(), content_sha256, not_before });
    }
    let (bases, register_parts) = seal_bases(home, night.version, request.when.as_of, request.bases)?;
    Ok(Staged {
        home: home.clone(),
        version: night.version,
        run: request.run.to_owned(),
        when: request.when,
        audiences: audiences.clone(),
        decisions: request.decisions.to_vec(),
        inputs: payload.inputs(),
        register_lines: register::lines(night.version, audiences, payload.observations, &bases)?,
        register_parts,
        changed: contents.iter().any(|content| differs(&standing, content)),
        contents,
    })
}

/// Whether an audience would read anything new.
fn differs(standing: &Standing, content: &AudienceContent) -> bool {
    let audience = content.audience.as_str();
    let Some((newest, newest_content)) = standing.newest(audience) else {
        return true;
    };
    if newest_content == content.content_sha256 {
        return false;
    }
    // What came after what readers see was withdrawn: saying again what they see is no change.
    let seen = standing.pointer.audiences.get(audience);
    let seen = seen.and_then(|version| standing.content(*version, audience));
    let withdrawn = standing.withdrawn.contains(&(newest, content.audience.clone()));
    !(withdrawn && seen == Some(content.content_sha256.as_str()))
}

/// What is the same for all audiences.
struct Night<'a> {
    home: &'a Home,
    ledger: &'a Ledger,
    request: &'a StageRequest<'a>,
    version: Version,
}

impl Night<'_> {
    /// Writes the folder of one audience. Returns the hash of what it says.
    fn write(&self, standing: &Standing, payload: Payload<'_>, audience: &Audience) -> Result<String, PublishError> {
        let stage_error = |source| PublishError::Stage { source };
        let name = &audience.id.value;
        let view = payload.view(name);
        view.check_confidential(name)?;
        let about = About {
            place: self.request.place,
            audience: name.as_str(),
            version: self.version,
            as_of: self.request.when.as_of,
        };
        let files = files::of_view(&about, name, &view, self.previous(standing, name.as_str())?.as_ref())?;
        let folder =
            AtomicFolder::begin(&staged_folder(self.home, self.version, name.as_str())).map_err(stage_error)?;
        for (file, bytes) in &files {
            folder.write(file, bytes).map_err(stage_error)?;
        }
        let observations = view.observations.len();
        recheck::Staged { folder: folder.path(), audience: name.as_str(), files: &files, observations }.check()?;
        let content = content_sha256(folder.path())?;
        let lines = lines(&files);
        let mut hashes: BTreeMap<String, String> =
            lines.iter().map(|line| (line.file.clone(), line.sha256.clone())).collect();
        let manifest = files::json(MANIFEST, &Manifest::new(&about, &view, lines, content.clone()))?;
        hashes.insert(MANIFEST.to_owned(), files::sha256(&manifest));
        let receipt = Receipt::new(self.request.run, self.request.when.at, &self.ledger.head());
        folder.write(SUMS, manifest::sums(&hashes).as_bytes()).map_err(stage_error)?;
        folder.write(RECEIPT, &files::json(RECEIPT, &receipt)?).map_err(stage_error)?;
        folder.write(MANIFEST, &manifest).map_err(stage_error)?;
        folder.commit().map_err(stage_error)?;
        Ok(content)
    }

    /// What an audience sees now.
    fn previous(&self, standing: &Standing, audience: &str) -> Result<Option<Previous>, PublishError> {
        let Some(version) = standing.pointer.audiences.get(audience).copied() else {
            return Ok(None);
        };
        let path = released_folder(self.home, version, audience).join(OBSERVATIONS_CSV);
        let observations_csv = read_bytes(&path).map_err(|source| PublishError::Read { source })?;
        Ok(Some(Previous { version, observations_csv }))
    }
}

/// Names, sizes and hashes, sorted by name.
fn lines(files: &Files) -> Vec<FileLine> {
    let line = |(file, bytes): &(String, Vec<u8>)| FileLine {
        file: file.clone(),
        bytes: bytes.len() as u64,
        sha256: files::sha256(bytes),
    };
    let mut lines: Vec<FileLine> = files.iter().map(line).collect();
    lines.sort_by(|left, right| left.file.cmp(&right.file));
    lines
}
