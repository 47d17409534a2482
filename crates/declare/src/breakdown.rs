//! Breakdowns: groups by a coded column, such as fifths of deprivation, and what is worked out over them where they are
//! ranked.
//!
//! Not allowed in here: a word on whether more or less is good, and groups that records decide; they are codes of a list.

use concordat_base::Name;
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// Groups by a coded column. Each group is published by itself, never crossed with another dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// The column.
    pub column: Located<Name>,
    /// By what it divides, such as `fifth of small areas by deprivation`.
    pub title: String,
    /// Codes of the groups, in the order in which they are ranked. Records with another code of the list, such as not known,
    /// are in the total alone.
    pub groups: Vec<Located<String>>,
}

/// A slope index over ranked groups: how much a value changes from the one end of the ranked people to the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlopeIndex {
    /// The end at which the first group stands, such as `the most deprived`.
    pub from: Located<String>,
    /// The other end, such as `the least deprived`.
    pub to: String,
}
