//! One cell: the rule it must fit and the value it becomes.
//!
//! Not allowed in here: which column or record the cell is of.

use concordat_base::{Period, PeriodKind};
use concordat_diagnostics::{Code, codes};

use super::lookup::Lookup;

/// What a cell must be.
#[derive(Clone, Debug)]
pub(crate) enum Rule {
    Token,
    Code(Lookup),
    Area(Lookup),
    Period(PeriodKind),
    Integer { minimum: i64, maximum: i64 },
    Text { characters_at_most: u64 },
}

/// What a cell became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    /// Blank.
    Null,
    /// Position in the code list.
    Code(u16),
    /// Position in the codes of the area level.
    Area(i32),
    /// Number of the first month.
    Period(i32),
    /// A whole number.
    Integer(i64),
    /// Hexadecimal digits of a pseudonym, an even count of them.
    Token(&'a [u8]),
    /// Bytes of a pseudonym, as landed.
    TokenBytes(&'a [u8]),
    /// UTF-8 text.
    Text(&'a str),
}

/// Checks and converts one cell. A cell of blanks alone is blank.
///
/// # Errors
/// The code of the fault.
pub(crate) fn conform<'a>(rule: &Rule, required: bool, field: &'a [u8]) -> Result<Cell<'a>, &'static Code> {
    if field.iter().all(|byte| *byte == b' ') {
        return if required { Err(&codes::VALUE_MISSING) } else { Ok(Cell::Null) };
    }
    match rule {
        Rule::Token => token(field).ok_or(&codes::NOT_A_TOKEN),
        Rule::Code(lookup) => lookup
            .position(field)
            .and_then(|position| u16::try_from(position).ok())
            .map(Cell::Code)
            .ok_or(&codes::CODE_NOT_IN_LIST),
        Rule::Area(lookup) => lookup
            .position(field)
            .and_then(|position| i32::try_from(position).ok())
            .map(Cell::Area)
            .ok_or(&codes::UNKNOWN_AREA),
        Rule::Period(kind) => {
            period(field, *kind).map(|period| Cell::Period(period.first_month_number())).ok_or(&codes::BAD_PERIOD)
        }
        Rule::Integer { minimum, maximum } => {
            let number = integer(field).ok_or(&codes::BAD_NUMBER)?;
            if (*minimum..=*maximum).contains(&number) { Ok(Cell::Integer(number)) } else { Err(&codes::OUT_OF_RANGE) }
        }
        Rule::Text { .. } if is_formula(field) => Err(&codes::FORMULA),
        Rule::Text { characters_at_most } => text(field, *characters_at_most).ok_or(&codes::TEXT_OUTSIDE_RULE),
    }
}

/// A pseudonym: 32 to 64 lower-case hexadecimal digits, whole bytes.
fn token(field: &[u8]) -> Option<Cell<'_>> {
    let digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let fits = (32..=64).contains(&field.len()) && field.len().is_multiple_of(2) && field.iter().all(digit);
    fits.then_some(Cell::Token(field))
}

fn period(field: &[u8], kind: PeriodKind) -> Option<Period> {
    Period::parse(std::str::from_utf8(field).ok()?, kind).ok()
}

/// A whole number: digits, with a minus before them or not.
fn integer(field: &[u8]) -> Option<i64> {
    let digits = field.strip_prefix(b"-").unwrap_or(field);
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let magnitude =
        digits.iter().try_fold(0i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))?;
    Some(if digits.len() == field.len() { magnitude } else { -magnitude })
}

/// Whether a spreadsheet program would run the cell. A sign before a number, or alone, is none.
fn is_formula(field: &[u8]) -> bool {
    match field {
        [b'=' | b'@' | b'\t' | b'\r', ..] => true,
        [b'+' | b'-', next, ..] => !next.is_ascii_digit() && *next != b' ' && *next != b'.',
        _ => false,
    }
}

fn text(field: &[u8], characters_at_most: u64) -> Option<Cell<'_>> {
    let text = std::str::from_utf8(field).ok()?;
    (text.chars().count() as u64 <= characters_at_most).then_some(Cell::Text(text))
}

/// Value of a lower-case hexadecimal digit that was checked.
fn hexadecimal(digit: u8) -> u8 {
    if digit.is_ascii_digit() { digit - b'0' } else { digit - b'a' + 10 }
}

/// Adds the bytes that checked hexadecimal digits stand for.
pub(crate) fn push_token_bytes(digits: &[u8], into: &mut Vec<u8>) {
    into.extend(digits.chunks_exact(2).map(|pair| hexadecimal(pair[0]) << 4 | hexadecimal(pair[1])));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_alone() {
        for (field, number) in [("0", 0), ("-12", -12), ("007", 7), ("999999999999999999", 999_999_999_999_999_999)] {
            assert_eq!(integer(field.as_bytes()), Some(number), "{field}");
        }
        for bad in ["", "-", "+1", "1.0", "1e3", " 1", "1,000", "9999999999999999999"] {
            assert_eq!(integer(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn a_pseudonym_is_whole_bytes_in_small_hexadecimal_digits() {
        let fits = |text: &str| token(text.as_bytes()).is_some();
        assert!(fits(&"0a".repeat(16)) && fits(&"ff".repeat(32)));
        assert!(!fits(&"0A".repeat(16)) && !fits(&"0a".repeat(33)) && !fits(&"0a".repeat(15)));
        assert!(!fits(&"a".repeat(33)) && !fits("9434765919"));
        let mut bytes = Vec::new();
        push_token_bytes(b"00ff1a", &mut bytes);
        assert_eq!(bytes, [0, 255, 26]);
    }

    #[test]
    fn formulas_are_told_from_numbers_and_dashes() {
        for bad in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-x", "\tx"] {
            assert!(is_formula(bad.as_bytes()), "{bad}");
        }
        for good in ["", "-", "-5", "+44 20", "- none", "a=b"] {
            assert!(!is_formula(good.as_bytes()), "{good}");
        }
    }

    #[test]
    fn text_is_measured_in_characters() {
        assert!(text("éé".as_bytes(), 2).is_some());
        assert!(text("ééé".as_bytes(), 2).is_none());
    }
}
