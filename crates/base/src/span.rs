//! Spans of calendar time, written as ISO 8601 durations in declarations (`P14D`, `P3M`, `P1Y6M`).
//!
//! Not allowed in here: hours and seconds; a night is a date.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, Unit};
use serde::{Deserialize, Serialize};

/// A span of years, months, weeks and days, not negative.
#[derive(Clone, Copy, Debug)]
pub struct DateSpan(Span);

/// Why a text is not a span of calendar time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a span is an ISO 8601 duration of years, months, weeks or days, for example P14D or P3M")]
pub struct DateSpanError;

impl DateSpan {
    /// A span of whole days.
    #[must_use]
    pub fn days(days: u16) -> Self {
        Self(Span::new().days(i64::from(days)))
    }

    /// The date this span after `date`; the last date of the calendar where that would be beyond it.
    #[must_use]
    pub fn after(&self, date: Date) -> Date {
        date.checked_add(self.0).unwrap_or(Date::MAX)
    }

    /// The date this span before `date`; the first date of the calendar where that would be before it.
    #[must_use]
    pub fn before(&self, date: Date) -> Date {
        date.checked_sub(self.0).unwrap_or(Date::MIN)
    }

    /// How many whole months the span has, when it is made of years and months alone.
    #[must_use]
    pub fn whole_months(&self) -> Option<u32> {
        let only_months = self.0.get_weeks() == 0 && self.0.get_days() == 0;
        let months = i32::from(self.0.get_years()) * 12 + self.0.get_months();
        only_months.then(|| u32::try_from(months).ok()).flatten()
    }
}

impl PartialEq for DateSpan {
    fn eq(&self, other: &Self) -> bool {
        self.0.fieldwise() == other.0.fieldwise()
    }
}

impl FromStr for DateSpan {
    type Err = DateSpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let span: Span = text.parse().map_err(|_| DateSpanError)?;
        let smallest_is_a_day = [Unit::Hour, Unit::Minute, Unit::Second, Unit::Millisecond]
            .into_iter()
            .all(|unit| unit_is_zero(&span, unit));
        let iso_form = text.starts_with('P');
        if iso_form && smallest_is_a_day && !span.is_negative() { Ok(Self(span)) } else { Err(DateSpanError) }
    }
}

fn unit_is_zero(span: &Span, unit: Unit) -> bool {
    match unit {
        Unit::Hour => span.get_hours() == 0,
        Unit::Minute => span.get_minutes() == 0,
        Unit::Second => span.get_seconds() == 0,
        _ => span.get_milliseconds() == 0,
    }
}

impl fmt::Display for DateSpan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl Serialize for DateSpan {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateSpan {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_move_dates_by_the_calendar() {
        let span: DateSpan = "P1M".parse().unwrap();
        assert_eq!(span.after(Date::constant(2024, 1, 31)), Date::constant(2024, 2, 29));
        assert_eq!("P1Y6M".parse::<DateSpan>().unwrap().whole_months(), Some(18));
        assert_eq!("P14D".parse::<DateSpan>().unwrap().whole_months(), None);
        for bad in ["14D", "PT5H", "-P1D", "two weeks"] {
            assert_eq!(bad.parse::<DateSpan>(), Err(DateSpanError), "{bad}");
        }
    }
}
