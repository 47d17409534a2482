//! Quantiles of the gamma distribution (half a chi-squared quantile), accurate enough for exact count limits.
//!
//! Not allowed here: anything public, and any shape or probability the count limits do not need. Quantiles of a count
//! are asked for in a tail, so both functions take the probability of *their* tail and never subtract it from one.

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur, ln_gamma};

/// More steps than either iteration has ever needed; both double their right digits at each step near the end.
const MOST_STEPS: usize = 100;

/// A step this small relative to the quantile can no longer improve it.
const SMALLEST_STEP: f64 = 2.0 * f64::EPSILON;

/// The `y` with `P(Gamma(shape, 1) <= y) = tail_probability`: half the chi-squared quantile with `2 * shape` degrees
/// of freedom.
///
/// `shape` is above zero; `tail_probability` is in `(0, 0.5)`.
///
/// Newton's method on `ln P` over `ln y`. That function is concave and increasing and the start lies left of the
/// root, because `P <= y^shape / Gamma(shape + 1)`; so every step goes towards the root and none beyond it.
pub(crate) fn gamma_lower_quantile(shape: f64, tail_probability: f64) -> f64 {
    let log_target = tail_probability.ln();
    let mut log_quantile = (log_target + ln_gamma(shape + 1.0)) / shape;
    if log_quantile < f64::EPSILON.ln() {
        // The first term of the series is the whole of it: the rest is below the last digit.
        return log_quantile.exp();
    }
    for _ in 0..MOST_STEPS {
        let quantile = log_quantile.exp();
        let Ok(below) = checked_gamma_lr(shape, quantile) else {
            break;
        };
        let log_density = shape * log_quantile - quantile - ln_gamma(shape);
        let step = (log_target - below.ln()) * below / log_density.exp();
        log_quantile += step;
        if step.abs() <= SMALLEST_STEP {
            break;
        }
    }
    log_quantile.exp()
}

/// The `y` with `P(Gamma(shape, 1) > y) = tail_probability`: half the chi-squared quantile with `2 * shape` degrees of
/// freedom, counted from the top.
///
/// `shape` is one or more; `tail_probability` is in `(0, 0.1]`.
///
/// Newton's method on `ln Q`, which is concave and decreasing for such shapes; after the first step every iterate lies
/// right of the root and moves towards it.
pub(crate) fn gamma_upper_quantile(shape: f64, tail_probability: f64) -> f64 {
    let log_target = tail_probability.ln();
    let mut quantile = shape + 1.0;
    for _ in 0..MOST_STEPS {
        let Ok(above) = checked_gamma_ur(shape, quantile) else {
            break;
        };
        let log_density = (shape - 1.0) * quantile.ln() - quantile - ln_gamma(shape);
        let step = (above.ln() - log_target) * above / log_density.exp();
        quantile += step;
        if step.abs() <= SMALLEST_STEP * quantile {
            break;
        }
    }
    quantile
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_one_is_the_exponential_distribution() {
        for tail_probability in [0.05, 0.025, 0.001, 1e-9_f64] {
            let lower = -(-tail_probability).ln_1p();
            let upper = -tail_probability.ln();
            let got_lower = gamma_lower_quantile(1.0, tail_probability);
            let got_upper = gamma_upper_quantile(1.0, tail_probability);
            assert!((got_lower - lower).abs() <= 1e-14 * lower);
            assert!((got_upper - upper).abs() <= 1e-14 * upper);
        }
    }

    #[test]
    fn a_minute_shape_gives_a_limit_at_zero() {
        assert_eq!(gamma_lower_quantile(1e-6, 0.025), 0.0);
    }
}
