//! Classes of a map's legend: fifths or quarters of the areas' values.
//!
//! Not allowed here: deprivation quantiles, which have rules of their own (`quantile`).

use crate::comparison::Polarity;
use crate::error::{InputFault, MethodError};

/// The class of each area, from 1; 0 for all where there are fewer values than classes.
///
/// Formula: bounds are the interpolated percentiles of all values (position `(n - 1) k / classes` of the sorted
/// values), rounded to ten places; an area is in the first class whose bound is not below its value. Where high is good
/// the order of fifths turns round; that of quarters does not, as in the program whose maps these are.
///
/// Source: legends of the public-health profiles (2020). Shape: one value for each area.
///
/// # Errors
///
/// [`MethodError::Comparison`] when a value is not finite, or fewer than 2 or more than 100 classes are asked for.
///
/// ```
/// use concordat_methods::{Polarity, legend_classes};
///
/// let classes = legend_classes(&[10.0, 20.0, 30.0, 40.0, 50.0], 5, Polarity::LowIsGood)?;
/// assert_eq!(classes, [1, 2, 3, 4, 5]);
/// let classes = legend_classes(&[10.0, 20.0, 30.0, 40.0, 50.0], 5, Polarity::HighIsGood)?;
/// assert_eq!(classes, [5, 4, 3, 2, 1]);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn legend_classes(values: &[f64], classes: u32, polarity: Polarity) -> Result<Vec<u32>, MethodError> {
    let refused = |fault| MethodError::Comparison { fault };
    if !(2..=100).contains(&classes) {
        return Err(refused(InputFault::QuantileCountOutOfRange));
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err(refused(InputFault::NotFinite));
    }
    if values.len() < classes as usize {
        return Ok(vec![0; values.len()]);
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let bounds: Vec<f64> =
        (1..=classes).map(|class| round_to_ten_places(percentile(&sorted, class, classes))).collect();
    let turned = polarity == Polarity::HighIsGood && classes == 5;
    let class = |value: &f64| {
        // The last bound is the largest value itself; rounding must not push that out.
        let class = (1..).zip(&bounds).find(|(_, bound)| value <= bound).map_or(classes, |(class, _)| class);
        if turned { classes + 1 - class } else { class }
    };
    Ok(values.iter().map(class).collect())
}

/// The value at position `(n - 1) part / parts`, between neighbours by their distance.
fn percentile(sorted: &[f64], part: u32, parts: u32) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "areas are far fewer than 2^53")]
    let position = f64::from(part) / f64::from(parts) * (sorted.len() - 1) as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between zero and the last place")]
    let below = position as usize;
    #[expect(clippy::cast_precision_loss, reason = "areas are far fewer than 2^53")]
    let share = position - below as f64;
    match sorted.get(below + 1) {
        Some(next) => sorted[below] + share * (next - sorted[below]),
        None => sorted[sorted.len() - 1],
    }
}

fn round_to_ten_places(number: f64) -> f64 {
    let scaled = number * 1e10;
    if scaled.abs() < 9e15 { libm::rint(scaled) / 1e10 } else { number }
}
