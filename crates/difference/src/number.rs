//! Published numbers as whole units of their last decimal, so that parts add up by whole numbers.
//!
//! Not allowed in here: a rounding that is not named.

use std::fmt;

use concordat_base::Decimal;
use serde::{Serialize, Serializer};

/// A number with the decimals in which it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    places: u8,
    units: i64,
}

impl Number {
    /// So many units of the last decimal.
    pub(crate) fn of_units(units: i64, places: u8) -> Self {
        Self { places, units }
    }

    /// A number rounded to some decimals, halves away from zero; `None` where it is too large or not finite.
    pub(crate) fn round(value: f64, places: u8) -> Option<Self> {
        let digits = Decimal::round(value, places)?.to_string();
        Self::read(&digits)
    }

    /// A number as a release prints it; `None` for an empty cell.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let places = u8::try_from(part.len()).ok().filter(|places| *places <= Decimal::MOST_PLACES)?;
        let all: String = [whole, part].concat();
        let numeric = !whole.is_empty() && all.len() <= 15 && all.bytes().all(|byte| byte.is_ascii_digit());
        let magnitude: i64 = all.parse().ok().filter(|_| numeric)?;
        Some(Self { places, units: sign * magnitude })
    }

    /// The same number with at least so many decimals.
    pub(crate) fn with_places(self, places: u8) -> Self {
        let more = places.saturating_sub(self.places);
        Self { places: self.places + more, units: self.units * 10i64.pow(u32::from(more)) }
    }

    /// How many decimals it has.
    #[must_use]
    pub fn places(self) -> u8 {
        self.places
    }

    /// How many units of its last decimal it is.
    #[must_use]
    pub fn units(self) -> i64 {
        self.units
    }

    /// The nearest double.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most 15 digits and six decimals")]
        let units = self.units as f64;
        units / 10f64.powi(i32::from(self.places))
    }

    /// Half of its last decimal: how far a number that prints like it may be from it.
    pub(crate) fn half_unit(self) -> f64 {
        0.5 / 10f64.powi(i32::from(self.places))
    }

    /// With its sign, for a change.
    #[must_use]
    pub fn signed(self) -> String {
        if self.units > 0 { format!("+{self}") } else { self.to_string() }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10u64.pow(u32::from(self.places));
        let (magnitude, sign) = (self.units.unsigned_abs(), if self.units < 0 { "-" } else { "" });
        if self.places == 0 {
            return write!(formatter, "{sign}{magnitude}");
        }
        let width = usize::from(self.places);
        write!(formatter, "{sign}{}.{:0width$}", magnitude / scale, magnitude % scale)
    }
}

/// As a plain number: it prints back with the same digits, but for zeros at its end.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.places == 0 { serializer.serialize_i64(self.units) } else { serializer.serialize_f64(self.to_f64()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_number_is_read_back_as_it_was_printed() {
        for text in ["0", "2390", "51.1", "-0.5", "-16.05", "4.0"] {
            assert_eq!(Number::read(text).map(|number| number.to_string()).as_deref(), Some(text));
        }
        for text in ["", "-", "1e5", "1.2.3", "NaN", "+1", ".5", "1.1234567"] {
            assert_eq!(Number::read(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_can_be_added_and_signs_are_said() {
        let number = Number::read("-3.5").unwrap().with_places(2);
        assert_eq!((number.units(), number.to_string().as_str()), (-350, "-3.50"));
        assert_eq!(Number::round(0.66, 1).unwrap().signed(), "+0.7");
        assert_eq!(Number::round(-0.04, 1).unwrap().signed(), "0.0");
    }
}
