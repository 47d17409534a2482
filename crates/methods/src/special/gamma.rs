//! The gamma distribution with scale 1, and the chi-squared distribution, which is twice it.
//!
//! Not allowed here: a probability near one where its small complement is meant; a tail is asked for as a tail.

use super::normal;
use super::saddle::poisson_density;
use crate::counts::not_negative;
use crate::error::{InputFault, MethodError};

/// `P(X <= x)` for chi-squared `X` with the given degrees of freedom (zero or more, not only whole ones).
///
/// Formula: the incomplete gamma function, by its series below the mean and its continued fraction above it; zero
/// degrees give 1, all of the distribution lying at 0.
///
/// # Errors
///
/// [`MethodError::SpecialFunction`] when an argument is not finite or below zero.
///
/// ```
/// use concordat_methods::special::chi_squared_cumulative;
///
/// assert_eq!(format!("{:.6}", chi_squared_cumulative(9.5495, 1.0)?), "0.998000");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn chi_squared_cumulative(x: f64, degrees_of_freedom: f64) -> Result<f64, MethodError> {
    let checked = || {
        let x = not_negative(x, InputFault::ArgumentNegative)?;
        let degrees = not_negative(degrees_of_freedom, InputFault::ArgumentNegative)?;
        Ok(if degrees == 0.0 { 1.0 } else { tails(degrees / 2.0, x / 2.0).below })
    };
    checked().map_err(|fault| MethodError::SpecialFunction { fault })
}

/// The `x` with `P(X <= x) = probability` for chi-squared `X`.
///
/// Formula: Newton's method on the logarithm of the smaller tail, held inside a bracket. Zero degrees give 0. Right to
/// about 1e-14 relative for the probability given; that of a probability near one is itself rounded.
///
/// # Errors
///
/// [`MethodError::SpecialFunction`] when the probability is not above 0 and below 1, or the degrees are not finite or
/// below zero.
///
/// ```
/// use concordat_methods::special::chi_squared_quantile;
///
/// assert_eq!(format!("{:.9}", chi_squared_quantile(0.95, 2.0)?), "5.991464547");
/// assert_eq!(chi_squared_quantile(0.95, 0.0)?, 0.0);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn chi_squared_quantile(probability: f64, degrees_of_freedom: f64) -> Result<f64, MethodError> {
    let checked = || {
        let degrees = not_negative(degrees_of_freedom, InputFault::ArgumentNegative)?;
        if !(probability > 0.0 && probability < 1.0) {
            return Err(InputFault::ProbabilityOutOfRange);
        }
        Ok(match degrees / 2.0 {
            0.0 => 0.0,
            shape if probability <= 0.5 => 2.0 * gamma_lower_quantile(shape, probability),
            shape => 2.0 * gamma_upper_quantile(shape, 1.0 - probability),
        })
    };
    checked().map_err(|fault| MethodError::SpecialFunction { fault })
}

/// Both tails of a distribution at a point; the smaller one is right to the last digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tails {
    /// The probability at or below the point.
    pub(super) below: f64,
    /// The probability above it.
    pub(super) above: f64,
}

/// Which side of a point is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Below,
    Above,
}

const MOST_TERMS: u32 = 100_000_000;
/// Newton doubles the right digits at each step; bisection, where it must help out, needs some more.
const MOST_STEPS: u32 = 200;
/// A step this small relative to the quantile can no longer improve it.
const SMALLEST_STEP: f64 = 2.0 * f64::EPSILON;
/// A step out of the bracket that is no larger than this is the rounding of the tail, not a wrong turn.
const ROUNDING: f64 = 1e-12;

/// Both tails of the gamma distribution with a shape above zero, at a point from zero on.
pub(super) fn tails(shape: f64, point: f64) -> Tails {
    if point <= 0.0 {
        return Tails { below: 0.0, above: 1.0 };
    }
    let density = poisson_density(shape, point);
    if point < shape + 1.0 {
        let below = (density * series(shape, point)).min(1.0);
        Tails { below, above: 1.0 - below }
    } else {
        let above = (density * shape * continued_fraction(shape, point)).min(1.0);
        Tails { below: 1.0 - above, above }
    }
}

/// `1 + x/(a+1) + x²/((a+1)(a+2)) + ...`.
fn series(shape: f64, point: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for step in 1..MOST_TERMS {
        term *= point / (shape + f64::from(step));
        sum += term;
        if term <= sum * (f64::EPSILON / 4.0) {
            break;
        }
    }
    sum
}

/// Legendre's continued fraction of the upper incomplete gamma function without its leading factor, by Lentz' method.
fn continued_fraction(shape: f64, point: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut base = point + 1.0 - shape;
    let mut upper = 1.0 / TINY;
    let mut lower = 1.0 / base;
    let mut fraction = lower;
    for step in 1..MOST_TERMS {
        let step = f64::from(step);
        let numerator = -step * (step - shape);
        base += 2.0;
        let denominator = numerator * lower + base;
        lower = 1.0 / if denominator.abs() < TINY { TINY } else { denominator };
        upper = base + numerator / upper;
        if upper.abs() < TINY {
            upper = TINY;
        }
        let change = lower * upper;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

/// The `y` with `P(Gamma(shape, 1) <= y) = tail_probability`: half the chi-squared quantile with `2 * shape` degrees
/// of freedom. `shape` is above zero; `tail_probability` is in `(0, 0.5]`.
pub(crate) fn gamma_lower_quantile(shape: f64, tail_probability: f64) -> f64 {
    // P <= y^shape / Γ(shape + 1), so that this lies left of the quantile.
    let log_start = (libm::log(tail_probability) + libm::lgamma(shape + 1.0)) / shape;
    if log_start < libm::log(f64::EPSILON) {
        // The first term of the series is the whole of it: the rest is below the last digit.
        return libm::exp(log_start);
    }
    let start = wilson_hilferty(shape, normal::quantile(tail_probability)).max(libm::exp(log_start));
    newton(shape, tail_probability, Side::Below, start)
}

/// The `y` with `P(Gamma(shape, 1) > y) = tail_probability`. `shape` is above zero; `tail_probability` is in `(0, 0.5)`.
pub(crate) fn gamma_upper_quantile(shape: f64, tail_probability: f64) -> f64 {
    let start = wilson_hilferty(shape, -normal::quantile(tail_probability)).max(shape * 1e-3);
    newton(shape, tail_probability, Side::Above, start)
}

/// The quantile to two or three digits, by the cube root of a gamma variable, which is nearly normal.
fn wilson_hilferty(shape: f64, deviate: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + deviate * ninth.sqrt();
    if root > 0.0 { shape * root * root * root } else { 0.0 }
}

/// Newton's method on the logarithm of a tail over the logarithm of the point; a step that leaves what is known of the
/// root's place is replaced by a halving.
fn newton(shape: f64, tail_probability: f64, side: Side, start: f64) -> f64 {
    let log_target = libm::log(tail_probability);
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut quantile = start;
    for _ in 0..MOST_STEPS {
        let both = tails(shape, quantile);
        let tail = if side == Side::Below { both.below } else { both.above };
        let excess = libm::log(tail) - log_target;
        if (excess > 0.0) == (side == Side::Below) {
            high = quantile;
        } else {
            low = quantile;
        }
        // The density times the point is shape times the Poisson probability of the shape.
        let slope = shape * poisson_density(shape, quantile) / tail;
        let relative = if side == Side::Below { -excess / slope } else { excess / slope };
        if relative.abs() <= SMALLEST_STEP {
            break;
        }
        let mut next = quantile * libm::exp(relative.clamp(-1.0, 1.0));
        if !(next > low && next < high) {
            if relative.abs() <= ROUNDING {
                break;
            }
            next = if high.is_finite() { f64::midpoint(low, high) } else { quantile * 2.0 };
        }
        quantile = next;
    }
    quantile
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_one_is_the_exponential_distribution() {
        for tail_probability in [0.05, 0.025, 0.001, 1e-9_f64] {
            let lower = -libm::log1p(-tail_probability);
            let upper = -libm::log(tail_probability);
            let got_lower = gamma_lower_quantile(1.0, tail_probability);
            let got_upper = gamma_upper_quantile(1.0, tail_probability);
            assert!((got_lower - lower).abs() <= 1e-14 * lower, "{tail_probability:e}: {got_lower:e} {lower:e}");
            assert!((got_upper - upper).abs() <= 1e-14 * upper, "{tail_probability:e}: {got_upper:e} {upper:e}");
        }
    }

    #[test]
    fn a_minute_shape_gives_a_limit_at_zero() {
        assert_eq!(gamma_lower_quantile(1e-6, 0.025), 0.0);
    }

    #[test]
    fn quantiles_lead_back_to_their_probability_at_every_size() {
        for shape in [0.01, 0.3, 0.5, 1.0, 2.5, 9.99, 40.0, 1e3, 1e5, 1e7] {
            for tail_probability in [0.4, 0.05, 0.025, 0.001, 1e-8] {
                let quantile = gamma_lower_quantile(shape, tail_probability);
                if quantile == 0.0 {
                    // Below the smallest double.
                    assert!(shape < 0.1);
                    continue;
                }
                let lower = tails(shape, quantile).below;
                let upper = tails(shape, gamma_upper_quantile(shape, tail_probability)).above;
                // One unit in the last place of the point moves the tail by about its density times the point.
                let slack = 1e-15 * (10.0 + 10.0 * shape.sqrt());
                assert!((lower / tail_probability - 1.0).abs() < slack, "{shape} {tail_probability}: {lower:e}");
                assert!((upper / tail_probability - 1.0).abs() < slack, "{shape} {tail_probability}: {upper:e}");
            }
        }
    }
}
