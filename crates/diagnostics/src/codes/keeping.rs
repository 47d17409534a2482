//! C96x to C97x: how data is kept: encryption at rest, retention, backup.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C961: the storage key is missing or wrong.
pub const STORAGE_KEY: Code = Code {
    number: 961,
    title: "the storage key is missing or wrong",
    meaning: "What lies in the home is encrypted under keys that are wrapped by one key from outside it. Without that key \
              nothing can be read, and nothing is lost.",
    mend: "Give the key this home was made with: CONCORDAT_STORAGE_KEY (base64 of 32 bytes) or CONCORDAT_STORAGE_KEY_FILE. \
           For a new home, make one with: openssl rand -base64 32",
    who: Who::Operator,
};

/// C962: the key of an extract is missing.
pub const KEY_GONE: Code = Code {
    number: 962,
    title: "the key of an extract is missing",
    meaning: "The folder keys of the home lacks the key of data that is held: it was destroyed, or the folder was not restored.",
    mend: "Restore the folder keys, or restore the home with concordat restore, which leaves out what no key opens.",
    who: Who::Operator,
};

/// C963: encrypted data cannot be opened.
pub const SEALED_CHANGED: Code = Code {
    number: 963,
    title: "encrypted data cannot be opened",
    meaning: "A file of the home was changed, cut off or put in the place of another since it was written.",
    mend: "Restore the file from the backup, and find out who wrote to the home.",
    who: Who::Operator,
};

/// C964: the home is under the sample's storage key.
pub const SAMPLE_STORAGE_KEY: Code = Code {
    number: 964,
    title: "the home is under the sample's storage key",
    meaning: "The sample's key is published, so that its encryption protects nothing. Profile live refuses it.",
    mend: "For real data give a key of your own in CONCORDAT_STORAGE_KEY before the first night.",
    who: Who::Operator,
};

/// C965: an extract was destroyed on its day.
pub const RETENTION_DESTROYED: Code = Code {
    number: 965,
    title: "an extract was destroyed on its day",
    meaning: "The agreement's time for keeping it was over. Its key was shredded, its files and all work made from it removed; \
              a certificate lies in the ledger's folder.",
    mend: "Nothing. concordat retention verify checks the certificates.",
    who: Who::DataProtectionLead,
};

/// C966: data of a period was destroyed.
pub const RETENTION_GONE: Code = Code {
    number: 966,
    title: "data of a period was destroyed, and figures that need it cannot be made again",
    meaning: "Its time for keeping was over. Figures that were published before stay in the releases of their time.",
    mend: "Read the release of that time, or ask the supplier for the data under an agreement that permits it.",
    who: Who::IntelligenceTeam,
};

/// C967: nothing says how long data may be kept.
pub const RETENTION_UNKNOWN: Code = Code {
    number: 967,
    title: "nothing says how long data may be kept",
    meaning: "Data is held of a dataset that no declared agreement or open licence covers, so that no day is known on which \
              it is to be destroyed.",
    mend: "Declare the agreement that it was received under, expired or not.",
    who: Who::DataProtectionLead,
};

/// C968: a delivery brings back what was destroyed on its day.
pub const BROUGHT_BACK: Code = Code {
    number: 968,
    title: "a delivery brings back what was destroyed on its day",
    meaning: "The very same content was held for its whole time and destroyed. It is not taken in again.",
    mend: "Take the file, or the period, out of what is delivered.",
    who: Who::Supplier,
};

/// C969: a backup cannot be restored.
pub const BACKUP_UNFIT: Code = Code {
    number: 969,
    title: "a backup cannot be made or restored",
    meaning: "Its files are not those that its list names, it does not fit what it is restored with, or there is something in \
              the way.",
    mend: "Take another backup, or another folder.",
    who: Who::Operator,
};

/// C970: a certificate of destruction does not hold.
pub const CERTIFICATE_WRONG: Code = Code {
    number: 970,
    title: "a certificate of destruction does not hold",
    meaning: "Its signature, the ledger, or what lies in the home says otherwise than the certificate.",
    mend: "Tell the supplier and the data-protection leads of both sides.",
    who: Who::DataProtectionLead,
};

pub(super) const ALL: &[&Code] = &[
    &STORAGE_KEY,
    &KEY_GONE,
    &SEALED_CHANGED,
    &SAMPLE_STORAGE_KEY,
    &RETENTION_DESTROYED,
    &RETENTION_GONE,
    &RETENTION_UNKNOWN,
    &BROUGHT_BACK,
    &BACKUP_UNFIT,
    &CERTIFICATE_WRONG,
];
