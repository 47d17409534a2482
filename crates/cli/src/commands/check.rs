//! `check`: every fault of a place's declarations, with the line it stands in, and one line of result.
//!
//! Not allowed in here: stopping at the first fault.

use std::collections::BTreeMap;
use std::path::Path;

use concordat_agreement::milestones;
use concordat_declare::{Loaded, Partnership};
use concordat_diagnostics::text::thousands;
use concordat_diagnostics::{Diagnostic, Severity};
use concordat_store::SystemClock;

use crate::arguments::{Format, Global, Pipeline};
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// Reads and checks the declarations of a place.
pub(crate) fn check(asked: &Pipeline, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let folder = place::pipeline_folder(&asked.pipeline)?;
    let loaded = concordat_pipeline::read_declarations(&folder);
    match printer.format() {
        Format::Json => printer.data_json(&loaded.faults),
        Format::Csv | Format::Table => tell(&loaded.faults, printer),
    }
    printer.say(&result(&folder, &loaded));
    if let Some(partnership) = &loaded.partnership {
        tell_dates(partnership, global, printer);
        return Ok(Exit::FINE);
    }
    Ok(Exit::USAGE)
}

/// Prints faults with the lines they stand in.
pub(crate) fn tell(faults: &[Diagnostic], printer: &Printer) {
    let mut texts: BTreeMap<&str, Option<String>> = BTreeMap::new();
    for fault in faults {
        let file = fault.place.as_ref().map(|place| place.file.as_str());
        let text = file.and_then(|file| {
            let read = || concordat_store::read_to_string(Path::new(file)).ok();
            texts.entry(file).or_insert_with(read).as_deref()
        });
        printer.diagnostic(fault, text);
    }
}

/// One line: what there is, or how many faults.
fn result(folder: &Path, loaded: &Loaded) -> String {
    let count = |severity| loaded.faults.iter().filter(|fault| fault.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let faults = format!("{}, {}", several(errors, "error"), several(warnings, "warning"));
    match &loaded.partnership {
        None => format!("{}: {faults}", folder.to_string_lossy().replace('\\', "/")),
        Some(partnership) => format!("{}: {}; {faults}", partnership.place().name, declared(partnership)),
    }
}

fn declared(partnership: &Partnership) -> String {
    let kinds = [
        several(partnership.sources().count(), "source"),
        several(partnership.agreements().count(), "agreement"),
        several(partnership.indicators().count(), "indicator"),
        several(partnership.missions().count(), "mission"),
    ];
    kinds.join(", ")
}

fn several(count: usize, what: &str) -> String {
    format!("{} {what}{}", thousands(count as u64), if count == 1 { "" } else { "s" })
}

/// The dates of agreements that come next, for whoever asks for details.
fn tell_dates(partnership: &Partnership, global: &Global, printer: &Printer) {
    for milestone in milestones(partnership, place::as_of(global, &SystemClock)) {
        let what = format!("{:?}", milestone.kind).to_lowercase();
        printer.detail(&format!("{}  {what} of {}", milestone.date, milestone.agreement));
    }
}
