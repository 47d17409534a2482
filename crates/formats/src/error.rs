//! What can go wrong when a format is written.
//!
//! Not allowed in here: the text of a cell.

/// A format that could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormatsError {
    /// A table given as CSV cannot be read.
    #[error("`{table}`, line {line}: {fault}")]
    Table {
        /// The table.
        table: String,
        /// The line, counted from 1 with the header; 0 where it is not known.
        line: u64,
        /// What is wrong and what was expected.
        fault: String,
    },
    /// A column that the format needs is not in the table.
    #[error("the table `{table}` has no column `{column}`")]
    ColumnMissing {
        /// The table.
        table: String,
        /// The column.
        column: &'static str,
    },
    /// A sheet breaks a rule of accessible spreadsheets that the writer cannot mend by itself.
    #[error("the sheet `{sheet}` {fault}")]
    Sheet {
        /// The sheet.
        sheet: String,
        /// What is wrong and what was expected.
        fault: String,
    },
    /// The workbook could not be put together.
    #[error("the workbook could not be written: {fault}")]
    Workbook {
        /// What the writer said.
        fault: String,
    },
    /// A fact of the release cannot stand in this format.
    #[error("the {fact} of the release {fault}")]
    Fact {
        /// The fact.
        fact: &'static str,
        /// What is wrong and what was expected.
        fault: String,
    },
    /// Two indicators would get the same number.
    #[error("the indicators `{first}` and `{second}` would have the same number; give one of them a number of its own")]
    SameNumber {
        /// One indicator.
        first: String,
        /// The other.
        second: String,
    },
}

impl From<rust_xlsxwriter::XlsxError> for FormatsError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Workbook { fault: error.to_string() }
    }
}

impl From<zip::result::ZipError> for FormatsError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Workbook { fault: error.to_string() }
    }
}

impl From<std::io::Error> for FormatsError {
    fn from(error: std::io::Error) -> Self {
        Self::Workbook { fault: error.to_string() }
    }
}
