//! A local figure against a benchmark: lower, higher, or not told apart.
//!
//! Not allowed here: a colour or a rating; polarity only names which direction others call better.

use crate::confidence::Confidence;
use crate::counts::{Counts, finite, not_negative, positive, usable_multiplier};
use crate::error::{InputFault, MethodError};
use crate::estimate::Bounded;
use crate::special::{gamma_lower_quantile, gamma_upper_quantile};

/// Where a local figure lies from its benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Lower at the 99.8 % level too; only where two levels are told apart.
    FarLower,
    /// Lower.
    Lower,
    /// Not told apart.
    Similar,
    /// Higher.
    Higher,
    /// Higher at the 99.8 % level too; only where two levels are told apart.
    FarHigher,
}

/// Which direction is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// High values are good.
    HighIsGood,
    /// Low values are good.
    LowIsGood,
    /// Neither; `better` is then to be read as higher.
    NoJudgement,
}

impl Standing {
    /// The word of public-health tables: `worst`, `worse`, `same`, `better`, `best`.
    ///
    /// ```
    /// use concordat_methods::{Polarity, Standing};
    ///
    /// assert_eq!(Standing::Higher.judged(Polarity::LowIsGood), "worse");
    /// assert_eq!(Standing::FarHigher.judged(Polarity::NoJudgement), "best");
    /// ```
    #[must_use]
    pub const fn judged(self, polarity: Polarity) -> &'static str {
        let low_is_good = matches!(polarity, Polarity::LowIsGood);
        match (self, low_is_good) {
            (Self::Similar, _) => "same",
            (Self::Lower, false) | (Self::Higher, true) => "worse",
            (Self::Higher, false) | (Self::Lower, true) => "better",
            (Self::FarLower, false) | (Self::FarHigher, true) => "worst",
            (Self::FarHigher, false) | (Self::FarLower, true) => "best",
        }
    }

    /// Of a number against limits; within them, ends included, it is not told apart.
    fn of(number: f64, lower: f64, upper: f64) -> Self {
        if number < lower {
            Self::Lower
        } else if number > upper {
            Self::Higher
        } else {
            Self::Similar
        }
    }

    fn turned(self) -> Self {
        match self {
            Self::FarLower => Self::FarHigher,
            Self::Lower => Self::Higher,
            Self::Similar => Self::Similar,
            Self::Higher => Self::Lower,
            Self::FarHigher => Self::FarLower,
        }
    }
}

fn refused(fault: InputFault) -> MethodError {
    MethodError::Comparison { fault }
}

/// Single overlap: does the benchmark lie within the local interval? The benchmark is taken as exact.
///
/// Formula: similar when `lower <= benchmark <= upper`. Right for a benchmark as large as England; for a neighbour of a
/// similar size use [`difference_standing`]. Source: Office for Health Improvement and Disparities.
///
/// # Errors
///
/// [`MethodError::Comparison`] when a number is not finite or limits are out of order.
///
/// ```
/// use concordat_methods::{Bounded, Standing, single_overlap};
///
/// let local = Bounded { value: 55.0, lower: 52.8, upper: 57.5 };
/// assert_eq!(single_overlap(local, 68.7)?, Standing::Lower);
/// assert_eq!(single_overlap(local, 57.5)?, Standing::Similar);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn single_overlap(local: Bounded, benchmark: f64) -> Result<Standing, MethodError> {
    let local = local.checked_input().map_err(refused)?;
    let benchmark = finite(benchmark).map_err(refused)?;
    Ok(Standing::of(benchmark, local.lower, local.upper).turned())
}

/// Single overlap at two levels: far lower or far higher when the benchmark lies outside the 99.8 % limits too.
///
/// # Errors
///
/// As [`single_overlap`].
///
/// ```
/// use concordat_methods::{Bounded, Standing, single_overlap_two_levels};
///
/// let at_95 = Bounded { value: 55.0, lower: 52.8, upper: 57.5 };
/// let at_998 = Bounded { value: 55.0, lower: 51.5, upper: 58.8 };
/// assert_eq!(single_overlap_two_levels(at_95, at_998, 58.0)?, Standing::Lower);
/// assert_eq!(single_overlap_two_levels(at_95, at_998, 68.7)?, Standing::FarLower);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn single_overlap_two_levels(at_95: Bounded, at_998: Bounded, benchmark: f64) -> Result<Standing, MethodError> {
    Ok(match (single_overlap(at_95, benchmark)?, single_overlap(at_998, benchmark)?) {
        (_, Standing::Lower) => Standing::FarLower,
        (_, Standing::Higher) => Standing::FarHigher,
        (inner, _) => inner,
    })
}

/// Double overlap: do the two intervals touch? Careful: intervals that touch may still differ.
///
/// Formula: lower when the local upper limit is below the benchmark's lower one, higher the other way round. Source:
/// as [`single_overlap`]. A test of the difference ([`difference_standing`]) finds more.
///
/// # Errors
///
/// As [`single_overlap`].
///
/// ```
/// use concordat_methods::{Bounded, Standing, double_overlap};
///
/// let local = Bounded { value: 55.0, lower: 52.0, upper: 58.0 };
/// let neighbour = Bounded { value: 61.0, lower: 58.0, upper: 64.0 };
/// assert_eq!(double_overlap(local, neighbour)?, Standing::Similar);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn double_overlap(local: Bounded, benchmark: Bounded) -> Result<Standing, MethodError> {
    let local = local.checked_input().map_err(refused)?;
    let benchmark = benchmark.checked_input().map_err(refused)?;
    Ok(if local.upper < benchmark.lower {
        Standing::Lower
    } else if local.lower > benchmark.upper {
        Standing::Higher
    } else {
        Standing::Similar
    })
}

/// From the interval of a difference, local minus benchmark: does it leave out zero?
///
/// The right word for neighbours and for a part of a whole, with the interval of
/// [`difference_of_proportions_at`](crate::difference_of_proportions_at),
/// [`difference_of_rates_at`](crate::difference_of_rates_at) or
/// [`difference_from_whole_at`](crate::difference_from_whole_at).
///
/// # Errors
///
/// As [`single_overlap`].
///
/// ```
/// use concordat_methods::{Bounded, Standing, difference_standing};
///
/// let gap = Bounded { value: -6.0, lower: -10.2, upper: -1.8 };
/// assert_eq!(difference_standing(gap)?, Standing::Lower);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_standing(difference: Bounded) -> Result<Standing, MethodError> {
    single_overlap(difference, 0.0)
}

/// Control limits of a proportion: is the local value outside what the benchmark's proportion gives so many people?
///
/// Formula: Wilson's limits of the benchmark's proportion at the local number of people, at the level asked for.
/// `benchmark` is per multiplier. Source: as [`single_overlap`].
///
/// # Errors
///
/// [`MethodError::Comparison`] when counts are no proportion, or the benchmark is not from 0 to the multiplier.
///
/// ```
/// use concordat_methods::{Confidence, Counts, Standing, control_limits_of_proportion};
///
/// let local = Counts::new(30.0, 100.0);
/// let standing = control_limits_of_proportion(local, 50.0, 100.0, Confidence::PERCENT_95)?;
/// assert_eq!(standing, Standing::Lower);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn control_limits_of_proportion(
    local: Counts,
    benchmark: f64,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Standing, MethodError> {
    let standing = || {
        let local = local.checked_for_proportion()?;
        let share = not_negative(benchmark, InputFault::RateNegative)? / usable_multiplier(multiplier)?;
        let expected = Counts::new(share * local.denominator, local.denominator).checked_for_proportion()?;
        let limits = crate::proportion::wilson(expected, confidence);
        Ok(Standing::of(local.ratio(), limits.lower, limits.upper))
    };
    standing().map_err(refused)
}

/// Control limits of a rate: is the local value outside what the benchmark's rate gives so many people?
///
/// Formula: exact Poisson limits of the events `E` that the benchmark's rate gives the local people,
/// `χ²(t; 2E) / 2` and `χ²(1 - t; 2E + 2) / 2`. `benchmark` is per multiplier. Source: as [`single_overlap`].
///
/// # Errors
///
/// [`MethodError::Comparison`] when counts are no rate or the benchmark is below zero.
///
/// ```
/// use concordat_methods::{Confidence, Counts, Standing, control_limits_of_rate};
///
/// let local = Counts::new(30.0, 10_000.0);
/// let standing = control_limits_of_rate(local, 500.0, 100_000.0, Confidence::PERCENT_95)?;
/// assert_eq!(standing, Standing::Lower);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn control_limits_of_rate(
    local: Counts,
    benchmark: f64,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Standing, MethodError> {
    let standing = || {
        let events = not_negative(local.numerator, InputFault::NumeratorNegative)?;
        let people = positive(local.denominator, InputFault::DenominatorNotPositive)?;
        let rate = not_negative(benchmark, InputFault::RateNegative)? / usable_multiplier(multiplier)?;
        let expected = finite(rate * people).map_err(|_| InputFault::ResultNotFinite)?;
        let tail = confidence.tail_probability();
        let lower = if expected > 0.0 { gamma_lower_quantile(expected, tail) } else { 0.0 };
        Ok(Standing::of(events, lower, gamma_upper_quantile(expected + 1.0, tail)))
    };
    standing().map_err(refused)
}
