//! The last look at words that are about to be published: does one look like an identifier of a person?
//!
//! Not allowed in here: keeping or printing what was found.

/// What a text holds that must not be published, in fixed words.
pub(crate) fn found_in(text: &str) -> Option<&'static str> {
    // Most words are short or have few digits; a release has millions of them.
    if text.len() < 10 {
        return None;
    }
    let (digits, longest_token) = tally(text.as_bytes());
    if digits >= 10 && holds_nhs_number(text.as_bytes()) {
        Some("what looks like an NHS number")
    } else if longest_token >= 32 {
        Some("what looks like a pseudonym or a hash")
    } else {
        None
    }
}

/// How many digits there are, and how long the longest run of hexadecimal digits is.
fn tally(bytes: &[u8]) -> (usize, usize) {
    let (mut digits, mut run, mut longest) = (0, 0, 0);
    for byte in bytes {
        digits += usize::from(byte.is_ascii_digit());
        run = if byte.is_ascii_hexdigit() { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    (digits, longest)
}

/// Ten digits, as such or in the groups 3, 3 and 4, whose last is the check digit of the NHS number: the sum of the
/// first nine, weighted 10 down to 2, and the tenth is a multiple of 11 (NHS Data Dictionary).
fn holds_nhs_number(bytes: &[u8]) -> bool {
    let starts = (0..bytes.len()).filter(|at| *at == 0 || !bytes[at - 1].is_ascii_alphanumeric());
    starts.filter_map(|at| ten_digits(&bytes[at..])).any(|digits| has_check_digit(&digits))
}

/// The ten digits at the start of the bytes, if there are exactly ten.
fn ten_digits(bytes: &[u8]) -> Option<[u32; 10]> {
    let mut digits = [0; 10];
    let mut at = 0;
    for (position, digit) in digits.iter_mut().enumerate() {
        if (position == 3 || position == 6) && matches!(bytes.get(at), Some(b' ' | b'-')) {
            at += 1;
        }
        let byte = bytes.get(at).filter(|byte| byte.is_ascii_digit())?;
        *digit = u32::from(byte - b'0');
        at += 1;
    }
    let ends = bytes.get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    ends.then_some(digits)
}

fn has_check_digit(digits: &[u32; 10]) -> bool {
    let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    sum.is_multiple_of(11) && digits.iter().any(|digit| *digit != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_found_and_ordinary_words_are_not() {
        // Numbers from the range that is kept for tests, 999 ... .
        for bad in ["9990000018", "see 999 000 0018.", "999-000-0018", "0123456789abcdef0123456789ABCDEF"] {
            assert!(found_in(bad).is_some(), "{bad}");
        }
        let good = [
            "",
            "9990000019",
            "99900000180",
            "a9990000018",
            "2022/23 to 2024/25",
            "0000000000",
            "E06000002",
            "01642 728 100",
        ];
        for good in good {
            assert_eq!(found_in(good), None, "{good}");
        }
    }
}
