//! Areas sorted into quantiles of a value, such as deciles of deprivation.
//!
//! Not allowed here: weights by population, and classes of a map's legend (those are `legend`).

use crate::error::{InputFault, MethodError};
use crate::estimate::{Outcome, WithheldReason};

/// Which end of the values quantile 1 holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstQuantile {
    /// The highest values, such as the most deprived areas by a score.
    Highest,
    /// The lowest values.
    Lowest,
}

/// The quantile of each area, from 1; none for an area without a value.
///
/// Formula, for `N` areas with a value and `k` quantiles, with `r` the rank of an area from its quantile's end, ties
/// sharing the lowest rank: `quantile = floor(k + 1 - ceil((N + 1 - r) / (N / k)))`, and 1 where that gives 0.
///
/// Source: rule of the Office for Health Improvement and Disparities for deprivation categories. Shape: one item for
/// each area of the group. Withheld with [`WithheldReason::FewerAreasThanQuantiles`] for the whole group.
///
/// # Errors
///
/// [`MethodError::Quantiles`] when fewer than two or more than 10,000 quantiles are asked for, or a value is infinite.
///
/// ```
/// use concordat_methods::{FirstQuantile, quantiles};
///
/// let values = [Some(30.0), Some(10.0), None, Some(20.0), Some(40.0)];
/// let halves = quantiles(&values, 2, FirstQuantile::Highest)?.computed();
/// assert_eq!(halves, Some(vec![Some(1), Some(2), None, Some(2), Some(1)]));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn quantiles(
    values: &[Option<f64>],
    count: u32,
    first: FirstQuantile,
) -> Result<Outcome<Vec<Option<u32>>>, MethodError> {
    if !(2..=10_000).contains(&count) {
        return Err(MethodError::Quantiles { fault: InputFault::QuantileCountOutOfRange });
    }
    if values.iter().flatten().any(|value| !value.is_finite()) {
        return Err(MethodError::Quantiles { fault: InputFault::NotFinite });
    }
    let keyed = |value: f64| if first == FirstQuantile::Highest { -value } else { value };
    let mut sorted: Vec<f64> = values.iter().flatten().map(|value| keyed(*value)).collect();
    if sorted.len() < count as usize {
        let reason = WithheldReason::FewerAreasThanQuantiles;
        return Ok(Outcome::Withheld { reason });
    }
    sorted.sort_unstable_by(f64::total_cmp);
    let ranked = values.iter().map(|value| {
        let rank = value.map(|value| sorted.partition_point(|other| *other < keyed(value)) + 1);
        rank.map(|rank| quantile_of(rank, sorted.len(), count))
    });
    Ok(Outcome::Computed(ranked.collect()))
}

/// In whole numbers: `ceil((N + 1 - r) / (N / k))` is `ceil((N + 1 - r) k / N)`.
fn quantile_of(rank: usize, areas: usize, count: u32) -> u32 {
    let from_end = (areas + 1 - rank) as u64 * u64::from(count);
    let steps = u32::try_from(from_end.div_ceil(areas as u64)).unwrap_or(u32::MAX);
    (count + 1).saturating_sub(steps).max(1)
}
