//! The headers and the first records of a file, however it came.
//!
//! Not allowed in here: more records than a draft needs.

use std::io::Read;

use concordat_diagnostics::{Diagnostic, Place, codes};
use concordat_tables::{Limits, TypedSheet};

use crate::error::DeskError;

/// Records that are looked at.
const RECORDS: usize = 5_000;

/// A file's beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Its first row.
    pub headers: Vec<String>,
    /// Its first records.
    pub rows: Vec<Vec<String>>,
}

impl Sample {
    /// From separated values.
    ///
    /// # Errors
    /// When they cannot be read, or are not UTF-8.
    pub fn of_csv(input: impl Read, delimiter: u8, shown: &str) -> Result<Self, DeskError> {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(input);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for record in reader.records().take(RECORDS + 1) {
            let record = record.map_err(|error| match error.into_kind() {
                csv::ErrorKind::Io(error) => DeskError::Read(error),
                // The words of the library may hold a cell.
                _ => {
                    let text = "the file is not separated values in UTF-8";
                    DeskError::File(vec![Diagnostic::error(&codes::NOT_UTF8, text).at(Place::whole(shown))])
                }
            })?;
            rows.push(record.iter().map(str::to_owned).collect());
        }
        Ok(Self::of_rows(rows))
    }

    /// From the sheet of a workbook that holds most.
    ///
    /// # Errors
    /// When it is no workbook that can be read.
    pub fn of_workbook(bytes: &[u8], limits: &Limits, shown: &str) -> Result<Self, DeskError> {
        let book = concordat_tables::read_cells(bytes, limits)
            .map_err(|error| DeskError::File(vec![error.diagnostic(shown, None)]))?;
        let named = book.sheets.iter().find(|sheet| sheet.name.eq_ignore_ascii_case(crate::template::DATA));
        let most = || book.sheets.iter().max_by_key(|sheet| sheet.cells.len());
        Ok(Self::of_rows(named.or_else(most).map(rows_of).unwrap_or_default()))
    }

    fn of_rows(rows: Vec<Vec<String>>) -> Self {
        let mut rows = rows.into_iter();
        let mut headers = rows.next().unwrap_or_default();
        if let Some(first) = headers.first_mut() {
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        Self { headers, rows: rows.collect() }
    }

    /// The cells of a column, by its position from 1, blanks around them taken off; blank ones are left out.
    pub(super) fn column(&self, position: u64) -> Vec<&str> {
        let field = usize::try_from(position).unwrap_or(0).wrapping_sub(1);
        let cells = self.rows.iter().filter_map(|row| row.get(field)).map(|cell| cell.trim());
        cells.filter(|cell| !cell.is_empty()).collect()
    }
}

fn rows_of(sheet: &TypedSheet) -> Vec<Vec<String>> {
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    for cell in &sheet.cells {
        if rows.last().is_none_or(|(number, _)| *number != cell.at.row) {
            if rows.len() > RECORDS {
                break;
            }
            rows.push((cell.at.row, Vec::new()));
        }
        let column = usize::try_from(cell.at.column).unwrap_or(1);
        if let Some((_, row)) = rows.last_mut().filter(|_| column <= 16_384) {
            row.resize(column.max(row.len()), String::new());
            row[column - 1].clone_from(&cell.text);
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}
