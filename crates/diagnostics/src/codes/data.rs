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

/// C415: an identifier of people.
pub const IDENTIFIER_FOUND: Code = Code {
    number: 415,
    title: "an identifier of people",
    meaning: "A column holds what tells who somebody is: an identifier with its check digit, an address, a name. The file was taken out of the folder, nothing of it was kept but a commitment, and an incident was opened.",
    mend: "Take the column or the text out at the source and send the file again; tell your data-protection lead.",
    who: Who::Supplier,
};

/// C416: pseudonyms that anybody could make.
pub const UNKEYED_PSEUDONYM: Code = Code {
    number: 416,
    title: "pseudonyms that anybody could make",
    meaning: "The pseudonyms are plain hashes of NHS numbers. All of them can be tried in minutes, so that such a hash is an NHS number in another spelling. The file was taken out of the folder and an incident was opened.",
    mend: "Make pseudonyms with the agreed secret key (HMAC-SHA256) before sending; tell your data-protection lead.",
    who: Who::Supplier,
};

/// C417: people stand out.
pub const PEOPLE_STAND_OUT: Code = Code {
    number: 417,
    title: "people stand out",
    meaning: "Fewer records than agreed share the same traits (k-anonymity), so that somebody who knows these traits of a person could find the record.",
    mend: "Make traits coarser (wider age bands, larger areas, longer periods) or leave the few records out, as the agreement says, and send the file again.",
    who: Who::Supplier,
};

/// C418: records of a group are too alike.
pub const TOO_ALIKE: Code = Code {
    number: 418,
    title: "records of a group are too alike",
    meaning: "All who share the same traits share a sensitive value too (l-diversity), so that it is known of each of them without finding the record.",
    mend: "Make traits coarser, or group the sensitive values, as the agreement says, and send the file again.",
    who: Who::Supplier,
};

/// C419: areas are finer than agreed.
pub const AREA_FINER: Code = Code {
    number: 419,
    title: "areas are finer than agreed",
    meaning: "A column holds areas smaller than the finest that the agreement permits. The file was taken out of the folder and an incident was opened.",
    mend: "Send the area of the agreed level; tell your data-protection lead.",
    who: Who::Supplier,
};

/// C420: times are finer than agreed.
pub const TIME_FINER: Code = Code {
    number: 420,
    title: "times are finer than agreed",
    meaning: "A column holds dates or periods that are finer than the agreement permits. The file was taken out of the folder and an incident was opened.",
    mend: "Send the agreed period instead; tell your data-protection lead.",
    who: Who::Supplier,
};

/// C421: free text.
pub const FREE_TEXT: Code = Code {
    number: 421,
    title: "free text",
    meaning: "A column holds text that somebody wrote freely. It tells more of people than anyone can check. The file was taken out of the folder and an incident was opened.",
    mend: "Send codes of a list instead of text.",
    who: Who::Supplier,
};

/// C422: a category that is different in every record.
pub const CATEGORY_UNIQUE: Code = Code {
    number: 422,
    title: "a category that is different in every record",
    meaning: "A column that was agreed as a category has a value of its own in nearly every record: it is a number for the record or the person.",
    mend: "Send the category; leave the number out.",
    who: Who::Supplier,
};

/// C423: records of single people where counts were agreed.
pub const RECORDS_OF_PEOPLE: Code = Code {
    number: 423,
    title: "records of single people where counts were agreed",
    meaning: "The agreement shares counts, and the file has a record for each person or event. It was taken out of the folder and an incident was opened.",
    mend: "Count at the source and send the counts; tell your data-protection lead.",
    who: Who::Supplier,
};

/// C424: a small count that should have been hidden.
pub const SMALL_COUNT: Code = Code {
    number: 424,
    title: "a small count that should have been hidden",
    meaning: "The agreement shares counts after the sender hid small ones, and the file still holds some. It was taken out of the folder and an incident was opened.",
    mend: "Hide counts below the agreed threshold, and those from which they follow, and send the file again.",
    who: Who::Supplier,
};

/// C425: too many combinations of traits to be counted.
pub const TOO_MANY_GROUPS: Code = Code {
    number: 425,
    title: "too many combinations of traits to be counted",
    meaning: "Nearly every record has traits of its own, or there are too many kinds of them, so that whether people stand out could not be counted within the memory that is set aside.",
    mend: "Make traits coarser or share fewer of them.",
    who: Who::Supplier,
};

/// C426: a cell that a spreadsheet would run.
pub const FORMULA: Code = Code {
    number: 426,
    title: "a cell that a spreadsheet would run",
    meaning: "The cell begins as a formula does. Whoever opens the table in a spreadsheet program would run it.",
    mend: "Take the leading sign away at the source.",
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
    &IDENTIFIER_FOUND,
    &UNKEYED_PSEUDONYM,
    &PEOPLE_STAND_OUT,
    &TOO_ALIKE,
    &AREA_FINER,
    &TIME_FINER,
    &FREE_TEXT,
    &CATEGORY_UNIQUE,
    &RECORDS_OF_PEOPLE,
    &SMALL_COUNT,
    &TOO_MANY_GROUPS,
    &FORMULA,
];
