//! The Poisson distribution.
//!
//! Not allowed here: limits of a count; they are drawn in `rate`.

use super::gamma::tails;
use crate::counts::not_negative;
use crate::error::{InputFault, MethodError};

/// `P(X <= count)` for Poisson `X` with the given mean. The count may be fractional; its whole part counts.
///
/// Formula: the upper tail of the gamma distribution with shape `count + 1` at the mean. A mean of zero gives 1.
///
/// # Errors
///
/// [`MethodError::SpecialFunction`] when an argument is not finite or below zero.
///
/// ```
/// use concordat_methods::special::poisson_cumulative;
///
/// assert_eq!(format!("{:.6}", poisson_cumulative(0.0, 1.0)?), "0.367879");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn poisson_cumulative(count: f64, mean: f64) -> Result<f64, MethodError> {
    let checked = || {
        let count = not_negative(count, InputFault::ArgumentNegative)?;
        let mean = not_negative(mean, InputFault::ArgumentNegative)?;
        Ok(tails(count.floor() + 1.0, mean).above)
    };
    checked().map_err(|fault| MethodError::SpecialFunction { fault })
}
