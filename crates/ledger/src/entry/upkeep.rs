//! Keys, reading and reviews.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A key was replaced. Keys are named by ids, never by any part of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRotated {
    /// The id of the new key.
    pub key: String,
    /// The id of the key before, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// What the key is for, by code.
    pub purpose: String,
}

/// A release was read. Counts only: nobody who read is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRead {
    /// The version of the release.
    pub version: String,
    /// The audience whose files were read.
    pub audience: String,
    /// The first day counted.
    pub from_day: Date,
    /// The last day counted.
    pub until_day: Date,
    /// How many requests there were.
    pub requests: u64,
}

/// People reviewed an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDone {
    /// The agreement.
    pub agreement: String,
    /// The role that reviewed, never a name.
    pub role: String,
    /// The day of the review.
    pub reviewed_on: Date,
    /// When the next is due.
    pub next_on: Date,
    /// The codes of what was found, sorted.
    pub codes: Vec<String>,
}
