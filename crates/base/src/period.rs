//! Periods: what time a figure speaks of.
//!
//! Not allowed in here: today's date, and whether a period is due; that is the source's declaration.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The kinds of period that data comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// A calendar month, written `2024-01`.
    Month,
    /// A calendar quarter, written `2024-Q1`.
    Quarter,
    /// A calendar year, written `2024`.
    CalendarYear,
    /// A financial year, April to March, written `2024/25`.
    FinancialYear,
    /// A school year, September to August, written `2024/25`.
    AcademicYear,
}

impl PeriodKind {
    /// The month a year of this kind begins in (1 for months, quarters and calendar years).
    #[must_use]
    pub fn first_month(self) -> i8 {
        match self {
            Self::Month | Self::Quarter | Self::CalendarYear => 1,
            Self::FinancialYear => 4,
            Self::AcademicYear => 9,
        }
    }

    /// How many months a period of this kind has.
    #[must_use]
    pub fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::CalendarYear | Self::FinancialYear | Self::AcademicYear => 12,
        }
    }

    /// What a period of this kind is called.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::CalendarYear => "calendar year",
            Self::FinancialYear => "financial year",
            Self::AcademicYear => "school year",
        }
    }

    /// How a period of this kind is written, for messages.
    #[must_use]
    pub fn form(self) -> &'static str {
        match self {
            Self::Month => "2024-01",
            Self::Quarter => "2024-Q1",
            Self::CalendarYear => "2024",
            Self::FinancialYear | Self::AcademicYear => "2024/25",
        }
    }
}

/// One period: a kind and its first month, counted from January of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first_month_number: i32,
    kind: PeriodKind,
}

/// Why a text is not a period of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a period written like {}", .expected.form())]
pub struct PeriodError {
    /// The kind that was asked for.
    pub expected: PeriodKind,
}

impl Period {
    /// Reads the written form of a period of `kind`.
    ///
    /// # Errors
    /// [`PeriodError`] when the text is not in that kind's form or is outside the years 1900 to 2199.
    pub fn parse(text: &str, kind: PeriodKind) -> Result<Self, PeriodError> {
        let wrong = PeriodError { expected: kind };
        let bytes = text.as_bytes();
        let year = digits(bytes, 0, 4).filter(|year| (1900..2200).contains(year)).ok_or(wrong)?;
        let month_of_year = match kind {
            PeriodKind::Month if bytes.len() == 7 && bytes[4] == b'-' => {
                digits(bytes, 5, 2).filter(|month| (1..=12).contains(month))
            }
            PeriodKind::Quarter if bytes.len() == 7 && text[4..].starts_with("-Q") => {
                digits(bytes, 6, 1).filter(|quarter| (1..=4).contains(quarter)).map(|quarter| quarter * 3 - 2)
            }
            PeriodKind::CalendarYear if bytes.len() == 4 => Some(1),
            PeriodKind::FinancialYear | PeriodKind::AcademicYear if bytes.len() == 7 && bytes[4] == b'/' => {
                digits(bytes, 5, 2).filter(|next| *next == (year + 1) % 100).map(|_| i32::from(kind.first_month()))
            }
            _ => None,
        };
        let month = month_of_year.ok_or(wrong)?;
        Ok(Self { first_month_number: year * 12 + month - 1, kind })
    }

    /// The period of `kind` that a month lies in.
    #[must_use]
    pub fn containing_month(month_number: i32, kind: PeriodKind) -> Self {
        let offset = i32::from(kind.first_month()) - 1;
        let length = kind.months();
        let first = (month_number - offset).div_euclid(length) * length + offset;
        Self { first_month_number: first, kind }
    }

    /// The period of `kind` that a date lies in.
    #[must_use]
    pub fn containing(date: Date, kind: PeriodKind) -> Self {
        Self::containing_month(month_number(date), kind)
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> PeriodKind {
        self.kind
    }

    /// The number of the first month: year x 12 + month - 1.
    #[must_use]
    pub fn first_month_number(&self) -> i32 {
        self.first_month_number
    }

    /// The number of the last month.
    #[must_use]
    pub fn last_month_number(&self) -> i32 {
        self.first_month_number + self.kind.months() - 1
    }

    /// The first day.
    #[must_use]
    pub fn start(&self) -> Date {
        first_day(self.first_month_number)
    }

    /// The last day.
    #[must_use]
    pub fn end(&self) -> Date {
        last_day(self.last_month_number())
    }

    /// The period `steps` later (earlier when negative).
    #[must_use]
    pub fn later(&self, steps: i32) -> Self {
        Self { first_month_number: self.first_month_number + steps * self.kind.months(), kind: self.kind }
    }
}

/// The number of the month a date lies in: year x 12 + month - 1.
#[must_use]
pub fn month_number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// The first day of a numbered month; months outside the calendar are clamped to it.
#[must_use]
pub fn first_day(month_number: i32) -> Date {
    let year = i16::try_from(month_number.div_euclid(12)).unwrap_or(i16::MAX);
    let month = i8::try_from(month_number.rem_euclid(12) + 1).unwrap_or(1);
    Date::new(year, month, 1).unwrap_or(Date::MAX)
}

/// The last day of a numbered month.
#[must_use]
pub fn last_day(month_number: i32) -> Date {
    first_day(month_number + 1).checked_sub(1.day()).unwrap_or(Date::MAX)
}

fn digits(bytes: &[u8], from: usize, count: usize) -> Option<i32> {
    let slice = bytes.get(from..from + count)?;
    slice.iter().try_fold(0i32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')))
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first_month_number.div_euclid(12), self.first_month_number.rem_euclid(12) + 1);
        match self.kind {
            PeriodKind::Month => write!(formatter, "{year:04}-{month:02}"),
            PeriodKind::Quarter => write!(formatter, "{year:04}-Q{}", (month + 2) / 3),
            PeriodKind::CalendarYear => write!(formatter, "{year:04}"),
            PeriodKind::FinancialYear | PeriodKind::AcademicYear => {
                write!(formatter, "{year:04}/{:02}", (year + 1) % 100)
            }
        }
    }
}

/// As a pair: the kind and the written form.
impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.kind, self.to_string()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (kind, text) = <(PeriodKind, String)>::deserialize(deserializer)?;
        Self::parse(&text, kind).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_school_year_runs_from_september_to_august() {
        let year = Period::parse("2024/25", PeriodKind::AcademicYear).unwrap();
        assert_eq!((year.start(), year.end()), (Date::constant(2024, 9, 1), Date::constant(2025, 8, 31)));
        assert_eq!(year.later(-1).to_string(), "2023/24");
    }

    #[test]
    fn other_forms_are_refused() {
        for (text, kind) in [
            ("2024-13", PeriodKind::Month),
            ("2024/26", PeriodKind::FinancialYear),
            ("2024-25", PeriodKind::FinancialYear),
            ("2024-Q5", PeriodKind::Quarter),
            ("24", PeriodKind::CalendarYear),
            ("", PeriodKind::Month),
            ("\u{e9}\u{e9}\u{e9}\u{e9}", PeriodKind::Month),
            ("2024\u{e9}Q", PeriodKind::Quarter),
        ] {
            assert_eq!(Period::parse(text, kind), Err(PeriodError { expected: kind }), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_period_survives_its_text(month in 22812i32..26376, which in 0usize..5) {
            let kinds = [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::CalendarYear,
                PeriodKind::FinancialYear, PeriodKind::AcademicYear];
            let period = Period::containing_month(month, kinds[which]);
            prop_assert_eq!(Period::parse(&period.to_string(), kinds[which]), Ok(period));
            prop_assert!((period.first_month_number()..=period.last_month_number()).contains(&month));
        }
    }
}
