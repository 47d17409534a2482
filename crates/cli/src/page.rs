//! Pages for people: on the terminal, as JSON, or as files.
//!
//! Not allowed in here: deciding what stands on a page.

use std::path::Path;

use concordat_compliance::Page;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::write_atomic;
use serde::Serialize;

use crate::arguments::Format;
use crate::failure::Failure;
use crate::printer::Printer;

/// What to look at where nothing was found.
pub(crate) const WHERE_LOOKED: &str = "Check --home, the pipeline and --as-of: nothing of this date may be here.";

/// Prints a page in the form that was asked for, and writes it to a file where one was named.
pub(crate) fn show(page: &Page, value: &impl Serialize, html: Option<&Path>, printer: &Printer) -> Result<(), Failure> {
    if let Some(file) = html {
        write(file, &page.html(), printer)?;
    }
    match printer.format() {
        Format::Json => printer.data_json(value),
        Format::Table => printer.data(&page.text()),
        Format::Csv => {
            let message = "this has parts and is no table: --format table or json";
            return Err(Diagnostic::error(&codes::USAGE, message).into());
        }
    }
    Ok(())
}

/// A value as JSON for people.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|_| Diagnostic::error(&codes::WRITE_FAILED, "JSON could not be made").into())
}

/// Writes a file, whole or not at all, and says so.
pub(crate) fn write(file: &Path, text: &str, printer: &Printer) -> Result<(), Failure> {
    write_atomic(file, text.as_bytes()).map_err(|error| {
        let code = if error.is_disk_full() { &codes::DISK_FULL } else { &codes::WRITE_FAILED };
        Failure::from(Diagnostic::error(code, Text::new().file(error.path()).say(" could not be written")))
    })?;
    printer.say(&format!("  written   {}", file.display()));
    Ok(())
}
