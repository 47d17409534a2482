//! What happens to releases. A release is named by its version and, for each audience, by the hash of
//! its payload, which is public to that audience anyway.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A release was made. Entered after the register and before the pointer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasePublished {
    /// The version of the release.
    pub version: String,
    /// The run that made it.
    pub run: String,
    /// Its audiences, from widest to narrowest.
    pub audiences: Vec<AudienceContent>,
    /// How many entries the register has with this release: fewer found later means entries were lost.
    pub register_entries: u64,
    /// SHA-256 over the register with this release.
    pub register_sha256: String,
    /// The extracts it was made from, sorted.
    pub inputs: Vec<ReleaseInput>,
}

/// What one audience gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudienceContent {
    /// The audience.
    pub audience: String,
    /// SHA-256 over the payload with the version blank.
    pub content_sha256: String,
    /// The first day on which it may be given to them, where an agreement has them wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Date>,
}

/// One extract that went into a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseInput {
    /// The dataset.
    pub dataset: String,
    /// The label of the period.
    pub period: String,
    /// The keyed commitment to the extract.
    pub commitment: String,
}

/// A waiting release was approved for an audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseApproved {
    /// The version of the release.
    pub version: String,
    /// The audience.
    pub audience: String,
    /// The role that approved, never a name.
    pub role: String,
    /// The decision that says so, if it is in a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// A release was taken back. Its files and its figures in the register stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseWithdrawn {
    /// The version of the release.
    pub version: String,
    /// The audiences from which it was taken back, from widest to narrowest.
    pub audiences: Vec<String>,
    /// The code of the reason.
    pub code: String,
    /// The role that decided, never a name.
    pub role: String,
    /// The decision that says so, if it is in a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// An earlier release became the current one again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRolledBack {
    /// The version that was current.
    pub from_version: String,
    /// The version that is current now.
    pub to_version: String,
    /// The code of the reason.
    pub code: String,
    /// The role that decided, never a name.
    pub role: String,
}
