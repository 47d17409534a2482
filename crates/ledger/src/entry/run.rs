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

/// A run read a dataset: opened its landed rows, or cells that were counted from them before. Entered before anything is
/// made of it, for every dataset that a run opened anything of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataRead {
    /// The run.
    pub run: String,
    /// The dataset.
    pub dataset: String,
    /// The party that supplies the dataset.
    pub party: String,
    /// The columns that were scanned, sorted, as the plans that ran asked for them; none if only kept cells were opened.
    pub columns: Vec<String>,
    /// The indicators for which it was read, sorted.
    pub indicators: Vec<String>,
    /// The extracts that were read, sorted.
    pub extracts: Vec<ReadExtract>,
}

/// One extract that a run read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReadExtract {
    /// The label of the period.
    pub period: String,
    /// The keyed commitment to the extract: the one that a release made of it names.
    pub commitment: String,
    /// True if no row of it was opened, but cells that an earlier run had counted from it.
    pub kept: bool,
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
