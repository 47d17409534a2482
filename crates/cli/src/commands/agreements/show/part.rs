//! A part of the page: facts, and at most one table behind them.
//!
//! Not allowed in here: how it looks.

use concordat_compliance::{Section, Table};

/// A part of the page.
#[derive(Debug, Default)]
pub(super) struct Part {
    heading: &'static str,
    facts: Vec<(&'static str, String)>,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Part {
    /// A part with a heading.
    pub(super) fn new(heading: &'static str) -> Self {
        Self { heading, ..Self::default() }
    }

    /// Adds a fact; nothing where there is none.
    pub(super) fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((name, value.into()));
        self
    }

    /// Adds the table.
    pub(super) fn table(mut self, columns: &[&str], rows: Vec<Vec<String>>) -> Self {
        self.columns = columns.iter().map(|column| (*column).to_owned()).collect();
        self.rows = rows;
        self
    }

    /// The section of a page; `None` where nothing stands in it.
    pub(super) fn section(self) -> Option<Section> {
        let section = Section::new(self.heading).facts(self.facts);
        let section = section.table(Table { columns: self.columns, rows: self.rows }, "");
        (!section.blocks.is_empty()).then_some(section)
    }
}
