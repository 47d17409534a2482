//! A table in columns, and its text as comma-separated values.
//!
//! Not allowed here: files, and meaning: a column is a name and cells.

use crate::error::CalculateError;
use crate::number::{read_number, write_number};

/// The cells of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// As texts, one after the other, with the end of each.
    Texts {
        /// All texts.
        bytes: String,
        /// Where each ends.
        ends: Vec<usize>,
    },
    /// As numbers; what is no number is missing.
    Numbers(Vec<f64>),
}

impl Cells {
    /// Cells from texts.
    pub fn texts<'text>(texts: impl IntoIterator<Item = &'text str>) -> Self {
        let mut cells = Self::no_texts();
        for text in texts {
            cells.push_text(text);
        }
        cells
    }

    /// No cells yet.
    #[must_use]
    pub const fn no_texts() -> Self {
        Self::Texts { bytes: String::new(), ends: Vec::new() }
    }

    /// Adds a text; to numbers, the number it holds, or a missing one.
    pub fn push_text(&mut self, text: &str) {
        match self {
            Self::Texts { bytes, ends } => {
                bytes.push_str(text);
                ends.push(bytes.len());
            }
            Self::Numbers(numbers) => numbers.push(read_number(text).ok().flatten().unwrap_or(f64::NAN)),
        }
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Texts { ends, .. } => ends.len(),
            Self::Numbers(numbers) => numbers.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A cell as text; nothing for a number or beyond the end.
    fn slice(&self, row: usize) -> &str {
        match self {
            Self::Texts { bytes, ends } => {
                let start = row.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
                ends.get(row).map_or("", |end| &bytes[start..*end])
            }
            Self::Numbers(_) => "",
        }
    }

    /// A cell as text.
    #[must_use]
    pub fn text(&self, row: usize) -> String {
        match self {
            Self::Texts { .. } => self.slice(row).to_owned(),
            Self::Numbers(numbers) => numbers.get(row).map_or_else(String::new, |number| write_number(*number)),
        }
    }

    /// A cell as a number: none where it is missing, an error where it holds something else.
    pub(crate) fn number(&self, row: usize) -> Result<Option<f64>, ()> {
        match self {
            Self::Texts { .. } => read_number(self.slice(row)),
            Self::Numbers(numbers) => Ok(numbers.get(row).copied().filter(|number| !number.is_nan())),
        }
    }

    /// Whether two rows hold the same.
    pub(crate) fn same(&self, one: usize, other: usize) -> bool {
        match self {
            Self::Texts { .. } => self.slice(one) == self.slice(other),
            Self::Numbers(numbers) => numbers[one].to_bits() == numbers[other].to_bits(),
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub cells: Cells,
}

/// Columns of one length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    columns: Vec<Column>,
}

impl Table {
    /// A table of columns.
    ///
    /// # Errors
    ///
    /// [`CalculateError::UnevenColumns`] when columns have different lengths.
    ///
    /// ```
    /// use concordat_calculate::{Cells, Column, Table};
    ///
    /// let column = |name: &str, numbers: &[f64]| Column { name: name.to_owned(), cells: Cells::Numbers(numbers.to_vec()) };
    /// let table = Table::new(vec![column("x", &[3.0]), column("n", &[10.0])])?;
    /// assert_eq!(table.rows(), 1);
    /// # Ok::<(), concordat_calculate::CalculateError>(())
    /// ```
    pub fn new(columns: Vec<Column>) -> Result<Self, CalculateError> {
        let rows = columns.first().map_or(0, |column| column.cells.len());
        if columns.iter().any(|column| column.cells.len() != rows) {
            return Err(CalculateError::UnevenColumns);
        }
        Ok(Self { columns })
    }

    /// A table from comma-separated values (RFC 4180, UTF-8, with or without a mark at the start), header first.
    ///
    /// # Errors
    ///
    /// [`CalculateError::Unreadable`] when a record is not UTF-8 or has another number of cells than the header.
    ///
    /// ```
    /// let table = concordat_calculate::Table::from_csv(b"x,n\n3,10\n")?;
    /// assert_eq!(table.column("n").map(|column| column.cells.text(0)), Some("10".to_owned()));
    /// # Ok::<(), concordat_calculate::CalculateError>(())
    /// ```
    pub fn from_csv(text: &[u8]) -> Result<Self, CalculateError> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().from_reader(text);
        let header = reader.headers().map_err(|_| CalculateError::Unreadable { record: 1 })?;
        let mut columns: Vec<Column> =
            header.iter().map(|name| Column { name: name.trim().to_owned(), cells: Cells::no_texts() }).collect();
        let mut record = csv::StringRecord::new();
        let mut number = 1;
        loop {
            number += 1;
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Ok(Self { columns }),
                Err(_) => return Err(CalculateError::Unreadable { record: number }),
            }
            for (column, cell) in columns.iter_mut().zip(&record) {
                column.cells.push_text(cell);
            }
        }
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// A column by name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.cells.len())
    }
}

/// A table as comma-separated values, header first, lines ended by a line feed.
///
/// ```
/// let table = concordat_calculate::Table::from_csv(b"name,x\n\"a, b\",1\n")?;
/// assert_eq!(concordat_calculate::write_csv(&table), "name,x\n\"a, b\",1\n");
/// # Ok::<(), concordat_calculate::CalculateError>(())
/// ```
#[must_use]
pub fn write_csv(table: &Table) -> String {
    let mut text = String::new();
    line(&mut text, table.columns().iter().map(|column| column.name.as_str()));
    for row in 0..table.rows() {
        line(&mut text, table.columns().iter().map(|column| column.cells.text(row)));
    }
    text
}

fn line<Cell: AsRef<str>>(text: &mut String, cells: impl Iterator<Item = Cell>) {
    for (position, cell) in cells.enumerate() {
        if position > 0 {
            text.push(',');
        }
        let cell = cell.as_ref();
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}
