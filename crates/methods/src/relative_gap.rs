//! Relative gaps: how far the group here is from a comparator, in percent of the comparator.
//!
//! Not allowed here: gaps in points or people, and any word on whether a gap is good or bad.

use crate::confidence::Confidence;
use crate::counts::{Counts, not_negative};
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Estimate, Outcome, WithheldReason};
use crate::gap::rest_of_whole;

/// A rate and its variance, in one unit and its square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateAndVariance {
    /// The rate; zero or more.
    pub value: f64,
    /// The variance of the rate, in the square of its unit; zero or more.
    pub variance: f64,
}

/// The relative gap between two proportions, in percent of the comparator, with 95 % and 99.8 % limits.
///
/// For two groups with nobody in common. Formula, with `x` of `n` people in each group and `R = (x1/n1) / (x2/n2)`:
/// `value = 100 (R - 1)`, `limits = 100 (R exp(∓ z s) - 1)`, `s² = 1/x1 - 1/n1 + 1/x2 - 1/n2`.
///
/// Source: Katz, Baptista, Azen and Pike (1978), log interval of a ratio. Unit: percent of the comparator; -25 says
/// that the local proportion is a quarter lower.
///
/// Withheld with [`WithheldReason::ComparatorIsZero`], [`WithheldReason::GroupIsZero`] (a log interval does not exist)
/// or [`WithheldReason::NoVariation`] (everyone in both groups: the interval would have no width).
///
/// # Errors
///
/// [`MethodError::RelativeGap`] on inputs that [`proportion`](crate::proportion()) would refuse.
///
/// ```
/// use concordat_methods::{Counts, relative_gap_of_proportions};
///
/// let gap = relative_gap_of_proportions(Counts::new(5.0, 20.0), Counts::new(100.0, 200.0))?;
/// assert_eq!(gap.computed().map(|gap| gap.value), Some(-50.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn relative_gap_of_proportions(local: Counts, comparator: Counts) -> Result<Outcome, MethodError> {
    both_levels(katz(local, comparator), LogRatio::percent)
}

/// A [`relative_gap_of_proportions`] with limits at one confidence level.
///
/// # Errors
///
/// As [`relative_gap_of_proportions`].
///
/// ```
/// use concordat_methods::{Confidence, Counts, WithheldReason, relative_gap_of_proportions_at};
///
/// let nobody = Counts::new(0.0, 50.0);
/// let gap = relative_gap_of_proportions_at(Counts::new(2.0, 5.0), nobody, Confidence::PERCENT_95)?;
/// assert_eq!(gap.reason(), Some(WithheldReason::ComparatorIsZero));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn relative_gap_of_proportions_at(
    local: Counts,
    comparator: Counts,
    confidence: Confidence,
) -> Result<Outcome<Bounded>, MethodError> {
    one_level(katz(local, comparator), LogRatio::percent, confidence)
}

/// The relative gap between a group and the whole that contains it, in percent of the whole, with 95 % and 99.8 %
/// limits.
///
/// Formula, with `w` the group's share of the whole's people and `R` the ratio of the group to everybody else:
/// `p_group / p_whole = 1 / (w + (1 - w) / R)`, which rises with `R`; so the limits of `R` (see
/// [`relative_gap_of_proportions`]) are put through it. `value = 100 (ratio - 1)`. Unit: percent of the whole.
///
/// Withheld as [`relative_gap_of_proportions`], and with [`WithheldReason::GroupIsTheWhole`] when nobody else is left.
///
/// # Errors
///
/// [`MethodError::RelativeGap`] on the inputs that [`difference_from_whole`](crate::difference_from_whole) refuses.
///
/// ```
/// use concordat_methods::{Counts, relative_gap_from_whole};
///
/// let gap = relative_gap_from_whole(Counts::new(30.0, 100.0), Counts::new(120.0, 200.0))?;
/// let percent = gap.computed().map(|gap| format!("{:.1}", gap.value));
/// assert_eq!(percent, Some("-50.0".to_owned()));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn relative_gap_from_whole(group: Counts, whole: Counts) -> Result<Outcome, MethodError> {
    let share = group.denominator / whole.denominator;
    both_levels(katz_to_rest(group, whole), |ratio, confidence| ratio.percent_of_whole(share, confidence))
}

/// A [`relative_gap_from_whole`] with limits at one confidence level.
///
/// # Errors
///
/// As [`relative_gap_from_whole`].
///
/// ```
/// use concordat_methods::{Confidence, Counts, relative_gap_from_whole_at};
///
/// let whole = Counts::new(120.0, 200.0);
/// let gap = relative_gap_from_whole_at(Counts::new(30.0, 100.0), whole, Confidence::PERCENT_95)?;
/// assert!(gap.computed().is_some_and(|gap| gap.lower < -50.0 && gap.upper > -50.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn relative_gap_from_whole_at(
    group: Counts,
    whole: Counts,
    confidence: Confidence,
) -> Result<Outcome<Bounded>, MethodError> {
    let share = group.denominator / whole.denominator;
    let percent = |ratio: LogRatio, level| ratio.percent_of_whole(share, level);
    one_level(katz_to_rest(group, whole), percent, confidence)
}

/// The relative gap between two independent rates, in percent of the comparator, with 95 % and 99.8 % limits.
///
/// Formula, with `r` and `V` each rate and its variance and `R = r1 / r2`: `value = 100 (R - 1)`,
/// `limits = 100 (R exp(∓ z s) - 1)`, `s² = V1/r1² + V2/r2²` (delta method on the log scale).
///
/// Unit: percent of the comparator; both rates must share a unit. A comparator taken as exact has variance 0.
///
/// Withheld as [`relative_gap_of_proportions`]; `NoVariation` when both variances are 0.
///
/// # Errors
///
/// [`MethodError::RelativeGap`] when an input is not finite, or a rate or variance is below zero.
///
/// ```
/// use concordat_methods::{RateAndVariance, relative_gap_of_rates};
///
/// let local = RateAndVariance { value: 120.0, variance: 100.0 };
/// let comparator = RateAndVariance { value: 100.0, variance: 4.0 };
/// let gap = relative_gap_of_rates(local, comparator)?;
/// assert_eq!(gap.computed().map(|gap| format!("{:.1}", gap.value)), Some("20.0".to_owned()));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn relative_gap_of_rates(local: RateAndVariance, comparator: RateAndVariance) -> Result<Outcome, MethodError> {
    both_levels(log_ratio_of_rates(local, comparator), LogRatio::percent)
}

/// A [`relative_gap_of_rates`] with limits at one confidence level.
///
/// # Errors
///
/// As [`relative_gap_of_rates`].
///
/// ```
/// use concordat_methods::{Confidence, RateAndVariance, relative_gap_of_rates_at};
///
/// let rate = RateAndVariance { value: 120.0, variance: 100.0 };
/// let gap = relative_gap_of_rates_at(rate, rate, Confidence::new(0.9)?)?;
/// assert_eq!(gap.computed().map(|gap| gap.value), Some(0.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn relative_gap_of_rates_at(
    local: RateAndVariance,
    comparator: RateAndVariance,
    confidence: Confidence,
) -> Result<Outcome<Bounded>, MethodError> {
    let ratio = log_ratio_of_rates(local, comparator);
    one_level(ratio, LogRatio::percent, confidence)
}

/// The relative gap between a local figure and a comparator taken as exact, in percent of the comparator.
///
/// For a comparator published only as a percentage or rate: the local value and limits are divided by it,
/// `100 (local / comparator - 1)`. Unit: percent; local figure and comparator must share a unit.
///
/// Withheld with [`WithheldReason::ComparatorIsZero`].
///
/// # Errors
///
/// [`MethodError::RelativeGap`] when an input is not finite, the local limits are out of order, or the comparator is
/// below zero.
///
/// ```
/// use concordat_methods::{Counts, proportion, relative_gap_from_exact};
///
/// let local = proportion(Counts::new(30.0, 100.0), 100.0)?;
/// let gap = relative_gap_from_exact(&local, 60.0)?;
/// assert_eq!(gap.computed().map(|gap| gap.value), Some(-50.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn relative_gap_from_exact(local: &Estimate, comparator: f64) -> Result<Outcome, MethodError> {
    let scaled = || {
        let local = local.checked_input()?;
        let comparator = not_negative(comparator, InputFault::RateNegative)?;
        if comparator == 0.0 {
            let reason = WithheldReason::ComparatorIsZero;
            return Ok(Outcome::Withheld { reason });
        }
        let to_percent =
            |bounded: Bounded| Ok(bounded.map_increasing(|number| percent_beyond_one(number / comparator)));
        local.map_levels(to_percent).map(Outcome::Computed)
    };
    scaled().map_err(|fault| MethodError::RelativeGap { fault })
}

/// A ratio whose logarithm is about normal.
#[derive(Debug, Clone, Copy)]
struct LogRatio {
    ratio: f64,
    log_standard_error: f64,
}

impl LogRatio {
    /// A ratio to publish, or the reason why it has no interval.
    fn new(group: f64, comparator: f64, log_variance: f64) -> Outcome<Self> {
        let withheld = |reason| Outcome::Withheld { reason };
        if comparator == 0.0 {
            withheld(WithheldReason::ComparatorIsZero)
        } else if group == 0.0 {
            withheld(WithheldReason::GroupIsZero)
        } else if log_variance == 0.0 {
            withheld(WithheldReason::NoVariation)
        } else {
            Outcome::Computed(Self { ratio: group / comparator, log_standard_error: log_variance.sqrt() })
        }
    }

    fn limits(self, confidence: Confidence) -> Bounded {
        let factor = libm::exp(confidence.z() * self.log_standard_error);
        Bounded { value: self.ratio, lower: self.ratio / factor, upper: self.ratio * factor }
    }

    fn percent(self, confidence: Confidence) -> Bounded {
        self.limits(confidence).map_increasing(percent_beyond_one)
    }

    /// As a ratio to a whole of which the group makes up the given share.
    fn percent_of_whole(self, share: f64, confidence: Confidence) -> Bounded {
        self.limits(confidence).map_increasing(|ratio| percent_beyond_one(1.0 / (share + (1.0 - share) / ratio)))
    }
}

fn percent_beyond_one(ratio: f64) -> f64 {
    100.0 * (ratio - 1.0)
}

fn katz(local: Counts, comparator: Counts) -> Result<Outcome<LogRatio>, InputFault> {
    let local = local.checked_for_proportion()?;
    let comparator = comparator.checked_for_proportion()?;
    // 1/x - 1/n, in a form that loses no digits when x is close to n.
    let log_variance = |counts: Counts| counts.others() / counts.numerator / counts.denominator;
    Ok(LogRatio::new(local.ratio(), comparator.ratio(), log_variance(local) + log_variance(comparator)))
}

fn katz_to_rest(group: Counts, whole: Counts) -> Result<Outcome<LogRatio>, InputFault> {
    match rest_of_whole(group, whole)? {
        Outcome::Computed(rest) => katz(group, rest),
        Outcome::Withheld { reason } => Ok(Outcome::Withheld { reason }),
    }
}

fn log_ratio_of_rates(local: RateAndVariance, comparator: RateAndVariance) -> Result<Outcome<LogRatio>, InputFault> {
    let (local, comparator) = (local.checked()?, comparator.checked()?);
    Ok(LogRatio::new(local.value, comparator.value, local.log_variance() + comparator.log_variance()))
}

impl RateAndVariance {
    pub(crate) fn checked(self) -> Result<Self, InputFault> {
        not_negative(self.value, InputFault::RateNegative)?;
        not_negative(self.variance, InputFault::VarianceNegative)?;
        Ok(self)
    }

    /// The variance of the logarithm, to first order.
    pub(crate) fn log_variance(self) -> f64 {
        self.variance / (self.value * self.value)
    }
}

fn both_levels(
    ratio: Result<Outcome<LogRatio>, InputFault>,
    percent: impl Fn(LogRatio, Confidence) -> Bounded,
) -> Result<Outcome, MethodError> {
    ratio
        .and_then(|outcome| {
            outcome.try_map(|ratio| Estimate::at_both_levels(|confidence| Ok(percent(ratio, confidence))))
        })
        .map_err(|fault| MethodError::RelativeGap { fault })
}

fn one_level(
    ratio: Result<Outcome<LogRatio>, InputFault>,
    percent: impl Fn(LogRatio, Confidence) -> Bounded,
    confidence: Confidence,
) -> Result<Outcome<Bounded>, MethodError> {
    ratio
        .and_then(|outcome| outcome.try_map(|ratio| percent(ratio, confidence).checked_result()))
        .map_err(|fault| MethodError::RelativeGap { fault })
}
