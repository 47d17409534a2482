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

/// C212: two texts under one version.
pub const TWO_TEXTS: Code = Code {
    number: 212,
    title: "two texts under one version",
    meaning: "The same id and version stand over two different texts. A signature would not tell which of them was signed.",
    mend: "Give the changed text the next version, and have it signed.",
    who: Who::DataProtectionLead,
};

/// C213: the next review is more than twelve months away.
pub const REVIEW_TOO_FAR: Code = Code {
    number: 213,
    title: "the next review is more than twelve months away",
    meaning: "An agreement is reviewed within twelve months of its start or of its last review.",
    mend: "Bring the review forward, or say when it was reviewed last.",
    who: Who::DataProtectionLead,
};

/// C214: an agreement of one party.
pub const TOO_FEW_PARTIES: Code = Code {
    number: 214,
    title: "an agreement of one party",
    meaning: "An agreement binds two parties at the least.",
    mend: "Name every party: those that send, those that receive, and those that process.",
    who: Who::DataProtectionLead,
};

/// C215: a signature that does not fit this text.
pub const SIGNATURE_DOES_NOT_FIT: Code = Code {
    number: 215,
    title: "a signature that does not fit this text",
    meaning: "The signature was made over an older version or another text, or by a key that the partnership does not declare for the party. It does not count, and the agreement waits for one that fits.",
    mend: "Have the party sign this version: concordat agreements sign.",
    who: Who::DataProtectionLead,
};

/// C216: signed by a role that may not sign.
pub const SIGNER_NOT_ALLOWED: Code = Code {
    number: 216,
    title: "signed by a role that may not sign",
    meaning: "People who work on the data do not sign for its protection: the Caldicott Guardian, the senior information risk owner, the data protection officer, the information asset owner, a director or the chief executive do.",
    mend: "Have the agreement signed by one of the roles that are named.",
    who: Who::DataProtectionLead,
};

/// C217: special-category data without a condition.
pub const CONDITION_MISSING: Code = Code {
    number: 217,
    title: "special-category data without a condition",
    meaning: "A field holds health data or another special category, and the agreement names no condition of article 9 for it.",
    mend: "Name the condition, after advice; or take the field out.",
    who: Who::DataProtectionLead,
};

/// C218: substantial public interest without its paragraph or policy document.
pub const PUBLIC_INTEREST_INCOMPLETE: Code = Code {
    number: 218,
    title: "substantial public interest without its paragraph or policy document",
    meaning: "Article 9(2)(g) needs a condition of part 2 of schedule 1 to the Data Protection Act 2018, and an appropriate policy document.",
    mend: "Name both, or another condition.",
    who: Who::DataProtectionLead,
};

/// C219: offence data without authority.
pub const OFFENCE_AUTHORITY_MISSING: Code = Code {
    number: 219,
    title: "offence data without authority",
    meaning: "Data about offences needs official authority or a condition of schedule 1; data collected for law enforcement needs the law by which it may be used for another purpose.",
    mend: "Name the authority, after advice; or take the field out.",
    who: Who::DataProtectionLead,
};

/// C220: a basis or power that was not law.
pub const NOT_YET_LAW: Code = Code {
    number: 220,
    title: "a basis or power that was not law",
    meaning: "The agreement relies on a basis or power before the day on which it became law, or after it ended.",
    mend: "Start on or after that day, or name what was law.",
    who: Who::DataProtectionLead,
};

/// C221: a basis that needs advice.
pub const BASIS_NEEDS_A_NOTE: Code = Code {
    number: 221,
    title: "a basis that needs advice",
    meaning: "A recognised legitimate interest is not meant for the own tasks of a public body, and must say which of annex 1 it is. Another power must be named in words.",
    mend: "Write down who advised what, in reviewer_note; or name another basis.",
    who: Who::DataProtectionLead,
};

/// C222: legitimate interest for a task of a public authority.
pub const BASIS_NOT_FOR_PUBLIC_BODIES: Code = Code {
    number: 222,
    title: "legitimate interest for a task of a public authority",
    meaning: "Article 6(1)(f) is not open to public authorities in their tasks.",
    mend: "Name another basis, most often e_public_task.",
    who: Who::DataProtectionLead,
};

/// C223: the duty of confidence is not met.
pub const CONFIDENCE_NOT_MET: Code = Code {
    number: 223,
    title: "the duty of confidence is not met",
    meaning: "Implied consent covers direct care alone and no planning. Support under section 251 needs a reference and must last as long as the agreement.",
    mend: "Name what meets the duty, after asking the Caldicott Guardian.",
    who: Who::DataProtectionLead,
};

/// C224: it is not clear what was done about opt-outs.
pub const OPT_OUT_UNCLEAR: Code = Code {
    number: 224,
    title: "it is not clear what was done about opt-outs",
    meaning: "The national data opt-out applies where confidential patient information flows with support under section 251. What was done must be said: how and when, or why not.",
    mend: "Say what was done, or why nothing needs doing.",
    who: Who::DataProtectionLead,
};

/// C225: a power that is not for this purpose.
pub const POWER_NOT_FOR_PURPOSE: Code = Code {
    number: 225,
    title: "a power that is not for this purpose",
    meaning: "The power was made to share information about one person, for example to safeguard a child. It does not carry planning and statistics.",
    mend: "Name a power that carries the purpose.",
    who: Who::DataProtectionLead,
};

/// C226: a purpose that is prohibited.
pub const PURPOSE_PROHIBITED: Code = Code {
    number: 226,
    title: "a purpose that is prohibited",
    meaning: "The purpose is one that is never permitted here, or the agreement permits and prohibits it at once.",
    mend: "Take the purpose out.",
    who: Who::DataProtectionLead,
};

/// C227: areas finer than the law or the charter permits.
pub const GEOGRAPHY_TOO_FINE: Code = Code {
    number: 227,
    title: "areas finer than the law or the charter permits",
    meaning: "Depersonalised information of NHS bodies under section 17A of the Crime and Disorder Act 1998 (SI 2007/1831) gives places no finer than the outward half of a postcode.",
    mend: "Name a coarser geography_floor.",
    who: Who::DataProtectionLead,
};

/// C228: one key for two purposes.
pub const KEY_FOR_TWO_PURPOSES: Code = Code {
    number: 228,
    title: "one key for two purposes",
    meaning: "Pseudonyms made with the same key can be joined. Each purpose has a key of its own, with one custodian.",
    mend: "Name another key for the other purpose, and have the sender use it.",
    who: Who::DataProtectionLead,
};

/// C229: the key is kept by those it is kept from.
pub const KEY_CUSTODY: Code = Code {
    number: 229,
    title: "the key is kept by those it is kept from",
    meaning: "Whoever runs the night or processes the data could find people with the key.",
    mend: "Name another party as custodian.",
    who: Who::DataProtectionLead,
};

/// C230: received data is kept longer than what is made from it.
pub const RETENTION_TOO_LONG: Code = Code {
    number: 230,
    title: "received data is kept longer than what is made from it",
    meaning: "Received data must be gone by the day on which what was made from it goes.",
    mend: "Shorten raw, or lengthen derived and say why.",
    who: Who::DataProtectionLead,
};

/// C231: data outside the agreed territory.
pub const OUTSIDE_TERRITORY: Code = Code {
    number: 231,
    title: "data outside the agreed territory",
    meaning: "A party keeps or processes the data in a country that the agreement does not permit.",
    mend: "Move the data, or agree on the country.",
    who: Who::DataProtectionLead,
};

/// C232: a processor without a contract.
pub const PROCESSOR_WITHOUT_CONTRACT: Code = Code {
    number: 232,
    title: "a processor without a contract",
    meaning: "A processor works by a contract with the controllers (UK GDPR article 28), and says where.",
    mend: "Name the contract in contract_ref, and the countries in locations.",
    who: Who::DataProtectionLead,
};

/// C233: the extract contract is not the one that was signed.
pub const CONTRACT_CHANGED: Code = Code {
    number: 233,
    title: "the extract contract is not the one that was signed",
    meaning: "The file of the extract contract was changed after the agreement was signed, or the dataset has another contract. The agreement permits nothing until it names the new one.",
    mend: "Put the contract back, or have a new version signed that names the new hash.",
    who: Who::DataProtectionLead,
};

/// C234: an impact assessment is missing.
pub const IMPACT_ASSESSMENT_MISSING: Code = Code {
    number: 234,
    title: "an impact assessment is missing",
    meaning: "Where data is about children, is linked, and is of a special category, an impact assessment comes first.",
    mend: "Name the assessment in lawful.dpia.",
    who: Who::DataProtectionLead,
};

/// C235: two agreements about one dataset disagree.
pub const AGREEMENTS_DISAGREE: Code = Code {
    number: 235,
    title: "two agreements about one dataset disagree",
    meaning: "Two agreements hold at the same time for the same dataset, and say opposite things of which neither is the stricter.",
    mend: "Have one of them amended.",
    who: Who::DataProtectionLead,
};

/// C236: a grace period.
pub const GRACE_PERIOD: Code = Code {
    number: 236,
    title: "a grace period",
    meaning: "An agreement ends on its last day. There is no time after it in which data may still be used.",
    mend: "Write none, or leave grace out; renew in time.",
    who: Who::DataProtectionLead,
};

/// C237: looser than its charter.
pub const LOOSER_THAN_CHARTER: Code = Code {
    number: 237,
    title: "looser than its charter",
    meaning: "A schedule keeps at least what its charter asks: limits, retention, territory, parties and prohibited uses.",
    mend: "Make the schedule as strict as its charter.",
    who: Who::DataProtectionLead,
};

/// C238: the agreement is suspended.
pub const SUSPENDED: Code = Code {
    number: 238,
    title: "the agreement is suspended",
    meaning: "A decision suspended it, or a party was renamed or merged, or its charter does not hold, or the contract of its dataset was changed. It permits nothing until that is mended.",
    mend: "The message says what suspends it; most often the parties sign a new version.",
    who: Who::DataProtectionLead,
};

/// C239: the agreement was ended.
pub const TERMINATED: Code = Code {
    number: 239,
    title: "the agreement was ended",
    meaning: "A decision ended it before its last day.",
    mend: "Declare a new agreement, if the parties want one.",
    who: Who::DataProtectionLead,
};

/// C240: a table of areas that are finer than an agreement permits.
pub const AREAS_TOO_FINE: Code = Code {
    number: 240,
    title: "a table of areas that are finer than an agreement permits",
    meaning: "Each agreement in a figure may name the finest level of areas that figures may be given for; the coarsest of them holds.",
    mend: "Give the table for that level or a coarser one, or have the agreement changed.",
    who: Who::Author,
};

/// C241: a table of periods that are finer than an agreement permits.
pub const PERIODS_TOO_FINE: Code = Code {
    number: 241,
    title: "a table of periods that are finer than an agreement permits",
    meaning: "Each agreement in a figure may name the finest kind of period that figures may be given for. A year that begins in another month counts as finer: from both kinds of years the months between would follow.",
    mend: "Give the table for that kind of period, or pool more of them, or have the agreement changed.",
    who: Who::Author,
};

/// C242: a table of areas that have fewer residents than an agreement permits.
pub const AREAS_TOO_SMALL: Code = Code {
    number: 242,
    title: "a table of areas that have fewer residents than an agreement permits",
    meaning: "An agreement in the figure names the fewest residents that an area must have. The level of the table has an area with fewer, or does not say how many its smallest has.",
    mend: "Declare fewest_residents of the level from published estimates, or give the table for a coarser level.",
    who: Who::Author,
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
    &TWO_TEXTS,
    &REVIEW_TOO_FAR,
    &TOO_FEW_PARTIES,
    &SIGNATURE_DOES_NOT_FIT,
    &SIGNER_NOT_ALLOWED,
    &CONDITION_MISSING,
    &PUBLIC_INTEREST_INCOMPLETE,
    &OFFENCE_AUTHORITY_MISSING,
    &NOT_YET_LAW,
    &BASIS_NEEDS_A_NOTE,
    &BASIS_NOT_FOR_PUBLIC_BODIES,
    &CONFIDENCE_NOT_MET,
    &OPT_OUT_UNCLEAR,
    &POWER_NOT_FOR_PURPOSE,
    &PURPOSE_PROHIBITED,
    &GEOGRAPHY_TOO_FINE,
    &KEY_FOR_TWO_PURPOSES,
    &KEY_CUSTODY,
    &RETENTION_TOO_LONG,
    &OUTSIDE_TERRITORY,
    &PROCESSOR_WITHOUT_CONTRACT,
    &CONTRACT_CHANGED,
    &IMPACT_ASSESSMENT_MISSING,
    &AGREEMENTS_DISAGREE,
    &GRACE_PERIOD,
    &LOOSER_THAN_CHARTER,
    &SUSPENDED,
    &TERMINATED,
    &AREAS_TOO_FINE,
    &PERIODS_TOO_FINE,
    &AREAS_TOO_SMALL,
];
