//! `agreements/open/*.yaml`: open licences.
//!
//! Not allowed in here: signatures and an expiry; what is open stays open, and never loosens an agreement.

use concordat_base::{Date, Name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// An open licence: permits use for every purpose and audience, and asks for its statement to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenLicence {
    /// Version of this format; 1.
    pub licence_version: Located<u32>,
    /// Its id.
    pub id: Located<Name>,
    /// Datasets that stand under it.
    pub datasets: Vec<Located<Name>>,
    /// The licence, for example `OGL-UK-3.0`.
    pub licence: String,
    /// The statement that every output must carry.
    pub statement: String,
    /// Where the licence or the data is described.
    pub url: String,
    /// When the data was retrieved.
    #[schemars(with = "Located<Date>")]
    pub retrieved: Date,
}
