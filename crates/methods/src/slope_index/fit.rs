//! The line through the quantiles, and what its coefficients owe to each value.
//!
//! Not allowed here: random numbers.

use super::{DeprivationQuantile, ValueKind};

/// A weighted least-squares line over ranks from 0 (most deprived) to 1 (least deprived).
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The value at rank 0, on the scale of the fit.
    pub(super) intercept: f64,
    /// The change from rank 0 to rank 1.
    pub(super) slope: f64,
    /// The standard error of the slope.
    pub(super) slope_error: f64,
    /// For each quantile, what a unit of its value adds to intercept and slope.
    pub(super) leverage: Vec<(f64, f64)>,
    /// Standard errors of the values on the scale of the fit.
    errors: Vec<f64>,
}

impl Line {
    /// Fits a line to values on a scale. Weighted means are taken out first, so that no digits are lost.
    pub(super) fn fit(quantiles: &[DeprivationQuantile], scale: ValueKind) -> Self {
        let people: f64 = quantiles.iter().map(|quantile| quantile.population).sum();
        let mut before = 0.0;
        let points: Vec<(f64, f64, f64)> = quantiles
            .iter()
            .map(|quantile| {
                let share = quantile.population / people;
                let rank = before + share / 2.0;
                before += share;
                (share, rank, scale.scaled(quantile.value))
            })
            .collect();
        let shares: f64 = points.iter().map(|(share, _, _)| share).sum();
        let mean_rank = points.iter().map(|(share, rank, _)| share * rank).sum::<f64>() / shares;
        let spread: f64 = points.iter().map(|(share, rank, _)| share * (rank - mean_rank) * (rank - mean_rank)).sum();
        let of_slope = |(share, rank, _): &(f64, f64, f64)| share * (rank - mean_rank) / spread;
        let mean = points.iter().map(|(share, _, value)| share * value).sum::<f64>() / shares;
        let slope = points.iter().map(|point| of_slope(point) * (point.2 - mean)).sum::<f64>();
        let leverage: Vec<(f64, f64)> =
            points.iter().map(|point| (point.0 / shares - mean_rank * of_slope(point), of_slope(point))).collect();
        let errors: Vec<f64> = quantiles.iter().map(|quantile| quantile.standard_error).collect();
        let variance: f64 = leverage.iter().zip(&errors).map(|((_, slope), error)| slope * slope * error * error).sum();
        Self { intercept: mean - slope * mean_rank, slope, slope_error: variance.sqrt(), leverage, errors }
    }

    /// Fieller's limits of the ratio of the end to the start, both linear in normal errors; none unless the start is
    /// so far above zero that no plausible line starts below it.
    pub(super) fn ratio_limits(&self, z: f64) -> Option<(f64, f64)> {
        let (mut start, mut end, mut both) = (0.0, 0.0, 0.0);
        for ((intercept, slope), error) in self.leverage.iter().zip(&self.errors) {
            let at_end = intercept + slope;
            let variance = error * error;
            start += intercept * intercept * variance;
            end += at_end * at_end * variance;
            both += intercept * at_end * variance;
        }
        let (x, y) = (self.intercept, self.intercept + self.slope);
        if x <= FARTHEST_DEVIATE * start.sqrt() {
            return None;
        }
        // Ratios r with (y - r x)² <= z² (end - 2 r both + r² start).
        let square = x * x - z * z * start;
        let half = x * y - z * z * both;
        let constant = y * y - z * z * end;
        let root = (half * half - square * constant).max(0.0).sqrt();
        Some(((half - root) / square, (half + root) / square))
    }
}

/// A start this many standard errors above zero is never below it: one line in 10^15.
const FARTHEST_DEVIATE: f64 = 8.0;
