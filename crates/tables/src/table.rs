//! A rectangular table with the place of every cell.
//!
//! Not allowed in here: numbers.

use crate::error::{Spot, TableError};

/// A cell and the column it stood in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What stands there.
    pub text: String,
    /// Its column as a spreadsheet program counts, from 1; 0 where it stands in none.
    pub column: u64,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet program counts, from 1.
    pub number: u64,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The place of a cell.
    #[must_use]
    pub fn spot(&self, position: usize) -> Spot {
        Spot { row: self.number, column: self.cells.get(position).map_or(0, |cell| cell.column) }
    }

    /// The text of a cell.
    #[must_use]
    pub fn text(&self, position: usize) -> &str {
        self.cells.get(position).map_or("", |cell| cell.text.as_str())
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Headers, cleaned as the layout says, with the place each stood at.
    pub headers: Vec<(String, Spot)>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Rows of the file that they come from.
    pub rows_read: u64,
}

impl Table {
    /// The position of a declared column, by its header, or as `column C` by its letter.
    ///
    /// # Errors
    /// [`TableError::ColumnMissing`] or [`TableError::ColumnTwice`].
    pub fn position(&self, declared: &str) -> Result<usize, TableError> {
        let wanted = one_line(declared);
        let mut found = self.headers.iter().enumerate().filter(|(_, (name, _))| *name == wanted);
        match (found.next(), found.next()) {
            (Some((position, _)), None) => Ok(position),
            (_, Some((_, (_, at)))) => Err(TableError::ColumnTwice { declared: declared.to_owned(), at: *at }),
            (None, None) => {
                let letters =
                    |spot: &Spot| format!("column {}", concordat_diagnostics::text::column_letters(spot.column));
                let by_letter = self.headers.iter().position(|(_, at)| at.column > 0 && letters(at) == wanted);
                by_letter.ok_or_else(|| self.missing(declared, &wanted))
            }
        }
    }

    fn missing(&self, declared: &str, wanted: &str) -> TableError {
        let near = concordat_base::nearest(wanted, self.headers.iter().map(|(name, _)| name.as_str()));
        let at = near.and_then(|near| self.headers.iter().find(|(name, _)| name == near)).map(|(_, at)| *at);
        TableError::ColumnMissing { declared: declared.to_owned(), near: at.filter(|at| at.column > 0) }
    }
}

/// Runs of white space as one blank, none at the ends.
#[must_use]
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
