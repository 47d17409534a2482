//! Code lists: the values a coded column may hold, `schemas/codes/*.csv`.
//!
//! Not allowed in here: guessing a code that is not in the list.

use concordat_base::{ContentHash, ContentHasher};

/// A code list, in the order of its file. The position of a code is how it is kept in landed data.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeList {
    /// Codes and labels.
    entries: Vec<(String, String)>,
}

impl CodeList {
    /// Reads the CSV text of a list: header `code,label`.
    ///
    /// # Errors
    /// The line, from 1, at which the table is at fault.
    pub(crate) fn read(text: &str) -> Result<Self, u64> {
        let mut entries: Vec<(String, String)> = Vec::new();
        for (line, row) in crate::areas::rows(text, &["code", "label"])? {
            let [code, label] = row.as_slice() else { return Err(line) };
            if code.is_empty() || entries.iter().any(|(known, _)| known == code) {
                return Err(line);
            }
            entries.push((code.clone(), label.clone()));
        }
        if entries.is_empty() || entries.len() > usize::from(u16::MAX) { Err(1) } else { Ok(Self { entries }) }
    }

    /// Codes in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(code, _)| code.as_str())
    }

    /// Position of a code.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<u16> {
        self.codes().position(|known| known == code).and_then(|position| u16::try_from(position).ok())
    }

    /// Label of the code at a position.
    #[must_use]
    pub fn label(&self, position: u16) -> Option<&str> {
        self.entries.get(usize::from(position)).map(|(_, label)| label.as_str())
    }

    /// Code at a position.
    #[must_use]
    pub fn code(&self, position: u16) -> Option<&str> {
        self.entries.get(usize::from(position)).map(|(code, _)| code.as_str())
    }

    /// How many codes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none; a list that was read never is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Hash of codes in their order: landed positions mean nothing under another.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        let mut hasher = ContentHasher::new("code-list");
        for code in self.codes() {
            hasher.field(code.as_bytes());
        }
        hasher.finish()
    }
}
