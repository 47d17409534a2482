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

/// C604: a proof does not hold.
pub const PROOF_DOES_NOT_HOLD: Code = Code {
    number: 604,
    title: "a proof of protection does not hold",
    meaning: "Added up, the tables of the proof do not show that every hidden count could be several numbers.",
    mend: "Protect the table again and keep pattern and proof together; a file of either was changed.",
    who: Who::IntelligenceTeam,
};

/// C605: tables that somebody protected leak.
pub const PUBLISHED_TABLES_LEAK: Code = Code {
    number: 605,
    title: "published tables give hidden counts away",
    meaning: "The attack worked out hidden counts, or changes of a few people, from what was published.",
    mend: "Withdraw the tables, protect them again together, and treat what leaked as known.",
    who: Who::IntelligenceTeam,
};

/// C606: a table cannot be read as the tool needs it.
pub const TABLE_LAYOUT: Code = Code {
    number: 606,
    title: "a table is not laid out as the disclosure tool needs it",
    meaning: "A column is missing, a count is no whole number, a cell stands twice, or a policy is not known.",
    mend: "Mend the file at the line that is named; `concordat protect --help` tells the columns.",
    who: Who::IntelligenceTeam,
};

/// C607: a revision waits.
pub const REVISION_WAITS: Code = Code {
    number: 607,
    title: "a revision waits, and the figures stand as they were published",
    meaning: "Counts of a period that was published have changed. Shown beside the release before, the change would tell of few people, or today is no day of revisions. No release says so.",
    mend: "Nothing needs to be done. Where it waits for long, tell the agency that sent the correction and the lead of the board, not readers.",
    who: Who::IntelligenceTeam,
};

/// C608: a period cannot be compared with what was published of it.
pub const BASIS_DESTROYED: Code = Code {
    number: 608,
    title: "a period cannot be compared with what was published of it",
    meaning: "The extract behind the published figures was destroyed in its time, or the measure was defined anew, so that nobody can say how far the figures would move. The period is left out.",
    mend: "Leave it out, or give the changed measure a new id, so that its figures are a series of their own.",
    who: Who::IntelligenceTeam,
};

pub(super) const ALL: &[&Code] = &[
    &AUDIT_REFUSED,
    &REGISTER_MISSING,
    &TABLES_INCONSISTENT,
    &PROOF_DOES_NOT_HOLD,
    &PUBLISHED_TABLES_LEAK,
    &TABLE_LAYOUT,
    &REVISION_WAITS,
    &BASIS_DESTROYED,
];
