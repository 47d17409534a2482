//! `agreements report`: what was done with one party's data.
//!
//! Not allowed in here: another party's data.

use concordat_compliance::PartyReport;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::SystemClock;

use crate::arguments::compliance::Report;
use crate::arguments::{Format, Global};
use crate::evidence::Gathered;
use crate::failure::{Exit, Failure, name, unknown};
use crate::page;
use crate::place;
use crate::printer::Printer;

/// Prints the report, or writes it to a folder.
pub(crate) fn report(asked: &Report, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let gathered = Gathered::open(&asked.pipeline, global, printer)?;
    let party = name(&asked.party)?;
    let known: Vec<String> = gathered.partnership.place().parties.iter().map(|one| one.id.value.to_string()).collect();
    if !known.contains(&asked.party) {
        return Err(unknown("party", &asked.party, &known).into());
    }
    let evidence = gathered.evidence(place::as_of(global, &SystemClock))?;
    let report = concordat_compliance::report(&evidence, &party, asked.since);
    if report.agreements.is_empty() || evidence.records.is_empty() {
        let message =
            Text::new().say("nothing was looked at: no agreement binds ").name(&party).say(", or nothing was done yet");
        return Err(Diagnostic::error(&codes::NOTHING_CHECKED, message).help(page::WHERE_LOOKED).into());
    }
    match &asked.out {
        Some(folder) => write(&report, folder, printer)?,
        None => match printer.format() {
            Format::Json => printer.data_json(&report),
            Format::Csv => printer.data(&report.csv()),
            Format::Table => printer.data(&report.page().text()),
        },
    }
    Ok(Exit::FINE)
}

fn write(report: &PartyReport, folder: &std::path::Path, printer: &Printer) -> Result<(), Failure> {
    let page = report.page();
    let json = page::json(report)?;
    let files = [("html", page.html()), ("md", page.markdown()), ("csv", report.csv()), ("json", json)];
    for (end, text) in files {
        page::write(&folder.join(format!("{}.{end}", report.party)), &text, printer)?;
    }
    Ok(())
}
