//! Names that people write in declarations: parties, datasets, indicators, columns.
//!
//! Not allowed in here: looking a name up, or suggesting another one.

use std::fmt;

use serde::Serialize;

/// A name as written in declarations: lower-case letters, digits, `-` and `_`, starting with a letter, at most 80 long.
///
/// One type serves every kind of thing, since files, folders and columns are named by the same rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Name(String);

/// Why a text is not a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has lower-case letters, digits, '-' and '_', starts with a letter and is at most 80 long")]
pub struct NameError;

impl Name {
    /// Checks `text` and makes it a name.
    ///
    /// # Errors
    /// [`NameError`] when a character, the start or the length is outside the rule.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let starts_well = text.starts_with(|first: char| first.is_ascii_lowercase());
        let all_allowed =
            text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_');
        if starts_well && all_allowed && text.len() <= 80 { Ok(Self(text.to_owned())) } else { Err(NameError) }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_refused_outside_the_rule() {
        assert!(Name::new("south-tees_2").is_ok());
        for bad in ["", "South", "2nd", "a b", "-a", "a/b", &"a".repeat(81)] {
            assert_eq!(Name::new(bad), Err(NameError), "{bad}");
        }
    }
}
