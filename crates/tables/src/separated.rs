//! Separated values: text into rows.
//!
//! Not allowed in here: dropping blank lines. People count them, and some tables end at one; that is why the rows are split
//! here and not by a library, all of which drop them.

use concordat_declare::layout::{Layout, Permit};

use crate::error::{Spot, TableError};
use crate::grid::{Filler, Grid, GridRow};
use crate::limits::Limits;

/// Splits text into rows. Lines may end in `\n`, `\r\n` or `\r`, each as it likes.
///
/// # Errors
/// [`TableError::CutInsideCell`] when a quote is never closed, [`TableError::Cells`] when there are too many.
pub(crate) fn read(text: &str, delimiter: char, layout: &Layout, limits: &Limits) -> Result<Grid, TableError> {
    let mut splitter = Splitter { rest: text, delimiter };
    let mut filler = Filler::new(false, limits);
    let mut number = 0;
    while let Some(cells) = splitter.row(number + 1)? {
        number += 1;
        let cells = match cells.as_slice() {
            [whole] if layout.rows_in_quotes == Some(Permit::Accept) && whole.contains(delimiter) => {
                Splitter { rest: whole, delimiter }.row(number)?.unwrap_or_default()
            }
            _ => cells,
        };
        filler.reserve(cells.len() as u64)?;
        filler.add(GridRow { number, cells, hidden: false });
    }
    Ok(filler.finish())
}

struct Splitter<'text> {
    rest: &'text str,
    delimiter: char,
}

impl Splitter<'_> {
    /// The next row; `None` at the end.
    fn row(&mut self, number: u64) -> Result<Option<Vec<String>>, TableError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut cells = Vec::new();
        loop {
            let column = cells.len() as u64 + 1;
            let cell = self.cell().ok_or(TableError::CutInsideCell(Spot { row: number, column }))?;
            cells.push(cell);
            let mut left = self.rest.chars();
            match left.next() {
                Some(end) if end == self.delimiter => self.rest = left.as_str(),
                _ => break,
            }
        }
        let line_end = ["\r\n", "\n", "\r"].into_iter().find_map(|end| self.rest.strip_prefix(end));
        self.rest = line_end.unwrap_or(self.rest);
        Ok(Some(cells))
    }

    /// The next cell, up to the separator or line end behind it; `None` when its quote is never closed.
    fn cell(&mut self) -> Option<String> {
        let mut cell = String::new();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            self.rest = quoted;
            loop {
                let (before, after) = self.rest.split_once('"')?;
                cell.push_str(before);
                self.rest = after;
                match after.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        self.rest = more;
                    }
                    None => break,
                }
            }
        }
        let end = self.rest.find([self.delimiter, '\n', '\r']).unwrap_or(self.rest.len());
        let (bare, rest) = self.rest.split_at(end);
        cell.push_str(bare);
        self.rest = rest;
        Some(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, layout: &Layout) -> Result<Vec<Vec<String>>, TableError> {
        let grid = read(text, ',', layout, &Limits { unpacked_bytes: 0, cells: 20 })?;
        Ok(grid.rows.into_iter().map(|row| row.cells).collect())
    }

    #[test]
    fn quotes_line_ends_and_blank_lines_are_read_as_they_stand() {
        let layout = Layout::default();
        assert_eq!(
            rows("a,\"b\n\"\"c\"\"\"\r\n\nd,\re", &layout).unwrap(),
            [vec!["a", "b\n\"c\""], vec![""], vec!["d", ""], vec!["e"]]
        );
        assert_eq!(rows("a,b\n1,\"2", &layout), Err(TableError::CutInsideCell(Spot { row: 2, column: 2 })));
        assert_eq!(rows(&"x,".repeat(20), &layout), Err(TableError::Cells(20)));
    }

    #[test]
    fn a_row_in_quotes_is_split_only_where_that_is_declared() {
        let text = "a,b\n\"1,\"\"2,3\"\"\"\n";
        assert_eq!(rows(text, &Layout::default()).unwrap()[1], ["1,\"2,3\""]);
        let layout = Layout { rows_in_quotes: Some(Permit::Accept), ..Layout::default() };
        assert_eq!(rows(text, &layout).unwrap()[1], ["1", "2,3"]);
    }
}
