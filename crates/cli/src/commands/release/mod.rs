//! `release`: list, show, diff, approve, withdraw, roll back, verify.
//!
//! Not allowed in here: changing a release other than through the publishing crate, and without the place's lock.

mod change;
mod diff;
mod look;

use concordat_diagnostics::{Diagnostic, codes};
use concordat_publish::Version;
use concordat_publish::releases::Listed;

use crate::arguments::Global;
use crate::arguments::release::Release;
use crate::failure::{Exit, Failure, unknown};
use crate::place;
use crate::printer::Printer;

/// Does what was typed.
pub(crate) fn release(asked: &Release, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let home = place::home(global)?;
    let listed = concordat_publish::releases::list(&home)?;
    let version = |typed: &str| version(typed, &listed);
    match asked {
        Release::List => look::list(&listed, printer),
        Release::Show(asked) => look::show(&home, version(&asked.release)?, printer)?,
        Release::Verify(asked) => return look::verify(&home, version(&asked.release)?, printer),
        Release::Diff(asked) => {
            let versions = [version(&asked.earlier)?, version(&asked.later)?];
            diff::diff(asked, versions, &listed, printer)?;
        }
        Release::Approve(asked) => {
            let version = version(&asked.which.release)?;
            let audience = asked.audience.as_deref().map(|typed| audience(typed, &listed)).transpose()?;
            change::approve(&home, version, audience, &asked.by, global, printer)?;
        }
        Release::Withdraw(asked) => {
            change::withdraw(&home, version(&asked.which.release)?, asked, global, printer)?;
        }
        Release::Rollback(asked) => {
            change::roll_back(&home, version(&asked.which.release)?, asked, global, printer)?;
        }
    }
    Ok(Exit::FINE)
}

/// A version that this home knows.
pub(crate) fn version(typed: &str, listed: &[Listed]) -> Result<Version, Diagnostic> {
    let found = listed.iter().map(|release| release.version).find(|version| version.to_string() == typed);
    found.ok_or_else(|| {
        let known: Vec<String> = listed.iter().rev().map(|release| release.version.to_string()).collect();
        Diagnostic { code: &codes::UNKNOWN_RELEASE, ..unknown("release", typed, &known) }
    })
}

/// An audience that a release was ever made for.
pub(crate) fn audience<'typed>(typed: &'typed str, listed: &[Listed]) -> Result<&'typed str, Diagnostic> {
    let known = audiences(listed);
    if known.iter().any(|name| name == typed) { Ok(typed) } else { Err(unknown("audience", typed, &known)) }
}

/// Audiences of all releases, each once: in the order of the newest release, which is from widest to narrowest.
pub(crate) fn audiences(listed: &[Listed]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for audience in listed.iter().rev().flat_map(|release| &release.audiences) {
        if !names.contains(&audience.audience) {
            names.push(audience.audience.clone());
        }
    }
    names
}
