//! Telephone numbers of the United Kingdom.
//!
//! Ranges: Ofcom, National Telephone Numbering Plan (01, 02, 03, 07, 08; ten or eleven digits with the leading 0). Not allowed
//! in here: numbers without a leading 0 or country code; too much else looks like them.

use crate::forms::Sureness;
use crate::words::{View, number};

/// Most groups that people write a number in.
const GROUPS_AT_MOST: usize = 5;

/// The groups of digits from a word on that are joined by a space or hyphen: their digits and how many words they take.
fn groups_at(view: &View<'_>, at: usize) -> Option<(Vec<u8>, usize)> {
    let mut digits = Vec::new();
    let mut taken = 0;
    while taken < GROUPS_AT_MOST && number(view.word(at + taken)).is_some() {
        digits.extend_from_slice(view.word(at + taken));
        taken += 1;
        if !matches!(view.gap(at + taken - 1), b" " | b"-" | b") " | b" (" | b") (" | b" (0") {
            break;
        }
    }
    (taken > 0).then_some((digits, taken))
}

/// A match at a word, and how many words it takes.
pub(crate) fn at(view: &View<'_>, at: usize) -> Option<(Sureness, usize)> {
    let first = view.word(at);
    let abroad = view.before(at).ends_with(b"+") && first.starts_with(b"44") || first.starts_with(b"0044");
    if !abroad && !first.starts_with(b"0") {
        return None;
    }
    let (digits, taken) = groups_at(view, at)?;
    if abroad {
        let national = digits.strip_prefix(b"0044").or_else(|| digits.strip_prefix(b"44"))?;
        let national = national.strip_prefix(b"0").unwrap_or(national);
        return is_national(national).then_some((Sureness::Strong, taken));
    }
    if !is_national(&digits[1..]) {
        return None;
    }
    let told = view.has_any(&["tel", "telephone", "phone", "mobile", "mob", "call", "ring"]);
    let grouped = taken > 1 && first.len() >= 3;
    Some((if told || grouped { Sureness::Strong } else { Sureness::Weak }, taken))
}

/// Digits after the leading 0.
fn is_national(digits: &[u8]) -> bool {
    let length = if digits.starts_with(b"1") { 9..=10 } else { 10..=10 };
    length.contains(&digits.len()) && matches!(digits.first(), Some(b'1' | b'2' | b'3' | b'7' | b'8'))
}
