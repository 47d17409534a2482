//! A numerator with its denominator, and the checks every method makes of its inputs.
//!
//! Not allowed here: any statistic. This file only says which inputs are fair.

use crate::error::InputFault;

/// People or events counted, with the people they were counted among.
///
/// Both may be fractional (weighted or averaged counts). Methods check them; building one checks nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Events, or people with the outcome; zero or more.
    pub numerator: f64,
    /// People (or person-years) among whom they were counted; above zero.
    pub denominator: f64,
}

impl Counts {
    /// A numerator and its denominator, in that order.
    ///
    /// ```
    /// let counts = concordat_methods::Counts::new(58.0, 92.0);
    /// assert_eq!(counts.denominator, 92.0);
    /// ```
    #[must_use]
    pub const fn new(numerator: f64, denominator: f64) -> Self {
        Self { numerator, denominator }
    }

    /// Numerator over denominator, per 1.
    pub(crate) fn ratio(self) -> f64 {
        self.numerator / self.denominator
    }

    /// The people without the outcome.
    pub(crate) fn others(self) -> f64 {
        self.denominator - self.numerator
    }

    /// Counts of events: the numerator may exceed the denominator.
    pub(crate) fn checked_for_rate(self) -> Result<Self, InputFault> {
        not_negative(self.numerator, InputFault::NumeratorNegative)?;
        positive(self.denominator, InputFault::DenominatorNotPositive)?;
        Ok(self)
    }

    /// Counts of people: the numerator is part of the denominator.
    pub(crate) fn checked_for_proportion(self) -> Result<Self, InputFault> {
        self.checked_for_rate()?;
        if self.numerator > self.denominator {
            return Err(InputFault::NumeratorExceedsDenominator);
        }
        Ok(self)
    }
}

/// Refuses what is not a finite number.
pub(crate) fn finite(input: f64) -> Result<f64, InputFault> {
    if input.is_finite() { Ok(input) } else { Err(InputFault::NotFinite) }
}

/// Refuses what is not finite, then what is below zero.
pub(crate) fn not_negative(input: f64, fault: InputFault) -> Result<f64, InputFault> {
    if finite(input)? < 0.0 { Err(fault) } else { Ok(input) }
}

/// Refuses what is not finite, then what is zero or below.
pub(crate) fn positive(input: f64, fault: InputFault) -> Result<f64, InputFault> {
    if finite(input)? <= 0.0 { Err(fault) } else { Ok(input) }
}

/// Refuses a multiplier that is not finite and above zero.
pub(crate) fn usable_multiplier(multiplier: f64) -> Result<f64, InputFault> {
    positive(multiplier, InputFault::MultiplierNotPositive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_names_itself() {
        let fault = |numerator, denominator| Counts::new(numerator, denominator).checked_for_proportion().err();
        assert_eq!(fault(1.0, 2.0), None);
        assert_eq!(fault(f64::NAN, 2.0), Some(InputFault::NotFinite));
        assert_eq!(fault(1.0, f64::INFINITY), Some(InputFault::NotFinite));
        assert_eq!(fault(-1.0, 2.0), Some(InputFault::NumeratorNegative));
        assert_eq!(fault(0.0, 0.0), Some(InputFault::DenominatorNotPositive));
        assert_eq!(fault(2.5, 2.0), Some(InputFault::NumeratorExceedsDenominator));
    }
}
