//! Cells of a publisher's table.
//!
//! Not allowed in here: taking what is no number for zero.

use concordat_base::{Period, PeriodKind};
use concordat_declare::published::PeriodForm;

/// A number: digits with at most one point, a minus before them or not. Publishers' files carry floating noise
/// (`71.400000000000006`), which rounding to the declared decimals takes off.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim_matches(' ');
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let framed = digits.starts_with(|first: char| first.is_ascii_digit()) && !digits.ends_with('.');
    (plain && framed).then(|| text.parse().ok()).flatten()
}

/// A count: a whole number that is not negative, which may be written with a point (`806.0`).
pub(super) fn whole_number(text: &str) -> Option<u64> {
    let number = number(text)?;
    let rounded = number.round();
    if (number - rounded).abs() > 1e-6 || !(0.0..9e15).contains(&rounded) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just above")]
    let whole = rounded as u64;
    Some(whole)
}

/// A period as the publisher writes it.
pub(super) fn period(text: &str, kind: PeriodKind, form: PeriodForm) -> Option<Period> {
    let text = text.trim_matches(' ');
    match form {
        PeriodForm::Own => Period::parse(text, kind).ok(),
        PeriodForm::EndYear => {
            let end = Period::parse(text, PeriodKind::CalendarYear).ok()?;
            // The period of the kind that ends in that year: it holds the year's January.
            Some(Period::containing_month(end.first_month_number(), kind)).filter(|_| kind.months() == 12)
        }
        PeriodForm::SixDigits => {
            let (year, next) = text.split_at_checked(4)?;
            Period::parse(&format!("{year}/{next}"), kind).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_never_one() {
        assert!(number("71.400000000000006").is_some_and(|number| (number - 71.4).abs() < 1e-9));
        assert_eq!(number(" -1.5 "), Some(-1.5));
        for bad in ["", " ", "-", ":", "1,234", "12%", "nan", "inf", "1e3", "+1", ".5", "5.", "1.2.3", "c"] {
            assert_eq!(number(bad), None, "{bad}");
        }
        assert_eq!(whole_number("806.0"), Some(806));
        assert_eq!(whole_number("806.4"), None);
        assert_eq!(whole_number("-1"), None);
    }

    #[test]
    fn publishers_periods_are_read() {
        let text = |text, kind, form| period(text, kind, form).map(|period| period.to_string());
        let (school, financial) = (PeriodKind::AcademicYear, PeriodKind::FinancialYear);
        assert_eq!(text("2025", school, PeriodForm::EndYear).as_deref(), Some("2024/25"));
        assert_eq!(text("2025", financial, PeriodForm::EndYear).as_deref(), Some("2024/25"));
        assert_eq!(text("2025", PeriodKind::CalendarYear, PeriodForm::EndYear).as_deref(), Some("2025"));
        assert_eq!(text("202425", school, PeriodForm::SixDigits).as_deref(), Some("2024/25"));
        assert_eq!(text("202426", school, PeriodForm::SixDigits), None);
        assert_eq!(text("2024-03", PeriodKind::Month, PeriodForm::Own).as_deref(), Some("2024-03"));
    }
}
