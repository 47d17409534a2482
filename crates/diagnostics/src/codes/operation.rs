//! C9xx: operation.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C901: another run holds the lock.
pub const LOCKED: Code = Code {
    number: 901,
    title: "another run holds the lock",
    meaning: "One place has one night at a time.",
    mend: "Wait for the other run to end.",
    who: Who::Operator,
};

/// C902: the disk is full.
pub const DISK_FULL: Code = Code {
    number: 902,
    title: "the disk is full",
    meaning: "A write failed for want of space. What was published before is untouched.",
    mend: "Make space, and run again.",
    who: Who::Operator,
};

/// C903: a write failed.
pub const WRITE_FAILED: Code = Code {
    number: 903,
    title: "a write failed",
    meaning: "A file could not be written, moved or removed.",
    mend: "Check permissions and the disk, and run again.",
    who: Who::Operator,
};

/// C904: the ledger is damaged.
pub const LEDGER_DAMAGED: Code = Code {
    number: 904,
    title: "the ledger is damaged",
    meaning: "The record of what was done is not as it was written. Nothing is published without it.",
    mend: "Restore the ledger from the backup.",
    who: Who::Operator,
};

/// C905: the command cannot be understood.
pub const USAGE: Code = Code {
    number: 905,
    title: "the command cannot be understood",
    meaning: "A name, date or option does not fit.",
    mend: "concordat help shows what fits.",
    who: Who::IntelligenceTeam,
};

/// C906: a file could not be read.
pub const READ_FAILED: Code = Code {
    number: 906,
    title: "a file could not be read",
    meaning: "A file that should be there could not be read.",
    mend: "Check permissions and the disk.",
    who: Who::Operator,
};

/// C907: the date is later than the sample was made for.
pub const LATER_THAN_THE_SAMPLE: Code = Code {
    number: 907,
    title: "the date is later than the sample was made for",
    meaning: "The sample declares the date it was made for. After it, agreements end and sources fall due, and the run tells so.",
    mend: "Use the date that the README gives with --as-of.",
    who: Who::Operator,
};

/// C908: no run for too long.
pub const SILENT_TOO_LONG: Code = Code {
    number: 908,
    title: "no run for too long",
    meaning: "The last run ended longer ago than --max-age permits.",
    mend: "Check the schedule.",
    who: Who::Operator,
};

/// C941: no key to sign the ledger with.
pub const LEDGER_KEY: Code = Code {
    number: 941,
    title: "the ledger's key cannot be used",
    meaning: "Every run and release ends with a signed checkpoint of the ledger. Without its key nothing can be released; \
              profile live refuses the sample's key, which everybody knows, and a key that partnership.yaml does not declare.",
    mend: "Name the file of the secret key in CONCORDAT_LEDGER_KEY; openssl genpkey -algorithm ed25519 makes one. Its public \
           half stands in partnership.yaml under ledger.",
    who: Who::Operator,
};

/// C942: the ledger is not what was signed.
pub const LEDGER_DIFFERS: Code = Code {
    number: 942,
    title: "the ledger is not what was signed",
    meaning: "Entries were taken out, put in or changed after they were signed, a checkpoint or its signature was changed, a \
              release names data that no entry says was read, or entries stand behind the last checkpoint.",
    mend: "Compare with the backup and with the checkpoints that partners keep, and tell them. Nothing is released meanwhile.",
    who: Who::DataProtectionLead,
};

/// C943: nothing was checked.
pub const NOTHING_TO_CHECK: Code = Code {
    number: 943,
    title: "nothing was checked",
    meaning: "There is no checkpoint, or nothing that could be held against one. That is no sign that all is well.",
    mend: "Run a night first, or name the home that holds the ledger.",
    who: Who::Operator,
};

pub(super) const ALL: &[&Code] = &[
    &LOCKED,
    &DISK_FULL,
    &WRITE_FAILED,
    &LEDGER_DAMAGED,
    &USAGE,
    &READ_FAILED,
    &LATER_THAN_THE_SAMPLE,
    &SILENT_TOO_LONG,
    &LEDGER_KEY,
    &LEDGER_DIFFERS,
    &NOTHING_TO_CHECK,
];
