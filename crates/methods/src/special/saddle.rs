//! The leading factor of Poisson and t probabilities, in a form that loses no digits to cancellation.
//!
//! Not allowed here: anything public. Source: Loader, Fast and accurate computation of binomial probabilities (2000).

use std::f64::consts::PI;

/// `ln sqrt(2π)`.
const LN_SQRT_2_PI: f64 = 0.918_938_533_204_672_8;

/// From here on the series below is right to the last digit.
const SERIES_FROM: f64 = 16.0;

/// What Stirling's formula leaves out of `ln Γ(n + 1)`: `ln Γ(n+1) - [ (n + 1/2) ln n - n + ln sqrt(2π) ]`.
pub(super) fn stirling_remainder(n: f64) -> f64 {
    if n < SERIES_FROM {
        // Both sides are below 40, so that their difference is right to 1e-14 at worst, absolutely.
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - LN_SQRT_2_PI;
    }
    let square = n * n;
    let terms = [1.0 / 12.0, 1.0 / 360.0, 1.0 / 1260.0, 1.0 / 1680.0, 1.0 / 1188.0, 691.0 / 360_360.0, 1.0 / 156.0];
    terms.iter().rev().fold(0.0, |inner, term| term - inner / square) / n
}

/// `n ln(n / mean) + mean - n`, zero where they are equal and never below zero.
pub(super) fn deviance(n: f64, mean: f64) -> f64 {
    let difference = n - mean;
    if difference.abs() >= 0.1 * (n + mean) {
        return n * libm::log(n / mean) - difference;
    }
    let ratio = difference / (n + mean);
    let square = ratio * ratio;
    let mut total = difference * ratio;
    let mut power = 2.0 * n * ratio;
    for step in 1..1000_u32 {
        power *= square;
        let next = total + power / f64::from(2 * step + 1);
        if next == total {
            break;
        }
        total = next;
    }
    total
}

/// `mean^n e^-mean / Γ(n + 1)`: the Poisson probability of `n`, which need not be whole.
pub(super) fn poisson_density(n: f64, mean: f64) -> f64 {
    if mean == 0.0 {
        return if n == 0.0 { 1.0 } else { 0.0 };
    }
    if n == 0.0 {
        return libm::exp(-mean);
    }
    if n < f64::MIN_POSITIVE / f64::EPSILON {
        return libm::exp(-mean);
    }
    if n <= 1.0 {
        // Γ(n + 1) is near one here, and Stirling's formula far from it.
        return libm::exp(n * libm::log(mean) - mean - libm::lgamma(n + 1.0));
    }
    libm::exp(-stirling_remainder(n) - deviance(n, mean)) / (2.0 * PI * n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remainder_joins_where_its_form_changes() {
        // ln 16! and ln 15! by whole numbers.
        let ln_factorial = |n: u32| libm::log((1..=u64::from(n)).product::<u64>() as f64);
        for n in [15_u32, 16, 17, 18] {
            let n_float = f64::from(n);
            let want = ln_factorial(n) - ((n_float + 0.5) * libm::log(n_float) - n_float + LN_SQRT_2_PI);
            assert!((stirling_remainder(n_float) - want).abs() < 2e-14, "{n}");
        }
    }

    #[test]
    fn the_density_of_small_counts_is_the_plain_formula() {
        for (n, mean) in [(0.0, 2.0), (1.0, 2.0), (2.0, 2.0), (3.0, 2.0), (7.0, 0.5)] {
            let factorial: f64 = (1..=20_u32).map(f64::from).take_while(|k| *k <= n).product();
            let want = libm::pow(mean, n) * libm::exp(-mean) / factorial;
            let got = poisson_density(n, mean);
            assert!((got - want).abs() <= 1e-14 * want, "{n} {mean}: {got:e} {want:e}");
        }
    }
}
