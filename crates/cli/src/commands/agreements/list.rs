//! `agreements list`: every version, its state in words, who is bound, and the dates that come.
//!
//! Not allowed in here: deciding a state; it is computed from dates and signatures below.

use std::collections::BTreeSet;

use concordat_agreement::state_of;
use concordat_declare::agreement::Agreement;
use concordat_store::SystemClock;
use serde_json::json;

use super::find;
use crate::arguments::{Global, Pipeline};
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;
use crate::table::Table;

/// Prints the table.
pub(crate) fn list(asked: &Pipeline, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let partnership = find::partnership(&asked.pipeline)?;
    let as_of = place::as_of(global, &SystemClock);
    let mut table =
        Table::new(["agreement", "tier", "state", "signed", "parties", "from", "to", "next_review", "title"]);
    for agreement in partnership.agreements() {
        table.push(vec![
            json!(agreement.reference().to_string()),
            json!(agreement.tier.as_str()),
            json!(state_of(&partnership, agreement, as_of).words()),
            json!(signed(agreement)),
            json!(parties(agreement)),
            json!(agreement.term.start.to_string()),
            json!(agreement.term.expiry.value.to_string()),
            json!(agreement.term.next_review.value.to_string()),
            json!(agreement.title),
        ]);
    }
    printer.table(&table);
    printer.say(&format!("states as of {as_of}"));
    Ok(Exit::FINE)
}

/// Kinds of signature under it.
fn signed(agreement: &Agreement) -> String {
    let kinds: BTreeSet<&str> = agreement.signatures.iter().map(|signature| signature.method.as_str()).collect();
    if kinds.is_empty() { "nobody".to_owned() } else { kinds.into_iter().collect::<Vec<_>>().join(", ") }
}

fn parties(agreement: &Agreement) -> String {
    let names = agreement.parties.iter().map(|party| party.id.value.as_str());
    names.collect::<Vec<_>>().join(", ")
}
