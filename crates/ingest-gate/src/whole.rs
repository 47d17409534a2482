//! Checks of a delivery as a whole, when all of it was read.
//!
//! Not allowed in here: records one by one.

use std::collections::BTreeSet;

use concordat_base::Period;
use concordat_declare::source::Coverage;
use concordat_diagnostics::{Diagnostic, Text, codes};

use crate::counts::Counts;
use crate::findings::Findings;
use crate::input::GateInput;
use crate::stop::Stop;

/// Checks counts and periods. What a decision accepts becomes a warning.
///
/// # Errors
/// A [`Stop`] with every fault.
pub(crate) fn check(
    input: &GateInput<'_>,
    counts: Counts,
    repeated: u64,
    periods: &BTreeSet<Period>,
    findings: &mut Findings,
) -> Result<(), Stop> {
    if counts.read() == 0 {
        return Err(input.file.fault(&codes::HEADER_ONLY, "the file has a header and no record"));
    }
    let mut faults = Vec::new();
    let mut judge = |found: Option<Diagnostic>, accepted: bool| {
        let Some(found) = found.map(|found| found.at(input.file.place(0))) else { return };
        if accepted {
            let text = found.message.say("; a decision accepts it");
            findings.add(Diagnostic::warning(found.code, text).at(input.file.place(0)));
        } else {
            faults.push(found);
        }
    };
    judge(refused(input, counts, repeated), false);
    judge(volume(input, counts), input.accept_volume);
    judge(lost(input, periods), input.accept_lost_period);
    if faults.is_empty() { Ok(()) } else { Err(Stop::Delivery(faults)) }
}

/// More records set aside than the source tolerates, or all of them.
fn refused(input: &GateInput<'_>, counts: Counts, repeated: u64) -> Option<Diagnostic> {
    let most = input.source.checks.refused_records_at_most;
    let refused = counts.quarantined().max(repeated);
    if refused <= most && counts.accepted() > 0 {
        return None;
    }
    let text = Text::new().number(refused).say(" of ").number(counts.read()).say(" records were refused, at most ");
    Some(Diagnostic::error(&codes::TOO_MANY_REFUSED, text.number(most).say(" are tolerated")))
}

fn volume(input: &GateInput<'_>, counts: Counts) -> Option<Diagnostic> {
    let band = input.source.checks.records_percent_of_last?;
    let previous = input.previous_rows.filter(|previous| *previous > 0)?;
    let hundredfold = u128::from(counts.read()) * 100;
    let bound = |per_cent: u64| u128::from(previous) * u128::from(per_cent);
    if (bound(band.at_least)..=bound(band.at_most)).contains(&hundredfold) {
        return None;
    }
    let text = Text::new().number(counts.read()).say(" records, ").number(previous).say(" in the last delivery; from ");
    let text = text.number(band.at_least).say(" to ").number(band.at_most).say(" per cent are expected");
    Some(Diagnostic::error(&codes::VOLUME_OUTSIDE_BAND, text))
}

fn lost(input: &GateInput<'_>, periods: &BTreeSet<Period>) -> Option<Diagnostic> {
    if input.source.coverage != Coverage::Full {
        return None;
    }
    let lost: Vec<String> = input.periods_held.difference(periods).map(ToString::to_string).collect();
    if lost.is_empty() {
        return None;
    }
    let text = Text::new().say("the full delivery lacks ").list(lost.iter().take(12).map(String::as_str));
    Some(Diagnostic::error(&codes::PERIOD_LOST, text.say(", which it had before")))
}
