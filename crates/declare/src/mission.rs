//! `missions/*.yaml`: the missions of the strategy, in its own words.
//!
//! Not allowed in here: measures; an indicator names its mission, not the other way round.

use concordat_base::Name;
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// A mission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mission {
    /// Version of this format; 1.
    pub version: u32,
    /// Its id.
    pub id: Located<Name>,
    /// The stage of life it belongs to.
    pub life_course: Located<Name>,
    /// Its place in the order of the strategy.
    pub order: u32,
    /// A few words for headings.
    pub title: String,
    /// The sentence of the strategy.
    pub statement: String,
}
