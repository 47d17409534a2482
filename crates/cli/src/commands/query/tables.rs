//! The tables of a release: observations and lineage as they stand in its files, indicators and changes read from theirs.
//!
//! Not allowed in here: a file outside the release's folder.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int64Array, StringArray};
use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_engine::{Answer, Approved, Engine, EngineOptions, GovernedTable, QueryLimits, Session};
use concordat_store::{open_file, read_bytes};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Deserialize;

use super::refused;
use crate::failure::Failure;

/// Memory for sorting, grouping and joining.
const MEMORY_BYTES: usize = 1 << 30;

/// What a person may wait for.
const LIMITS: QueryLimits = QueryLimits { rows: 100_000, seconds: 60 };

/// Columns of `indicators` that are not words.
const WHOLE_NUMBERS: [&str; 1] = ["indicator_version"];
const FLAGS: [&str; 2] = ["headline", "synthetic"];

/// The tables of a release, ready to be asked.
pub(super) struct ReleaseTables {
    session: Session,
    approved: Approved,
}

impl ReleaseTables {
    /// Opens the tables in a release's folder.
    pub(super) fn open(folder: &Path, threads: usize) -> Result<Self, Failure> {
        let options = EngineOptions { threads, memory_bytes: MEMORY_BYTES, spill: None };
        let engine = Engine::new(options).map_err(|error| refused(&error))?;
        let session = engine.session().map_err(|error| refused(&error))?;
        let mut tables = Self { session, approved: Approved::nothing() };
        tables.add_file("observations", folder)?;
        tables.add_file("lineage", folder)?;
        tables.add_batch("indicators", indicators(folder)?)?;
        tables.add_batch("changes", changes(folder)?)?;
        Ok(tables)
    }

    /// Answers one SELECT.
    pub(super) fn ask(&self, sql: &str) -> Result<Answer, Failure> {
        self.session.query_within(sql, &self.approved, LIMITS).map_err(|error| refused(&error))
    }

    fn add_file(&mut self, name: &str, folder: &Path) -> Result<(), Failure> {
        let file = folder.join(format!("{name}.parquet"));
        let schema = schema_of(open_file(&file)?).ok_or_else(|| unreadable(&file))?;
        let columns = self.approve(name, &schema);
        let table = GovernedTable { name: name.to_owned(), files: vec![file], schema, columns, slice: None };
        self.session.register(table).map_err(|error| refused(&error))
    }

    fn add_batch(&mut self, name: &str, batch: RecordBatch) -> Result<(), Failure> {
        self.approve(name, &batch.schema());
        self.session.register_batch(name, batch).map_err(|error| refused(&error))
    }

    /// Everything in a release's folder is for its audience.
    fn approve(&mut self, name: &str, schema: &SchemaRef) -> BTreeSet<String> {
        let columns: BTreeSet<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        self.approved.whole(name, columns.clone());
        columns
    }
}

fn schema_of(file: File) -> Option<SchemaRef> {
    Some(Arc::clone(ParquetRecordBatchReaderBuilder::try_new(file).ok()?.schema()))
}

fn unreadable(file: &Path) -> Failure {
    Diagnostic::error(&codes::READ_FAILED, Text::new().file(file).say(" cannot be read in its format")).into()
}

/// `indicators.csv`.
fn indicators(folder: &Path) -> Result<RecordBatch, Failure> {
    let file = folder.join("indicators.csv");
    let bytes = read_bytes(&file)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let names = reader.headers().map_err(|_| unreadable(&file))?.clone();
    let rows: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
    let rows = rows.map_err(|_| unreadable(&file))?;
    let column = |at: usize| rows.iter().map(move |row| row.get(at).filter(|cell| !cell.is_empty()));
    let columns = names.iter().enumerate().map(|(at, name)| {
        let array: ArrayRef = if WHOLE_NUMBERS.contains(&name) {
            Arc::new(column(at).map(|cell| cell?.parse().ok()).collect::<Int64Array>())
        } else if FLAGS.contains(&name) {
            Arc::new(column(at).map(|cell| cell?.parse().ok()).collect::<BooleanArray>())
        } else {
            Arc::new(column(at).map(|cell| cell.map(without_apostrophe)).collect::<StringArray>())
        };
        (name, array)
    });
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true)))
        .map_err(|_| unreadable(&file))
}

/// Words as they were before they were made safe for spreadsheets.
fn without_apostrophe(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r'])).unwrap_or(cell)
}

/// `changes.json`.
#[derive(Deserialize)]
struct Changes {
    added: Vec<Change>,
    removed: Vec<Change>,
    revised: Vec<Change>,
    edited: Vec<String>,
}

/// One change; a figure that was added or removed has `now` alone, one that was edited nothing but its id.
#[derive(Default, Deserialize)]
struct Change {
    figure_id: String,
    indicator: Option<String>,
    area_code: Option<String>,
    period_label: Option<String>,
    measure: Option<String>,
    why: Option<String>,
    #[serde(flatten)]
    now: Numbers,
    #[serde(default)]
    old: Numbers,
    new: Option<Numbers>,
}

#[derive(Clone, Default, Deserialize)]
struct Numbers {
    value: Option<f64>,
    count: Option<i64>,
    status: Option<String>,
}

/// `changes.json` as one table: what became of a figure, its numbers now, and before where they were revised.
fn changes(folder: &Path) -> Result<RecordBatch, Failure> {
    let file = folder.join("changes.json");
    let changes: Changes = serde_json::from_slice(&read_bytes(&file)?).map_err(|_| unreadable(&file))?;
    let edited = changes.edited.into_iter().map(|figure_id| Change { figure_id, ..Change::default() });
    let kinds = [
        ("added", changes.added),
        ("removed", changes.removed),
        ("revised", changes.revised),
        ("edited", edited.collect()),
    ];
    let rows: Vec<(&str, Change)> =
        kinds.into_iter().flat_map(|(kind, list)| list.into_iter().map(move |change| (kind, change))).collect();
    let text = |read: fn(&Change) -> Option<&str>| -> ArrayRef {
        Arc::new(rows.iter().map(|(_, change)| read(change)).collect::<StringArray>())
    };
    let now = |change: &Change| change.new.clone().unwrap_or_else(|| change.now.clone());
    let number = |read: &dyn Fn(&Change) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(|(_, change)| read(change)).collect::<Float64Array>())
    };
    let whole = |read: &dyn Fn(&Change) -> Option<i64>| -> ArrayRef {
        Arc::new(rows.iter().map(|(_, change)| read(change)).collect::<Int64Array>())
    };
    let status: ArrayRef = Arc::new(rows.iter().map(|(_, change)| now(change).status).collect::<StringArray>());
    let kind: ArrayRef = Arc::new(rows.iter().map(|(kind, _)| Some(*kind)).collect::<StringArray>());
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("change", kind),
        ("figure_id", text(|change| Some(&change.figure_id))),
        ("indicator", text(|change| change.indicator.as_deref())),
        ("area_code", text(|change| change.area_code.as_deref())),
        ("period_label", text(|change| change.period_label.as_deref())),
        ("measure", text(|change| change.measure.as_deref())),
        ("why", text(|change| change.why.as_deref())),
        ("value", number(&|change| now(change).value)),
        ("count", whole(&|change| now(change).count)),
        ("status", status),
        ("old_value", number(&|change| change.old.value)),
        ("old_count", whole(&|change| change.old.count)),
        ("old_status", text(|change| change.old.status.as_deref())),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .map_err(|_| unreadable(&file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_tell_numbers_now_and_before() {
        let folder = tempfile::tempdir().unwrap();
        let figure = r#""indicator":"i","area_code":"a","period_label":"2025","measure":"value""#;
        let text = format!(
            r#"{{"added":[{{"figure_id":"1",{figure},"value":1.5,"count":3,"status":""}}],"removed":[],
                "revised":[{{"figure_id":"2",{figure},"why":"data","old":{{"value":1.0,"count":2,"status":""}},
                             "new":{{"value":2.0,"count":4,"status":"[r]"}}}}],"edited":["3"]}}"#
        );
        std::fs::write(folder.path().join("changes.json"), text).unwrap();
        let batch = changes(folder.path()).unwrap();
        let numbers = |name: &str| {
            let array = batch.column_by_name(name).unwrap();
            array.as_any().downcast_ref::<Float64Array>().unwrap().iter().collect::<Vec<_>>()
        };
        assert_eq!(numbers("value"), [Some(1.5), Some(2.0), None]);
        assert_eq!(numbers("old_value"), [None, Some(1.0), None]);
    }
}
