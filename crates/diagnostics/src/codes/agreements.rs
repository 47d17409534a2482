//! C2xx: what an agreement does not permit.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C201: no agreement covers it.
pub const NO_AGREEMENT: Code = Code {
    number: 201,
    title: "no agreement covers it",
    meaning: "No agreement or open licence names this dataset, so that it is not received, opened or used.",
    mend: "Declare the agreement under which it is shared, with the signatures of all controllers.",
    who: Who::DataProtectionLead,
};

/// C202: the agreement is not yet in force.
pub const NOT_YET_IN_FORCE: Code = Code {
    number: 202,
    title: "the agreement is not yet in force",
    meaning: "Its term begins after the date of this run.",
    mend: "Wait for the start, or have the parties bring it forward.",
    who: Who::DataProtectionLead,
};

/// C203: the agreement has expired.
pub const EXPIRED: Code = Code {
    number: 203,
    title: "the agreement has expired",
    meaning: "Its term ended before the date of this run. What rests on it is no longer computed, and its data is not opened.",
    mend: "Have the parties renew it: a new version with new signatures.",
    who: Who::DataProtectionLead,
};

/// C204: a signature is missing.
pub const PARTLY_SIGNED: Code = Code {
    number: 204,
    title: "a signature is missing",
    meaning: "Not all controllers have signed this version of the agreement.",
    mend: "Have the party that is named sign.",
    who: Who::DataProtectionLead,
};

/// C205: the purpose is not permitted.
pub const PURPOSE_NOT_PERMITTED: Code = Code {
    number: 205,
    title: "the purpose is not permitted",
    meaning: "The agreement does not permit use for this purpose or mission.",
    mend: "Take the indicator out, or have the purpose added to the agreement.",
    who: Who::DataProtectionLead,
};

/// C206: a column that is not shared.
pub const COLUMN_NOT_SHARED: Code = Code {
    number: 206,
    title: "a column that is not shared",
    meaning: "The measure uses a column that no field of the agreement shares for it.",
    mend: "Take the column out of the measure, or have it added to the agreement.",
    who: Who::DataProtectionLead,
};

/// C207: a column used in a way the agreement does not permit.
pub const ROLE_NOT_PERMITTED: Code = Code {
    number: 207,
    title: "a column used in a way the agreement does not permit",
    meaning: "The agreement shares the column for other roles: a linkage key may be joined on, and never shown or grouped to output.",
    mend: "Use the column in a permitted role.",
    who: Who::DataProtectionLead,
};

/// C208: a linkage that both sides have not agreed.
pub const LINKAGE_NOT_PERMITTED: Code = Code {
    number: 208,
    title: "a linkage that both sides have not agreed",
    meaning: "Records of two datasets may be linked only where each agreement names the other dataset and the same key.",
    mend: "Have the missing side added; the message names it.",
    who: Who::DataProtectionLead,
};

/// C209: an audience that is not permitted.
pub const AUDIENCE_NOT_PERMITTED: Code = Code {
    number: 209,
    title: "an audience that is not permitted",
    meaning: "The agreements in this figure do not share the audience that is asked for.",
    mend: "Publish to a narrower audience, or have the agreement widened.",
    who: Who::DataProtectionLead,
};

/// C210: sent by a party that does not supply it.
pub const NOT_A_SUPPLIER: Code = Code {
    number: 210,
    title: "sent by a party that does not supply it",
    meaning: "The party that delivers is not a supplying party of the agreement.",
    mend: "Correct the source, or add the party to the agreement.",
    who: Who::DataProtectionLead,
};

/// C211: a kind of output that is not permitted.
pub const OUTPUT_NOT_PERMITTED: Code = Code {
    number: 211,
    title: "a kind of output that is not permitted",
    meaning: "The agreement does not permit this kind of output.",
    mend: "Declare a permitted kind of output for the indicator.",
    who: Who::DataProtectionLead,
};

pub(super) const ALL: &[&Code] = &[
    &NO_AGREEMENT,
    &NOT_YET_IN_FORCE,
    &EXPIRED,
    &PARTLY_SIGNED,
    &PURPOSE_NOT_PERMITTED,
    &COLUMN_NOT_SHARED,
    &ROLE_NOT_PERMITTED,
    &LINKAGE_NOT_PERMITTED,
    &AUDIENCE_NOT_PERMITTED,
    &NOT_A_SUPPLIER,
    &OUTPUT_NOT_PERMITTED,
];
