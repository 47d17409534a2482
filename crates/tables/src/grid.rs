//! A sheet or file as it stands: rows of text, before anybody looks for a header.
//!
//! Not allowed in here: what a cell means.

use crate::error::TableError;
use crate::limits::Limits;

/// A row that has a cell, or is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GridRow {
    /// As a spreadsheet program counts, from 1.
    pub(crate) number: u64,
    pub(crate) cells: Vec<String>,
    pub(crate) hidden: bool,
}

impl GridRow {
    /// A cell; blank where the row is shorter.
    pub(crate) fn cell(&self, position: usize) -> &str {
        self.cells.get(position).map_or("", String::as_str)
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Cells that are one cell; rows from 1, columns from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merge {
    pub(crate) rows: (u64, u64),
    pub(crate) columns: (usize, usize),
}

/// A sheet or file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    pub(crate) rows: Vec<GridRow>,
    pub(crate) merges: Vec<Merge>,
    /// Whether rows leave out blank cells at their ends, as those of workbooks do.
    pub(crate) ragged: bool,
    /// Headers that are known without a row: those of JSON.
    pub(crate) names: Option<Vec<String>>,
}

/// Fills a grid row by row within the limit.
#[derive(Debug)]
pub(crate) struct Filler {
    grid: Grid,
    left: u64,
    limit: u64,
}

impl Filler {
    pub(crate) fn new(ragged: bool, limits: &Limits) -> Self {
        Self { grid: Grid { ragged, ..Grid::default() }, left: limits.cells, limit: limits.cells }
    }

    /// Takes cells into account that are about to be made.
    ///
    /// # Errors
    /// [`TableError::Cells`] when the limit is reached.
    pub(crate) fn reserve(&mut self, cells: u64) -> Result<(), TableError> {
        self.left = self.left.checked_sub(cells).ok_or(TableError::Cells(self.limit))?;
        Ok(())
    }

    /// Adds a row whose cells were reserved.
    pub(crate) fn add(&mut self, row: GridRow) {
        self.grid.rows.push(row);
    }

    /// Puts a text at a row and a column (from 0), rows in rising order.
    ///
    /// # Errors
    /// [`TableError::Cells`] when the limit is reached, [`TableError::NotAWorkbook`] when rows fall.
    pub(crate) fn put(&mut self, number: u64, column: usize, text: String) -> Result<(), TableError> {
        match self.grid.rows.last() {
            Some(last) if last.number > number => return Err(TableError::NotAWorkbook),
            Some(last) if last.number == number => {}
            _ => self.grid.rows.push(GridRow { number, ..GridRow::default() }),
        }
        let width = self.grid.rows.last().map_or(0, |row| row.cells.len());
        self.reserve((column + 1).saturating_sub(width) as u64)?;
        if let Some(row) = self.grid.rows.last_mut() {
            row.cells.resize((column + 1).max(width), String::new());
            row.cells[column] = text;
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Grid {
        self.grid
    }
}
