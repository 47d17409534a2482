//! `gate`: would this extract be accepted?
//!
//! Not allowed in here: keeping anything of the file, and a rule of the gate.

use std::path::{Path, PathBuf};

use concordat_diagnostics::text::thousands;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ingest_gate::{Receipt, ReceiptFault, Verdict};
use concordat_pipeline::{DeskAnswer, DeskRequest};
use concordat_store::{Clock, SystemClock, list_folders};

use crate::arguments::{Format, Global, gate::Gate};
use crate::commands::check;
use crate::failure::{Exit, Failure, name, unknown};
use crate::place;
use crate::printer::Printer;

/// Puts a file to the gate, prints the receipt, and says by the exit code whether it would be accepted.
pub(crate) fn gate(asked: &Gate, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let folder = place::pipeline_folder(&pipeline(asked)?)?;
    let loaded = concordat_pipeline::read_declarations(&folder);
    let Some(partnership) = &loaded.partnership else {
        check::tell(&loaded.faults, printer);
        return Ok(Exit::USAGE);
    };
    let dataset = name(&asked.dataset)?;
    if partnership.source(&dataset).is_none() {
        let known: Vec<String> = partnership.sources().map(|source| source.id.value.to_string()).collect();
        return Err(unknown("dataset", &asked.dataset, &known).into());
    }
    if !asked.file.is_file() {
        let text = Text::new().say("there is no file ").declared(&asked.file.to_string_lossy());
        return Err(Diagnostic::error(&codes::USAGE, text).into());
    }
    let now = SystemClock.now();
    let scratch = std::env::temp_dir().join(format!("concordat-gate-{}-{}", std::process::id(), now.as_nanosecond()));
    let as_of = place::as_of(global, &SystemClock);
    let request = DeskRequest { partnership, dataset: &dataset, file: &asked.file, as_of, now, scratch: &scratch };
    let answer = concordat_pipeline::try_delivery(&request).map_err(Failure::of)?;
    keep(asked, &answer.receipt)?;
    match printer.format() {
        Format::Json => {
            printer.data_json(&answer.receipt);
            answer.not_checked.iter().for_each(|what| printer.say(&format!("Not checked here: {what}.")));
        }
        Format::Csv | Format::Table => printer.data(&in_words(&answer)),
    }
    Ok(if answer.receipt.verdict() == Verdict::Accepted { Exit::FINE } else { Exit::CHECK_FAILED })
}

/// The folder of declarations that was typed, or the only one there is.
fn pipeline(asked: &Gate) -> Result<PathBuf, Diagnostic> {
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

fn in_words(answer: &DeskAnswer) -> String {
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
        lines.extend(finding(fault));
    }
    lines.extend(answer.not_checked.iter().map(|what| format!("Not checked here: {what}.")));
    lines.extend(receipt.contact().map(|contact| format!("Questions: {contact}")));
    lines.push("Nothing of the file was kept.".to_owned());
    lines.join("\n") + "\n"
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

fn finding(fault: &ReceiptFault) -> Vec<String> {
    let column = fault.column().map_or_else(String::new, |column| format!(", in the column {column}"));
    let first: Vec<String> = fault.first_records().iter().map(|record| thousands(*record)).collect();
    let at = match first.as_slice() {
        [] => String::new(),
        [only] if fault.count() == 1 => format!(" [record {only}]"),
        first => format!(" [{} in all; record {}]", thousands(fault.count()), first.join(", ")),
    };
    vec![format!("{}: {}{column}{at}", fault.code(), fault.message()), format!("    {}", fault.mend())]
}
