//! Where in a query a column stands, and what an approval says of it.
//!
//! A column may be approved to be counted and not to be shown: what matters is the place where its values end, not whether
//! they are read. Not allowed in here: reading a plan, and a word for who may do what.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A place in a query where the values of a column can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Single values, or what is made of single values, stand in the answer: also the largest and the smallest value, a
    /// value behind a condition, and a value within a text.
    Shown,
    /// The answer has a row for each of its values.
    Grouped,
    /// Rows are grouped by it within the query, and the groups are counted or added up further out.
    GroupedAway,
    /// Its values decide which rows count, or what a row counts for: conditions of every kind but the next two.
    Filtered,
    /// Its values order rows, or divide them for a window.
    Ordered,
    /// It is compared with a column of another table, value for value.
    Joined,
    /// Its values are added up or averaged.
    Aggregated,
    /// Its different values are counted.
    CountedDistinct,
    /// Only whether there is a value matters: a test for null, or a count of values.
    Present,
}

impl Position {
    /// Every position.
    pub const ALL: [Self; 9] = [
        Self::Shown,
        Self::Grouped,
        Self::GroupedAway,
        Self::Filtered,
        Self::Ordered,
        Self::Joined,
        Self::Aggregated,
        Self::CountedDistinct,
        Self::Present,
    ];

    /// In words, after "to be".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Grouped => "grouped by in the answer",
            Self::GroupedAway => "grouped by within the query",
            Self::Filtered => "filtered by",
            Self::Ordered => "ordered by",
            Self::Joined => "joined on",
            Self::Aggregated => "added up",
            Self::CountedDistinct => "counted by its different values",
            Self::Present => "tested for being there",
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words())
    }
}

/// The columns of one table that are approved, each with its positions.
pub type ApprovedColumns = BTreeMap<String, BTreeSet<Position>>;

/// What a query may rest on: tables, of each the columns, and of each column the positions it may stand in. A table with
/// no column in it may be counted (`count(*)`), but none of its columns used anywhere in the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approved {
    columns: BTreeMap<String, ApprovedColumns>,
    joins: BTreeSet<(String, String)>,
}

impl Approved {
    /// Nothing.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Adds a table whose rows may be counted.
    pub fn table(&mut self, table: impl Into<String>) -> &mut ApprovedColumns {
        self.columns.entry(table.into()).or_default()
    }

    /// Adds a column in some positions.
    pub fn column(
        &mut self,
        table: impl Into<String>,
        column: impl Into<String>,
        positions: impl IntoIterator<Item = Position>,
    ) {
        self.table(table).entry(column.into()).or_default().extend(positions);
    }

    /// Adds a pair of tables whose rows may stand beside each other: joined, crossed, or one within a subquery of the
    /// other. A table joined with itself is a pair too.
    pub fn join(&mut self, one: impl Into<String>, other: impl Into<String>) {
        self.joins.insert(pair(&one.into(), &other.into()));
    }

    /// Adds a table whose columns may stand anywhere, and be joined with every other table added in this way.
    pub fn whole(&mut self, table: &str, columns: impl IntoIterator<Item = String>) {
        let entry = self.columns.entry(table.to_owned()).or_default();
        entry.extend(columns.into_iter().map(|column| (column, Position::ALL.into())));
        let tables: Vec<String> = self.columns.keys().cloned().collect();
        self.joins.extend(tables.iter().map(|other| pair(table, other)));
    }

    /// Approved columns by table.
    #[must_use]
    pub fn columns(&self) -> &BTreeMap<String, ApprovedColumns> {
        &self.columns
    }

    /// Pairs of tables that may be joined, each in order of name.
    #[must_use]
    pub fn joins(&self) -> &BTreeSet<(String, String)> {
        &self.joins
    }
}

/// Two tables in order of name.
pub(crate) fn pair(one: &str, other: &str) -> (String, String) {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    (first.to_owned(), second.to_owned())
}
