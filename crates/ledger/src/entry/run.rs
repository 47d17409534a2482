//! What runs decide and how they end, and what people decided in files.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A run decided what it may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPlanned {
    /// The run.
    pub run: String,
    /// The version of the program.
    pub code_version: String,
    /// SHA-256 over the declarations, which are no secret.
    pub declarations_sha256: String,
    /// What was decided for each indicator, in the order of their ids.
    pub decisions: Vec<PlannedDecision>,
}

/// What a plan permits for one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedDecision {
    /// The indicator.
    pub indicator: String,
    /// Whether it may be computed tonight.
    pub permitted: bool,
    /// The agreements that permit or would have to permit it, sorted.
    pub agreements: Vec<String>,
    /// The codes of the refusals, sorted; none if permitted.
    pub codes: Vec<String>,
}

/// A run stopped before making anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRefused {
    /// The run.
    pub run: String,
    /// The codes of the reasons, sorted.
    pub codes: Vec<String>,
}

/// A run came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCompleted {
    /// The run.
    pub run: String,
    /// The code of the outcome: `published`, `staged`, `unchanged` or `failed`.
    pub outcome: String,
    /// The version it made, if it made one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The codes of what was not as it should be, sorted.
    pub codes: Vec<String>,
}

/// A decision of people, declared in a file, took effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionApplied {
    /// The id of the decision.
    pub decision: String,
    /// What kind of decision, by code.
    pub kind: String,
    /// The id of what it is about.
    pub subject: String,
    /// The role that decided, never a name.
    pub role: String,
    /// The reason as declared, at most 500 bytes.
    pub reason: String,
    /// The day of the decision.
    pub decided_on: Date,
    /// When it ceases to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
}
