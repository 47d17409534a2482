//! Text that a spreadsheet would take for something else: a formula, a date.
//!
//! Not allowed in here: numbers. A negative gap goes out as it is; only columns of words come here.

use std::borrow::Cow;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Characters with which a spreadsheet begins a formula, also in the wide forms of East Asian keyboards.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Words for a cell of a CSV file: an apostrophe before what would be a formula, and ages and periods that would be a date
/// written out (`10 to 14`, `2011 to 2012`, `January 2024`).
#[must_use]
pub fn spreadsheet_safe(text: &str) -> Cow<'_, str> {
    match unmistaken(text) {
        Some(words) => words.into(),
        None => formula_safe(text),
    }
}

/// Words that a spreadsheet would take for a formula, with an apostrophe before them.
#[must_use]
pub fn formula_safe(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    if first.is_some_and(|first| FORMULA.contains(&first)) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// The words of a cell of a CSV file made here, without the apostrophe that was put before them.
#[must_use]
pub fn without_apostrophe(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if matches!(formula_safe(rest), Cow::Owned(_)) => rest,
        _ => text,
    }
}

/// What would be taken for a date, written so that it is not.
fn unmistaken(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let (left, right) = trimmed.split_once(['-', '/', '–'])?;
    let (left, right) = (left.trim(), right.trim());
    if !is_digits(left) || !is_digits(right) {
        return None;
    }
    match (left.len(), right.len()) {
        (1..=3, 1..=3) => Some(format!("{left} to {right}")),
        (4, 1 | 2) => year_and(left, right, trimmed.contains('-')),
        (4, 4) => Some(format!("{left} to {right}")),
        _ => None,
    }
}

/// `2011/12` would be December 2011. `2024-01` is January 2024 and says so; `2017/18` is safe, for there is no such month.
fn year_and(year: &str, rest: &str, is_dash: bool) -> Option<String> {
    let number: usize = rest.parse().ok()?;
    let month = MONTHS.get(number.checked_sub(1)?)?;
    let start: u32 = year.parse().ok()?;
    let next = start + 1;
    if rest.len() == 2 && u32::try_from(number).is_ok_and(|number| number == next % 100) {
        return Some(format!("{year} to {next}"));
    }
    Some(if is_dash { format!("{month} {year}") } else { format!("{year}, {rest}") })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stay_words() {
        for formula in ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", " =1", "＝1"] {
            assert_eq!(spreadsheet_safe(formula), format!("'{formula}"));
            assert_eq!(without_apostrophe(&formula_safe(formula)), formula);
        }
        assert_eq!(without_apostrophe("'s-Hertogenbosch"), "'s-Hertogenbosch");
    }

    #[test]
    fn ages_and_periods_are_no_dates() {
        let pairs = [
            ("10-14", "10 to 14"),
            ("10 – 14", "10 to 14"),
            ("1/4", "1 to 4"),
            ("2011/12", "2011 to 2012"),
            ("2009-10", "2009 to 2010"),
            ("2024-01", "January 2024"),
            ("2019-2021", "2019 to 2021"),
        ];
        for (text, safe) in pairs {
            assert_eq!(spreadsheet_safe(text), safe);
        }
    }

    #[test]
    fn what_is_not_mistaken_is_left() {
        for text in ["2017/18", "10 to 14", "E06000003", "2024-01 to 2024-02", "All ages", "2024", "", "0-"] {
            assert_eq!(spreadsheet_safe(text), text);
        }
    }
}
