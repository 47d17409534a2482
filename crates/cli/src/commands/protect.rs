//! `protect`: disclosure control on any table.
//!
//! Not allowed in here: a rule of protection, and a hidden count.

use std::path::Path;

use concordat_diagnostics::text::thousands;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_protect::{
    AuditRequest, Checked, ProtectError, Report, Request, Verdict, audit_published, check_proof, protect_table,
    read_rules,
};
use serde_json::json;

use crate::arguments::Format;
use crate::arguments::protect::Protect;
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Protects a table, attacks a published one, or checks a proof.
pub(crate) fn protect(asked: &Protect, printer: &Printer) -> Result<Exit, Failure> {
    if let Some(folder) = &asked.check_proof {
        let checked = check_proof(folder).map_err(failure)?;
        return Ok(tell_checked(&checked, printer));
    }
    let hierarchy = needed(asked.hierarchy.as_deref(), "--hierarchy")?;
    if let Some(published) = &asked.audit_only {
        let request = AuditRequest {
            published,
            next: asked.next.as_deref(),
            hierarchy,
            indicators: asked.indicators.as_deref(),
            truth: asked.truth.as_deref(),
            threshold: asked.threshold.unwrap_or(5),
        };
        let verdict = audit_published(&request).map_err(failure)?;
        return Ok(tell_verdict(&verdict, printer));
    }
    let rules = read_rules(asked.policy.as_deref().unwrap_or_default()).map_err(failure)?;
    let request = Request {
        input: needed(asked.input.as_deref(), "INPUT.csv")?,
        hierarchy,
        rules: &rules,
        previous: asked.previous.as_deref(),
        out: needed(asked.out.as_deref(), "--out")?,
        witness: asked.witness,
    };
    let report = protect_table(&request).map_err(failure)?;
    tell_report(&report, printer);
    Ok(Exit::FINE)
}

fn needed<'a>(path: Option<&'a Path>, name: &'static str) -> Result<&'a Path, Failure> {
    let missing = || Diagnostic::error(&codes::USAGE, Text::new().say(name).say(" is missing"));
    path.ok_or_else(|| missing().into())
}

fn failure(error: ProtectError) -> Failure {
    let text = Text::new().declared(&error.to_string());
    match error {
        ProtectError::File { source, .. } => source.into(),
        ProtectError::Refused { .. } => Diagnostic::error(&codes::AUDIT_REFUSED, text).into(),
        ProtectError::Table { .. } => usage(Diagnostic::error(&codes::TABLES_INCONSISTENT, text)),
        _ => usage(Diagnostic::error(&codes::TABLE_LAYOUT, text)),
    }
}

/// A file that cannot be used as it stands is bad usage, whatever its code.
fn usage(diagnostic: Diagnostic) -> Failure {
    Failure { diagnostics: vec![diagnostic], exit: Exit::USAGE }
}

fn tell_report(report: &Report, printer: &Printer) {
    if printer.format() == Format::Json {
        printer.data_json(report);
        return;
    }
    let number = |number: usize| thousands(number as u64);
    let mut lines = vec![
        format!(
            "{} cells: {} hidden for their size, {} so that those cannot be worked out.",
            number(report.cells),
            number(report.primary),
            number(report.complementary)
        ),
        report.promise.clone(),
        format!("Proven for {} of {} by two whole tables each.", number(report.proven), number(report.primary)),
    ];
    if report.held {
        lines.push("The earlier table stands: what changed since is too few people to be seen.".to_owned());
    }
    if !report.policy_confirmed {
        lines.push(format!("To be confirmed with the publisher: the wording behind the policy {}.", report.policy));
    }
    printer.data(&(lines.join("\n") + "\n"));
}

fn tell_checked(checked: &Checked, printer: &Printer) -> Exit {
    if printer.format() == Format::Json {
        printer.data_json(&json!({"proven": checked.proven, "tables": checked.tables, "faults": checked.faults}));
    } else {
        let words = |number: usize| thousands(number as u64);
        printer.data(&format!("{} tables added up, {} cells proven.\n", words(checked.tables), words(checked.proven)));
    }
    if checked.faults.is_empty() {
        return Exit::FINE;
    }
    let text = Text::new().number(checked.faults.len() as u64).say(" faults, among them ");
    let text = text.list(checked.faults.iter().take(5).map(String::as_str));
    printer.diagnostic(&Diagnostic::error(&codes::PROOF_DOES_NOT_HOLD, text), None);
    Exit::CHECK_FAILED
}

fn tell_verdict(verdict: &Verdict, printer: &Printer) -> Exit {
    if printer.format() == Format::Json {
        let found = |one: &concordat_protect::Found| {
            let (low, high) = one.interval.map_or((None, None), |(low, high)| (Some(low), high));
            json!({"release": one.release, "cell": one.cell, "low": low, "high": high})
        };
        printer.data_json(&json!({
            "verdict": if verdict.is_safe() { "safe" } else { "leak" },
            "exact": verdict.exact, "narrow": verdict.narrow, "revision": verdict.revision, "unknown": verdict.unknown,
            "attacked": verdict.found.iter().map(found).collect::<Vec<_>>(),
        }));
    } else {
        printer.data(&format!(
            "{} counts attacked: {} follow exactly, {} are too narrow, {} changes of a few people, {} not worked out.\n",
            thousands(verdict.found.len() as u64), verdict.exact, verdict.narrow, verdict.revision, verdict.unknown
        ));
    }
    if verdict.is_safe() {
        return Exit::FINE;
    }
    let text = Text::new().say("the attack found what was to be hidden");
    printer.diagnostic(&Diagnostic::error(&codes::PUBLISHED_TABLES_LEAK, text), None);
    Exit::CHECK_FAILED
}
