//! Cells of workbooks as text.
//!
//! Not allowed in here: rounding. A number is the shortest text that reads back as the same number, so that no noise is
//! added, and what the publisher's sheet holds is taken off by declared decimals alone.

use calamine::{CellErrorType, Data, ExcelDateTime};

/// A number as people write it: no exponent, no trailing zero.
pub(super) fn number(value: f64) -> String {
    format!("{value}")
}

/// A date, with the time where there is one.
pub(super) fn date(value: &ExcelDateTime) -> String {
    if !value.is_datetime() {
        return number(value.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
    }
}

/// An error of the publisher's own sheet, as the sheet shows it.
pub(super) fn error(value: &CellErrorType) -> String {
    value.to_string()
}

/// Any cell.
pub(super) fn cell(value: &Data) -> String {
    match value {
        Data::Int(whole) => whole.to_string(),
        Data::Float(value) => number(*value),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(value) => truth(*value).to_owned(),
        Data::DateTime(value) => date(value),
        Data::Error(value) => error(value),
        Data::Empty => String::new(),
    }
}

pub(super) fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}
