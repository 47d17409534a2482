//! What is asked besides the table: levels, groups, options.
//!
//! Not allowed here: a default of a single method; those stand with the method.

use std::collections::BTreeMap;

use crate::level::Level;

/// What is asked besides the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Confidence levels, in the order of their columns. A column `confidence` of the table goes before them.
    pub levels: Vec<Level>,
    /// Columns that name a group; none to leave it to the method.
    pub group: Option<Vec<String>>,
    /// Options of the method, by name. A column of that name in the table goes before them.
    pub options: BTreeMap<String, String>,
}

impl Default for Settings {
    /// 95 % and 99.8 %, groups as the method sees them, no options.
    fn default() -> Self {
        Self { levels: Level::both(), group: None, options: BTreeMap::new() }
    }
}

impl Settings {
    /// The same with an option.
    #[must_use]
    pub fn with_option(mut self, name: &str, value: &str) -> Self {
        self.options.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with groups by columns.
    #[must_use]
    pub fn grouped_by(mut self, columns: &[&str]) -> Self {
        self.group = Some(columns.iter().map(|column| (*column).to_owned()).collect());
        self
    }

    /// The same with other levels.
    #[must_use]
    pub fn at(mut self, levels: Vec<Level>) -> Self {
        self.levels = levels;
        self
    }
}
