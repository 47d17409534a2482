//! Identifiers in their normal form: what an agency writes with spaces and hyphens is one number everywhere.
//!
//! Not allowed in here: an identifier in an error or in a debug format.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Letters of a unique pupil number, in the order of their values (I, O and S are left out).
const UPN_LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// What kind of identifier it is. Pseudonyms of two kinds never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierKind {
    /// An NHS number: ten digits, the last a check digit.
    NhsNumber,
    /// A unique pupil number: a check letter and twelve characters.
    Upn,
    /// A unique property reference number: up to twelve digits.
    Uprn,
    /// A reference that the parties have agreed on; it has no check digit.
    Text,
}

/// An identifier in its normal form.
#[derive(PartialEq, Eq)]
pub struct Normal(Zeroizing<String>);

/// Why there is no identifier. The record stays and has no pseudonym.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absent {
    /// Nothing is written.
    Empty,
    /// A number that stands for "not known", such as nothing but zeros.
    Placeholder,
    /// A temporary pupil number, which will not stay with the child.
    Temporary,
}

/// Why it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rejected {
    /// It has another length, or characters it cannot have.
    Form,
    /// The check digit or check letter is another.
    Check,
}

/// What stands in a cell.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen {
    /// An identifier.
    Valid(Normal),
    /// None.
    Absent(Absent),
    /// Something that is not one.
    Rejected(Rejected),
}

impl Normal {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether a text of another column holds it, spaces and hyphens aside: it would give the person away.
    #[must_use]
    pub fn stands_in(&self, text: &str) -> bool {
        let joined = |text: &str| Zeroizing::new(text.chars().filter(|letter| !is_gap(*letter)).collect::<String>());
        text.len() >= self.0.len() && joined(text).to_uppercase().contains(self.0.as_str())
    }
}

impl fmt::Debug for Normal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Normal")
    }
}

impl IdentifierKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::NhsNumber, Self::Upn, Self::Uprn, Self::Text];

    /// As it is written, in commands and inside every hash.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NhsNumber => "nhs_number",
            Self::Upn => "upn",
            Self::Uprn => "uprn",
            Self::Text => "text",
        }
    }

    /// Reads a cell.
    #[must_use]
    pub fn read(self, cell: &str) -> Seen {
        let cell = cell.trim();
        if cell.is_empty() {
            return Seen::Absent(Absent::Empty);
        }
        match self {
            Self::NhsNumber => nhs_number(&joined(cell)),
            Self::Upn => upn(&joined(cell)),
            Self::Uprn => uprn(&joined(cell)),
            Self::Text => valid(Zeroizing::new(plain(cell))),
        }
    }
}

fn valid(text: Zeroizing<String>) -> Seen {
    Seen::Valid(Normal(text))
}

/// Upper case, without what is written for the eye alone.
fn joined(cell: &str) -> Zeroizing<String> {
    Zeroizing::new(cell.chars().filter(|letter| !is_gap(*letter)).map(|letter| letter.to_ascii_uppercase()).collect())
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}')
}

/// Compatibility forms made one, upper case, runs of white space as one space.
fn plain(cell: &str) -> String {
    let composed: Zeroizing<String> = Zeroizing::new(cell.nfkc().flat_map(char::to_uppercase).collect());
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|digit| digit.to_digit(10)).collect()
}

/// Ten digits: the first nine, weighted from 10 down to 2, and the last, which makes the sum whole in elevens (NHS Data
/// Dictionary, "NHS NUMBER"). Ten equal digits pass that test and are nobody's number.
fn nhs_number(text: &Zeroizing<String>) -> Seen {
    let Some(digits) = digits(text).filter(|digits| digits.len() == 10) else { return Seen::Rejected(Rejected::Form) };
    if digits.iter().all(|digit| *digit == digits[0]) {
        return Seen::Absent(Absent::Placeholder);
    }
    let weighted: u32 = digits[..9].iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    // A remainder of 1 asks for the check digit ten, which no number has.
    if (11 - weighted % 11) % 11 == digits[9] { valid(text.clone()) } else { Seen::Rejected(Rejected::Check) }
}

/// A check letter, eleven digits, and a digit or, in a temporary number, a letter. The letter is the sum of the other
/// characters' values, weighted from 2 to 13, in twenty-threes (Department for Education, "Unique pupil numbers").
fn upn(text: &Zeroizing<String>) -> Seen {
    let value = |byte: u8| UPN_LETTERS.iter().position(|letter| *letter == byte);
    let bytes = text.as_bytes();
    let (Some(check), 13) = (bytes.first().copied().and_then(value), bytes.len()) else {
        return Seen::Rejected(Rejected::Form);
    };
    let mut sum = 0;
    for (place, byte) in bytes.iter().enumerate().skip(1) {
        let known = if byte.is_ascii_digit() { Some(usize::from(byte - b'0')) } else { value(*byte) };
        match known.filter(|_| byte.is_ascii_digit() || place == 12) {
            Some(known) => sum += known * (place + 1),
            None => return Seen::Rejected(Rejected::Form),
        }
    }
    match (sum % 23 == check, bytes[12].is_ascii_digit()) {
        (false, _) => Seen::Rejected(Rejected::Check),
        (true, false) => Seen::Absent(Absent::Temporary),
        (true, true) => valid(text.clone()),
    }
}

/// Up to twelve digits; leading zeros say nothing (GeoPlace, "Unique Property Reference Number").
fn uprn(text: &Zeroizing<String>) -> Seen {
    if digits(text).is_none() {
        return Seen::Rejected(Rejected::Form);
    }
    match text.trim_start_matches('0') {
        "" => Seen::Absent(Absent::Placeholder),
        number if number.len() > 12 => Seen::Rejected(Rejected::Form),
        number => valid(Zeroizing::new(number.to_owned())),
    }
}
