//! A plain table: named columns of one kind each, and rows of cells as they are printed.
//!
//! Not allowed in here: a format, or a number that is not as it was published.

use crate::error::FormatsError;
use crate::safety::without_apostrophe;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Rounded numbers; with the decimals where the whole column has the same.
    Decimal {
        /// How many decimals; none where each cell has its own.
        decimals: Option<u8>,
    },
    /// Days, as `2026-06-30`.
    Date,
    /// `true` or `false`.
    Flag,
}

impl Kind {
    /// A rounded number whose decimals stand in the cell.
    pub const DECIMAL: Self = Self::Decimal { decimals: None };

    /// Whether its cells are numbers.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal { .. })
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name for programs.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
    /// What it means; empty where the title says it.
    pub description: String,
    /// Whether no cell of it is empty.
    pub required: bool,
}

impl Column {
    /// A column that may have empty cells.
    #[must_use]
    pub fn new(name: &str, title: &str, kind: Kind) -> Self {
        let (name, title) = (name.to_owned(), title.to_owned());
        Self { name, title, kind, description: String::new(), required: false }
    }

    /// The same with what it means.
    #[must_use]
    pub fn described(mut self, description: &str) -> Self {
        description.clone_into(&mut self.description);
        self
    }

    /// The same without empty cells.
    #[must_use]
    pub fn filled(mut self) -> Self {
        self.required = true;
        self
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name for programs: letters, digits, dashes.
    pub name: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows; each as long as there are columns. An empty cell is missing.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(name: &str, columns: Vec<Column>) -> Self {
        Self { name: name.to_owned(), columns, rows: Vec::new() }
    }

    /// Reads a CSV file of a release. Columns that are not in `known` are words.
    ///
    /// # Errors
    ///
    /// The bytes are no CSV, or a row is longer or shorter than the header.
    pub fn read_csv(name: &str, bytes: &[u8], known: &[Column]) -> Result<Self, FormatsError> {
        let failed = |error: &csv::Error| FormatsError::Table {
            table: name.to_owned(),
            line: error.position().map_or(0, csv::Position::line),
            fault: "is not a row of the same length as the header, in UTF-8".to_owned(),
        };
        let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
        let header = reader.headers().map_err(|error| failed(&error))?.clone();
        let of_name = |name: &str| known.iter().find(|column| column.name == name).cloned();
        let columns: Vec<Column> =
            header.iter().map(|name| of_name(name).unwrap_or_else(|| Column::new(name, name, Kind::Text))).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| failed(&error))?;
            rows.push(columns.iter().zip(&record).map(|(column, cell)| read_cell(column.kind, cell)).collect());
        }
        Ok(Self { name: name.to_owned(), columns, rows })
    }

    /// Where a column is.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.name == column)
    }

    /// Where a column is that a format cannot do without.
    pub(crate) fn needed(&self, column: &'static str) -> Result<usize, FormatsError> {
        self.position(column).ok_or_else(|| FormatsError::ColumnMissing { table: self.name.clone(), column })
    }

    /// The cell of a row; empty where there is no such column.
    #[must_use]
    pub fn cell<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        self.position(column).and_then(|position| row.get(position)).map_or("", String::as_str)
    }
}

fn read_cell(kind: Kind, cell: &str) -> String {
    if kind == Kind::Text { without_apostrophe(cell) } else { cell }.to_owned()
}
