//! What data may be used for, and what it may never be used for.
//!
//! Not allowed in here: a purpose that decides about one person.

use concordat_base::Name;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// Purposes of use: a closed list. Source: the purposes that local needs assessments, strategies and statutory returns name;
/// confirm with your information-governance lead.
pub const PURPOSES: &[&str] = &[
    "jsna",
    "strategy_monitoring",
    "mission_outcome_measure",
    "service_planning",
    "commissioning",
    "evaluation",
    "inequality_analysis",
    "community_safety_assessment",
    "statutory_return",
    "research",
    "data_quality",
];

/// Uses that no agreement can permit here, whether it prohibits them by name or not.
pub const NEVER_PERMITTED: &[&str] = &[
    "individual_decision",
    "direct_care",
    "enforcement",
    "immigration",
    "fraud",
    "marketing",
    "reidentification",
    "model_training",
];

/// A permitted purpose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PurposePermission {
    /// The purpose.
    #[schemars(extend("enum" = PURPOSES))]
    pub id: Located<Name>,
    /// Missions it is for.
    pub missions: Vec<Located<Name>>,
    /// Why the data is needed for it, and less would not do.
    pub necessity: String,
    /// Whom it benefits, and how.
    pub benefit: String,
    /// The clause.
    pub clause: Located<Name>,
}
