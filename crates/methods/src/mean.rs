//! The mean of observations, with Student's t limits.
//!
//! Not allowed here: means of rates over areas (they need weights), and a guess for a missing observation.

use crate::confidence::Confidence;
use crate::counts::finite;
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Outcome, WithheldReason};
use crate::special::student_upper_quantile;
use crate::sums::sorted_sum;

/// What observations come down to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The sum of the observations, in their unit.
    pub sum: f64,
    /// How many there are.
    pub count: usize,
    /// The mean, in the unit of the observations.
    pub value: f64,
    /// The standard deviation of the sample (divided by one less than the count); none for a single observation.
    pub standard_deviation: Option<f64>,
}

/// The mean of observations.
///
/// Formula: `value = Σx / n`, `sd = sqrt(Σ(x - value)² / (n - 1))`; limits by [`Mean::limits_at`]. The sum is carried
/// with its rounding, so that a large offset costs no digits, and does not depend on the order.
///
/// Shape: one number for each observation. Unit: that of the observations.
///
/// # Errors
///
/// [`MethodError::Mean`] when there is no observation, or one is not finite.
///
/// ```
/// use concordat_methods::mean_of;
///
/// let mean = mean_of(&[4.0, 6.0, 11.0])?;
/// assert_eq!((mean.sum, mean.value), (21.0, 7.0));
/// assert_eq!(mean.standard_deviation.map(|sd| format!("{sd:.4}")), Some("3.6056".to_owned()));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn mean_of(observations: &[f64]) -> Result<Mean, MethodError> {
    checked(observations).map_err(|fault| MethodError::Mean { fault })
}

fn checked(observations: &[f64]) -> Result<Mean, InputFault> {
    if observations.is_empty() {
        return Err(InputFault::NoObservations);
    }
    let mut terms = observations.iter().map(|one| finite(*one)).collect::<Result<Vec<f64>, InputFault>>()?;
    let sum = sorted_sum(&mut terms);
    #[expect(clippy::cast_precision_loss, reason = "observations in memory are far fewer than 2^53")]
    let count = observations.len() as f64;
    let value = sum / count;
    for term in &mut terms {
        let off = *term - value;
        *term = off * off;
    }
    let squares = sorted_sum(&mut terms);
    if !(sum.is_finite() && squares.is_finite()) {
        return Err(InputFault::ResultNotFinite);
    }
    let standard_deviation = (observations.len() > 1).then(|| (squares / (count - 1.0)).sqrt());
    Ok(Mean { sum, count: observations.len(), value, standard_deviation })
}

impl Mean {
    /// The mean with its limits at a level.
    ///
    /// Formula: `value ∓ t sd / sqrt n`, with `t` the quantile of Student's distribution with `n - 1` degrees of
    /// freedom. Source: Altman and others, Statistics with Confidence (2000). Limits are not cut at zero.
    ///
    /// Withheld with [`WithheldReason::OneObservation`] for a single observation. Constant observations have limits
    /// equal to their mean.
    ///
    /// # Errors
    ///
    /// [`MethodError::Mean`] when the limits are too large to be held.
    ///
    /// ```
    /// use concordat_methods::{Confidence, mean_of};
    ///
    /// let limits = mean_of(&[4.0, 6.0, 11.0])?.limits_at(Confidence::PERCENT_95)?.computed();
    /// let text = limits.map(|limits| format!("{:.2} to {:.2}", limits.lower, limits.upper));
    /// assert_eq!(text, Some("-1.96 to 15.96".to_owned()));
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn limits_at(&self, confidence: Confidence) -> Result<Outcome<Bounded>, MethodError> {
        let Some(standard_deviation) = self.standard_deviation else {
            let reason = WithheldReason::OneObservation;
            return Ok(Outcome::Withheld { reason });
        };
        #[expect(clippy::cast_precision_loss, reason = "observations in memory are far fewer than 2^53")]
        let count = self.count as f64;
        let t = if standard_deviation == 0.0 {
            0.0
        } else {
            student_upper_quantile(confidence.tail_probability(), count - 1.0)
        };
        let off = t * standard_deviation / count.sqrt();
        Bounded { value: self.value, lower: self.value - off, upper: self.value + off }
            .checked_result()
            .map(Outcome::Computed)
            .map_err(|fault| MethodError::Mean { fault })
    }
}
