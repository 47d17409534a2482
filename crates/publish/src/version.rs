//! The name of a release: the as-of date and a number, `2026-06-30.1`.
//!
//! Not allowed in here: meaning. What kind of change a release is stands in its list of changes.

use std::fmt;
use std::str::FromStr;

use concordat_base::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A version. Versions are ordered by date, then by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    date: Date,
    number: u32,
}

/// A text that is not a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a version is written as a date and a number, such as 2026-06-30.1")]
pub struct VersionError;

impl Version {
    /// The first version of a date.
    pub(crate) fn first_of(date: Date) -> Self {
        Self { date, number: 1 }
    }

    /// The version of the same date that follows.
    pub(crate) fn next(self) -> Self {
        Self { number: self.number.saturating_add(1), ..self }
    }

    /// The as-of date that it was made for.
    #[must_use]
    pub fn date(self) -> Date {
        self.date
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.date, self.number)
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let (date, number) = text.split_once('.').ok_or(VersionError)?;
        let version =
            Self { date: date.parse().map_err(|_| VersionError)?, number: number.parse().map_err(|_| VersionError)? };
        // One way of writing only: a version names a folder.
        if version.number > 0 && version.to_string() == text { Ok(version) } else { Err(VersionError) }
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_date_then_number_and_have_one_form() {
        let version = |text: &str| text.parse::<Version>();
        assert!(version("2026-06-30.9").unwrap() < version("2026-06-30.10").unwrap());
        assert!(version("2026-06-30.10").unwrap() < version("2026-07-01.1").unwrap());
        assert_eq!(version("2026-06-30.1").unwrap().next().to_string(), "2026-06-30.2");
        for bad in
            ["", "2026-06-30", "2026-06-30.0", "2026-06-30.01", "2026-6-30.1", "20260630.1", "..", "2026-06-30.1/"]
        {
            assert_eq!(version(bad), Err(VersionError), "{bad}");
        }
    }
}
