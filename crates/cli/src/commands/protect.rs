//! `protect`: disclosure control on any table.
//!
//! Not allowed in here: a rule of protection, and a hidden count.

use std::path::Path;

use concordat_diagnostics::text::thousands;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_protect::{
    Against, Answer, Asks, AuditRequest, Checked, ProtectError, ReleaseRequest, ReleaseVerdict, Report, Request,
    Thresholds, Verdict, audit_published, audit_release, check_proof, protect_table, read_rules,
};
use serde_json::json;

use crate::arguments::Format;
use crate::arguments::protect::Protect;
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Protects a table, attacks a published one, or checks a proof.
pub(crate) fn protect(asked: &Protect, printer: &Printer) -> Result<Exit, Failure> {
    if let Some(folder) = &asked.check_proof {
        let rules = asked.policy.as_deref().map(read_rules).transpose().map_err(failure)?;
        let against = Against { hierarchy: asked.hierarchy.as_deref(), policy: rules.as_ref().map(Asks::from) };
        let checked = check_proof(folder, &against).map_err(failure)?;
        return Ok(tell_checked(&checked, printer));
    }
    if let Some(published) = &asked.audit_only {
        return attack(asked, published, printer);
    }
    let hierarchy = needed(asked.hierarchy.as_deref(), "--hierarchy")?;
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

/// Attacks a table, or a whole release.
fn attack(asked: &Protect, published: &Path, printer: &Printer) -> Result<Exit, Failure> {
    let thresholds: Thresholds = asked.threshold.iter().collect();
    let next = asked.next.as_deref();
    if published.is_dir() {
        let roundings = asked.rounded_to.iter().collect();
        let request = ReleaseRequest {
            folder: published,
            next,
            thresholds: &thresholds,
            roundings: &roundings,
            small_are_hidden: asked.small_are_hidden,
        };
        let verdict = audit_release(&request).map_err(failure)?;
        return Ok(tell_release(&verdict, printer));
    }
    if !thresholds.of.is_empty() || thresholds.usual.nought {
        let text = Text::new()
            .say("a table has one threshold, of counts from 1 on; others are for a release, which is a folder");
        return Err(Diagnostic::error(&codes::USAGE, text).into());
    }
    let request = AuditRequest {
        published,
        next,
        hierarchy: needed(asked.hierarchy.as_deref(), "--hierarchy")?,
        indicators: asked.indicators.as_deref(),
        truth: asked.truth.as_deref(),
        threshold: thresholds.usual.below,
    };
    let verdict = audit_published(&request).map_err(failure)?;
    Ok(tell_verdict(&verdict, printer))
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
    ended(verdict.is_safe(), printer)
}

/// How an answer of the attack is said.
const ANSWERS: [(Answer, &str, &str); 5] = [
    (Answer::Printed, "printed", "a small count is printed"),
    (Answer::Exact, "exact", "a small count follows exactly"),
    (Answer::Narrow, "narrow", "too few whole numbers are left"),
    (Answer::Seen, "revision", "a change of a few people is seen"),
    (Answer::Unknown, "unknown", "not proven safe"),
];

fn tell_release(verdict: &ReleaseVerdict, printer: &Printer) -> Exit {
    let named = |answer: Answer| ANSWERS.iter().find(|(own, _, _)| *own == answer);
    if printer.format() == Format::Json {
        let leak = |leak: &concordat_protect::Leak| {
            let answer = named(leak.answer).map_or("", |(_, short, _)| short);
            json!({"release": leak.release, "cell": leak.cell, "answer": answer})
        };
        printer.data_json(&json!({
            "verdict": if verdict.is_safe() { "safe" } else { "leak" },
            "figures": verdict.figures,
            "attacked": verdict.attacked,
            "leaks": verdict.leaks.iter().map(leak).collect::<Vec<_>>(),
            "remarks": verdict.remarks,
        }));
    } else {
        let words = |number: usize| thousands(number as u64);
        let (figures, attacked) = (words(verdict.figures), words(verdict.attacked));
        let mut lines = vec![format!("{figures} figures read; {attacked} counts and changes attacked.")];
        for (answer, _, what) in ANSWERS {
            lines.push(format!("{:>7}  {what}", words(verdict.number(answer))));
        }
        let shown = verdict.leaks.iter().take(20);
        lines.extend(shown.map(|leak| {
            let what = named(leak.answer).map_or("", |(_, _, what)| what);
            format!("  {} {}: {what}", leak.release, leak.cell)
        }));
        if verdict.number(Answer::Printed) > 0 {
            lines.push("Where an indicator is open data, say so: --threshold INDICATOR=open.".to_owned());
        }
        lines.extend(verdict.remarks.iter().map(|remark| format!("Remark: {remark}.")));
        printer.data(&(lines.join("\n") + "\n"));
    }
    ended(verdict.is_safe(), printer)
}

fn ended(is_safe: bool, printer: &Printer) -> Exit {
    if is_safe {
        return Exit::FINE;
    }
    let text = Text::new().say("the attack found what was to be hidden");
    printer.diagnostic(&Diagnostic::error(&codes::PUBLISHED_TABLES_LEAK, text), None);
    Exit::CHECK_FAILED
}
