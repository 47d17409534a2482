//! `agreements check`: what each agreement permits beside what was done, and every breach.
//!
//! Not allowed in here: a pass where nothing was looked at.

use concordat_compliance::NothingChecked;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::SystemClock;

use crate::arguments::compliance::Check;
use crate::arguments::{Format, Global};
use crate::evidence::{Gathered, agreements};
use crate::failure::{Exit, Failure, unknown};
use crate::page;
use crate::place;
use crate::printer::Printer;

/// Prints what was found; fails on any breach.
pub(crate) fn check(asked: &Check, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let gathered = Gathered::open(&asked.pipeline, global, printer)?;
    let mut evidence = gathered.evidence(place::as_of(global, &SystemClock))?;
    evidence.tampered = gathered.tampered(evidence.as_of)?;
    let checked = concordat_compliance::check(&evidence, asked.agreement.as_deref())
        .map_err(|nothing| nothing_checked(nothing, asked, &gathered))?;
    match printer.format() {
        Format::Json => printer.data_json(&checked),
        Format::Csv => printer.data(&checked.breaches_table().csv()),
        Format::Table => printer.data(&checked.page().text()),
    }
    if checked.breaches.is_empty() {
        return Ok(Exit::FINE);
    }
    let message = Text::new().say("breaches: ").number(checked.breaches.len() as u64);
    Err(Diagnostic::error(&codes::BREACH, message).into())
}

fn nothing_checked(nothing: NothingChecked, asked: &Check, gathered: &Gathered) -> Failure {
    let message = match (nothing, &asked.agreement) {
        (NothingChecked::NoAgreement, Some(typed)) => {
            return unknown("agreement", typed, &agreements(&gathered.partnership)).into();
        }
        (NothingChecked::NoAgreement, None) => "nothing was checked: no agreement is declared",
        (NothingChecked::EmptyLedger, _) => "nothing was checked: the ledger has no entry up to this date",
        (NothingChecked::NothingDone, _) => {
            "nothing was checked: nothing was received, read or shown under the agreements that were asked about"
        }
    };
    Diagnostic::error(&codes::NOTHING_CHECKED, message).help(page::WHERE_LOOKED).into()
}
