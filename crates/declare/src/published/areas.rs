//! How publishers name areas.
//!
//! Not allowed in here: lists of areas.

use std::collections::BTreeMap;

use concordat_base::AreaCode;
use serde::{Deserialize, Serialize};

/// A column of areas, from which one series yields many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaColumn {
    /// The column.
    pub column: String,
    /// How areas are named in it.
    pub scheme: AreaScheme,
    /// The areas that are kept; all, where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<AreaCode>,
    /// Texts that the scheme does not know, and the area each means.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub also: BTreeMap<String, AreaCode>,
    /// Texts of rows that are no area and are passed over, with `*` for any run of characters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pass_over: Vec<String>,
    /// Whether codes that an authority no longer has are taken for those it has now. Merged ones are refused either way.
    #[serde(default)]
    pub recode: bool,
    /// The boundaries the codes belong to: `LSOA 2011`, `authorities of April 2023`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundaries: Option<String>,
}

/// How areas are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaScheme {
    /// Nine characters of the Office for National Statistics: `E06000002`.
    Gss,
    /// The Department for Education's three digits: `806`, `806.0`.
    LaNumber,
    /// Names of countries, regions and authorities, in any capitals: `Redcar & Cleveland`.
    Name,
    /// Codes of the NHS Organisation Data Service: `RTR`.
    Ods,
    /// Codes as they stand.
    AsWritten,
}
