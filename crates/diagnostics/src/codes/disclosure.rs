//! C6xx: what must not be shown.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C601: a hidden count would follow from the release.
pub const AUDIT_REFUSED: Code = Code {
    number: 601,
    title: "a hidden count would follow from the release",
    meaning: "The attack on the finished tables found a hidden count. The tables concerned are not published; those published before stand.",
    mend: "Report it with the run: protection and attack disagree.",
    who: Who::IntelligenceTeam,
};

/// C602: the register of published figures is missing or short.
pub const REGISTER_MISSING: Code = Code {
    number: 602,
    title: "the register of published figures is missing or short",
    meaning: "Without knowing everything that was ever published no release can be shown to be safe. Nothing is published.",
    mend: "Restore the register from the backup; it is never begun anew while releases exist.",
    who: Who::IntelligenceTeam,
};

/// C603: a table does not add up.
pub const TABLES_INCONSISTENT: Code = Code {
    number: 603,
    title: "a table does not add up",
    meaning: "A total is not the sum of its parts, so that it cannot be protected.",
    mend: "Report it with the run.",
    who: Who::IntelligenceTeam,
};

pub(super) const ALL: &[&Code] = &[&AUDIT_REFUSED, &REGISTER_MISSING, &TABLES_INCONSISTENT];
