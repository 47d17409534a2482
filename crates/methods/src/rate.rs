//! Events per population, with exact Poisson limits for few events and Byar's for ten or more.
//!
//! Not allowed here: standardisation, and shares of people (those are proportions).

use std::sync::LazyLock;

use crate::confidence::Confidence;
use crate::counts::{Counts, not_negative, usable_multiplier};
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Estimate};
use crate::special::{gamma_lower_quantile, gamma_upper_quantile};

/// From this many events on, the limits of a count are Byar's; below it they are exact.
pub const FEWEST_EVENTS_FOR_BYAR: f64 = 10.0;

/// How the limits of a count of events are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountIntervalMethod {
    /// Exact Poisson limits by chi-squared quantiles.
    Exact,
    /// Byar's approximation.
    Byar,
}

/// Which limits a count of events gets: exact below ten, Byar's from ten.
///
/// The count may be fractional: 9.999999 is exact, 10 is Byar's, and there is a small step between them.
///
/// ```
/// use concordat_methods::{CountIntervalMethod, count_interval_method};
///
/// assert_eq!(count_interval_method(9.999999), CountIntervalMethod::Exact);
/// assert_eq!(count_interval_method(10.0), CountIntervalMethod::Byar);
/// ```
#[must_use]
pub fn count_interval_method(events: f64) -> CountIntervalMethod {
    if events < FEWEST_EVENTS_FOR_BYAR { CountIntervalMethod::Exact } else { CountIntervalMethod::Byar }
}

/// A crude rate with 95 % and 99.8 % limits.
///
/// Formula, with `x` events in a population of `n` and `m` the multiplier: `value = m x / n`, limits `m O / n`, where
/// `O` are the limits of the count (see [`count_limits_at`]).
///
/// Unit: per `multiplier` people (or person-years). Events may exceed the population. No events give a value and
/// lower limits of 0.
///
/// # Errors
///
/// [`MethodError::Rate`] when an input is not finite, the numerator is below zero, or the denominator or multiplier is
/// not above zero.
///
/// ```
/// use concordat_methods::{Counts, rate};
///
/// let per_100k = rate(Counts::new(9.0, 12_345.0), 100_000.0)?;
/// assert_eq!(format!("{:.1}", per_100k.value), "72.9");
/// assert_eq!(format!("{:.1} to {:.1}", per_100k.lower_95, per_100k.upper_95), "33.3 to 138.4");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn rate(counts: Counts, multiplier: f64) -> Result<Estimate, MethodError> {
    Estimate::at_both_levels(|confidence| crude_rate(counts, multiplier, confidence))
        .map_err(|fault| MethodError::Rate { fault })
}

/// A crude [`rate`] with limits at one confidence level.
///
/// # Errors
///
/// As [`rate`].
///
/// ```
/// use concordat_methods::{Confidence, Counts, rate_at};
///
/// let per_100k = rate_at(Counts::new(17.0, 4_000.0), 100_000.0, Confidence::new(0.9)?)?;
/// assert_eq!(format!("{:.1} to {:.1}", per_100k.lower, per_100k.upper), "270.8 to 637.4");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn rate_at(counts: Counts, multiplier: f64, confidence: Confidence) -> Result<Bounded, MethodError> {
    crude_rate(counts, multiplier, confidence)
        .and_then(Bounded::checked_result)
        .map_err(|fault| MethodError::Rate { fault })
}

/// A count of events with the limits of the Poisson mean it may have come from.
///
/// With `x` events, `t` the probability in each tail and `z` its normal deviate:
/// * below ten events, exact: `lower = χ²(t; 2x) / 2` (0 when `x` is 0), `upper = χ²(1 - t; 2x + 2) / 2`;
/// * from ten, Byar's: `lower = x (1 - 1/(9x) - z/(3 sqrt x))³`,
///   `upper = (x+1) (1 - 1/(9(x+1)) + z/(3 sqrt(x+1)))³`.
///
/// Source: Armitage and Berry (2002) for the exact limits; Breslow and Day (1987) for Byar's. Unit: events.
///
/// # Errors
///
/// [`MethodError::Rate`] when the count is not finite or below zero.
///
/// ```
/// use concordat_methods::{Confidence, count_limits_at};
///
/// let none = count_limits_at(0.0, Confidence::PERCENT_95)?;
/// assert_eq!(none.lower, 0.0);
/// assert_eq!(format!("{:.4}", none.upper), "3.6889");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn count_limits_at(events: f64, confidence: Confidence) -> Result<Bounded, MethodError> {
    not_negative(events, InputFault::NumeratorNegative)
        .and_then(|events| count_limits(events, confidence).checked_result())
        .map_err(|fault| MethodError::Rate { fault })
}

fn crude_rate(counts: Counts, multiplier: f64, confidence: Confidence) -> Result<Bounded, InputFault> {
    let counts = counts.checked_for_rate()?;
    let multiplier = usable_multiplier(multiplier)?;
    let limits = count_limits(counts.numerator, confidence);
    Ok(limits.map_increasing(|events| events / counts.denominator * multiplier))
}

/// Limits of a count already checked.
pub(crate) fn count_limits(events: f64, confidence: Confidence) -> Bounded {
    match count_interval_method(events) {
        CountIntervalMethod::Exact => exact_count_limits(events, confidence),
        CountIntervalMethod::Byar => byar_count_limits(events, confidence),
    }
}

/// Exact limits of the whole counts below ten at the two levels that are asked for most, worked out once.
static FEW: LazyLock<[[Bounded; 10]; 2]> = LazyLock::new(|| {
    [Confidence::PERCENT_95, Confidence::PERCENT_99_8].map(|confidence| {
        [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0].map(|events| exact_count_limits_computed(events, confidence))
    })
});

fn exact_count_limits(events: f64, confidence: Confidence) -> Bounded {
    let level = match confidence {
        Confidence::PERCENT_95 => Some(0),
        Confidence::PERCENT_99_8 => Some(1),
        _ => None,
    };
    let known = level.and_then(|level| FEW[level].iter().find(|known| known.value == events));
    known.copied().unwrap_or_else(|| exact_count_limits_computed(events, confidence))
}

fn exact_count_limits_computed(events: f64, confidence: Confidence) -> Bounded {
    let tail = confidence.tail_probability();
    let lower = if events > 0.0 { gamma_lower_quantile(events, tail) } else { 0.0 };
    Bounded { value: events, lower, upper: gamma_upper_quantile(events + 1.0, tail) }
}

/// Byar's limits of a count of ten or more.
pub(crate) fn byar_count_limits(events: f64, confidence: Confidence) -> Bounded {
    let third_of_z = confidence.z() / 3.0;
    let next = events + 1.0;
    let cube = |number: f64| number * number * number;
    // The lower bracket stays above zero: z is below 9 at every level accepted, and 9.3 would be needed at ten events.
    let lower = events * cube(1.0 - 1.0 / (9.0 * events) - third_of_z / events.sqrt());
    let upper = next * cube(1.0 - 1.0 / (9.0 * next) + third_of_z / next.sqrt());
    Bounded { value: events, lower: lower.min(events), upper: upper.max(events) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byar_stays_above_zero_at_the_highest_level() {
        let highest = Confidence::new(1.0_f64.next_down());
        let lower = highest.map(|confidence| byar_count_limits(10.0, confidence).lower);
        assert!(lower.is_ok_and(|lower| lower > 0.0));
    }
}
