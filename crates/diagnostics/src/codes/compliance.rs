//! C28x: what was done with parties' data, seen afterwards.
//!
//! Not allowed in here: a number that had another meaning before, and a rating.

use crate::code::{Code, Who};

/// C280: something was done that no agreement permits.
pub const BREACH: Code = Code {
    number: 280,
    title: "something was done that no agreement permits",
    meaning: "The ledger, a release or what is held shows data that was received, read, linked, shown or kept other than an agreement permits.",
    mend: "Tell the data-protection leads of the parties named; withdraw the release if figures rest on it.",
    who: Who::DataProtectionLead,
};

/// C281: nothing was checked.
pub const NOTHING_CHECKED: Code = Code {
    number: 281,
    title: "nothing was checked",
    meaning: "There was no agreement or no entry in the ledger to look at. That is no sign that all is well.",
    mend: "Check the home, the place, the date and the name of the agreement.",
    who: Who::DataProtectionLead,
};

/// C282: an agreement ends soon.
pub const EXPIRES_SOON: Code = Code {
    number: 282,
    title: "an agreement ends soon",
    meaning: "Its last day is within its notice period. From the day after, its data is not opened and its figures are not computed.",
    mend: "Have the parties renew it; concordat agreements what-if lists what would go.",
    who: Who::DataProtectionLead,
};

/// C283: no such figure.
pub const UNKNOWN_FIGURE: Code = Code {
    number: 283,
    title: "no such figure",
    meaning: "No row of the releases that were asked has this id.",
    mend: "Take the id from the column figure_id of a release.",
    who: Who::IntelligenceTeam,
};

pub(super) const ALL: &[&Code] = &[&BREACH, &NOTHING_CHECKED, &EXPIRES_SOON, &UNKNOWN_FIGURE];
