//! Looking through a whole ledger: is it what was signed, is all of it signed, and was everything read that a release says
//! it was made of?
//!
//! Not allowed in here: mending, and stopping at the first finding.

use std::collections::BTreeSet;
use std::fmt;

use crate::checkpoint::SignedCheckpoint;
use crate::entry::Entry;
use crate::error::LedgerError;
use crate::log::{Head, Ledger};
use crate::note::VerifierKey;

/// What was looked at, and what is not as it should be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examination {
    /// How many checkpoints were held against the entries.
    pub checkpoints: u64,
    /// How many entries are under a checkpoint.
    pub entries_signed: u64,
    /// How many releases were looked at.
    pub releases: u64,
    /// What is not as it should be.
    pub findings: Vec<Finding>,
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// A checkpoint that is not to the letter, or that no key of the ledger signed.
    BadCheckpoint {
        /// The size by its file.
        size: u64,
        /// What is wrong with it, in fixed words.
        fault: &'static str,
    },
    /// Fewer entries than were signed.
    EntriesGone {
        /// How many were signed.
        signed: u64,
        /// How many there are.
        found: u64,
    },
    /// The first entries are others than those that were signed.
    RootDiffers {
        /// The size that was signed.
        size: u64,
    },
    /// Entries that no checkpoint covers.
    NotSigned {
        /// How many stand behind the last checkpoint.
        entries: u64,
    },
    /// A release names an extract that no entry says was read before it.
    NotRead {
        /// The version of the release.
        version: String,
        /// The dataset.
        dataset: String,
        /// The label of the period.
        period: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadCheckpoint { size, fault } => write!(formatter, "the checkpoint of size {size}: {fault}"),
            Self::EntriesGone { signed, found } => {
                write!(formatter, "{signed} entries were signed and {found} are there")
            }
            Self::RootDiffers { size } => {
                write!(formatter, "the first {size} entries are not those that were signed")
            }
            Self::NotSigned { entries } => {
                write!(formatter, "the last {entries} entries are under no checkpoint; the next run signs them")
            }
            Self::NotRead { version, dataset, period } => {
                let what = format!("{dataset} of {period}");
                write!(formatter, "release {version} names {what}, and no entry before it says that it was read")
            }
        }
    }
}

/// Looks through a ledger. `keys` are the ledger's own, the present one and those before it.
///
/// # Errors
/// `Read` if a checkpoint cannot be read from the disk.
pub fn examine(ledger: &Ledger, keys: &[VerifierKey]) -> Result<Examination, LedgerError> {
    let mut found = Examination::default();
    let checkpoints = ledger.checkpoints()?;
    let heads = ledger.heads_at(&checkpoints.iter().map(|(size, _)| *size).collect());
    for (size, text) in checkpoints {
        found.checkpoints += 1;
        match finding(ledger.head().size, heads.get(&size), (size, &text), keys) {
            Some(finding) => found.findings.push(finding),
            None => found.entries_signed = size,
        }
    }
    let behind = ledger.head().size.saturating_sub(found.entries_signed);
    if behind > 0 {
        found.findings.push(Finding::NotSigned { entries: behind });
    }
    look_at_releases(ledger, &mut found);
    Ok(found)
}

/// What is wrong with a checkpoint, if anything: `head` is what the ledger had at its size.
fn finding(found: u64, head: Option<&Head>, (size, text): (u64, &str), keys: &[VerifierKey]) -> Option<Finding> {
    let signed = match SignedCheckpoint::open(text, keys) {
        Err(LedgerError::BadCheckpoint { fault }) => return Some(Finding::BadCheckpoint { size, fault }),
        Err(_) => return Some(Finding::BadCheckpoint { size, fault: "it cannot be read" }),
        Ok(signed) => signed.head(),
    };
    if signed.size != size {
        return Some(Finding::BadCheckpoint { size, fault: "its file is named for another size" });
    }
    if signed.size > found {
        return Some(Finding::EntriesGone { signed: size, found });
    }
    (head != Some(&signed)).then_some(Finding::RootDiffers { size })
}

/// Every extract that a release names must have been read at or before it.
fn look_at_releases(ledger: &Ledger, found: &mut Examination) {
    let mut read: BTreeSet<(&str, &str)> = BTreeSet::new();
    for record in ledger.entries() {
        match &record.entry {
            Entry::DataRead(it) => {
                read.extend(it.extracts.iter().map(|extract| (it.dataset.as_str(), extract.commitment.as_str())));
            }
            Entry::ReleasePublished(it) => {
                found.releases += 1;
                let unread = it
                    .inputs
                    .iter()
                    .filter(|input| !read.contains(&(input.dataset.as_str(), input.commitment.as_str())));
                found.findings.extend(unread.map(|input| Finding::NotRead {
                    version: it.version.clone(),
                    dataset: input.dataset.clone(),
                    period: input.period.clone(),
                }));
            }
            _ => {}
        }
    }
}
