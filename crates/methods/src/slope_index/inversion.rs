//! Limits of sums of transformed normal values without random numbers: their distribution by numerical inversion of its
//! characteristic function.
//!
//! Not allowed here: a limit that is not right to six digits; where the inversion would need too much, it declines.

use std::f64::consts::PI;

use super::{DeprivationQuantile, ValueKind};

/// Steps of the quadrature over a standard normal deviate, and how far out it goes.
const DEVIATE_STEP: f64 = 0.25;
const FARTHEST_DEVIATE: f64 = 8.5;
const INVERSE_SQRT_2_PI: f64 = 0.398_942_280_401_432_7;

/// A characteristic function is followed until it is smaller than this.
const SMALLEST: f64 = 1e-13;

/// More points than this are left to simulation: the values are too skewed.
const MOST_POINTS: u32 = 1_500;

/// Where a value lies at each step of its deviate, from its mean.
struct Value {
    mean: f64,
    deviation: f64,
    places: Vec<f64>,
}

/// Values of all quantiles, ready for sums with any coefficients.
pub(super) struct Values {
    values: Vec<Value>,
    weights: Vec<f64>,
}

impl Values {
    /// Values whose errors are normal on the scale of their kind.
    pub(super) fn new(quantiles: &[DeprivationQuantile], kind: ValueKind) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "some thirty steps on either side")]
        let steps = (FARTHEST_DEVIATE / DEVIATE_STEP) as i32;
        let deviates: Vec<f64> = (-steps..=steps).map(|step| f64::from(step) * DEVIATE_STEP).collect();
        let weights: Vec<f64> = deviates
            .iter()
            .map(|deviate| libm::exp(-deviate * deviate / 2.0) * INVERSE_SQRT_2_PI * DEVIATE_STEP)
            .collect();
        let value = |quantile: &DeprivationQuantile| {
            let middle = kind.scaled(quantile.value);
            let at = |deviate: &f64| kind.unscaled(middle + deviate * quantile.standard_error);
            let mut places: Vec<f64> = deviates.iter().map(at).collect();
            let mean: f64 = places.iter().zip(&weights).map(|(place, weight)| place * weight).sum();
            places.iter_mut().for_each(|place| *place -= mean);
            let variance: f64 = places.iter().zip(&weights).map(|(place, weight)| place * place * weight).sum();
            Value { mean, deviation: variance.sqrt(), places }
        };
        Self { values: quantiles.iter().map(value).collect(), weights }
    }

    /// The sum of the values with coefficients; none where its distribution cannot be followed.
    pub(super) fn sum(&self, coefficients: &[f64]) -> Option<Sum> {
        let terms = || self.values.iter().zip(coefficients.iter().copied());
        let mean = terms().map(|(value, coefficient)| value.mean * coefficient).sum();
        let variance: f64 =
            terms().map(|(value, coefficient)| value.deviation * coefficient).map(|each| each * each).sum();
        let deviation = variance.sqrt();
        if !deviation.is_finite() || deviation <= 0.0 {
            return None;
        }
        // The farthest that a single value reaches: beyond twice that nothing is left to fold back.
        let reach = |(value, coefficient): (&Value, f64)| {
            let ends = [value.places.first(), value.places.last()];
            ends.into_iter().flatten().map(|place| (place * coefficient / deviation).abs()).fold(0.0, f64::max)
        };
        let step = 2.0 * PI / (20.0 + 2.0 * terms().map(reach).fold(0.0, f64::max));
        let mut points = Vec::new();
        for point in 0..MOST_POINTS {
            let at = (f64::from(point) + 0.5) * step;
            let (mut real, mut imaginary) = (1.0, 0.0);
            for (value, coefficient) in terms() {
                let (c, s) = self.characteristic(value, at * coefficient / deviation);
                (real, imaginary) = (real * c - imaginary * s, real * s + imaginary * c);
            }
            points.push((at, real, imaginary));
            if real * real + imaginary * imaginary < SMALLEST * SMALLEST {
                return Some(Sum { mean, deviation, step, points });
            }
        }
        None
    }

    /// Real and imaginary part of one value's characteristic function about its mean.
    fn characteristic(&self, value: &Value, at: f64) -> (f64, f64) {
        let (mut real, mut imaginary) = (0.0, 0.0);
        for (place, weight) in value.places.iter().zip(&self.weights) {
            let (sine, cosine) = libm::sincos(at * place);
            real += weight * cosine;
            imaginary += weight * sine;
        }
        (real, imaginary)
    }
}

/// The distribution of a sum.
pub(super) struct Sum {
    mean: f64,
    deviation: f64,
    step: f64,
    points: Vec<(f64, f64, f64)>,
}

impl Sum {
    /// `P(sum <= number)` and its density there, in standard units (Gil-Pelaez 1951, at half steps).
    fn standard(&self, deviate: f64) -> (f64, f64) {
        let (mut below, mut density) = (0.5, 0.0);
        for (at, real, imaginary) in &self.points {
            let (sine, cosine) = libm::sincos(at * deviate);
            below -= (imaginary * cosine - real * sine) * self.step / (PI * at);
            density += (real * cosine + imaginary * sine) * self.step / PI;
        }
        (below, density)
    }

    /// The probability at or below a number.
    pub(super) fn below(&self, number: f64) -> f64 {
        self.standard((number - self.mean) / self.deviation).0.clamp(0.0, 1.0)
    }

    /// The number with the given probability at or below it, by Newton's method from a normal start.
    pub(super) fn quantile(&self, probability: f64, start: f64) -> Option<f64> {
        let mut deviate = start;
        for _ in 0..50 {
            let (below, density) = self.standard(deviate);
            let step = ((probability - below) / density).clamp(-1.0, 1.0);
            if !step.is_finite() {
                return None;
            }
            deviate += step;
            if step.abs() < 1e-10 {
                return Some(self.mean + self.deviation * deviate);
            }
        }
        None
    }
}

/// The ratio `r` with `P(end / start <= r) = probability`, for a start that is never below zero: the root of
/// `P(end - r start <= 0)`, by the secant method.
pub(super) fn ratio_quantile(
    values: &Values,
    ends: &[(f64, f64)],
    probability: f64,
    (mut before, mut at): (f64, f64),
) -> Option<f64> {
    let excess = |ratio: f64| {
        let sum = values.sum(&ends.iter().map(|(start, end)| end - ratio * start).collect::<Vec<f64>>())?;
        // On the scale of deviates the function is nearly a line.
        let below = sum.below(0.0);
        (below > 0.0 && below < 1.0)
            .then(|| crate::special::quantile_of_normal(below) - crate::special::quantile_of_normal(probability))
    };
    let mut excess_before = excess(before)?;
    for _ in 0..50 {
        let excess_at = excess(at)?;
        let step = excess_at * (at - before) / (excess_at - excess_before);
        if excess_at == 0.0 || step.abs() < 1e-10 * at.abs() {
            return Some(at);
        }
        if !step.is_finite() {
            return None;
        }
        (before, excess_before) = (at, excess_at);
        at -= step;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_lognormal_value_has_the_quantiles_of_a_lognormal() {
        let quantile = DeprivationQuantile { population: 1.0, value: 100.0, standard_error: 0.1 };
        let values = Values::new(&[quantile], ValueKind::Rate);
        let sum = values.sum(&[2.0]);
        for (probability, z) in [(0.025, -1.959_963_984_540_054), (0.999, 3.090_232_306_167_813_5)] {
            let got = sum.as_ref().and_then(|sum| sum.quantile(probability, z));
            let want = 200.0 * libm::exp(0.1 * z);
            assert!(got.is_some_and(|got| (got - want).abs() < 1e-7 * want), "{got:?} {want}");
        }
    }

    #[test]
    fn a_ratio_of_two_values_has_the_quantiles_of_their_quotient() {
        let quantile = |value| DeprivationQuantile { population: 1.0, value, standard_error: 0.1 };
        let values = Values::new(&[quantile(100.0), quantile(50.0)], ValueKind::Rate);
        // Start is the first value, end the second: the logarithm of their ratio is normal.
        let got = ratio_quantile(&values, &[(1.0, 0.0), (0.0, 1.0)], 0.975, (0.5, 0.6));
        let want = 0.5 * libm::exp(1.959_963_984_540_054 * 0.1 * std::f64::consts::SQRT_2);
        assert!(got.is_some_and(|got| (got - want).abs() < 1e-7 * want), "{got:?} {want}");
    }
}
