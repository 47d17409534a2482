//! Reading a staged folder back from the disk before it is finished: is it what was written, do its files agree with one
//! another, and does anything stand in it that must not?
//!
//! Not allowed in here: mending. What is found stops the release.

use std::path::Path;

use concordat_store::read_bytes;
use csv::StringRecord;

use crate::error::PublishError;
use crate::files::{EVENTS, Files, LINEAGE, OBSERVATIONS, OBSERVATIONS_CSV};
use crate::observations::{HIDDEN_WHERE_CONFIDENTIAL, NUMBER_COLUMNS};
use crate::{csv_file, identifiers, parquet_file};

/// Columns that hold hashes and commitments by design.
const HASH_COLUMNS: [&str; 3] = ["figure_id", "extract_commitments", "decision"];

/// What is looked at.
pub(crate) struct Staged<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) audience: &'a str,
    /// What was written.
    pub(crate) files: &'a Files,
    /// How many observations there are.
    pub(crate) observations: usize,
}

/// The columns of a file, and what is looked for in which.
struct Header {
    names: Vec<String>,
    /// Where the marks stand, in a file of figures.
    status: Option<usize>,
    /// Columns that a confidential row leaves empty.
    hidden: Vec<(usize, &'static str)>,
    /// Columns of words.
    words: Vec<usize>,
}

impl Header {
    fn of(names: Vec<String>) -> Self {
        let position = |wanted: &str| names.iter().position(|name| name == wanted);
        let status = position("status");
        let hidden = HIDDEN_WHERE_CONFIDENTIAL.iter().filter_map(|name| Some((position(name)?, *name))).collect();
        let is_number = |name: &str| status.is_some() && NUMBER_COLUMNS.contains(&name);
        let is_words = |name: &str| !HASH_COLUMNS.contains(&name) && !is_number(name);
        let words = (0..names.len()).filter(|position| is_words(&names[*position])).collect();
        Self { names, status, hidden, words }
    }
}

impl Staged<'_> {
    /// Looks at everything.
    pub(crate) fn check(&self) -> Result<(), PublishError> {
        let mut in_missions = 0;
        for (file, written) in self.files {
            let bytes = read_bytes(&self.folder.join(file)).map_err(|source| PublishError::Read { source })?;
            if bytes != *written {
                return Err(self.differs(file, "other bytes were read back"));
            }
            if file.ends_with(".csv") {
                let rows = self.check_csv(file, &bytes)?;
                in_missions += if file.starts_with("missions/") { rows } else { 0 };
            }
            if file == OBSERVATIONS_CSV {
                self.check_observations(&bytes)?;
            }
            if file == EVENTS {
                self.check_events(&bytes)?;
            }
        }
        if in_missions != self.observations {
            return Err(self.differs("missions", "the missions do not have all rows together"));
        }
        self.check_lineage()
    }

    /// Words and hidden cells of a CSV file. Returns the number of rows.
    fn check_csv(&self, file: &str, bytes: &[u8]) -> Result<usize, PublishError> {
        let failed = || PublishError::Decode { file: file.to_owned() };
        let mut reader = csv_file::reader(bytes);
        let header = Header::of(reader.headers().map_err(|_| failed())?.iter().map(str::to_owned).collect());
        let mut rows = 0;
        for record in reader.records() {
            let record = record.map_err(|_| failed())?;
            let cells: Vec<&str> = record.iter().collect();
            self.check_row(file, &header, &cells)?;
            rows += 1;
        }
        Ok(rows)
    }

    /// The Parquet file has the rows of the CSV file, and as many as were to be published.
    fn check_observations(&self, csv_bytes: &[u8]) -> Result<(), PublishError> {
        let path = self.folder.join(OBSERVATIONS);
        let header = Header::of(parquet_file::describe(&path, OBSERVATIONS)?.1);
        let mut reader = csv_file::reader(csv_bytes);
        let same_header = reader.headers().is_ok_and(|names| names.iter().eq(header.names.iter().map(String::as_str)));
        let mut records = reader.records();
        let mut rows = 0;
        parquet_file::visit_rows(&path, OBSERVATIONS, &mut |row| {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            self.check_row(OBSERVATIONS, &header, &cells)?;
            rows += 1;
            match records.next() {
                Some(Ok(record)) if same_row(&record, &cells) => Ok(()),
                _ => Err(self.differs(OBSERVATIONS, "it does not say what the CSV file says")),
            }
        })?;
        if !same_header || rows != self.observations || records.next().is_some() {
            return Err(self.differs(OBSERVATIONS, "it does not have the rows that were to be published"));
        }
        Ok(())
    }

    fn check_lineage(&self) -> Result<(), PublishError> {
        let path = self.folder.join(LINEAGE);
        let header = Header::of(parquet_file::describe(&path, LINEAGE)?.1);
        parquet_file::visit_rows(&path, LINEAGE, &mut |row| {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            self.check_row(LINEAGE, &header, &cells)
        })
    }

    /// One row: no number where it is confidential, no identifier anywhere.
    fn check_row(&self, file: &str, header: &Header, cells: &[&str]) -> Result<(), PublishError> {
        let cell = |position: usize| cells.get(position).copied().unwrap_or("");
        if header.status.is_some_and(|status| cell(status).contains("[c]")) {
            let filled = header.hidden.iter().find(|(position, _)| !cell(*position).is_empty());
            if let Some((_, column)) = filled {
                let figure_id = header.names.iter().position(|name| name == "figure_id").map_or("", cell).to_owned();
                return Err(PublishError::ConfidentialNumber { audience: self.audience.to_owned(), column, figure_id });
            }
        }
        header.words.iter().try_for_each(|position| self.check_words(file, &header.names[*position], cell(*position)))
    }

    fn check_events(&self, bytes: &[u8]) -> Result<(), PublishError> {
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let event = serde_json::from_slice(line).map_err(|_| PublishError::Decode { file: EVENTS.to_owned() })?;
            self.check_json("", &event)?;
        }
        Ok(())
    }

    fn check_json(&self, key: &str, value: &serde_json::Value) -> Result<(), PublishError> {
        match value {
            serde_json::Value::String(text) if key != "decision" && key != "runId" => {
                self.check_words(EVENTS, key, text)
            }
            serde_json::Value::Array(values) => values.iter().try_for_each(|value| self.check_json(key, value)),
            serde_json::Value::Object(fields) => fields.iter().try_for_each(|(key, value)| self.check_json(key, value)),
            _ => Ok(()),
        }
    }

    fn check_words(&self, file: &str, column: &str, text: &str) -> Result<(), PublishError> {
        match identifiers::found_in(text) {
            Some(what) => {
                let (audience, file, column) = (self.audience.to_owned(), file.to_owned(), column.to_owned());
                Err(PublishError::Identifier { audience, file, column, what })
            }
            None => Ok(()),
        }
    }

    fn differs(&self, file: &str, what: &'static str) -> PublishError {
        PublishError::StagedDiffers { audience: self.audience.to_owned(), file: file.to_owned(), what }
    }
}

/// Whether a row of both files says the same: the same words, the same numbers.
fn same_row(record: &StringRecord, cells: &[&str]) -> bool {
    let same = |(printed, stored): (&str, &str)| {
        printed == csv_file::spreadsheet_safe(stored.into())
            || matches!((printed.parse::<f64>(), stored.parse::<f64>()), (Ok(printed), Ok(stored)) if printed == stored)
    };
    record.len() == cells.len() && record.iter().zip(cells.iter().copied()).all(same)
}
