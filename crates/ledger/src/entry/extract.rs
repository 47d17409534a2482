//! What happens to extracts, from delivery to destruction. Extracts are named by keyed commitments:
//! the plain hash of a small file can be guessed. Counts are of files, never of records.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An extract was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractReceived {
    /// The dataset.
    pub dataset: String,
    /// The party that supplies the dataset.
    pub party: String,
    /// The agreement under which it was received.
    pub agreement: String,
    /// The id of the delivery.
    pub delivery: String,
    /// The labels of the periods it covers, in their order.
    pub periods: Vec<String>,
    /// The keyed commitment to its content.
    pub commitment: String,
    /// How many files it came in.
    pub files: u64,
    /// What was landed of it, by period: under these commitments it is read, and named by releases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub landed: Vec<LandedExtract>,
    /// The columns that were landed, sorted, by the names of the contract.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

/// What was landed of an extract for a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LandedExtract {
    /// The label of the period.
    pub period: String,
    /// The keyed commitment to the rows that were accepted.
    pub commitment: String,
}

/// An extract was turned away whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractRefused {
    /// The dataset.
    pub dataset: String,
    /// The party that supplies the dataset.
    pub party: String,
    /// The id of the delivery.
    pub delivery: String,
    /// The keyed commitment to its bytes, if they were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
    /// The codes of the reasons, sorted.
    pub codes: Vec<String>,
    /// How many files it came in.
    pub files: u64,
}

/// Records of an extract were set aside. How many is not said here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractQuarantined {
    /// The dataset.
    pub dataset: String,
    /// The party that supplies the dataset.
    pub party: String,
    /// The id of the delivery.
    pub delivery: String,
    /// The keyed commitment to the extract.
    pub commitment: String,
    /// The codes of the reasons, sorted.
    pub codes: Vec<String>,
    /// When what was set aside is destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
}

/// Something was shared or kept that should not have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentOpened {
    /// The id of the incident.
    pub incident: String,
    /// The code of what happened.
    pub code: String,
    /// The party concerned.
    pub party: String,
    /// The dataset, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
    /// The agreement, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// The keyed commitment to what was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
    /// The role that is told, never a name.
    pub told_role: String,
    /// By when it must have been acted upon.
    pub due_on: Date,
}

/// The time for which an extract may be kept is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionDue {
    /// The dataset.
    pub dataset: String,
    /// The label of the period.
    pub period: String,
    /// The party that supplies the dataset.
    pub party: String,
    /// The agreement that sets the time.
    pub agreement: String,
    /// The keyed commitment to the extract.
    pub commitment: String,
    /// The day by which it must be destroyed.
    pub due_on: Date,
    /// The id of its data key, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// How many files are to be removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<u64>,
}

/// An extract was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionDestroyed {
    /// The dataset.
    pub dataset: String,
    /// The label of the period.
    pub period: String,
    /// The party that supplies the dataset.
    pub party: String,
    /// The agreement that set the time.
    pub agreement: String,
    /// The keyed commitment to the extract.
    pub commitment: String,
    /// The id of the data key destroyed with it, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The code of the method.
    pub method: String,
    /// How many files were removed.
    pub files: u64,
}
