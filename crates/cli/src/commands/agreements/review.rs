//! `agreements review`: what people need to review an agreement, its dates for a calendar, and the record that it was done.
//!
//! Not allowed in here: a recommendation, and a date of the agreement itself; the parties change that in its text.

use std::collections::BTreeSet;

use concordat_agreement::{AgreementState, state_of};
use concordat_base::Date;
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use concordat_diagnostics::{Diagnostic, Text, codes as diagnostic_codes};
use concordat_ledger::Entry;
use concordat_ledger::entry::upkeep::ReviewDone;
use concordat_store::SystemClock;

use crate::arguments::Global;
use crate::arguments::compliance::Review;
use crate::decision::Decision;
use crate::evidence::{Gathered, agreements, version_of};
use crate::failure::{Exit, Failure, name, unknown};
use crate::page;
use crate::place;
use crate::printer::Printer;

/// Prints the material.
pub(crate) fn review(asked: &Review, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let gathered = Gathered::open(&asked.pipeline, global, printer)?;
    let as_of = place::as_of(global, &SystemClock);
    let agreement = find(&gathered.partnership, &asked.agreement, as_of)?;
    let evidence = gathered.evidence(as_of)?;
    let material = concordat_compliance::review(&evidence, agreement);
    if let Some(file) = &asked.ics {
        page::write(file, &concordat_compliance::review::calendar::ics(agreement, as_of), printer)?;
    }
    page::show(&material.page(), &material, asked.html.as_deref(), printer)?;
    if let (Some(role), Some(next_on)) = (&asked.done_by, asked.next) {
        let done = ReviewDone {
            agreement: version_of(agreement),
            role: name(role)?.to_string(),
            reviewed_on: as_of,
            next_on,
            codes: codes(&asked.found)?,
        };
        record(&gathered, done, global, printer)?;
    }
    Ok(Exit::FINE)
}

/// Codes of what was found, sorted, each once.
fn codes(typed: &[String]) -> Result<Vec<String>, Failure> {
    let names = typed.iter().map(|one| name(one).map(|name| name.to_string()));
    Ok(names.collect::<Result<BTreeSet<String>, _>>()?.into_iter().collect())
}

/// Enters the review in the ledger, for the parties to see.
fn record(gathered: &Gathered, done: ReviewDone, global: &Global, printer: &Printer) -> Result<(), Failure> {
    if done.next_on <= done.reviewed_on {
        let message = Text::new().say("the next review must come after this one");
        return Err(Diagnostic::error(&diagnostic_codes::USAGE, message).into());
    }
    let mut decision = Decision::begin(&gathered.home, global, "agreements review")?;
    let text =
        format!("the review of {} by its {} is in the ledger, next on {}", done.agreement, done.role, done.next_on);
    decision.ledger.append(decision.when.at, decision.when.as_of, Entry::ReviewDone(done))?;
    decision.ledger.checkpoint()?;
    printer.say(&text);
    Ok(())
}

/// The version that was named; of an agreement, the one in force, or else the newest.
fn find<'a>(partnership: &'a Partnership, typed: &str, as_of: Date) -> Result<&'a Agreement, Failure> {
    let named = |one: &&Agreement| version_of(one) == typed || one.id.value.as_str() == typed;
    let versions: Vec<&Agreement> = partnership.agreements().filter(named).collect();
    let in_force = versions.iter().find(|one| state_of(partnership, one, as_of) == AgreementState::InForce);
    let found = in_force.or_else(|| versions.iter().max_by_key(|one| one.version));
    found.copied().ok_or_else(|| unknown("agreement", typed, &agreements(partnership)).into())
}
