//! Records of a file whose columns have names and kinds of their own, such as Parquet. Whoever opens the file hands over each
//! cell as text; from there on it is a table as any other.
//!
//! Not allowed in here: opening such a file, and a library that does.

use concordat_declare::layout::Layout;

use crate::error::TableError;
use crate::grid::{Filler, Grid, GridRow};
use crate::limits::Limits;
use crate::shape::shape;
use crate::table::Table;

/// A table that is handed over record by record, within limits.
#[derive(Debug)]
pub struct Records {
    names: Vec<String>,
    filler: Filler,
    bytes_left: u64,
    bytes_limit: u64,
    added: u64,
}

impl Records {
    /// A table with these columns, and no record yet.
    #[must_use]
    pub fn new(names: Vec<String>, limits: &Limits) -> Self {
        let bytes = limits.unpacked_bytes;
        Self { names, filler: Filler::new(false, limits), bytes_left: bytes, bytes_limit: bytes, added: 0 }
    }

    /// Adds a record: one cell for each column, blank where there is no value. The first is number 1: there is no row of headers.
    ///
    /// # Errors
    /// [`TableError::Cells`] or [`TableError::UnpackedBytes`] when a limit is reached.
    pub fn add(&mut self, cells: Vec<String>) -> Result<(), TableError> {
        let bytes = cells.iter().map(|cell| cell.len() as u64).sum();
        self.bytes_left = self.bytes_left.checked_sub(bytes).ok_or(TableError::UnpackedBytes(self.bytes_limit))?;
        self.filler.reserve(self.names.len() as u64)?;
        self.added += 1;
        self.filler.add(GridRow { number: self.added, cells, hidden: false });
        Ok(())
    }

    /// The table as the layout describes it.
    ///
    /// # Errors
    /// [`TableError`] with the place of the first thing that is not as declared.
    pub fn table(self, layout: &Layout) -> Result<Table, TableError> {
        shape(&Grid { names: Some(self.names), ..self.filler.finish() }, layout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_become_a_table_and_limits_hold() {
        let names = || vec!["area".to_owned(), " Number\nof cases ".to_owned()];
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let mut records = Records::new(names(), &Limits::default());
        records.add(row(["E1", "7"])).unwrap();
        records.add(row(["", ""])).unwrap();
        records.add(row(["E2", ""])).unwrap();
        let layout =
            Layout { rename: [("Number of cases".to_owned(), "cases".to_owned())].into(), ..Layout::default() };
        let table = records.table(&layout).unwrap();
        assert_eq!((table.position("cases"), table.rows_read), (Ok(1), 2), "a row of blanks is none");
        assert_eq!((table.rows[1].number, table.rows[1].text(0), table.rows[1].text(1)), (3, "E2", ""));
        assert_eq!(Records::new(names(), &Limits::default()).table(&layout), Err(TableError::NoRows));
        let mut few = Records::new(names(), &Limits { unpacked_bytes: 10, cells: 3 });
        few.add(row(["E1", "7"])).unwrap();
        assert_eq!(few.add(row(["E1", "7"])), Err(TableError::Cells(3)));
        assert_eq!(few.add(row(["E1", "7777777"])), Err(TableError::UnpackedBytes(10)));
    }
}
