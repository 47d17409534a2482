//! Where every release stands: made, waiting, let out, withdrawn, and what each audience sees.
//!
//! All of it follows from the ledger and from which folders are in their place, so a run that was killed between two
//! steps leaves nothing that the next cannot tell. Not allowed in here: writing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use concordat_base::Date;
use concordat_ledger::Ledger;
use concordat_ledger::entry::Entry;
use concordat_ledger::entry::release::AudienceContent;
use concordat_store::{Home, is_complete, list_folders, original_component, safe_component};

use crate::error::PublishError;
use crate::pointer::Pointer;
use crate::version::Version;

/// A release for one audience.
pub(crate) type Part = (Version, String);

/// Where every release stands.
#[derive(Debug)]
pub(crate) struct Standing {
    /// What the ledger says was made, oldest first.
    pub(crate) made: Vec<(Version, Vec<AudienceContent>)>,
    /// What is in its place.
    pub(crate) released: BTreeSet<Part>,
    /// What was made and is staged still.
    pub(crate) waiting: BTreeSet<Part>,
    /// What somebody approved.
    pub(crate) approved: BTreeSet<Part>,
    /// What was withdrawn.
    pub(crate) withdrawn: BTreeSet<Part>,
    /// Staged folders of which the ledger knows nothing, or from which everything was moved.
    pub(crate) leftovers: Vec<PathBuf>,
    /// What each audience is to see.
    pub(crate) pointer: Pointer,
}

/// The folder of a release for one audience, once it is in its place.
pub(crate) fn released_folder(home: &Home, version: Version, audience: &str) -> PathBuf {
    home.release(&version.to_string()).join(safe_component(audience))
}

/// The folder of a release for one audience, while it is staged.
pub(crate) fn staged_folder(home: &Home, version: Version, audience: &str) -> PathBuf {
    home.staged().join(safe_component(&version.to_string())).join(safe_component(audience))
}

impl Standing {
    /// Reads it.
    pub(crate) fn read(home: &Home, ledger: &Ledger) -> Result<Self, PublishError> {
        let mut standing = Self {
            made: made(ledger)?,
            released: BTreeSet::new(),
            waiting: BTreeSet::new(),
            approved: BTreeSet::new(),
            withdrawn: BTreeSet::new(),
            leftovers: Vec::new(),
            pointer: Pointer::default(),
        };
        standing.read_folders(home)?;
        for version in Pointer::read(home)?.audiences.into_values() {
            standing.check_known(version)?;
        }
        for record in ledger.entries() {
            standing.follow(&record.entry);
        }
        standing.pointer.version = standing.pointer.audiences.values().max().copied();
        Ok(standing)
    }

    fn read_folders(&mut self, home: &Home) -> Result<(), PublishError> {
        for (name, version) in versions(&home.releases())? {
            let Some(version) = version else { continue };
            let audiences = complete_audiences(&home.releases().join(name))?;
            if !audiences.is_empty() {
                self.check_known(version)?;
            }
            self.released.extend(audiences.into_iter().map(|audience| (version, audience)));
        }
        for (name, version) in versions(&home.staged())? {
            let folder = home.staged().join(name);
            let audiences = complete_audiences(&folder)?;
            match version.filter(|version| !audiences.is_empty() && self.check_known(*version).is_ok()) {
                Some(version) => self.waiting.extend(audiences.into_iter().map(|audience| (version, audience))),
                None => self.leftovers.push(folder),
            }
        }
        Ok(())
    }

    fn check_known(&self, version: Version) -> Result<(), PublishError> {
        if self.made.iter().any(|(made, _)| *made == version) {
            return Ok(());
        }
        Err(PublishError::LedgerShort { version: version.to_string() })
    }

    /// What an entry of the ledger means for what audiences see.
    fn follow(&mut self, entry: &Entry) {
        match entry {
            Entry::ReleasePublished(release) => {
                let audiences = release.audiences.iter().map(|content| content.audience.as_str());
                self.each(&release.version, audiences, |standing, part| {
                    if standing.released.contains(&part) && !standing.pointer.pinned.contains(&part.1) {
                        standing.pointer.audiences.insert(part.1, part.0);
                    }
                });
            }
            Entry::ReleaseApproved(approved) => {
                self.each(&approved.version, [approved.audience.as_str()], |standing, part| {
                    standing.approved.insert(part.clone());
                    if standing.released.contains(&part) {
                        standing.pointer.pinned.remove(&part.1);
                        standing.pointer.audiences.insert(part.1, part.0);
                    }
                });
            }
            Entry::ReleaseWithdrawn(withdrawn) => {
                let audiences = withdrawn.audiences.iter().map(String::as_str);
                self.each(&withdrawn.version, audiences, Self::take_back);
            }
            Entry::ReleaseRolledBack(rolled_back) => {
                let audiences: BTreeSet<String> = self.released.iter().map(|(_, audience)| audience.clone()).collect();
                self.each(&rolled_back.to_version, audiences.iter().map(String::as_str), Self::go_back_to);
            }
            _ => {}
        }
    }

    fn each<'a>(&mut self, version: &str, audiences: impl IntoIterator<Item = &'a str>, act: fn(&mut Self, Part)) {
        // A version that is not one was refused when the list of what was made was read.
        let Ok(version) = version.parse() else { return };
        for audience in audiences {
            act(self, (version, audience.to_owned()));
        }
    }

    fn take_back(&mut self, part: Part) {
        self.withdrawn.insert(part.clone());
        let (version, audience) = part;
        if self.pointer.audiences.get(&audience) != Some(&version) {
            return;
        }
        let before = |(other, of): &&Part| *of == audience && *other < version;
        let before = self.released.iter().filter(before).rfind(|part| !self.withdrawn.contains(part));
        match before.cloned() {
            Some((before, audience)) => self.pointer.audiences.insert(audience, before),
            None => self.pointer.audiences.remove(&audience),
        };
    }

    /// Goes back to a version and stays there, unless it is the newest.
    fn go_back_to(&mut self, part: Part) {
        if !self.released.contains(&part) || self.withdrawn.contains(&part) {
            return;
        }
        let (version, audience) = part;
        let newest = self.released.iter().filter(|(_, of)| *of == audience).map(|(version, _)| *version).max();
        if newest == Some(version) {
            self.pointer.pinned.remove(&audience);
        } else {
            self.pointer.pinned.insert(audience.clone());
        }
        self.pointer.audiences.insert(audience, version);
    }

    /// The newest release that was made for an audience, and the hash of what it says.
    pub(crate) fn newest(&self, audience: &str) -> Option<(Version, &str)> {
        let of_audience = |made| -> Option<(Version, &AudienceContent)> {
            let (version, contents): &(Version, Vec<AudienceContent>) = made;
            contents.iter().find(|content| content.audience == audience).map(|content| (*version, content))
        };
        self.made
            .iter()
            .rev()
            .find_map(of_audience)
            .map(|(version, content)| (version, content.content_sha256.as_str()))
    }

    /// The newest release that was made for an audience and that no agreement has it wait for on a day.
    pub(crate) fn newest_on(&self, audience: &str, day: Date) -> Option<Version> {
        let made = self.made.iter().rev().filter(|(_, contents)| contents.iter().any(|one| one.audience == audience));
        made.map(|(version, _)| *version).find(|version| self.may_be_given(*version, audience, day))
    }

    /// Whether an audience need not wait for a release any longer.
    pub(crate) fn may_be_given(&self, version: Version, audience: &str, day: Date) -> bool {
        self.not_before(version, audience).is_none_or(|first| first <= day)
    }

    /// The first day on which a waiting release may be let out, where that is still to come for every audience asked about.
    pub(crate) fn waits_until(&self, version: Version, audience: Option<&str>, day: Date) -> Option<Date> {
        let asked = self.waiting.iter().filter(|part| part.0 == version && audience.is_none_or(|one| part.1 == one));
        asked.filter_map(|(version, audience)| self.not_before(*version, audience)).filter(|first| *first > day).min()
    }

    fn not_before(&self, version: Version, audience: &str) -> Option<Date> {
        let (_, contents) = self.made.iter().find(|(made, _)| *made == version)?;
        contents.iter().find(|content| content.audience == audience)?.not_before
    }

    /// The hash of what a release says to an audience.
    pub(crate) fn content(&self, version: Version, audience: &str) -> Option<&str> {
        let (_, contents) = self.made.iter().find(|(made, _)| *made == version)?;
        contents.iter().find(|content| content.audience == audience).map(|content| content.content_sha256.as_str())
    }

    /// The version of a release that is made for a date now.
    pub(crate) fn next_version(&self, as_of: concordat_base::Date) -> Version {
        let taken: BTreeSet<Version> = self.made.iter().map(|(version, _)| *version).collect();
        let mut version = Version::first_of(as_of);
        while taken.contains(&version) {
            version = version.next();
        }
        version
    }
}

fn made(ledger: &Ledger) -> Result<Vec<(Version, Vec<AudienceContent>)>, PublishError> {
    let releases = ledger.entries().filter_map(|record| match &record.entry {
        Entry::ReleasePublished(release) => Some(release),
        _ => None,
    });
    let read = |text: &str| text.parse().map_err(|_| PublishError::UnknownRelease { version: text.to_owned() });
    releases.map(|release| Ok((read(&release.version)?, release.audiences.clone()))).collect()
}

/// Folders, with the version that their name is.
fn versions(folder: &Path) -> Result<Vec<(String, Option<Version>)>, PublishError> {
    let names = list_folders(folder).map_err(|source| PublishError::Read { source })?;
    let version = |name: &String| original_component(name).and_then(|label| label.parse().ok());
    Ok(names.into_iter().map(|name| (name.clone(), version(&name))).collect())
}

fn complete_audiences(folder: &Path) -> Result<Vec<String>, PublishError> {
    let names = list_folders(folder).map_err(|source| PublishError::Read { source })?;
    let complete = names.into_iter().filter(|name| is_complete(&folder.join(name)));
    Ok(complete.filter_map(|name| original_component(&name)).collect())
}
