//! NHS numbers: ten digits, the last of them from the others by modulus 11.
//!
//! Rule: NHS Data Dictionary, attribute NHS NUMBER: weights 10 to 2, check digit 11 less the remainder, 11 written as 0, 10 not used.
//! Not allowed in here: other numbers of ten digits.

use crate::forms::Sureness;
use crate::words::{View, is_number};

/// The check digit of nine digits given as values; none where the number is not used.
pub(crate) fn check_digit(stem: &[u8; 9]) -> Option<u8> {
    let sum: u32 = stem.iter().zip((2..=10).rev()).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => u8::try_from(digit).ok(),
    }
}

fn is_valid(digits: &[u8]) -> bool {
    let mut stem = [0; 9];
    stem.iter_mut().zip(digits).for_each(|(value, digit)| *value = digit - b'0');
    check_digit(&stem) == Some(digits[9] - b'0')
}

/// The digits at a word: ten in one, or three, three and four with a space or hyphen between; how many words they take.
fn digits_at(view: &View<'_>, at: usize) -> Option<([u8; 10], usize)> {
    let first = view.word(at);
    if is_number(first, 10) {
        return Some((first.try_into().ok()?, 1));
    }
    let parts = [first, view.word(at + 1), view.word(at + 2)];
    let lengths = parts.iter().zip([3, 3, 4]).all(|(part, length)| is_number(part, length));
    let gap = view.gap(at);
    let joined = matches!(gap, b" " | b"-" | b"  " | b".") && view.gap(at + 1) == gap;
    if !lengths || !joined {
        return None;
    }
    Some((parts.concat().try_into().ok()?, 3))
}

/// A match at a word, and how many words it takes.
pub(crate) fn at(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let (digits, taken) = digits_at(view, at)?;
    // Ten equal digits are a placeholder, whatever their check digit.
    if digits.iter().all(|digit| *digit == digits[0]) {
        return None;
    }
    let sureness = match is_valid(&digits) {
        false => Sureness::LookAlike,
        true if taken == 3 || view.has_any(&["nhs"]) => Sureness::Strong,
        true => Sureness::Weak,
    };
    Some((sureness, taken))
}
