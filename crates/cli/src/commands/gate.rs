//! `gate`: would this extract be accepted?
//!
//! Not allowed in here: keeping anything of the file, and a rule of the gate.

use std::path::{Path, PathBuf};

use concordat_diagnostics::text::thousands;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ingest_gate::{Receipt, ReceiptFault, Verdict};
use concordat_pipeline::{DeskAnswer, DeskRequest};
use concordat_store::{Clock, SystemClock, list_folders};

use crate::arguments::gate::{Dataset, Gate};
use crate::arguments::{Format, Global};
use crate::commands::at_desk;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// Puts a file to the gate, prints the receipt, and says by the exit code whether it would be accepted.
pub(crate) fn gate(asked: &Gate, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    if asked.propose {
        return at_desk::propose(asked, global, printer);
    }
    let Some(out) = &asked.conform else { return judge(asked, &asked.file, global, printer) };
    match at_desk::conform(asked, out, global, printer)? {
        Some(exit) => Ok(exit),
        None => judge(asked, out, global, printer),
    }
}

/// Puts `file` to the gate.
fn judge(asked: &Gate, file: &Path, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let Some((partnership, dataset)) = at_desk::open(&asked.dataset, printer)? else { return Ok(Exit::USAGE) };
    if !file.is_file() {
        let text = Text::new().say("there is no file ").declared(&file.to_string_lossy());
        return Err(Diagnostic::error(&codes::USAGE, text).into());
    }
    let now = SystemClock.now();
    let scratch = std::env::temp_dir().join(format!("concordat-gate-{}-{}", std::process::id(), now.as_nanosecond()));
    let as_of = place::as_of(global, &SystemClock);
    let request = DeskRequest { partnership: &partnership, dataset: &dataset, file, as_of, now, scratch: &scratch };
    let answer = concordat_pipeline::try_delivery(&request).map_err(Failure::of)?;
    keep(asked, &answer.receipt)?;
    match printer.format() {
        Format::Json => {
            printer.data_json(&answer.receipt);
            answer.not_checked.iter().for_each(|what| printer.say(&format!("Not checked here: {what}.")));
        }
        Format::Csv | Format::Table => printer.data(&in_words(&answer, asked.conform.is_some())),
    }
    Ok(if answer.receipt.verdict() == Verdict::Accepted { Exit::FINE } else { Exit::CHECK_FAILED })
}

/// The folder of declarations that was typed, or the only one there is.
pub(super) fn pipeline(asked: &Dataset) -> Result<PathBuf, Diagnostic> {
    if let Some(typed) = &asked.pipeline {
        return Ok(typed.clone());
    }
    let places = list_folders(Path::new("pipelines")).unwrap_or_default();
    let places: Vec<PathBuf> = places.iter().map(|place| Path::new("pipelines").join(place)).collect();
    let declared = |place: &&PathBuf| place.join("partnership.yaml").is_file();
    match places.iter().filter(declared).collect::<Vec<_>>().as_slice() {
        [only] => Ok((*only).clone()),
        [] => Ok(PathBuf::from(".")),
        several => {
            let names: Vec<String> = several.iter().map(|place| place.to_string_lossy().replace('\\', "/")).collect();
            let help = Text::new().say("Name one: ").list(names.iter().map(String::as_str));
            Err(Diagnostic::error(&codes::USAGE, "there are several folders of declarations").help(help))
        }
    }
}

/// Writes the receipt where it was asked for.
fn keep(asked: &Gate, receipt: &Receipt) -> Result<(), Failure> {
    if let Some(path) = &asked.receipt {
        concordat_store::write_atomic(path, receipt.page().as_bytes())?;
    }
    if let Some(folder) = &asked.out {
        let json = serde_json::to_string_pretty(receipt).unwrap_or_default() + "\n";
        for (ending, text) in [("html", receipt.page()), ("json", json)] {
            let path = folder.join(format!("{}.receipt.{ending}", receipt.file()));
            concordat_store::write_atomic(&path, text.as_bytes())?;
        }
    }
    Ok(())
}

fn in_words(answer: &DeskAnswer, conformed: bool) -> String {
    let receipt = &answer.receipt;
    let mut lines = vec![match receipt.verdict() {
        Verdict::Accepted => format!("{} would be accepted as {}.", receipt.file(), receipt.dataset()),
        Verdict::Refused => format!("{} would not be accepted as {}.", receipt.file(), receipt.dataset()),
    }];
    match receipt.counts() {
        Some(counts) => {
            let [read, accepted, aside] = [counts.read(), counts.accepted(), counts.quarantined()].map(thousands);
            lines.push(format!("Records: {read} read = {accepted} accepted + {aside} set aside"));
        }
        None => lines.push("Records: the file was not read to its end".to_owned()),
    }
    lines.extend(people(receipt));
    for fault in receipt.faults() {
        lines.extend(finding(fault, receipt.is_in_rows()));
    }
    lines.extend(help(receipt).filter(|_| !conformed));
    lines.extend(answer.not_checked.iter().map(|what| format!("Not checked here: {what}.")));
    lines.extend(receipt.contact().map(|contact| format!("Questions: {contact}")));
    let last = match (conformed, receipt.verdict()) {
        (false, _) => "Nothing of the file was kept.",
        (true, Verdict::Accepted) => "It was written with its delivery note, and may be sent. Nothing was sent.",
        (true, Verdict::Refused) => "It was written; mend what is named before it is sent. Nothing was sent.",
    };
    lines.push(last.to_owned());
    lines.join("\n") + "\n"
}

/// What this program can do about the form of a file: headers, codes, periods, and columns too many.
fn help(receipt: &Receipt) -> Option<String> {
    let of_form = [
        &codes::MISSING_COLUMN,
        &codes::OVER_SHARED,
        &codes::CODE_NOT_IN_LIST,
        &codes::BAD_PERIOD,
        &codes::UNKNOWN_AREA,
        &codes::TIME_FINER,
        &codes::DAY_FOR_PERIOD,
        &codes::WORKBOOK_HOLDS_MORE,
    ];
    let of_form = |fault: &ReceiptFault| of_form.iter().any(|code| code.to_string() == fault.code());
    receipt.faults().iter().any(of_form).then(|| {
        "The same command with --propose drafts a mapping of headers, codes and periods; with --conform OUT it writes the file \
         without what was not agreed."
            .to_owned()
    })
}

fn people(receipt: &Receipt) -> Vec<String> {
    let Some(people) = receipt.people() else { return Vec::new() };
    let agreed = |agreed: Option<u64>| {
        agreed.map_or_else(|| "no number was agreed".to_owned(), |agreed| format!("at least {agreed} were agreed"))
    };
    let mut lines = vec![format!("Agreed as: {}", people.identifiability.words())];
    if let Some(k) = people.k {
        let alone = people.unique_records.map_or_else(String::new, thousands);
        lines.push(format!(
            "Smallest group: k = {} ({}); records that stand alone: {alone}",
            thousands(k),
            agreed(people.k_agreed)
        ));
    }
    let least = people.l.iter();
    lines.extend(least.map(|(field, l)| format!("Least diversity of {field}: l = {l} ({})", agreed(people.l_agreed))));
    lines
}

fn finding(fault: &ReceiptFault, in_rows: bool) -> Vec<String> {
    let column = fault.column().map_or_else(String::new, |column| format!(", in the column {column}"));
    let mut first: Vec<String> = fault.first_cells().map(str::to_owned).collect();
    let word = match (first.is_empty(), in_rows) {
        (false, _) => "cell",
        (true, true) => "row",
        (true, false) => "record",
    };
    if first.is_empty() {
        first = fault.first_records().iter().map(|record| thousands(*record)).collect();
    }
    let at = match first.as_slice() {
        [] => String::new(),
        [only] if fault.count() == 1 => format!(" [{word} {only}]"),
        first => format!(" [{} in all; {word} {}]", thousands(fault.count()), first.join(", ")),
    };
    vec![format!("{}: {}{column}{at}", fault.code(), fault.message()), format!("    {}", fault.mend())]
}
