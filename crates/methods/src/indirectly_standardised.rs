//! Observed events against those that the rates of a reference population lead to expect.
//!
//! Not allowed here: choosing the reference, and joining it to the bands by their order.

use crate::confidence::Confidence;
use crate::counts::{finite, not_negative, positive, usable_multiplier};
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Outcome, WithheldReason};
use crate::rate::count_limits;
use crate::sums::ordered_sum;

/// One age band (or other stratum) here and in the reference population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferredBand {
    /// Events here; zero or more.
    pub events: f64,
    /// People here; zero or more.
    pub population: f64,
    /// Events in the reference population; zero or more.
    pub reference_events: f64,
    /// People in the reference population; above zero.
    pub reference_population: f64,
}

/// What bands come down to: the ratio and the rate follow at any level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IndirectStandardisation {
    /// Events seen here.
    pub observed: f64,
    /// Events that the reference rates lead to expect here.
    pub expected: f64,
    /// The crude rate of the reference population, per 1.
    pub reference_rate: f64,
}

/// Adds up bands for an indirectly standardised ratio or rate.
///
/// Formula, over bands with `x` events among `n` here and `X` among `N` in the reference: `observed = Σx`,
/// `expected = Σ n X / N`, `reference_rate = ΣX / ΣN`. Source: Breslow and Day (1987).
///
/// Shape: one item for each band, in any order; each carries its own reference.
///
/// # Errors
///
/// [`MethodError::IndirectlyStandardisedRate`] when there are no bands, an input is not finite, events or a population
/// are below zero, or a reference population is not above zero.
///
/// ```
/// use concordat_methods::{ReferredBand, indirect_standardisation};
///
/// let band = |events, population, reference_events| {
///     ReferredBand { events, population, reference_events, reference_population: 10_000.0 }
/// };
/// let sums = indirect_standardisation(&[band(12.0, 1_000.0, 80.0), band(30.0, 500.0, 400.0)])?;
/// assert_eq!((sums.observed, sums.expected), (42.0, 28.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn indirect_standardisation(bands: &[ReferredBand]) -> Result<IndirectStandardisation, MethodError> {
    checked(bands).map_err(|fault| MethodError::IndirectlyStandardisedRate { fault })
}

fn checked(bands: &[ReferredBand]) -> Result<IndirectStandardisation, InputFault> {
    if bands.is_empty() {
        return Err(InputFault::NoStrata);
    }
    for band in bands {
        not_negative(band.events, InputFault::NumeratorNegative)?;
        not_negative(band.population, InputFault::DenominatorNegative)?;
        not_negative(band.reference_events, InputFault::ReferenceNumeratorNegative)?;
        positive(band.reference_population, InputFault::ReferenceDenominatorNotPositive)?;
    }
    let reference_events = ordered_sum(bands, |band| band.reference_events);
    let sums = IndirectStandardisation {
        observed: ordered_sum(bands, |band| band.events),
        expected: ordered_sum(bands, |band| band.population * band.reference_events / band.reference_population),
        reference_rate: reference_events / ordered_sum(bands, |band| band.reference_population),
    };
    for number in [sums.observed, sums.expected, sums.reference_rate] {
        finite(number).map_err(|_| InputFault::ResultNotFinite)?;
    }
    Ok(sums)
}

impl IndirectStandardisation {
    /// From totals that are known without their bands; `reference_rate` is per 1.
    ///
    /// # Errors
    ///
    /// [`MethodError::IndirectlyStandardisedRate`] when a number is not finite or below zero.
    ///
    /// ```
    /// use concordat_methods::{Confidence, IndirectStandardisation};
    ///
    /// let sums = IndirectStandardisation::of_totals(42.0, 28.0, 0.004)?;
    /// let ratio = sums.ratio_at(Confidence::PERCENT_95, 100.0)?.computed();
    /// assert_eq!(ratio.map(|ratio| ratio.value), Some(150.0));
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn of_totals(observed: f64, expected: f64, reference_rate: f64) -> Result<Self, MethodError> {
        not_negative(observed, InputFault::NumeratorNegative)
            .and_then(|_| not_negative(expected, InputFault::DenominatorNegative))
            .and_then(|_| not_negative(reference_rate, InputFault::ReferenceNumeratorNegative))
            .map(|_| Self { observed, expected, reference_rate })
            .map_err(|fault| MethodError::IndirectlyStandardisedRate { fault })
    }

    /// The standardised ratio with its limits: `reference_value O / E`, 100 meaning as many as expected.
    ///
    /// Formula: limits of the observed count (exact below ten, Byar's from ten; see
    /// [`count_limits_at`](crate::count_limits_at)) over the expected count, which is taken as exact.
    ///
    /// Withheld with [`WithheldReason::ExpectedIsZero`] when no events are expected; other programs print infinity.
    ///
    /// # Errors
    ///
    /// [`MethodError::IndirectlyStandardisedRate`] when the reference value is not above zero.
    ///
    /// ```
    /// use concordat_methods::{Confidence, IndirectStandardisation, WithheldReason};
    ///
    /// let none = IndirectStandardisation::of_totals(42.0, 0.0, 0.004)?;
    /// let ratio = none.ratio_at(Confidence::PERCENT_95, 100.0)?;
    /// assert_eq!(ratio.reason(), Some(WithheldReason::ExpectedIsZero));
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn ratio_at(&self, confidence: Confidence, reference_value: f64) -> Result<Outcome<Bounded>, MethodError> {
        self.scaled(confidence, reference_value).map_err(|fault| MethodError::IndirectlyStandardisedRate { fault })
    }

    /// The standardised rate with its limits: the ratio times the crude rate of the reference, per multiplier.
    ///
    /// # Errors
    ///
    /// [`MethodError::IndirectlyStandardisedRate`] when the multiplier is not above zero.
    ///
    /// ```
    /// use concordat_methods::{Confidence, IndirectStandardisation};
    ///
    /// let sums = IndirectStandardisation::of_totals(42.0, 28.0, 0.004)?;
    /// let rate = sums.rate_at(Confidence::PERCENT_95, 100_000.0)?.computed();
    /// assert_eq!(rate.map(|rate| rate.value.round()), Some(600.0));
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn rate_at(&self, confidence: Confidence, multiplier: f64) -> Result<Outcome<Bounded>, MethodError> {
        let rate = || {
            let multiplier = usable_multiplier(multiplier)?;
            let ratio = self.scaled(confidence, 1.0)?;
            let scale = self.reference_rate * multiplier;
            ratio.try_map(|ratio| ratio.map_increasing(|number| number * scale).checked_result())
        };
        rate().map_err(|fault| MethodError::IndirectlyStandardisedRate { fault })
    }

    fn scaled(&self, confidence: Confidence, scale: f64) -> Result<Outcome<Bounded>, InputFault> {
        let scale = usable_multiplier(scale)?;
        if self.expected == 0.0 {
            let reason = WithheldReason::ExpectedIsZero;
            return Ok(Outcome::Withheld { reason });
        }
        let limits = count_limits(self.observed, confidence);
        limits.map_increasing(|events| events / self.expected * scale).checked_result().map(Outcome::Computed)
    }
}
