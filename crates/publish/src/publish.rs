//! Publishing: register, ledger, checkpoint, place, pointer, in this order.
//!
//! Killed between any two steps, the next run ends with the same payload: before the ledger's entry the release does not
//! exist and is cleared away, after it the rest is completed. Not allowed in here: making or changing a file of a release.

use concordat_ledger::entry::release::ReleasePublished;
use concordat_ledger::{Entry, Ledger};

use crate::bases::write_parts;
use crate::error::PublishError;
use crate::register;
use crate::settle::{Settled, settle};
use crate::stage::Staged;
use crate::standing::Standing;
use crate::version::Version;

/// A release that was made. Made by [`publish`] alone.
#[derive(Debug)]
pub struct Release {
    version: Version,
    published: Vec<String>,
    waiting: Vec<String>,
    settled: Settled,
}

impl Release {
    /// Its version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Audiences that see it now, from widest to narrowest.
    #[must_use]
    pub fn published(&self) -> &[String] {
        &self.published
    }

    /// Audiences for which it waits for approval or a date.
    #[must_use]
    pub fn waiting(&self) -> &[String] {
        &self.waiting
    }

    /// What decisions and dates did to releases, this and earlier ones.
    #[must_use]
    pub fn settled(&self) -> &Settled {
        &self.settled
    }
}

/// Publishes a staged release: to the audiences that are reached automatically at once, to the others when somebody
/// approves it or on a declared date. The caller holds the place's lock.
///
/// # Errors
/// `RegisterShort` or `RegisterDiffers`, and nothing is published; else what could not be written. If the ledger took the
/// entry before that, the next run completes the release.
pub fn publish(staged: Staged, ledger: &mut Ledger) -> Result<Release, PublishError> {
    let Staged {
        home, version, run, when, audiences, decisions, contents, inputs, register_lines, register_parts, ..
    } = staged;
    write_parts(&register_parts)?;
    let extent = register::append(&home, ledger, &register_lines)?;
    let entry = ReleasePublished {
        version: version.to_string(),
        run,
        audiences: contents,
        register_entries: extent.entries,
        register_sha256: extent.sha256,
        inputs,
    };
    ledger.append(when.at, when.as_of, Entry::ReleasePublished(entry))?;
    let settled = settle(&home, ledger, &audiences, &decisions, when)?;
    let standing = Standing::read(&home, ledger)?;
    let (published, waiting) = audiences
        .iter()
        .map(|audience| audience.id.to_string())
        .partition(|audience| standing.pointer.audiences.get(audience) == Some(&version));
    Ok(Release { version, published, waiting, settled })
}
