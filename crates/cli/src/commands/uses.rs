//! `uses`: the public register of what shared data is used for.
//!
//! Not allowed in here: a number of a figure.

use concordat_compliance::Days;
use concordat_diagnostics::{Diagnostic, codes};
use concordat_store::SystemClock;

use crate::arguments::Global;
use crate::arguments::compliance::Uses;
use crate::evidence::Gathered;
use crate::failure::{Exit, Failure};
use crate::page;
use crate::place;
use crate::printer::Printer;

/// Writes the register.
pub(crate) fn uses(asked: &Uses, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let gathered = Gathered::open(&asked.pipeline, global, printer)?;
    let evidence = gathered.evidence(place::as_of(global, &SystemClock))?;
    if evidence.records.is_empty() {
        let message = "there is nothing to register: the ledger has no entry up to this date";
        return Err(Diagnostic::error(&codes::NOTHING_CHECKED, message).help(page::WHERE_LOOKED).into());
    }
    let uses = concordat_compliance::uses(&evidence, Days::up_to(evidence.as_of), None);
    let csv = concordat_compliance::uses::table(&uses).csv();
    page::write(&asked.out.join("uses.csv"), &csv, printer)?;
    page::write(&asked.out.join("uses.html"), &concordat_compliance::uses::page(&evidence, &uses).html(), printer)?;
    Ok(Exit::FINE)
}
