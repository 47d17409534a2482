//! `ledger checkpoint`: what is signed, and whether it still begins with what somebody kept.
//!
//! Not allowed in here: signing.

use concordat_base::hexadecimal;
use concordat_ledger::SignedCheckpoint;
use concordat_ledger::proof::{Hash, check_consistency};
use serde_json::json;

use super::{Opened, differs, kept};
use crate::arguments::ledger::Checkpoint;
use crate::arguments::{Format, Global};
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Prints the latest checkpoint; with an earlier one, proves or refutes that the ledger begins with it.
pub(super) fn checkpoint(asked: &Checkpoint, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let opened = Opened::read(&asked.pipeline, global)?;
    let latest = opened.latest()?;
    let earlier = asked.consistent_with.as_ref().map(|path| kept(path, &opened.keys)).transpose()?;
    let proof = earlier.as_ref().map(|earlier| prove(&opened, earlier, &latest)).transpose()?;
    match printer.format() {
        Format::Table | Format::Csv => printer.data(&latest.note().to_string()),
        Format::Json => printer.data_json(&json!({
            "checkpoint": latest.note().to_string(),
            "size": latest.head().size,
            "root": latest.head().root_hexadecimal(),
            "key": opened.keys.first().map(ToString::to_string),
            "consistent_with": earlier.as_ref().map(|earlier| earlier.head().size),
            "proof": proof.map(|proof| proof.iter().map(|hash| hexadecimal(hash)).collect::<Vec<_>>()),
        })),
    }
    if let Some(earlier) = earlier {
        let (earlier, latest) = (earlier.head().size, latest.head().size);
        printer.say(&format!(
            "the ledger of {latest} entries begins with the {earlier} entries of the earlier checkpoint"
        ));
    }
    Ok(Exit::FINE)
}

fn prove(opened: &Opened, earlier: &SignedCheckpoint, latest: &SignedCheckpoint) -> Result<Vec<Hash>, Failure> {
    let (from, to) = (earlier.head(), latest.head());
    let gone = || differs(&format!("{} entries were signed and {} are there", from.size, to.size));
    let proof = opened.ledger.prove_consistency(from.size, to.size).ok_or_else(gone)?;
    let refuted =
        |_| differs(&format!("the ledger does not begin with the {} entries that were signed before", from.size));
    check_consistency(&from, &to, &proof).map_err(refuted)?;
    Ok(proof)
}
