//! What happens to agreements. Texts are named by commitments; no text is quoted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An agreement was declared for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementRegistered {
    /// The agreement.
    pub agreement: String,
    /// The parties to it, sorted.
    pub parties: Vec<String>,
    /// Its first day.
    pub valid_from: Date,
    /// Its last day.
    pub valid_until: Date,
    /// The commitment to its declared text.
    pub commitment: String,
}

/// A party attested an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementSigned {
    /// The agreement.
    pub agreement: String,
    /// The party.
    pub party: String,
    /// The role that signed, never a name.
    pub role: String,
    /// The day of the signature.
    pub signed_on: Date,
    /// The commitment to the text that was signed.
    pub commitment: String,
}

/// The text of an agreement changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementAmended {
    /// The agreement.
    pub agreement: String,
    /// The commitment to the new text.
    pub commitment: String,
    /// The commitment to the text before.
    pub previous_commitment: String,
    /// What changed, by code or by the name of the clause, sorted.
    pub changes: Vec<String>,
}

/// An agreement permits nothing for the time being.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementSuspended {
    /// The agreement.
    pub agreement: String,
    /// The code of the reason.
    pub code: String,
    /// The party on whose account, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
}

/// An agreement came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementExpired {
    /// The agreement.
    pub agreement: String,
    /// Its last day.
    pub expired_on: Date,
}
