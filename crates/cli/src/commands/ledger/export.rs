//! `ledger export`: the bundle of a party.
//!
//! Not allowed in here: writing over something.

use std::collections::BTreeSet;

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::Bundle;
use concordat_store::{list_files, list_folders};

use super::{Opened, differs, nothing, of_ledger};
use crate::arguments::Global;
use crate::arguments::ledger::Export;
use crate::failure::{Exit, Failure, unknown};
use crate::printer::Printer;

/// Writes the bundle of a party at the latest checkpoint.
pub(super) fn export(asked: &Export, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let opened = Opened::read(&asked.pipeline, global)?;
    let parties: Vec<String> =
        opened.partnership.place().parties.iter().map(|party| party.id.value.to_string()).collect();
    if !parties.contains(&asked.party) {
        return Err(unknown("party", &asked.party, &parties).into());
    }
    let out = asked.out.as_path();
    if !list_files(out)?.is_empty() || !list_folders(out)?.is_empty() {
        let message = Text::new().say("the folder ").file(out).say(" is not empty");
        return Err(Diagnostic::error(&codes::USAGE, message)
            .help("Name one with --out that is not there yet.")
            .into());
    }
    let latest = opened.latest()?;
    let signed = opened.keys.iter().find(|key| latest.note().signatures().iter().any(|signature| signature.is_of(key)));
    let key = signed.ok_or_else(|| differs("the last checkpoint is not signed by the key of this ledger"))?;
    let sources = opened.partnership.sources().filter(|source| source.supplier.value.as_str() == asked.party);
    let datasets: BTreeSet<String> = sources.map(|source| source.id.value.to_string()).collect();
    let bundle = Bundle::new(&opened.ledger, (&asked.party, datasets), &latest, key).map_err(of_ledger)?;
    if bundle.entries() == 0 {
        return Err(nothing("no entry of the ledger concerns this party yet; nothing was written").into());
    }
    bundle.write(out)?;
    let (entries, size) = (bundle.entries(), latest.head().size);
    printer.say(&format!("{entries} of {size} entries in clear, of the others the hash: {}", out.to_string_lossy()));
    printer.say("the party checks it with: sh check.sh; CHECK.md says what is found and what is not");
    Ok(Exit::FINE)
}
