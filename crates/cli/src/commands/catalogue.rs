//! `catalogue`: what each agency collects, shares and lacks for each mission, beside what arrived.
//!
//! Not allowed in here: a figure, and a judgement of an agency.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use concordat_declare::catalogue::CatalogueRow;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_pipeline::SourceReport;
use concordat_store::{Clock, SystemClock, create_folders, write_atomic};
use parquet::arrow::ArrowWriter;
use serde_json::{Value, json};

use crate::arguments::{self, Global};
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;
use crate::table::Table;

const COLUMNS: [&str; 14] = [
    "mission",
    "agency",
    "collects",
    "shared",
    "dataset",
    "agreements",
    "used_by",
    "quality",
    "quality_because",
    "delay",
    "missing",
    "arrived",
    "periods_held",
    "records_accepted_last_run",
];

/// Prints it, or writes it.
pub(crate) fn catalogue(
    asked: &arguments::catalogue::Catalogue,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let folder = place::pipeline_folder(&asked.pipeline)?;
    let loaded = concordat_pipeline::read_declarations(&folder);
    let Some(partnership) = loaded.partnership else { return Err(Failure::of(loaded.faults)) };
    let mut rows = partnership.catalogue();
    if let Some(mission) = &asked.mission {
        rows.retain(|row| row.mission.as_str() == mission);
        if rows.is_empty() {
            return Err(unknown(mission, partnership.missions().map(|one| one.id.value.as_str())).into());
        }
    }
    let standing = concordat_pipeline::status(&global.home, &folder, global.as_of, SystemClock.now());
    let last_run = standing.map_err(Failure::of)?.last_run;
    let sources = last_run.as_ref().map_or(&[][..], |run| run.sources.as_slice());
    let cells: Vec<Vec<Value>> = rows.iter().map(|row| row_of(row, sources)).collect();
    if last_run.is_none() {
        printer.warn("no run yet in this home: nothing can be said of what arrived");
    }
    match &asked.out {
        None => printer.table(&table(cells)),
        Some(out) => write(out, cells, printer)?,
    }
    Ok(Exit::FINE)
}

fn unknown<'a>(mission: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let text = Text::new().say("the catalogue has nothing of the mission ").declared(mission);
    Diagnostic::error(&codes::USAGE, text).help(Text::new().say("missions: ").list(known))
}

fn row_of(row: &CatalogueRow, sources: &[SourceReport]) -> Vec<Value> {
    let source = row.dataset.as_ref().and_then(|dataset| sources.iter().find(|source| source.dataset == *dataset));
    let names = |names: &[concordat_base::Name]| names.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    vec![
        json!(row.mission.as_str()),
        json!(row.agency_name),
        json!(row.collected),
        json!(if row.shared { "yes" } else { "no" }),
        json!(row.dataset.as_ref().map(ToString::to_string).unwrap_or_default()),
        json!(row.agreements.join("; ")),
        json!(names(&row.used_by)),
        json!(row.quality),
        json!(row.because),
        json!(row.delay),
        json!(row.missing),
        json!(source.map_or("", |source| source.state.words())),
        json!(source.map(|source| source.periods_held.len())),
        json!(source.map(|source| source.records_accepted)),
    ]
}

fn table(cells: Vec<Vec<Value>>) -> Table {
    let mut table = Table::new(COLUMNS);
    cells.into_iter().for_each(|row| table.push(row));
    table
}

fn write(out: &Path, cells: Vec<Vec<Value>>, printer: &Printer) -> Result<(), Failure> {
    create_folders(out)?;
    let parquet = parquet(&cells)?;
    let files = [("catalogue.csv", table(cells).csv().into_bytes()), ("catalogue.parquet", parquet)];
    for (name, bytes) in files {
        let path = out.join(name);
        write_atomic(&path, &bytes)?;
        printer.data(&format!("{}\n", path.display()));
    }
    Ok(())
}

/// The same as words in every column: numbers of periods and records are counts, not measures.
fn parquet(cells: &[Vec<Value>]) -> Result<Vec<u8>, Diagnostic> {
    let failed = || Diagnostic::error(&codes::WRITE_FAILED, "catalogue.parquet could not be written in its format");
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let column = |at: usize| -> ArrayRef {
        Arc::new(cells.iter().map(|row| row.get(at).and_then(text)).collect::<StringArray>())
    };
    let columns = COLUMNS.iter().enumerate().map(|(at, name)| (*name, column(at), true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).map_err(|_| failed())?;
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).map_err(|_| failed())?;
    writer.write(&batch).map_err(|_| failed())?;
    writer.close().map_err(|_| failed())?;
    Ok(bytes)
}
