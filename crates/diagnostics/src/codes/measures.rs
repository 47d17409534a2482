//! C5xx: measures that cannot be computed.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C501: counting failed.
pub const COUNT_FAILED: Code = Code {
    number: 501,
    title: "counting failed",
    meaning: "The engine could not count a table. Its own words are left out, since they may carry values.",
    mend: "Run again; if it stays, report the step and the code.",
    who: Who::IntelligenceTeam,
};

/// C502: a roll-up that does not add up.
pub const NOT_ADDITIVE: Code = Code {
    number: 502,
    title: "a roll-up that does not add up",
    meaning: "The component may not be added over this dimension, so that the total must be counted from records.",
    mend: "Declare the table at the level that is wanted.",
    who: Who::IntelligenceTeam,
};

/// C503: a published figure that cannot be read.
pub const UNREADABLE_FIGURE: Code = Code {
    number: 503,
    title: "a published figure that cannot be read",
    meaning: "The figure is neither a number nor one of the declared symbols. It is never taken for zero.",
    mend: "Declare the symbol, or mend the file.",
    who: Who::IntelligenceTeam,
};

/// C504: a comparator has no figure.
pub const COMPARATOR_MISSING: Code = Code {
    number: 504,
    title: "a comparator has no figure",
    meaning: "The comparator is declared, and no figure of it is held for this period or breakdown.",
    mend: "Nothing must be done where none is published; the figure says so.",
    who: Who::IntelligenceTeam,
};

/// C505: a denominator is missing.
pub const DENOMINATOR_MISSING: Code = Code {
    number: 505,
    title: "a denominator is missing",
    meaning: "No denominator is held for an area, so that its figure has the mark x.",
    mend: "Nothing must be done where none exists; the figure says so.",
    who: Who::IntelligenceTeam,
};

/// C506: an indicator is left out.
pub const INPUT_REFUSED: Code = Code {
    number: 506,
    title: "an indicator is left out",
    meaning: "An input of this indicator was refused, blocked or has never arrived.",
    mend: "See the message about the input.",
    who: Who::IntelligenceTeam,
};

/// C507: a method refused its input.
pub const METHOD_REFUSED: Code = Code {
    number: 507,
    title: "a method refused its input",
    meaning: "The counts do not fit the method, for example a numerator above its denominator.",
    mend: "Check the definition of numerator and denominator.",
    who: Who::IntelligenceTeam,
};

/// C508: a measure in SQL is refused.
pub const SQL_REFUSED: Code = Code {
    number: 508,
    title: "a measure in SQL is refused",
    meaning: "A measure in SQL is one SELECT over records, grouped by the declared columns, that gives area, period, sex where \
              tables divide by it, numerator, denominator and contributors, each of these a plain count. It may use the \
              declared columns in the declared roles and nothing else. The message says what is otherwise.",
    mend: "Change the text, or declare the column and role that it needs, if the agreements share it so.",
    who: Who::IntelligenceTeam,
};

/// C509: an answer that is not the decision's.
pub const OTHER_DECISION: Code = Code {
    number: 509,
    title: "an answer that is not the decision's",
    meaning: "Counts carry the token of the decision that permitted them, and the columns that were decided on. These carry \
              another token, or have other columns, and are not kept.",
    mend: "Run again; if it stays, report the step and the code: it is a fault of the program.",
    who: Who::IntelligenceTeam,
};

/// C510: a table that a method cannot use.
pub const TABLE_UNFIT: Code = Code {
    number: 510,
    title: "a table that a method cannot use",
    meaning: "The table cannot be read as comma-separated values, or a column that the method needs is missing or stands twice.",
    mend: "concordat calc METHOD --help lists the columns of a method; the first line of the table names them.",
    who: Who::IntelligenceTeam,
};

/// C511: rows of a table that a method refused.
pub const ROWS_REFUSED: Code = Code {
    number: 511,
    title: "rows of a table that a method refused",
    meaning: "A row, or the group it belongs to, breaks a rule of the method, for example a denominator of zero. It has no \
              result and the rule's code in the column error; all other rows have theirs. Records count from 1, the header.",
    mend: "Correct the rows named, or leave them out.",
    who: Who::IntelligenceTeam,
};

/// C520: a published figure that cannot be right.
pub const IMPLAUSIBLE_FIGURE: Code = Code {
    number: 520,
    title: "a published figure that cannot be right",
    meaning: "The figure is outside the plausible band of its series. The publisher may have changed the unit (a proportion for a percentage), or the row may be on another scale.",
    mend: "Compare with the figures before; declare times if the unit changed, or widen the band if the figure is right.",
    who: Who::IntelligenceTeam,
};

/// C521: a period that the series should not have, or lacks.
pub const SERIES_PERIOD: Code = Code {
    number: 521,
    title: "a period that the series should not have, or lacks",
    meaning: "A row is of a period outside those that are declared for the series, or a period that it must hold is not there: often a file of another year.",
    mend: "Fetch the file of the right year, or change expected_periods.",
    who: Who::IntelligenceTeam,
};

/// C522: an authority that was merged into another.
pub const AREA_MERGED: Code = Code {
    number: 522,
    title: "an authority that was merged into another",
    meaning: "The code is of an authority that no longer exists, and what took its place covers more. A figure of one is not a figure of the other.",
    mend: "Take the area out (only, keep_areas), or leave codes as they are (recode: false) if the boundaries are meant.",
    who: Who::IntelligenceTeam,
};

/// C523: a status or note that is not declared.
pub const STATUS_NOT_DECLARED: Code = Code {
    number: 523,
    title: "a status or note that is not declared",
    meaning: "The column of status holds a text that the source gives no meaning. It may say that the figure must not be used.",
    mend: "Look the text up with the publisher, and declare it under status.",
    who: Who::IntelligenceTeam,
};

pub(super) const ALL: &[&Code] = &[
    &COUNT_FAILED,
    &NOT_ADDITIVE,
    &UNREADABLE_FIGURE,
    &COMPARATOR_MISSING,
    &DENOMINATOR_MISSING,
    &INPUT_REFUSED,
    &METHOD_REFUSED,
    &SQL_REFUSED,
    &OTHER_DECISION,
    &TABLE_UNFIT,
    &ROWS_REFUSED,
    &IMPLAUSIBLE_FIGURE,
    &SERIES_PERIOD,
    &AREA_MERGED,
    &STATUS_NOT_DECLARED,
];
