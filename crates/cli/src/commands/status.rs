//! `status`: the last run, how fresh each source is, and what falls due next.
//!
//! Not allowed in here: running anything.

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_pipeline::{RunReport, SourceReport, Status as Standing};
use concordat_store::{Clock, SystemClock};
use serde_json::json;

use crate::arguments::night::Status;
use crate::arguments::{Format, Global};
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;
use crate::table::Table;

/// Dates of agreements that are shown to people.
const NEXT_DATES: usize = 8;

/// Prints how things stand; fails when the last run ended too long ago.
pub(crate) fn status(asked: &Status, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let folder = place::pipeline_folder(&asked.pipeline)?;
    let standing = concordat_pipeline::status(&global.home, &folder, global.as_of, SystemClock.now());
    let standing = standing.map_err(Failure::of)?;
    let sources = standing.last_run.as_ref().map_or(&[][..], |run| run.sources.as_slice());
    match printer.format() {
        Format::Json => printer.data_json(&standing),
        Format::Csv => printer.table(&table(sources)),
        Format::Table => {
            printer.data(&heading(&standing));
            if !sources.is_empty() {
                printer.data("\n");
                printer.table(&table(sources));
            }
            printer.data(&dates(&standing));
        }
    }
    match silent(&standing, asked.max_age) {
        Some(diagnostic) => Err(diagnostic.into()),
        None => Ok(Exit::FINE),
    }
}

fn heading(standing: &Standing) -> String {
    match &standing.last_run {
        None => "no run yet\n".to_owned(),
        Some(run) => last_run(run, standing.hours_since_last_run),
    }
}

fn last_run(run: &RunReport, hours: Option<f64>) -> String {
    let ago = hours.map_or_else(String::new, |hours| format!(", {} ago", age(hours)));
    format!(
        "{}: last run {} as of {}{ago}\n  {} (exit {})\n  {}\n",
        run.place_name,
        run.run_id,
        run.as_of,
        run.exit.words(),
        run.exit.code(),
        run.release_words()
    )
}

fn table(sources: &[SourceReport]) -> Table {
    let mut table = Table::new(["dataset", "supplier", "state", "periods", "held_since", "next_period", "due"]);
    for source in sources {
        let next = source.next_due.as_ref();
        table.push(vec![
            json!(source.dataset),
            json!(source.supplier),
            json!(source.state.words()),
            json!(source.periods_held.len()),
            json!(source.held_since),
            json!(next.map(|(period, _)| period)),
            json!(next.map(|(_, due)| due)),
        ]);
    }
    table
}

/// The next dates of agreements.
fn dates(standing: &Standing) -> String {
    let mut text = String::new();
    for (position, next) in standing.next.iter().take(NEXT_DATES).enumerate() {
        text += if position == 0 { "\nagreements, next dates\n" } else { "" };
        text += &format!("  {next}\n");
    }
    text
}

/// The fault of a home in which nothing has run for too long.
fn silent(standing: &Standing, max_age_hours: f64) -> Option<Diagnostic> {
    let message = match standing.hours_since_last_run {
        None => Text::new().say("nothing has run here yet"),
        Some(hours) if hours > max_age_hours => {
            let limit = age(max_age_hours);
            Text::new().say("the last run ended ").declared(&age(hours)).say(" ago, the limit is ").declared(&limit)
        }
        Some(_) => return None,
    };
    Some(Diagnostic::error(&codes::SILENT_TOO_LONG, message))
}

/// An age in words, in the unit that fits.
fn age(hours: f64) -> String {
    if hours < 1.0 {
        format!("{:.0} minutes", hours * 60.0)
    } else if hours < 48.0 {
        format!("{hours:.0} hours")
    } else {
        format!("{:.0} days", hours / 24.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_a_fault_and_so_is_no_run_at_all() {
        let standing = |hours| Standing { last_run: None, hours_since_last_run: hours, next: Vec::new() };
        assert!(silent(&standing(Some(25.9)), 26.0).is_none());
        for silent_for in [Some(26.1), None] {
            let fault = silent(&standing(silent_for), 26.0).unwrap();
            assert_eq!(fault.code, &codes::SILENT_TOO_LONG);
        }
    }

    #[test]
    fn ages_are_told_in_the_unit_that_fits() {
        assert_eq!([0.5, 26.0, 72.0].map(age), ["30 minutes", "26 hours", "3 days"]);
    }
}
