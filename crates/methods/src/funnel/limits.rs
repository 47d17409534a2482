//! The curves of a funnel, over a hundred points from its smallest area to its largest.
//!
//! Not allowed here: areas' own places (`position`).

use super::axis::{self, ONE_SHORT, TO_THE_LAST};
use super::{FunnelArea, FunnelScale, FunnelStatistic, Prepared, RatioKind, average, prepare};
use crate::confidence::Confidence;
use crate::error::{InputFault, MethodError};
use crate::special::{gamma_lower_quantile, gamma_upper_quantile};

/// Limits at one level, with their places along the other axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    /// Below this an area is low.
    pub lower: f64,
    /// Above this an area is high.
    pub upper: f64,
    /// Where to draw the lower limit: expected events (ratios) or people of one year (rates); none for proportions,
    /// which are drawn over the axis itself.
    pub lower_x: Option<f64>,
    /// Where to draw the upper limit.
    pub upper_x: Option<f64>,
}

/// One point of a funnel's curves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelPoint {
    /// People (proportions), or observed events.
    pub axis: f64,
    /// Limits that chance passes on either side once in forty (0.025).
    pub two_sigma: FunnelLimits,
    /// Limits that chance passes on either side once in a thousand (0.001).
    pub three_sigma: FunnelLimits,
    /// The average that the funnel closes on; none for ratios, which close on 100 or 0.
    pub baseline: Option<f64>,
}

/// The curves of a funnel.
///
/// Formula, with `A` the average over all areas and tails `p` of 0.025 and 0.001:
/// * proportions: `A ∓ z sqrt(A (1 - A) / n)`, cut at 0 and the multiplier (others cut at 100 whatever the multiplier);
/// * ratios and rates, for observed events `O`: the expected events `μ` that would give so many or fewer, or so many
///   or more, with probability `p`: `μ = χ²(1 - p; 2O + 2) / 2` for the lower curve and `χ²(p; 2O) / 2` for the upper;
///   limits `O / μ`, times 100 (standardised ratio), less 1 (count), or times `A` (rate).
///
/// Axis: a hundred whole numbers, spaced by a constant ratio where they are wide enough apart.
///
/// Source: Spiegelhalter (2005); the closed chi-squared form, where another program bisects and stops at 5e-5.
///
/// # Errors
///
/// [`MethodError::Funnel`] when there is no area, or an area cannot be used.
///
/// ```
/// use concordat_methods::{FunnelArea, FunnelScale, FunnelStatistic, funnel_limits};
///
/// let area = |numerator, people| FunnelArea { numerator, denominator: Some(people), rate: None };
/// let scale = FunnelScale { statistic: FunnelStatistic::Proportion, multiplier: 100.0, years: 1.0 };
/// let curves = funnel_limits(&[area(40.0, 100.0), area(260.0, 500.0)], scale)?;
/// assert_eq!((curves.len(), curves[99].axis, curves[99].baseline), (100, 530.0, Some(50.0)));
/// assert_eq!(format!("{:.1} to {:.1}", curves[99].two_sigma.lower, curves[99].two_sigma.upper), "45.7 to 54.3");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn funnel_limits(areas: &[FunnelArea], scale: FunnelScale) -> Result<Vec<FunnelPoint>, MethodError> {
    checked(areas, scale).map_err(|fault| MethodError::Funnel { fault })
}

fn checked(areas: &[FunnelArea], scale: FunnelScale) -> Result<Vec<FunnelPoint>, InputFault> {
    let areas = prepare(areas, scale)?;
    if !areas.iter().any(|area| area.placed) {
        return Err(InputFault::TooFewAreas);
    }
    let average = average(&areas);
    let axis = axis(&areas, scale, average);
    Ok(axis.into_iter().map(|at| point(at, average, scale)).collect())
}

fn axis(areas: &[Prepared], scale: FunnelScale, average: f64) -> Vec<f64> {
    let sizes = areas.iter().filter(|area| area.placed).map(|area| area.denominator / scale.years);
    let (first, last) = axis::ends(sizes);
    match scale.statistic {
        FunnelStatistic::Proportion => axis::points(first, last, TO_THE_LAST),
        FunnelStatistic::Ratio(_) => axis::points(first, last, ONE_SHORT),
        FunnelStatistic::Rate(_) => {
            // The axis is of people of one year; its ends are turned into the events that the average gives them.
            let events = |people: f64| people * scale.years * average;
            let (first, last) = (libm::floor(events(first)).max(1.0), libm::ceil(events(last)).max(1.0));
            axis::points(first, last, TO_THE_LAST)
        }
    }
}

fn point(axis: f64, average: f64, scale: FunnelScale) -> FunnelPoint {
    let [two_sigma, three_sigma] = [Confidence::PERCENT_95, Confidence::PERCENT_99_8].map(|confidence| {
        if scale.statistic == FunnelStatistic::Proportion {
            of_proportion(axis, average, scale.multiplier, confidence)
        } else {
            of_events(axis, average, scale, confidence)
        }
    });
    let baseline = match scale.statistic {
        FunnelStatistic::Ratio(_) => None,
        _ => Some(average * scale.multiplier),
    };
    FunnelPoint { axis, two_sigma, three_sigma, baseline }
}

fn of_proportion(people: f64, average: f64, multiplier: f64, confidence: Confidence) -> FunnelLimits {
    let off = confidence.z() * (average * (1.0 - average) / people).sqrt();
    FunnelLimits {
        lower: (average - off).max(0.0) * multiplier,
        upper: (average + off).min(1.0) * multiplier,
        lower_x: None,
        upper_x: None,
    }
}

fn of_events(events: f64, average: f64, scale: FunnelScale, confidence: Confidence) -> FunnelLimits {
    let tail = confidence.tail_probability();
    let most_expected = gamma_upper_quantile(events + 1.0, tail);
    let least_expected = gamma_lower_quantile(events, tail);
    let limit = |expected: f64| match scale.statistic {
        FunnelStatistic::Ratio(RatioKind::Count) => events / expected - 1.0,
        FunnelStatistic::Rate(_) => events / expected * average * scale.multiplier,
        _ => events / expected * 100.0,
    };
    let place = |expected: f64| match scale.statistic {
        FunnelStatistic::Rate(_) if average > 0.0 => Some(expected / average / scale.years),
        FunnelStatistic::Rate(_) => None,
        _ => Some(expected),
    };
    FunnelLimits {
        lower: limit(most_expected),
        upper: limit(least_expected),
        lower_x: place(most_expected),
        upper_x: place(least_expected),
    }
}
