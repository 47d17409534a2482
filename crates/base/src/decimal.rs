//! Decimals: a published number, rounded once and never again.
//!
//! Not allowed in here: arithmetic on decimals; methods compute in floating point before the one rounding.

use std::fmt;

/// A number with a fixed count of decimal places: `units / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    units: i64,
    places: u8,
}

impl Decimal {
    /// The most decimal places a published number may have.
    pub const MOST_PLACES: u8 = 6;

    /// Rounds `value` to `places` decimals, halves away from zero, as published tables do.
    ///
    /// Returns `None` when the value is not finite, too large, or more than [`Self::MOST_PLACES`] places are asked.
    #[must_use]
    pub fn round(value: f64, places: u8) -> Option<Self> {
        if places > Self::MOST_PLACES || !value.is_finite() {
            return None;
        }
        let scaled = value * 10f64.powi(i32::from(places));
        if scaled.abs() >= 9e15 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
        let units = scaled.round() as i64;
        Some(Self { units, places })
    }

    /// A whole number.
    #[must_use]
    pub fn whole(units: i64) -> Self {
        Self { units, places: 0 }
    }

    /// The nearest double: what a Parquet file carries; it prints back as the same decimal.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "units are below 9e15")]
        let units = self.units as f64;
        units / 10f64.powi(i32::from(self.places))
    }

    /// The count of decimal places.
    #[must_use]
    pub fn places(self) -> u8 {
        self.places
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10u64.pow(u32::from(self.places));
        let magnitude = self.units.unsigned_abs();
        let sign = if self.units < 0 { "-" } else { "" };
        if self.places == 0 {
            return write!(formatter, "{sign}{magnitude}");
        }
        let (whole, part) = (magnitude / scale, magnitude % scale);
        write!(formatter, "{sign}{whole}.{part:0width$}", width = usize::from(self.places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn negative_gaps_keep_their_sign_and_zero_has_none() {
        let text = |value, places| Decimal::round(value, places).map(|decimal| decimal.to_string());
        assert_eq!(text(-14.84, 1).as_deref(), Some("-14.8"));
        assert_eq!(text(-0.04, 1).as_deref(), Some("0.0"));
        assert_eq!(text(-0.05, 1).as_deref(), Some("-0.1"));
        assert_eq!(text(1234.0, 0).as_deref(), Some("1234"));
        assert_eq!(text(f64::NAN, 1), None);
    }

    proptest! {
        #[test]
        fn text_and_double_are_the_same_decimal(value in -1e9f64..1e9, places in 0u8..=6) {
            let decimal = Decimal::round(value, places).unwrap();
            prop_assert_eq!(decimal.to_string().parse::<f64>().unwrap(), decimal.to_f64());
        }
    }
}
