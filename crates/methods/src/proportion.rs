//! The share of people with an outcome, with Wilson score limits.
//!
//! Not allowed here: counts of events that may exceed the people (that is a rate), and differences (that is a gap).

use crate::confidence::Confidence;
use crate::counts::{Counts, usable_multiplier};
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Estimate};

/// A proportion with 95 % and 99.8 % Wilson score limits.
///
/// Formula, with `x` people with the outcome among `n`, `p = x / n` and `m` the multiplier:
/// `value = m p`; `limits = m [2x + z² ∓ z sqrt(z² + 4x(1 - p))] / [2(n + z²)]`.
///
/// Source: Wilson (1927); Newcombe and Altman (2000). The lower limit is computed from the product of the two roots,
/// which loses no digits when `x` is small.
///
/// Unit: per `multiplier` (1 for a share, 100 for percent). Numerator zero gives a lower limit of exactly 0;
/// numerator equal to denominator gives an upper limit of exactly the multiplier (or its nearest number).
///
/// # Errors
///
/// [`MethodError::Proportion`] when an input is not finite, the numerator is below zero or above the denominator, or
/// the denominator or multiplier is not above zero.
///
/// ```
/// use concordat_methods::{Counts, proportion};
///
/// let share = proportion(Counts::new(1.0, 10.0), 100.0)?;
/// assert_eq!(share.value, 10.0);
/// assert_eq!(format!("{:.2} to {:.2}", share.lower_998, share.upper_998), "0.88 to 58.20");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn proportion(counts: Counts, multiplier: f64) -> Result<Estimate, MethodError> {
    Estimate::at_both_levels(|confidence| scaled_wilson(counts, multiplier, confidence))
        .map_err(|fault| MethodError::Proportion { fault })
}

/// A [`proportion`] with limits at one confidence level.
///
/// # Errors
///
/// As [`proportion`].
///
/// ```
/// use concordat_methods::{Confidence, Counts, proportion_at};
///
/// let share = proportion_at(Counts::new(5.0, 50.0), 100.0, Confidence::new(0.9)?)?;
/// assert_eq!(format!("{:.2} to {:.2}", share.lower, share.upper), "4.95 to 19.15");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn proportion_at(counts: Counts, multiplier: f64, confidence: Confidence) -> Result<Bounded, MethodError> {
    scaled_wilson(counts, multiplier, confidence)
        .and_then(Bounded::checked_result)
        .map_err(|fault| MethodError::Proportion { fault })
}

fn scaled_wilson(counts: Counts, multiplier: f64, confidence: Confidence) -> Result<Bounded, InputFault> {
    let counts = counts.checked_for_proportion()?;
    let multiplier = usable_multiplier(multiplier)?;
    Ok(wilson(counts, confidence).map_increasing(|share| share * multiplier))
}

/// Wilson score limits per 1, of counts already checked.
pub(crate) fn wilson(counts: Counts, confidence: Confidence) -> Bounded {
    let Counts { numerator, denominator } = counts;
    let value = counts.ratio();
    let z = confidence.z();
    let spread = z * (z * z + 4.0 * numerator * (counts.others() / denominator)).sqrt();
    let double_centre = 2.0 * numerator + z * z;
    let lower = 2.0 * numerator * value / (double_centre + spread);
    let upper = (double_centre + spread) / (2.0 * (denominator + z * z));
    // Rounding in the last digit must not put a limit on the wrong side of the value, or outside 0 to 1.
    Bounded { value, lower: lower.min(value), upper: upper.max(value).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_exact() {
        for denominator in [1.0, 3.0, 50.0, 137.0, 9999.0] {
            let none = wilson(Counts::new(0.0, denominator), Confidence::PERCENT_99_8);
            let all = wilson(Counts::new(denominator, denominator), Confidence::PERCENT_99_8);
            assert_eq!(none.lower, 0.0);
            assert_eq!(all.upper, 1.0);
        }
    }
}
