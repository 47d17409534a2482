//! `ledger verify`: the whole ledger against its checkpoints, and every release against the ledger.
//!
//! Not allowed in here: stopping at the first finding, and calling it well when nothing was looked at.

use concordat_diagnostics::Diagnostic;
use concordat_ledger::{SignedCheckpoint, examine};
use concordat_publish::releases;

use super::{Opened, differs, nothing};
use crate::arguments::{Global, Pipeline};
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Looks through ledger and releases.
pub(super) fn verify(asked: &Pipeline, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let opened = Opened::read(&asked.pipeline, global)?;
    let examined = examine(&opened.ledger, &opened.keys)?;
    if examined.checkpoints == 0 || opened.ledger.head().size == 0 {
        return Err(nothing("there is no checkpoint in this home, or no entry").into());
    }
    let mut found: Vec<Diagnostic> = examined.findings.iter().map(|finding| differs(&finding.to_string())).collect();
    let mut files = 0;
    for release in releases::list(&opened.home)? {
        let verified = releases::verify(&opened.home, release.version)?;
        files += verified.files();
        found.extend(verified.diagnostics());
        found.extend(receipts(&opened, release.version)?);
    }
    if !found.is_empty() {
        return Err(Failure::of(found));
    }
    let (entries, checkpoints, releases) = (examined.entries_signed, examined.checkpoints, examined.releases);
    printer.say(&format!(
        "the ledger is what was signed: {entries} entries, {checkpoints} checkpoints, {releases} releases of {files} files"
    ));
    Ok(Exit::FINE)
}

/// The checkpoints in the receipts of a release: signed, and of this ledger.
fn receipts(opened: &Opened, version: concordat_publish::Version) -> Result<Vec<Diagnostic>, Failure> {
    let fault =
        |audience: &str, words: &str| differs(&format!("the receipt of release {version} for {audience}: {words}"));
    let receipts = releases::receipts(&opened.home, version)?;
    let faults = receipts.iter().filter_map(|(audience, checkpoint)| {
        let Some(text) = checkpoint else {
            return Some(fault(audience, "it names no checkpoint"));
        };
        let held = SignedCheckpoint::open(text, &opened.keys)
            .and_then(|signed| opened.ledger.check_begins_with(signed.note()));
        held.err().map(|error| fault(audience, &error.to_string()))
    });
    Ok(faults.collect())
}
