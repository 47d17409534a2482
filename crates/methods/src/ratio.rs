//! Ratios of two proportions or two rates, and the plainer intervals of their differences.
//!
//! Not allowed here: percentages of a comparator (`relative_gap`), and the intervals that are shown by choice (`gap`).

use crate::confidence::Confidence;
use crate::counts::{Counts, usable_multiplier};
use crate::error::MethodError;
use crate::estimate::{Bounded, Outcome, WithheldReason};
use crate::relative_gap::RateAndVariance;

/// The ratio of two proportions, local over comparator, with log limits.
///
/// Formula: `R = p1 / p2`, limits `R exp(∓ z s)`, `s² = 1/x1 - 1/n1 + 1/x2 - 1/n2`. Source: Katz and others (1978).
/// Unit: a plain number, 1 for no gap.
///
/// The ratio itself is withheld with [`WithheldReason::ComparatorIsZero`]; where only the limits do not exist, the
/// second part is withheld with [`WithheldReason::GroupIsZero`]. Where everyone in both groups has the outcome the limits
/// have no width, and [`adjusted_ratio_of_proportions_at`] is the better answer.
///
/// # Errors
///
/// [`MethodError::RelativeGap`] on inputs that [`proportion`](crate::proportion()) would refuse.
///
/// ```
/// use concordat_methods::{Confidence, Counts, ratio_of_proportions_at};
///
/// let comparator = Counts::new(100.0, 200.0);
/// let (ratio, limits) = ratio_of_proportions_at(Counts::new(5.0, 20.0), comparator, Confidence::PERCENT_95)?;
/// assert_eq!(ratio.computed(), Some(0.5));
/// assert!(limits.computed().is_some_and(|limits| limits.lower < 0.5 && limits.upper > 0.5));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn ratio_of_proportions_at(
    local: Counts,
    comparator: Counts,
    confidence: Confidence,
) -> Result<(Outcome<f64>, Outcome<Bounded>), MethodError> {
    let checked = || Ok((local.checked_for_proportion()?, comparator.checked_for_proportion()?));
    let (local, comparator) = checked().map_err(|fault| MethodError::RelativeGap { fault })?;
    let log_variance = |counts: Counts| counts.others() / counts.numerator / counts.denominator;
    Ok(log_ratio(local.ratio(), comparator.ratio(), log_variance(local) + log_variance(comparator), confidence))
}

/// As [`ratio_of_proportions_at`], with half a person added to all four counts, so that it exists everywhere.
///
/// Formula: `R = ((x1 + 0.5) / (n1 + 0.5)) / ((x2 + 0.5) / (n2 + 0.5))`, and likewise in the variance. Source: Walter
/// (1975); Pettigrew and others (1986).
///
/// # Errors
///
/// As [`ratio_of_proportions_at`].
///
/// ```
/// use concordat_methods::{Confidence, Counts, adjusted_ratio_of_proportions_at};
///
/// let nobody = Counts::new(0.0, 50.0);
/// let ratio = adjusted_ratio_of_proportions_at(Counts::new(2.0, 5.0), nobody, Confidence::PERCENT_95)?;
/// assert_eq!(format!("{:.2} to {:.0}", ratio.lower, ratio.upper), "2.51 to 839");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn adjusted_ratio_of_proportions_at(
    local: Counts,
    comparator: Counts,
    confidence: Confidence,
) -> Result<Bounded, MethodError> {
    let half_more = |counts: Counts| {
        let counts = counts.checked_for_proportion()?;
        Ok(Counts::new(counts.numerator + 0.5, counts.denominator + 0.5))
    };
    let adjusted = || {
        let (local, comparator) = (half_more(local)?, half_more(comparator)?);
        let log_variance = |counts: Counts| counts.others() / counts.numerator / counts.denominator;
        let ratio = local.ratio() / comparator.ratio();
        let factor = libm::exp(confidence.z() * (log_variance(local) + log_variance(comparator)).sqrt());
        Bounded { value: ratio, lower: ratio / factor, upper: ratio * factor }.checked_result()
    };
    adjusted().map_err(|fault| MethodError::RelativeGap { fault })
}

/// The ratio of two independent rates, local over comparator, with log limits.
///
/// Formula: `R = r1 / r2`, limits `R exp(∓ z s)`, `s² = V1/r1² + V2/r2²`. Source: delta method on the log scale.
/// Withheld as [`ratio_of_proportions_at`].
///
/// # Errors
///
/// [`MethodError::RelativeGap`] when an input is not finite, or a rate or variance is below zero.
///
/// ```
/// use concordat_methods::{Confidence, RateAndVariance, ratio_of_rates_at};
///
/// let local = RateAndVariance { value: 120.0, variance: 100.0 };
/// let comparator = RateAndVariance { value: 100.0, variance: 4.0 };
/// let (ratio, _) = ratio_of_rates_at(local, comparator, Confidence::PERCENT_95)?;
/// assert_eq!(ratio.computed(), Some(1.2));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn ratio_of_rates_at(
    local: RateAndVariance,
    comparator: RateAndVariance,
    confidence: Confidence,
) -> Result<(Outcome<f64>, Outcome<Bounded>), MethodError> {
    let checked = || Ok((local.checked()?, comparator.checked()?));
    let (local, comparator) = checked().map_err(|fault| MethodError::RelativeGap { fault })?;
    let log_variance = local.log_variance() + comparator.log_variance();
    Ok(log_ratio(local.value, comparator.value, log_variance, confidence))
}

/// The difference of two proportions with Wald's interval: plain, and without width at nobody or everybody.
///
/// Formula: `d = p1 - p2`, limits `d ∓ z sqrt(p1 (1 - p1) / n1 + p2 (1 - p2) / n2)`. Not cut at the ends of the scale.
/// For comparison with others' tables; [`difference_of_proportions_at`](crate::difference_of_proportions_at) is better.
///
/// # Errors
///
/// [`MethodError::Difference`] on inputs that [`proportion`](crate::proportion()) would refuse.
///
/// ```
/// use concordat_methods::{Confidence, Counts, wald_difference_at};
///
/// let nobody = Counts::new(0.0, 50.0);
/// let gap = wald_difference_at(nobody, nobody, 100.0, Confidence::PERCENT_95)?;
/// assert_eq!((gap.lower, gap.upper), (0.0, 0.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn wald_difference_at(
    local: Counts,
    comparator: Counts,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Bounded, MethodError> {
    let wald = || {
        let (local, comparator) = (local.checked_for_proportion()?, comparator.checked_for_proportion()?);
        let multiplier = usable_multiplier(multiplier)?;
        let variance = |counts: Counts| counts.ratio() * (counts.others() / counts.denominator) / counts.denominator;
        let value = local.ratio() - comparator.ratio();
        let off = confidence.z() * (variance(local) + variance(comparator)).sqrt();
        let bounded = Bounded { value, lower: value - off, upper: value + off };
        bounded.map_increasing(|number| number * multiplier).checked_result()
    };
    wald().map_err(|fault| MethodError::Difference { fault })
}

/// The difference of two independent rates with a normal interval.
///
/// Formula: `d = r1 - r2`, limits `d ∓ z sqrt(V1 + V2)`. For comparison with others' tables;
/// [`difference_of_rates_at`](crate::difference_of_rates_at) keeps the lopsidedness of few events.
///
/// # Errors
///
/// [`MethodError::Difference`] when an input is not finite, or a rate or variance is below zero.
///
/// ```
/// use concordat_methods::{Confidence, RateAndVariance, normal_difference_of_rates_at};
///
/// let local = RateAndVariance { value: 120.0, variance: 9.0 };
/// let comparator = RateAndVariance { value: 100.0, variance: 16.0 };
/// let gap = normal_difference_of_rates_at(local, comparator, Confidence::PERCENT_95)?;
/// assert_eq!(format!("{:.1} to {:.1}", gap.lower, gap.upper), "10.2 to 29.8");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn normal_difference_of_rates_at(
    local: RateAndVariance,
    comparator: RateAndVariance,
    confidence: Confidence,
) -> Result<Bounded, MethodError> {
    let normal = || {
        let (local, comparator) = (local.checked()?, comparator.checked()?);
        let value = local.value - comparator.value;
        let off = confidence.z() * (local.variance + comparator.variance).sqrt();
        Bounded { value, lower: value - off, upper: value + off }.checked_result()
    };
    normal().map_err(|fault| MethodError::Difference { fault })
}

/// Ratio and log limits; each may be missing.
fn log_ratio(
    local: f64,
    comparator: f64,
    log_variance: f64,
    confidence: Confidence,
) -> (Outcome<f64>, Outcome<Bounded>) {
    if comparator == 0.0 {
        let reason = WithheldReason::ComparatorIsZero;
        return (Outcome::Withheld { reason }, Outcome::Withheld { reason });
    }
    let ratio = local / comparator;
    if local == 0.0 {
        return (Outcome::Computed(ratio), Outcome::Withheld { reason: WithheldReason::GroupIsZero });
    }
    let factor = libm::exp(confidence.z() * log_variance.sqrt());
    let limits = Bounded { value: ratio, lower: ratio / factor, upper: ratio * factor };
    let limits = if limits.checked_result().is_ok() {
        Outcome::Computed(limits)
    } else {
        Outcome::Withheld { reason: WithheldReason::GroupIsZero }
    };
    (Outcome::Computed(ratio), limits)
}
