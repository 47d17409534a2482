//! `calc`: one of the methods on a table.
//!
//! Not allowed in here: a formula, a column of a method, and a cell of the table in a message.

use std::io::Read;
use std::path::Path;

use concordat_calculate::method::{self, Method};
use concordat_calculate::{Cells, Level, Settings, calculate, help, with_options, write_csv};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::StoreError;
use serde_json::json;

use crate::arguments::Format;
use crate::arguments::calc::{Calc, EXAMPLES};
use crate::failure::{Exit, Failure, unknown};
use crate::printer::Printer;
use crate::table::Table;

/// Runs the method, or tells about it.
pub(crate) fn calc(asked: &Calc, printer: &Printer) -> Result<Exit, Failure> {
    let Some(typed) = &asked.method else {
        printer.data(&format!("{}\n{EXAMPLES}\n", help::overview()));
        return Ok(Exit::FINE);
    };
    let method = method::find(typed).ok_or_else(|| no_such(typed))?;
    let Some(input) = asked.input.as_deref().filter(|_| !asked.help) else {
        printer.data(&help::of_method(method));
        return if asked.help { Ok(Exit::FINE) } else { Err(no_table(method).into()) };
    };
    let settings = settings(asked)?;
    let refused = |error: concordat_calculate::CalculateError| Failure::from(error.diagnostic());
    let table = concordat_calculate::Table::from_csv(&read(input)?).map_err(refused)?;
    let table = match &asked.options {
        Some(options) => {
            let options = concordat_calculate::Table::from_csv(&read(options)?).map_err(refused)?;
            with_options(method, &table, &options).map_err(refused)?
        }
        None => table,
    };
    let answer = calculate(method, &table, &settings).map_err(refused)?;
    match &asked.out {
        Some(path) => concordat_store::write_atomic(path, write_csv(&answer.table).as_bytes())?,
        None if printer.format() == Format::Json => printer.data_json(&as_json(&answer.table)),
        None => printer.data(&write_csv(&answer.table)),
    }
    for diagnostic in answer.diagnostics() {
        printer.diagnostic(&diagnostic, None);
    }
    Ok(if asked.strict && !answer.refused.is_empty() { Exit::CHECK_FAILED } else { Exit::FINE })
}

fn no_such(typed: &str) -> Diagnostic {
    let known: Vec<String> = method::all().iter().map(|method| method.name.to_owned()).collect();
    unknown("method", typed, &known)
}

fn no_table(method: &Method) -> Diagnostic {
    let text = Text::new().say("no table is given for the method ").say(method.name);
    Diagnostic::error(&codes::USAGE, text)
        .help(Text::new().say("concordat calc ").say(method.name).say(" INPUT.csv; its columns are listed above"))
}

fn settings(asked: &Calc) -> Result<Settings, Diagnostic> {
    let mut settings = Settings::default();
    if !asked.confidence.is_empty() {
        let levels: Result<Vec<Level>, _> = asked.confidence.iter().map(|level| Level::read(level)).collect();
        settings.levels = levels.map_err(|error| error.diagnostic())?;
    }
    if !asked.group.is_empty() {
        settings.group = Some(asked.group.clone());
    }
    for pair in &asked.set {
        let Some((name, value)) = pair.split_once('=') else {
            let text = Text::new().declared(pair).say(" is not written OPTION=VALUE");
            return Err(Diagnostic::error(&codes::USAGE, text));
        };
        settings.options.insert(name.trim().to_owned(), value.trim().to_owned());
    }
    if let Some(multiplier) = &asked.multiplier {
        settings.options.insert("multiplier".to_owned(), multiplier.clone());
    }
    Ok(settings)
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    concordat_store::open_file(path)?
        .read_to_end(&mut bytes)
        .map_err(|source| StoreError::Read { path: path.to_path_buf(), source })?;
    Ok(bytes)
}

/// The result for programs: numbers as numbers, what is missing as null.
fn as_json(table: &concordat_calculate::Table) -> Table {
    let mut rows = Table::new(table.columns().iter().map(|column| column.name.clone()));
    for row in 0..table.rows() {
        let cell = |cells: &Cells| match cells {
            Cells::Numbers(numbers) => numbers.get(row).filter(|number| number.is_finite()).map(|number| json!(number)),
            Cells::Texts { .. } => Some(cells.text(row)).filter(|text| !text.is_empty()).map(|text| json!(text)),
        };
        rows.push(table.columns().iter().map(|column| cell(&column.cells).unwrap_or_default()).collect());
    }
    rows
}
