//! Checks that declarations fit together, one concern in each file.
//!
//! Not allowed in here: dates of tonight, and the content of deliveries.

mod agreements;
mod indicators;
mod place;
mod sources;

use crate::faults::Faults;
use crate::partnership::Draft;

/// Purposes of use: a closed list. Decisions about one person are in none of them.
pub(crate) const PURPOSES: &[&str] = &[
    "jsna",
    "strategy_monitoring",
    "mission_outcome_measure",
    "service_planning",
    "commissioning",
    "evaluation",
    "inequality_analysis",
    "community_safety_assessment",
];

/// Kinds of output: a closed list.
pub(crate) const OUTPUT_KINDS: &[&str] = &["internal_dashboard", "board_paper", "partner_extract", "published_table"];

/// Runs every check.
pub(crate) fn all(draft: &Draft, faults: &mut Faults) {
    place::check(draft, faults);
    sources::check(draft, faults);
    agreements::check(draft, faults);
    indicators::check(draft, faults);
}
