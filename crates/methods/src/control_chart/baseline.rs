//! The lines of one baseline, and its points.
//!
//! Not allowed here: rules over several points (`rules`).

use super::{ChartOptions, ChartPoint, NO_SPREAD, ProcessLimits, rules};
use crate::estimate::Outcome;

/// Distance of a process limit from the mean, in mean moving ranges.
const LIMIT_RANGES: f64 = 2.66;

/// Moving ranges from this many mean ranges on are screened out.
const SCREEN_RANGES: f64 = 3.267;

/// A baseline with fewer points has uncertain limits.
const SHORT_BASELINE: usize = 13;

/// The points of one baseline.
pub(super) fn points(values: &[f64], baseline: usize, options: &ChartOptions) -> Vec<ChartPoint> {
    let fixed = &values[..options.fix_after.map_or(values.len(), |points| points.min(values.len()))];
    let mean = mean(fixed.iter().copied());
    let limits = limits(fixed, mean, options.screen_outliers);
    let mut points: Vec<ChartPoint> = values
        .iter()
        .map(|value| ChartPoint {
            baseline,
            mean,
            limits,
            side_of_mean: i8::from(*value > mean) - i8::from(*value < mean),
            outside_limits: limits.computed().map(|limits| *value > limits.upper || *value < limits.lower),
            close_to_limits: limits.computed().map(|limits| is_close(*value, &limits)),
            special_cause: None,
            short_baseline: values.len() < SHORT_BASELINE,
        })
        .collect();
    rules::apply(values, &mut points, options);
    points
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| (sum + number, count + 1.0));
    sum / count
}

fn is_close(value: f64, limits: &ProcessLimits) -> bool {
    (value >= limits.lower && value < limits.near_lower) || (value > limits.near_upper && value <= limits.upper)
}

/// Withheld where no moving range is left: a single point, or constant points that screening drops.
fn limits(values: &[f64], mean_value: f64, screen: bool) -> Outcome<ProcessLimits> {
    let ranges: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let mut average = mean(ranges.iter().copied());
    if screen {
        let most = SCREEN_RANGES * average;
        average = mean(ranges.iter().copied().filter(|range| *range < most));
    }
    if !average.is_finite() {
        return NO_SPREAD;
    }
    let off = LIMIT_RANGES * average;
    let near = off * 2.0 / 3.0;
    Outcome::Computed(ProcessLimits {
        lower: mean_value - off,
        upper: mean_value + off,
        near_lower: mean_value - near,
        near_upper: mean_value + near,
    })
}
