//! What stands on a page: a title and parts, each of facts, lines and at most one table.
//!
//! Not allowed in here: how it looks.

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) notice: Vec<String>,
    pub(super) parts: Vec<Part>,
}

/// A part of a page.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) heading: &'static str,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Part {
    /// A part with a heading.
    pub(super) fn new(heading: &'static str) -> Self {
        Self { heading, ..Self::default() }
    }

    /// Adds a fact; nothing where there is none.
    pub(super) fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.facts.push((name, value));
        }
        self
    }

    /// Adds the table.
    pub(super) fn table(mut self, columns: &[&'static str], rows: Vec<Vec<String>>) -> Self {
        self.columns = columns.to_vec();
        self.rows = rows;
        self
    }

    /// Whether nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.rows.is_empty()
    }
}
