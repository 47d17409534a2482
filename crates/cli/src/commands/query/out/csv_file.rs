//! CSV, and beside it the description that readers of CSV on the Web find by its name: columns, release, publisher.
//!
//! Not allowed in here: words that a spreadsheet would take for a formula or a date.

use std::path::{Path, PathBuf};

use concordat_diagnostics::{Diagnostic, codes};
use concordat_formats::{Kind, Resource, Table, csvw, spreadsheet_safe};

use super::{Given, facts, rows};
use crate::failure::Failure;

/// Both files.
pub(super) fn files(given: &Given<'_>, path: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let table = rows::table(given)?;
    let facts = facts(given);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let title = facts.honest_title();
    let described =
        csvw(&facts, &Resource { path: name.clone(), title, columns: table.columns.clone(), key: Vec::new() });
    let mut json = serde_json::to_vec_pretty(&described).map_err(|_| unwritable())?;
    json.push(b'\n');
    let beside = path.with_file_name(format!("{name}-metadata.json"));
    Ok(vec![(path.to_owned(), encode(&table).ok_or_else(unwritable)?), (beside, json)])
}

fn encode(table: &Table) -> Option<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| spreadsheet_safe(&column.name).into_owned())).ok()?;
    for row in &table.rows {
        let cells = table.columns.iter().zip(row).map(|(column, cell)| match column.kind {
            Kind::Text => spreadsheet_safe(cell).into_owned(),
            _ => cell.clone(),
        });
        writer.write_record(cells).ok()?;
    }
    writer.into_inner().ok()
}

fn unwritable() -> Failure {
    Diagnostic::error(&codes::WRITE_FAILED, "the answer could not be written as CSV").into()
}
