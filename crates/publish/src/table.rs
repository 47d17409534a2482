//! A table about to be written: named columns of one kind each, and a cell for each row and column.
//!
//! Not allowed in here: a format. The same table is written as CSV and as Parquet, and both must say the same.

use std::borrow::Cow;

use concordat_base::{Date, Decimal};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words. Empty means missing.
    Text,
    /// A rounded number.
    Decimal,
    /// A whole number, not negative.
    Count,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Text(Cow<'a, str>),
    Decimal(Option<Decimal>),
    Count(Option<u64>),
    Date(Option<Date>),
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// Words.
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// As it is printed, before it is made safe for spreadsheets; empty where it is missing.
    pub(crate) fn print(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text,
            Self::Decimal(decimal) => decimal.map_or_else(String::new, |decimal| decimal.to_string()).into(),
            Self::Count(count) => count.map_or_else(String::new, |count| count.to_string()).into(),
            Self::Date(date) => date.map_or_else(String::new, |date| date.to_string()).into(),
            Self::Flag(flag) => if flag { "true" } else { "false" }.into(),
        }
    }
}

/// How a column is read from a row of type `Row`.
pub(crate) struct Column<Row: 'static> {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) read: for<'row> fn(&'row Row) -> Cell<'row>,
}

impl<Row> Column<Row> {
    pub(crate) const fn text(name: &'static str, read: for<'row> fn(&'row Row) -> Cell<'row>) -> Self {
        Self { name, kind: Kind::Text, read }
    }

    pub(crate) const fn decimal(name: &'static str, read: for<'row> fn(&'row Row) -> Cell<'row>) -> Self {
        Self { name, kind: Kind::Decimal, read }
    }

    pub(crate) const fn count(name: &'static str, read: for<'row> fn(&'row Row) -> Cell<'row>) -> Self {
        Self { name, kind: Kind::Count, read }
    }

    pub(crate) const fn date(name: &'static str, read: for<'row> fn(&'row Row) -> Cell<'row>) -> Self {
        Self { name, kind: Kind::Date, read }
    }

    pub(crate) const fn flag(name: &'static str, read: for<'row> fn(&'row Row) -> Cell<'row>) -> Self {
        Self { name, kind: Kind::Flag, read }
    }
}

/// Reads the cell at a row and a column, both from 0.
type ReadCell<'a> = Box<dyn Fn(usize, usize) -> Cell<'a> + 'a>;

/// A table.
pub(crate) struct Table<'a> {
    headings: Vec<(&'static str, Kind)>,
    rows: usize,
    cell: ReadCell<'a>,
}

impl<'a> Table<'a> {
    /// A table whose cells are read by `cell` from row and column, both from 0.
    pub(crate) fn new(
        headings: Vec<(&'static str, Kind)>,
        rows: usize,
        cell: impl Fn(usize, usize) -> Cell<'a> + 'a,
    ) -> Self {
        Self { headings, rows, cell: Box::new(cell) }
    }

    /// A table of rows of one type.
    pub(crate) fn of<Row>(columns: &'static [Column<Row>], rows: Vec<&'a Row>) -> Self {
        let headings = columns.iter().map(|column| (column.name, column.kind)).collect();
        Self::new(headings, rows.len(), move |row, column| (columns[column].read)(rows[row]))
    }

    /// The same with a last column that says the same in every row.
    pub(crate) fn with_constant(mut self, name: &'static str, text: &'a str) -> Self {
        let last = self.headings.len();
        self.headings.push((name, Kind::Text));
        let inner = self.cell;
        self.cell = Box::new(move |row, column| if column == last { Cell::text(text) } else { inner(row, column) });
        self
    }

    /// Names and kinds of the columns, in order.
    pub(crate) fn headings(&self) -> &[(&'static str, Kind)] {
        &self.headings
    }

    /// How many rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The cell at a row and a column.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Cell<'a> {
        (self.cell)(row, column)
    }
}
