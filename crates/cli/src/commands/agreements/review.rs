//! `agreements review`: what people need to review an agreement, and its dates for a calendar.
//!
//! Not allowed in here: a recommendation.

use concordat_agreement::{AgreementState, state_of};
use concordat_base::Date;
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use concordat_store::SystemClock;

use crate::arguments::Global;
use crate::arguments::compliance::Review;
use crate::evidence::{Gathered, agreements, version_of};
use crate::failure::{Exit, Failure, unknown};
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
    Ok(Exit::FINE)
}

/// The version that was named; of an agreement, the one in force, or else the newest.
fn find<'a>(partnership: &'a Partnership, typed: &str, as_of: Date) -> Result<&'a Agreement, Failure> {
    let named = |one: &&Agreement| version_of(one) == typed || one.id.value.as_str() == typed;
    let versions: Vec<&Agreement> = partnership.agreements().filter(named).collect();
    let in_force = versions.iter().find(|one| state_of(partnership, one, as_of) == AgreementState::InForce);
    let found = in_force.or_else(|| versions.iter().max_by_key(|one| one.version));
    found.copied().ok_or_else(|| unknown("agreement", typed, &agreements(partnership)).into())
}
