//! Area codes: what a place on the map is called in data.
//!
//! Not allowed in here: lists of areas and how they nest; those are declared by the place.

use std::fmt;

use serde::Serialize;

/// The code of an area: a nine-character GSS code of the Office for National Statistics, or a code the place declares
/// for an area of its own (for example `south-tees`). Two to forty characters: letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct AreaCode(String);

/// Why a text is not an area code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an area code has 2 to 40 letters, digits, '-' or '_'")]
pub struct AreaCodeError;

impl AreaCode {
    /// Checks `text` and makes it an area code.
    ///
    /// # Errors
    /// [`AreaCodeError`] when a character or the length is outside the rule.
    pub fn new(text: &str) -> Result<Self, AreaCodeError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if (2..=40).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AreaCodeError)
        }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for AreaCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'de> serde::Deserialize<'de> for AreaCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gss_codes_and_declared_codes_are_codes() {
        assert!(AreaCode::new("E06000002").is_ok());
        assert!(AreaCode::new("south-tees").is_ok());
        for bad in ["", "E", "E0600 002", "=E06"] {
            assert_eq!(AreaCode::new(bad), Err(AreaCodeError), "{bad}");
        }
    }
}
