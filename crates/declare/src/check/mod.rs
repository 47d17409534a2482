//! Checks that declarations fit together, one concern in each file.
//!
//! Not allowed in here: dates of tonight, and the content of deliveries.

mod ages;
mod agreements;
mod as_published;
mod breakdown;
mod catalogue;
mod indicators;
mod interfaces;
mod mapping;
mod missions;
mod place;
mod published;
mod sources;

use crate::faults::Faults;
use crate::partnership::Draft;

/// Runs every check.
pub(crate) fn all(draft: &Draft, faults: &mut Faults) {
    place::check(draft, faults);
    sources::check(draft, faults);
    agreements::check(draft, faults);
    indicators::check(draft, faults);
    missions::check(draft, faults);
    catalogue::check(draft, faults);
}
