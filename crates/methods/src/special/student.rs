//! Student's t distribution.
//!
//! Not allowed here: means; they are in `mean`.

use std::f64::consts::PI;

use super::gamma::Tails;
use super::normal;
use super::saddle::{deviance, stirling_remainder};
use crate::counts::{finite, positive};
use crate::error::{InputFault, MethodError};

/// `P(T <= t)` for Student's `T` with the given degrees of freedom (above zero, not only whole ones).
///
/// Formula: the incomplete beta function by its continued fraction.
///
/// # Errors
///
/// [`MethodError::SpecialFunction`] when `t` is not finite or the degrees are not above zero.
///
/// ```
/// use concordat_methods::special::student_cumulative;
///
/// assert_eq!(student_cumulative(0.0, 5.0)?, 0.5);
/// assert_eq!(format!("{:.6}", student_cumulative(1.0, 1.0)?), "0.750000");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn student_cumulative(t: f64, degrees_of_freedom: f64) -> Result<f64, MethodError> {
    let checked = || {
        let t = finite(t)?;
        let degrees = positive(degrees_of_freedom, InputFault::DegreesOfFreedomNotPositive)?;
        let both = tails(t.abs(), degrees);
        Ok(if t < 0.0 { both.above } else { both.below })
    };
    checked().map_err(|fault| MethodError::SpecialFunction { fault })
}

/// The `t` with `P(T <= t) = probability` for Student's `T`.
///
/// Formula: Newton's method on the logarithm of the smaller tail, from Hill's (1970) neighbourhood of the normal
/// quantile. Right to about 1e-14 relative for the probability given.
///
/// # Errors
///
/// [`MethodError::SpecialFunction`] when the probability is not above 0 and below 1, or the degrees are not above zero.
///
/// ```
/// use concordat_methods::special::student_quantile;
///
/// assert_eq!(format!("{:.9}", student_quantile(0.975, 9.0)?), "2.262157163");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn student_quantile(probability: f64, degrees_of_freedom: f64) -> Result<f64, MethodError> {
    let checked = || {
        let degrees = positive(degrees_of_freedom, InputFault::DegreesOfFreedomNotPositive)?;
        if !(probability > 0.0 && probability < 1.0) {
            return Err(InputFault::ProbabilityOutOfRange);
        }
        Ok(if probability == 0.5 {
            0.0
        } else if probability < 0.5 {
            -student_upper_quantile(probability, degrees)
        } else {
            student_upper_quantile(1.0 - probability, degrees)
        })
    };
    checked().map_err(|fault| MethodError::SpecialFunction { fault })
}

const MOST_TERMS: u32 = 10_000_000;
const MOST_STEPS: u32 = 200;
/// A step out of the bracket that is no larger than this is the rounding of the tail, not a wrong turn.
const ROUNDING: f64 = 1e-12;

/// The density of `t`, in the saddle-point form.
fn density(t: f64, degrees: f64) -> f64 {
    let half = degrees / 2.0;
    // ln of Γ((ν+1)/2) / (Γ(ν/2) sqrt(ν/2)), small for many degrees.
    let log_factor = stirling_remainder(half + 0.5) - stirling_remainder(half) - deviance(half, half + 0.5);
    let squared = t * t / degrees;
    libm::exp(log_factor - half * libm::log1p(squared)) / (2.0 * PI * (1.0 + squared)).sqrt()
}

/// Both tails at a `t` of zero or more.
fn tails(t: f64, degrees: f64) -> Tails {
    if t == 0.0 {
        return Tails { below: 0.5, above: 0.5 };
    }
    let squared = t * t;
    let (a, b) = (degrees / 2.0, 0.5);
    let x = degrees / (degrees + squared);
    let y = squared / (degrees + squared);
    let factor = t * density(t, degrees);
    if x < (a + 1.0) / (a + b + 2.0) {
        let above = factor / 2.0 * beta_fraction(a, b, x, y, (a + b) * y - b);
        Tails { below: 1.0 - above, above }
    } else {
        // The middle part, from -t to t, by the fraction of the other tail.
        let middle = factor * beta_fraction(b, a, y, x, b - (a + b) * y);
        Tails { below: 0.5 + middle / 2.0, above: 0.5 - middle / 2.0 }
    }
}

/// The continued fraction of the incomplete beta function in the form of DiDonato and Morris (1992), which loses no
/// digits for large arguments. `y` is `1 - x` and `distance` is `a - (a + b) x`, both without their rounding.
fn beta_fraction(a: f64, b: f64, x: f64, y: f64, distance: f64) -> f64 {
    let c = 1.0 + distance;
    let c1 = 1.0 + 1.0 / a;
    let (mut p, mut s) = (1.0, a + 1.0);
    let (mut above, mut below, mut next_above, mut next_below) = (0.0, 1.0, 1.0, c / c1);
    let mut ratio = c1 / c;
    for step in 1..MOST_TERMS {
        let n = f64::from(step);
        let t = n / a;
        let w = n * (b - n) * x;
        let e = a / s;
        let alpha = p * (p + b / a) * e * e * (w * x);
        let e = (1.0 + t) / (c1 + t + t);
        let beta = n + w / s + e * (c + n * (1.0 + y));
        p = 1.0 + t;
        s += 2.0;
        (above, next_above) = (next_above, alpha * above + beta * next_above);
        (below, next_below) = (next_below, alpha * below + beta * next_below);
        let before = ratio;
        ratio = next_above / next_below;
        if (ratio - before).abs() <= f64::EPSILON * ratio {
            break;
        }
        above /= next_below;
        below /= next_below;
        next_above = ratio;
        next_below = 1.0;
    }
    ratio
}

/// The `t` with the given probability above it, for a tail in `(0, 0.5)`.
pub(crate) fn student_upper_quantile(tail_probability: f64, degrees: f64) -> f64 {
    let log_target = libm::log(tail_probability);
    let z = -normal::quantile(tail_probability);
    let (mut low, mut high) = (0.0, f64::INFINITY);
    // Heavier tails than the normal: the quantile lies beyond z.
    let mut t = (z * (1.0 + (z * z + 1.0) / (4.0 * degrees))).max(z);
    for _ in 0..MOST_STEPS {
        let tail = tails(t, degrees).above;
        let excess = libm::log(tail) - log_target;
        if excess > 0.0 {
            low = t;
        } else {
            high = t;
        }
        // Over the logarithm of t a far tail is a straight line.
        let relative = excess * tail / (t * density(t, degrees));
        if relative.abs() <= 2.0 * f64::EPSILON {
            break;
        }
        let mut next = t * libm::exp(relative.clamp(-2.0, 2.0));
        if !(next > low && next < high) {
            if relative.abs() <= ROUNDING {
                break;
            }
            next = if high.is_finite() { f64::midpoint(low, high) } else { t * 2.0 };
        }
        t = next;
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_two_degrees_have_closed_forms() {
        for tail in [0.3, 0.05, 0.025, 0.001, 1e-6] {
            let cauchy = 1.0 / libm::tan(PI * tail);
            let got = student_upper_quantile(tail, 1.0);
            assert!((got - cauchy).abs() <= 1e-14 * cauchy, "{tail}: {got:e} {cauchy:e}");
            let two = (1.0 - 2.0 * tail) / (2.0 * tail * (1.0 - tail)).sqrt();
            let got = student_upper_quantile(tail, 2.0);
            assert!((got - two).abs() <= 1e-14 * two, "{tail}: {got:e} {two:e}");
        }
    }

    #[test]
    fn many_degrees_are_nearly_normal() {
        let got = student_upper_quantile(0.025, 1e9);
        assert!((got - 1.959_963_984_540_054).abs() < 5e-9);
    }
}
