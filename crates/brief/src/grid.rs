//! A small table for people: the same on the page and in the workbook.
//!
//! Not allowed in here: an empty cell.

use concordat_formats::{Column, Table};

/// A table with a caption.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Says what the table is; stands above it.
    pub caption: String,
    /// Columns and rows. A column `lower...` and the next one, `upper...`, are one interval on the page.
    pub table: Table,
}

impl Grid {
    pub(crate) fn new(name: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Self {
        Self { caption: caption.to_owned(), table: Table { rows, ..Table::new(name, columns) } }
    }
}
