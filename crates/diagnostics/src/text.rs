//! Text that can carry no cell value: built only from fixed words, declared names, counts, dates and file names.
//!
//! Not allowed in here: a constructor from `String` or `&str` that is not fixed at compile time, but for the two that
//! say where their text comes from.

use std::fmt;
use std::path::Path;

use concordat_base::{Date, Name, Period};
use serde::Serialize;

/// A message, or a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// An empty text, to be filled.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds fixed words.
    #[must_use]
    pub fn say(mut self, words: &'static str) -> Self {
        self.0.push_str(words);
        self
    }

    /// Adds a declared name, in quotes.
    #[must_use]
    pub fn name(self, name: &Name) -> Self {
        self.declared(name.as_str())
    }

    /// Adds a whole number, with thousands separated.
    #[must_use]
    pub fn number(mut self, number: u64) -> Self {
        self.0.push_str(&thousands(number));
        self
    }

    /// Adds a date.
    #[must_use]
    pub fn date(mut self, date: Date) -> Self {
        self.0.push_str(&date.to_string());
        self
    }

    /// Adds a period.
    #[must_use]
    pub fn period(mut self, period: Period) -> Self {
        self.0.push_str(&period.to_string());
        self
    }

    /// Adds the file name at the end of a path (folders above it are left out: they differ from machine to machine).
    #[must_use]
    pub fn file(self, path: &Path) -> Self {
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
        self.declared(&name)
    }

    /// Adds a cell as spreadsheet programs name it: row and column, both from 1.
    #[must_use]
    pub fn cell(mut self, row: u64, column: u64) -> Self {
        self.0.push_str(&column_letters(column));
        self.0.push_str(&row.to_string());
        self
    }

    /// Adds text that stands in a declaration, a contract or the command line, in quotes. Never text of a delivery.
    #[must_use]
    pub fn declared(mut self, text: &str) -> Self {
        self.0.push('\'');
        self.0.extend(text.chars().filter(|character| !character.is_control()).take(200));
        self.0.push('\'');
        self
    }

    /// Adds a list of declared texts, each in quotes, separated by commas.
    #[must_use]
    pub fn list<'text>(mut self, items: impl IntoIterator<Item = &'text str>) -> Self {
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                self = self.say(", ");
            }
            self = self.declared(item);
        }
        self
    }

    /// Adds the words of an operating-system error, which name an operation and never a content.
    #[must_use]
    pub fn system(mut self, error: &std::io::Error) -> Self {
        self.0.push_str(&error.kind().to_string());
        self
    }

    /// Adds another text.
    #[must_use]
    pub fn and(mut self, other: &Text) -> Self {
        self.0.push_str(&other.0);
        self
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A column as spreadsheet programs name it: `A` is 1, `AA` is 27.
#[must_use]
pub fn column_letters(column: u64) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Self {
        Self::new().say(words)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A whole number with commas between thousands, as people in the field write it.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!([1, 26, 27, 52, 702, 703].map(column_letters), ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
        assert_eq!(Text::new().say("cell ").cell(12, 13).as_str(), "cell M12");
    }

    #[test]
    fn a_path_is_named_by_its_file_alone() {
        let text = Text::new().say("could not read ").file(Path::new("/some/home/extract.csv"));
        assert_eq!(text.as_str(), "could not read 'extract.csv'");
    }
}
