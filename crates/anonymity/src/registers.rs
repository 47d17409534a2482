//! Numbers of national registers: unique pupil numbers, National Insurance numbers, vehicle marks.
//!
//! Rules: Department for Education, unique pupil numbers guidance (check letter modulus 23, temporary form); HM Revenue and
//! Customs, National Insurance Manual NIM39110 (letters, prefixes not used). Not allowed in here: NHS numbers and telephones.

use crate::forms::Sureness;
use crate::words::{View, is_number};

/// Letters of pupil numbers in the order of their values; the guidance leaves out I, O and S.
const PUPIL_LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// The value of a character after the check letter: a digit, or at the end a letter.
fn pupil_value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        _ => PUPIL_LETTERS.iter().zip(0..).find(|(letter, _)| **letter == byte).map(|(_, value)| value),
    }
}

/// A unique pupil number in a word.
pub(crate) fn pupil_number(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let word: [u8; 13] = view.word(at).try_into().ok()?;
    let word = word.map(|byte| byte.to_ascii_uppercase());
    let shaped = word[0].is_ascii_uppercase() && word[1..12].iter().all(u8::is_ascii_digit);
    if !shaped || !(word[12].is_ascii_digit() || word[12].is_ascii_uppercase()) {
        return None;
    }
    let sum: Option<u32> = word[1..].iter().zip(2..).map(|(byte, weight)| Some(pupil_value(*byte)? * weight)).sum();
    let valid = sum.is_some_and(|sum| PUPIL_LETTERS[(sum % 23) as usize] == word[0]);
    Some((if valid { Sureness::Strong } else { Sureness::LookAlike }, 1))
}

/// A National Insurance number in a word, or in five: two letters, three pairs of digits, a letter.
pub(crate) fn insurance_number(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let first = view.word(at);
    let (bytes, taken): ([u8; 9], usize) = match first.len() {
        9 => (first.try_into().ok()?, 1),
        2 => {
            let spaced = (at..at + 4).all(|position| view.gap(position) == b" ");
            let words: Vec<u8> = (at..at + 5).flat_map(|position| view.word(position)).copied().collect();
            (words.try_into().ok().filter(|_| spaced)?, 5)
        }
        _ => return None,
    };
    let bytes = bytes.map(|byte| byte.to_ascii_uppercase());
    let letters = bytes[..2].iter().chain(&bytes[8..]).all(u8::is_ascii_uppercase);
    if !letters || !bytes[2..8].iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some((if insurance_rules(&bytes) { Sureness::Strong } else { Sureness::LookAlike }, taken))
}

fn insurance_rules(bytes: &[u8; 9]) -> bool {
    let prefixes_not_used: [&[u8; 2]; 7] = [b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"];
    let first = !b"DFIQUV".contains(&bytes[0]);
    let second = !b"DFIOQUV".contains(&bytes[1]);
    let prefix = !prefixes_not_used.iter().any(|other| other[..] == bytes[..2]);
    first && second && prefix && (b'A'..=b'D').contains(&bytes[8])
}

/// A vehicle mark of the form in use since 2001: two letters, two digits, three letters.
pub(crate) fn vehicle_mark(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let (first, second) = (view.word(at), view.word(at + 1));
    let letters = |part: &[u8]| part.iter().all(|byte| byte.is_ascii_alphabetic() && !b"IQiq".contains(byte));
    let memory_and_age = |part: &[u8]| part.len() == 4 && letters(&part[..2]) && is_number(&part[2..], 2);
    if first.len() == 7 && memory_and_age(&first[..4]) && letters(&first[4..]) {
        return Some((Sureness::Weak, 1));
    }
    let spaced = view.gap(at) == b" " && memory_and_age(first) && second.len() == 3 && letters(second);
    spaced.then_some((Sureness::Weak, 2))
}
