//! C1xx: declarations that cannot be read or do not fit together.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C101: a declaration cannot be read.
pub const UNREADABLE_DECLARATION: Code = Code {
    number: 101,
    title: "a declaration cannot be read",
    meaning: "The file is missing, is not readable by this account, or is not UTF-8 text.",
    mend: "Check that the file exists, is saved as UTF-8 and may be read.",
    who: Who::Author,
};

/// C102: not valid YAML.
pub const NOT_YAML: Code = Code {
    number: 102,
    title: "not valid YAML",
    meaning: "The file is not YAML that can be understood: often a tab, a missing colon, or indentation that does not line up. Anchors and tags are not accepted.",
    mend: "Mend the line that is shown; two blanks for each level, no tabs.",
    who: Who::Author,
};

/// C103: unknown key.
pub const UNKNOWN_KEY: Code = Code {
    number: 103,
    title: "unknown key",
    meaning: "The key is not one that this kind of declaration has. Keys are closed, so that a slip of the pen never silently means nothing.",
    mend: "Use the nearest key offered, or remove it.",
    who: Who::Author,
};

/// C104: a key is missing.
pub const MISSING_KEY: Code = Code {
    number: 104,
    title: "a key is missing",
    meaning: "This kind of declaration needs a key that is not there. Nothing that widens use has a default.",
    mend: "Add the key.",
    who: Who::Author,
};

/// C105: a value is not of the right form.
pub const WRONG_VALUE: Code = Code {
    number: 105,
    title: "a value is not of the right form",
    meaning: "The value has the wrong type or form: a date is written 2026-03-31, a span P14D, a period 2024/25, a name in lower case.",
    mend: "Write the value in the form that is named.",
    who: Who::Author,
};

/// C106: a name that nothing has.
pub const UNKNOWN_NAME: Code = Code {
    number: 106,
    title: "a name that nothing has",
    meaning: "The declaration names a party, dataset, column, mission or list that is not declared anywhere.",
    mend: "Use the nearest name offered, or declare it.",
    who: Who::Author,
};

/// C107: declared twice.
pub const DECLARED_TWICE: Code = Code {
    number: 107,
    title: "declared twice",
    meaning: "Two declarations carry the same name, so that a reference to it has two meanings.",
    mend: "Rename or remove one of the two.",
    who: Who::Author,
};

/// C108: file name and id differ.
pub const FILE_NAME_DIFFERS: Code = Code {
    number: 108,
    title: "file name and id differ",
    meaning: "A declaration stands in a file of its own name, so that people find it.",
    mend: "Rename the file or change its id.",
    who: Who::Author,
};

/// C109: dates out of order.
pub const DATES_OUT_OF_ORDER: Code = Code {
    number: 109,
    title: "dates out of order",
    meaning: "An end lies before its start, or a review after the end.",
    mend: "Put the dates in order.",
    who: Who::Author,
};

/// C110: two parts of the declarations contradict each other.
pub const CONTRADICTION: Code = Code {
    number: 110,
    title: "two parts of the declarations contradict each other",
    meaning: "Each part can be read, but they cannot both hold.",
    mend: "Read the message: it names both parts.",
    who: Who::Author,
};

/// C111: an extract contract cannot be used.
pub const CONTRACT_FAULT: Code = Code {
    number: 111,
    title: "an extract contract cannot be used",
    meaning: "The Open Data Contract Standard file is valid, but lacks something this program needs to check deliveries by it.",
    mend: "Add what the message names to the contract.",
    who: Who::Author,
};

/// C112: a code list or area table cannot be used.
pub const LIST_FAULT: Code = Code {
    number: 112,
    title: "a code list or area table cannot be used",
    meaning: "The table lacks a column it must have, holds a code twice, or leaves a code blank.",
    mend: "Mend the table at the line that is named.",
    who: Who::Author,
};

/// C113: too many headlines.
pub const TOO_MANY_HEADLINES: Code = Code {
    number: 113,
    title: "a mission has more than five headlines",
    meaning: "A board that is shown more than five leading figures for a mission is led by none. At most five measures of a mission may say headline: true; the others support them and are published all the same.",
    mend: "Choose the five that say best whether the mission is reached, and set headline: false in the others.",
    who: Who::Author,
};

/// C114: used, and not in the catalogue.
pub const NOT_IN_CATALOGUE: Code = Code {
    number: 114,
    title: "a dataset is used for a mission and is not in its catalogue",
    meaning: "The place has a catalogue of data, which says for each mission what each agency collects and shares. A measure uses a dataset that the catalogue does not name for the mission, so that whoever reads the catalogue is told too little.",
    mend: "Add an entry with the mission, the agency and the dataset to catalogue.yaml.",
    who: Who::Author,
};

/// C115: a mapping that over-shares.
pub const MAPPING_OVER_SHARES: Code = Code {
    number: 115,
    title: "a mapping would take in what no agreement shares",
    meaning: "A source's mapping gives one of the sender's columns the name of a column of the contract that no agreement about this dataset lists. Taken as it stands, the column would be received without anybody having agreed to it.",
    mend: "Take the line out of the mapping, and have the sender leave the column out; or agree on the column first, with its clause.",
    who: Who::Author,
};

/// C150: still to be filled in.
pub const LEFT_OPEN: Code = Code {
    number: 150,
    title: "something is still to be filled in",
    meaning: "The line was written by `concordat init` as a place for you to write in: a text that begins with TO FILL IN, a mailbox that begins with to-fill-in@, or the word undecided where a basis in law is to be chosen. Nothing was decided for you. While the place has profile sample this is told and stops nothing; with profile live it is an error.",
    mend: "Write in the line what holds for your place; for a basis in law, ask your information-governance lead.",
    who: Who::Author,
};

/// C151: a folder that is not empty.
pub const FOLDER_NOT_EMPTY: Code = Code {
    number: 151,
    title: "the folder of a new place is not empty",
    meaning: "`concordat init` writes a place into a folder that is new or empty, and overwrites nothing. Files that begin with a dot do not count. Nothing was written.",
    mend: "Name a new folder. To change a place that is there already, edit its files and run `concordat check`.",
    who: Who::Author,
};

/// C152: an answer that cannot be used.
pub const ANSWER_UNFIT: Code = Code {
    number: 152,
    title: "an answer to `init` is missing or cannot be used",
    meaning: "A new place needs a name and the code of at least one local authority. Codes are nine characters, such as E09000030; organisations are given as a kind, a colon and a name, such as `charity: Bow Listening`.",
    mend: "Give the flag that the message names, or run `concordat init DIR` on a terminal, which asks.",
    who: Who::Author,
};

pub(super) const ALL: &[&Code] = &[
    &UNREADABLE_DECLARATION,
    &NOT_YAML,
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &WRONG_VALUE,
    &UNKNOWN_NAME,
    &DECLARED_TWICE,
    &FILE_NAME_DIFFERS,
    &DATES_OUT_OF_ORDER,
    &CONTRADICTION,
    &CONTRACT_FAULT,
    &LIST_FAULT,
    &TOO_MANY_HEADLINES,
    &NOT_IN_CATALOGUE,
    &MAPPING_OVER_SHARES,
    &LEFT_OPEN,
    &FOLDER_NOT_EMPTY,
    &ANSWER_UNFIT,
];
