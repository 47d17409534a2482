//! Which records may be linked, and how the keys they are linked by are made and kept.
//!
//! Not allowed in here: one side's permission standing for the other's.

use concordat_base::{Date, DateSpan, Name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code_lists::code_list;
use crate::located::Located;

/// A permitted linkage. The other dataset's agreement must say the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkagePermission {
    /// A dataset of this agreement.
    pub dataset: Located<Name>,
    /// A dataset of this or another agreement.
    pub with: Located<Name>,
    /// Columns that may be joined on. Written `columns`: many programs read a bare `on` as a truth value.
    #[serde(rename = "columns")]
    pub on: Vec<Located<Name>>,
    /// Id of the key the tokens were made with.
    pub key: Located<Name>,
    /// Missions it is for.
    pub missions: Vec<Located<Name>>,
    /// The clause.
    pub clause: Located<Name>,
}

/// How pseudonyms are made, and who keeps the key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pseudonymisation {
    /// Id of the key; one for each purpose.
    pub key: Located<Name>,
    /// How tokens are made.
    pub method: PseudonymMethod,
    /// The party that keeps the key; never the one that runs the night.
    pub custodian: Located<Name>,
    /// How often the key is changed.
    #[serde(default)]
    pub rotate: Option<Located<DateSpan>>,
    /// Whether anybody may find the person behind a token.
    pub reidentification: Reidentification,
    /// The clause.
    pub clause: Located<Name>,
}

code_list! {
    /// Ways of making pseudonyms. Unkeyed hashes are none: all NHS numbers can be tried in minutes.
    PseudonymMethod {
        HmacSha256 = "hmac_sha256", "HMAC-SHA256 with a secret key";
        RandomToken = "random_token", "A random token from a table that the custodian keeps";
        EncryptedFpe = "encrypted_fpe", "Encryption that keeps the format";
        None = "none", "None";
    }
}

code_list! {
    /// Who may find the person behind a token.
    Reidentification {
        Forbidden = "forbidden", "Nobody";
        ControllerOnly = "controller_only", "The controller that sent it, and nobody else";
    }
}

/// The assessment that data is anonymous in the hands of those who receive it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anonymisation {
    /// Where the assessment is registered.
    pub assessment_ref: String,
    /// Parties in whose hands it was assessed.
    pub in_hands_of: Vec<Located<Name>>,
    /// The motivated-intruder test.
    pub motivated_intruder: IntruderTest,
    /// When the assessment is to be repeated.
    pub repeat_by: Located<Date>,
}

/// A motivated-intruder test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntruderTest {
    /// When it was made.
    pub date: Located<Date>,
    /// What it found.
    pub result: Located<TestResult>,
}

code_list! {
    /// What a test found.
    TestResult {
        Pass = "pass", "Passed";
        Fail = "fail", "Failed";
    }
}
