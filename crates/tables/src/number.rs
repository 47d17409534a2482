//! Numbers as publishers write them.
//!
//! Not allowed in here: taking what is no number for zero.

use concordat_declare::published::Numbers;

/// A number: digits with at most one point, a minus before them or not; commas between thousands and a sign of per cent only
/// where they are declared. Publishers' files carry floating noise (`71.400000000000006`), which rounding to the declared
/// decimals takes off.
#[must_use]
pub fn number(text: &str, written: Numbers) -> Option<f64> {
    let text = text.trim();
    let text = if written.percent_sign { text.strip_suffix('%').unwrap_or(text).trim_end() } else { text };
    let digits = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    let sign = if digits.len() == text.len() { 1.0 } else { -1.0 };
    let bare = if written.thousands_commas && digits.contains(',') { ungrouped(digits)? } else { digits.to_owned() };
    let plain = bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let framed = bare.starts_with(|first: char| first.is_ascii_digit()) && !bare.ends_with('.');
    (plain && framed).then(|| bare.parse::<f64>().ok()).flatten().map(|number| sign * number)
}

/// Takes commas out where each but the first group has three digits.
fn ungrouped(digits: &str) -> Option<String> {
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    if !first || !groups.all(|group| group.len() == 3) {
        return None;
    }
    let whole = whole.replace(',', "");
    Some(part.map_or_else(|| whole.clone(), |part| format!("{whole}.{part}")))
}

/// A count: a whole number that is not negative, which may be written with a point (`806.0`).
#[must_use]
pub fn whole_number(text: &str, written: Numbers) -> Option<u64> {
    let number = number(text, Numbers { percent_sign: false, ..written })?;
    let rounded = number.round();
    if (number - rounded).abs() > 1e-6 || !(0.0..9e15).contains(&rounded) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just above")]
    let whole = rounded as u64;
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Numbers = Numbers { thousands_commas: false, percent_sign: false };
    const SIGNS: Numbers = Numbers { thousands_commas: true, percent_sign: true };

    #[test]
    fn what_is_no_number_is_never_one() {
        assert!(number("71.400000000000006", PLAIN).is_some_and(|number| (number - 71.4).abs() < 1e-9));
        assert_eq!(number(" -1.5 ", PLAIN), Some(-1.5));
        for bad in ["", " ", "-", ":", "1,234", "12%", "nan", "inf", "1e3", "+1", ".5", "5.", "1.2.3", "c"] {
            assert_eq!(number(bad, PLAIN), None, "{bad}");
        }
        assert_eq!(whole_number("806.0", PLAIN), Some(806));
        assert_eq!(whole_number("30210.0", PLAIN), Some(30210));
        assert_eq!(whole_number("806.4", PLAIN), None);
        assert_eq!(whole_number("-1", PLAIN), None);
    }

    #[test]
    fn declared_signs_are_read_and_wrong_groups_refused() {
        assert_eq!(number("12,959", SIGNS), Some(12959.0));
        assert_eq!(number("1,234,567.5", SIGNS), Some(1_234_567.5));
        assert_eq!(number("41.3%", SIGNS), Some(41.3));
        assert_eq!(number("\u{2212}0.4", SIGNS), Some(-0.4));
        for bad in ["71,8", "1,2345", ",123", "1,,234", "%", "1,234,5"] {
            assert_eq!(number(bad, SIGNS), None, "{bad}");
        }
        assert_eq!(whole_number("12%", SIGNS), None);
    }
}
