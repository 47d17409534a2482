//! `agreements answer`: the material for answering a complaint about a dataset.
//!
//! Not allowed in here: looking for a person.

use concordat_compliance::Days;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::SystemClock;

use crate::arguments::Global;
use crate::arguments::compliance::Answer;
use crate::evidence::Gathered;
use crate::failure::{Exit, Failure, name, unknown};
use crate::page;
use crate::place;
use crate::printer::Printer;

/// Prints the material.
pub(crate) fn answer(asked: &Answer, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let gathered = Gathered::open(&asked.pipeline, global, printer)?;
    let dataset = name(&asked.dataset)?;
    if gathered.partnership.source(&dataset).is_none() {
        let known: Vec<String> = gathered.partnership.sources().map(|one| one.id.value.to_string()).collect();
        return Err(unknown("dataset", &asked.dataset, &known).into());
    }
    let days = Days { from: asked.from, until: asked.to.unwrap_or_else(|| place::as_of(global, &SystemClock)) };
    if days.from > days.until {
        let message = Text::new().say("the first day, ").date(days.from).say(", is after the last, ").date(days.until);
        return Err(Diagnostic::error(&codes::USAGE, message).into());
    }
    let evidence = gathered.evidence(days.until)?;
    let material = concordat_compliance::answer(&evidence, &dataset, days);
    if material.agreements.is_empty() {
        let message = Text::new().say("nothing was looked at: no agreement that had begun names ").name(&dataset);
        let help = "A dataset under an open licence is public; its statement stands in every release.";
        return Err(Diagnostic::error(&codes::NOTHING_CHECKED, message).help(help).into());
    }
    page::show(&material.page(), &material, asked.html.as_deref(), printer)?;
    Ok(Exit::FINE)
}
