//! A CSV file as rows of text with line numbers.
//!
//! Not allowed here: knowledge of what the columns mean.

use std::path::Path;

use crate::error::ProtectError;

/// A file that was read: columns and rows.
pub(crate) struct Table {
    pub(crate) path: std::path::PathBuf,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    /// Reads a whole file.
    pub(crate) fn read(path: &Path) -> Result<Self, ProtectError> {
        let bytes = concordat_store::read_bytes(path).map_err(ProtectError::file(path))?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let fault = |error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            ProtectError::layout(path, line, "the line has not as many fields as the first, or is not text in UTF-8")
        };
        let columns = reader.headers().map_err(|error| fault(&error))?.iter().map(str::to_owned).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| fault(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push((line, record.iter().map(str::to_owned).collect()));
        }
        Ok(Self { path: path.to_path_buf(), columns, rows })
    }

    /// Position of a column.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Position of a column that must be there.
    pub(crate) fn column(&self, name: &str) -> Result<usize, ProtectError> {
        self.find(name).ok_or_else(|| ProtectError::layout(&self.path, 1, format!("there is no column `{name}`")))
    }

    pub(crate) fn fault(&self, line: u64, fault: impl Into<String>) -> ProtectError {
        ProtectError::layout(&self.path, line, fault)
    }

    /// A count, which is a whole number and not negative.
    pub(crate) fn count(&self, line: u64, text: &str, column: &str) -> Result<u64, ProtectError> {
        let whole = text.strip_suffix(".0").unwrap_or(text);
        whole.parse().map_err(|_| self.fault(line, format!("`{column}` is not a whole number from 0 on")))
    }
}

/// Lines of CSV.
pub(crate) struct Lines {
    writer: csv::Writer<Vec<u8>>,
}

impl Lines {
    pub(crate) fn new() -> Self {
        Self { writer: csv::Writer::from_writer(Vec::new()) }
    }

    /// Adds a line. Writing into memory does not fail.
    pub(crate) fn add<'a>(&mut self, fields: impl IntoIterator<Item = &'a str>) {
        drop(self.writer.write_record(fields));
    }

    pub(crate) fn write(self, path: &Path) -> Result<(), ProtectError> {
        let bytes = self.writer.into_inner().unwrap_or_default();
        concordat_store::write_atomic(path, &bytes).map_err(ProtectError::file(path))
    }
}
