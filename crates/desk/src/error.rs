//! What can go wrong at the desk beside faults of a file.
//!
//! Not allowed in here: text of a cell.

use concordat_diagnostics::{Diagnostic, Text, codes};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The workbook cannot be written: a name is too long for a sheet, or there are too many rows.
    #[error("the workbook cannot be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The extract cannot be read to its end.
    #[error("the extract cannot be read")]
    Read(#[source] std::io::Error),
    /// The output cannot be written.
    #[error("the output cannot be written")]
    Write(#[source] std::io::Error),
    /// Faults of the file, each with its place.
    #[error("the file is at fault")]
    File(Vec<Diagnostic>),
}

impl DeskError {
    /// As diagnostics.
    #[must_use]
    pub fn diagnostics(self) -> Vec<Diagnostic> {
        let of_system = |code, words: &'static str, error: &std::io::Error| {
            vec![Diagnostic::error(code, Text::new().say(words).system(error))]
        };
        match self {
            Self::Workbook(_) => vec![Diagnostic::error(&codes::WRITE_FAILED, "the workbook cannot be written")],
            Self::Read(error) => of_system(&codes::READ_FAILED, "the file cannot be read: ", &error),
            Self::Write(error) => of_system(&codes::WRITE_FAILED, "the output cannot be written: ", &error),
            Self::File(faults) => faults,
        }
    }
}
