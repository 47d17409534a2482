//! Numerators and denominators of rows, added up.
//!
//! Not allowed here: limits.

use concordat_methods::{Counts, InputFault, WithheldReason};

use crate::context::{Context, Refused};

/// The sums of a group, each missing where one of its parts is.
pub(super) struct Sums {
    /// All numerators.
    pub(super) numerator: Option<f64>,
    /// All denominators.
    pub(super) denominator: Option<f64>,
}

impl Sums {
    /// Adds up the first two inputs of a method; every row must be fit by itself.
    pub(super) fn of(context: &Context<'_>, rows: &[usize], of_people: bool) -> Result<Self, Refused> {
        let mut sums = Self { numerator: Some(0.0), denominator: Some(0.0) };
        for row in rows {
            let numerator = context.number(0, *row)?;
            let denominator = context.number(1, *row)?;
            let refused = |fault: InputFault| Err(Refused::at(fault.code(), *row));
            if numerator.is_some_and(|numerator| numerator < 0.0) {
                return refused(InputFault::NumeratorNegative);
            }
            if denominator.is_some_and(|denominator| denominator <= 0.0) {
                return refused(InputFault::DenominatorNotPositive);
            }
            if of_people && numerator.zip(denominator).is_some_and(|(numerator, denominator)| numerator > denominator) {
                return refused(InputFault::NumeratorExceedsDenominator);
            }
            sums.numerator = sums.numerator.zip(numerator).map(|(sum, part)| sum + part);
            sums.denominator = sums.denominator.zip(denominator).map(|(sum, part)| sum + part);
        }
        Ok(sums)
    }

    /// Both, or which one is missing.
    pub(super) fn counts(&self) -> Result<Counts, WithheldReason> {
        match (self.numerator, self.denominator) {
            (Some(numerator), Some(denominator)) => Ok(Counts::new(numerator, denominator)),
            (None, _) => Err(WithheldReason::MissingNumerator),
            (_, None) => Err(WithheldReason::MissingDenominator),
        }
    }
}
