//! A small made-up data set in a temporary folder, and shorthand to ask about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, Int64Array, StringArray};
use arrow::record_batch::RecordBatch;
use concordat_engine::{Answer, Approved, Engine, EngineError, EngineOptions, GovernedTable, Session};
use parquet::arrow::ArrowWriter;
use tempfile::TempDir;

/// Text that stands in cells and must never stand in a message.
pub(crate) const CANARY: &str = "canary-4857773456";

/// A folder with the files of two tables, and a session over them.
pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) session: Session,
}

pub(crate) fn options(threads: usize) -> EngineOptions {
    EngineOptions { threads, memory_bytes: 64 * 1024 * 1024, spill: None }
}

/// `visits` in two files (of five columns, `note` hidden), `people` in one, `areas` in memory.
pub(crate) fn house(threads: usize) -> House {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Engine::new(options(threads)).unwrap().session().unwrap();
    let first = visits(&["a", "b", "a", "c"], &["north", "north", "south", "south"], &[1, 2, 3, 4]);
    let second = visits(&["c", "d"], &["south", "north"], &[5, 6]);
    let files = [("visits-1.parquet", &first), ("visits 2%.parquet", &second)];
    let files: Vec<_> = files.map(|(name, batch)| write(folder.path(), name, batch)).into();
    session.register(table("visits", files, &first, &["person", "area", "days", "year"])).unwrap();
    let people = people();
    let file = write(folder.path(), "people.parquet", &people);
    session.register(table("people", vec![file], &people, &["person", "band", "secret"])).unwrap();
    session
        .register_batch("areas", batch(vec![("area", texts(&["north", "south"])), ("rank", numbers(&[2, 1]))]))
        .unwrap();
    House { folder, session }
}

fn visits(persons: &[&str], areas: &[&str], days: &[i64]) -> RecordBatch {
    let notes = vec![CANARY; persons.len()];
    let years: ArrayRef = Arc::new(Int32Array::from(vec![2025; persons.len()]));
    batch(vec![
        ("person", texts(persons)),
        ("area", texts(areas)),
        ("note", texts(&notes)),
        ("days", numbers(days)),
        ("year", years),
    ])
}

fn people() -> RecordBatch {
    let secrets = [CANARY, "1", "2", CANARY];
    batch(vec![
        ("person", texts(&["a", "b", "c", "d"])),
        ("band", texts(&["young", "old", "old", "young"])),
        ("secret", texts(&secrets)),
    ])
}

pub(crate) fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

pub(crate) fn numbers(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

pub(crate) fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

pub(crate) fn write(folder: &Path, name: &str, batch: &RecordBatch) -> PathBuf {
    let path = folder.join(name);
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    path
}

pub(crate) fn table(name: &str, files: Vec<PathBuf>, like: &RecordBatch, columns: &[&str]) -> GovernedTable {
    GovernedTable {
        name: name.to_owned(),
        files,
        schema: like.schema(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        slice: None,
    }
}

/// `"visits: person area; people:"` as an approval in every position, and of every join of two of these tables.
pub(crate) fn approved(text: &str) -> Approved {
    let mut approved = Approved::nothing();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (table, columns) = part.split_once(':').unwrap();
        approved.whole(table, columns.split_whitespace().map(str::to_owned));
    }
    approved
}

pub(crate) const ALL: &str = "visits: person area days year; people: person band secret; areas: area rank";

impl House {
    pub(crate) fn ask(&self, sql: &str, allowed: &str) -> Result<Answer, EngineError> {
        self.session.query(sql, &approved(allowed))
    }

    /// The refusal of `sql`, after checking that no file was opened for it, nor could have been.
    pub(crate) fn refusal(&self, sql: &str, allowed: &str) -> EngineError {
        self.refusal_of(sql, &approved(allowed))
    }

    /// The same under an approval by position.
    pub(crate) fn refusal_of(&self, sql: &str, allowed: &Approved) -> EngineError {
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        let error = self.session.query(sql, allowed).unwrap_err();
        assert!(self.session.opened().is_empty(), "{sql} opened a file");
        error
    }
}
