//! Small things that people read or type: bytes in digits, and the name that may have been meant.
//!
//! Not allowed in here: names taken from data.

use std::fmt::Write as _;

/// Bytes in lower-case hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

/// The candidate nearest to `typed`, when it is near enough to be a slip of the pen: at most a third of its letters off.
#[must_use]
pub fn nearest<'name>(typed: &str, candidates: impl IntoIterator<Item = &'name str>) -> Option<&'name str> {
    let typed = typed.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&typed, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_two_small_digits_each() {
        assert_eq!(hexadecimal(&[0, 10, 255]), "000aff");
    }

    #[test]
    fn a_slip_of_the_pen_finds_its_word_and_nonsense_finds_none() {
        assert_eq!(nearest("purpoes", ["parties", "purposes"]), Some("purposes"));
        assert_eq!(nearest("midlesbrough", ["Middlesbrough", "Redcar and Cleveland"]), Some("Middlesbrough"));
        assert_eq!(nearest("zzz", ["parties", "purposes"]), None);
    }
}
