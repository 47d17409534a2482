//! C4xx: records that cannot be accepted.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C401: a record with too few fields.
pub const SHORT_ROW: Code = Code {
    number: 401,
    title: "a record with too few fields",
    meaning: "The record has fewer fields than the header.",
    mend: "Mend the record at the source.",
    who: Who::Supplier,
};

/// C402: a record with too many fields.
pub const LONG_ROW: Code = Code {
    number: 402,
    title: "a record with too many fields",
    meaning: "The record has more fields than the header: often a separator inside a cell without quotes.",
    mend: "Put the cell in quotes.",
    who: Who::Supplier,
};

/// C403: a code that is not in the list.
pub const CODE_NOT_IN_LIST: Code = Code {
    number: 403,
    title: "a code that is not in the list",
    meaning: "The cell is not one of the codes of the declared list.",
    mend: "Use a code of the list, or have the list extended.",
    who: Who::Supplier,
};

/// C404: not a period of the declared form.
pub const BAD_PERIOD: Code = Code {
    number: 404,
    title: "not a period of the declared form",
    meaning: "The cell is not a period written as the contract says.",
    mend: "Write the period in the declared form.",
    who: Who::Supplier,
};

/// C405: not a number.
pub const BAD_NUMBER: Code = Code {
    number: 405,
    title: "not a number",
    meaning: "The cell is not a whole number (or a decimal, where one is declared).",
    mend: "Send numbers without separators, signs of percent or text.",
    who: Who::Supplier,
};

/// C406: a number outside its range.
pub const OUT_OF_RANGE: Code = Code {
    number: 406,
    title: "a number outside its range",
    meaning: "The number is below the minimum or above the maximum of the contract.",
    mend: "Check the record at the source.",
    who: Who::Supplier,
};

/// C407: a required value is missing.
pub const VALUE_MISSING: Code = Code {
    number: 407,
    title: "a required value is missing",
    meaning: "The cell is blank, and the contract requires a value.",
    mend: "Send the value.",
    who: Who::Supplier,
};

/// C408: the key is not unique.
pub const DUPLICATE_KEY: Code = Code {
    number: 408,
    title: "the key is not unique",
    meaning: "Two records carry the same key. Both were set aside, since nobody can know which is right.",
    mend: "Send one record for each key.",
    who: Who::Supplier,
};

/// C409: an area code that is not known.
pub const UNKNOWN_AREA: Code = Code {
    number: 409,
    title: "an area code that is not known",
    meaning: "The code is not an area of the declared level and boundary year.",
    mend: "Send codes of the boundary year in the contract.",
    who: Who::Supplier,
};

/// C410: not a pseudonym of the agreed form.
pub const NOT_A_TOKEN: Code = Code {
    number: 410,
    title: "not a pseudonym of the agreed form",
    meaning: "The cell is not the hexadecimal token that the contract declares; it might be an identifier.",
    mend: "Make the pseudonym at source with the agreed key.",
    who: Who::Supplier,
};

/// C411: a text that breaks the rule of its column.
pub const TEXT_OUTSIDE_RULE: Code = Code {
    number: 411,
    title: "a text that breaks the rule of its column",
    meaning: "The text is longer than declared or does not fit its pattern.",
    mend: "Send text that fits the contract.",
    who: Who::Supplier,
};

/// C412: too many records were refused.
pub const TOO_MANY_REFUSED: Code = Code {
    number: 412,
    title: "too many records were refused",
    meaning: "More records were refused than the source tolerates, so that the whole delivery was refused and the last good one is held.",
    mend: "Mend the records by the receipt, and send the file again.",
    who: Who::Supplier,
};

/// C413: a record is too large.
pub const RECORD_TOO_LARGE: Code = Code {
    number: 413,
    title: "a record is too large",
    meaning: "One record is larger than a record may be: often a quote that was never closed.",
    mend: "Check quotes in the file.",
    who: Who::Supplier,
};

/// C414: a column of another type.
pub const NOT_TEXT: Code = Code {
    number: 414,
    title: "a column of another type",
    meaning: "The Parquet column has a type that cannot be read as the contract declares.",
    mend: "Send the column as text or in the declared type.",
    who: Who::Supplier,
};

pub(super) const ALL: &[&Code] = &[
    &SHORT_ROW,
    &LONG_ROW,
    &CODE_NOT_IN_LIST,
    &BAD_PERIOD,
    &BAD_NUMBER,
    &OUT_OF_RANGE,
    &VALUE_MISSING,
    &DUPLICATE_KEY,
    &UNKNOWN_AREA,
    &NOT_A_TOKEN,
    &TEXT_OUTSIDE_RULE,
    &TOO_MANY_REFUSED,
    &RECORD_TOO_LARGE,
    &NOT_TEXT,
];
