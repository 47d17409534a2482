//! Whether the last five years show a rise or a fall that chance does not explain.
//!
//! Not allowed here: a word on whether a rise is good, and points across a break in the series.

use crate::confidence::Confidence;
use crate::counts::Counts;
use crate::error::{InputFault, MethodError};
use crate::estimate::Bounded;

/// Points that a trend looks at: the last five.
pub const TREND_POINTS: usize = 5;

/// What the points show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrendMarker {
    /// A rise.
    Increasing,
    /// A fall.
    Decreasing,
    /// Neither, beyond chance.
    NoSignificantChange,
    /// The points cannot tell.
    CannotBeCalculated,
}

impl TrendMarker {
    /// The label as tables of public-health analysts have it.
    ///
    /// ```
    /// assert_eq!(concordat_methods::TrendMarker::Increasing.label(), "Increasing");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Increasing => "Increasing",
            Self::Decreasing => "Decreasing",
            Self::NoSignificantChange => "No significant change",
            Self::CannotBeCalculated => "Cannot be calculated",
        }
    }
}

/// Why the points show what they show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrendReason {
    /// The test is passed and no single point decides the direction.
    SignificantWithoutOutlier,
    /// The test is not passed.
    NotSignificant,
    /// Without one of the points the direction would be another.
    OutlierFound,
    /// Fewer than five points.
    NotEnoughPoints,
    /// One of the last five points is missing.
    MissingValues,
    /// A count of nobody or everybody has no log odds, so the direction cannot be drawn.
    LogOddsUndefined,
    /// A point has limits without width, so it would outweigh all others.
    NoUncertainty,
}

impl TrendReason {
    /// The reason as tables of public-health analysts have it.
    ///
    /// ```
    /// assert_eq!(concordat_methods::TrendReason::OutlierFound.label(), "Outlier found");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::SignificantWithoutOutlier => "No outliers and significant trend",
            Self::NotSignificant => "No significant trend",
            Self::OutlierFound => "Outlier found",
            Self::NotEnoughPoints => "Not enough data points",
            Self::MissingValues => "Missing values",
            Self::LogOddsUndefined => "Log odds undefined",
            Self::NoUncertainty => "Limits without width",
        }
    }
}

/// A recent trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecentTrend {
    /// What the points show.
    pub marker: TrendMarker,
    /// Why.
    pub reason: TrendReason,
    /// The test statistic, chi-squared with one degree of freedom; none where it cannot be computed.
    pub chi_squared: Option<f64>,
    /// The slope a year, of log odds (proportions) or in the unit of the values; none where it cannot be computed.
    pub slope: Option<f64>,
}

/// The recent trend of a proportion, from yearly counts.
///
/// Formula, over the last five years with scores `t` (years since the first used, from 1), counts `c` of `d`, `C = Σc`,
/// `D = Σd`: `χ² = D (D Σct - C Σdt)² / [C (D - C) (D Σdt² - (Σdt)²)]`, the Cochran-Armitage test; significant above the
/// 99.8 % point of chi-squared with one degree (9.5495). Direction: the slope of `logit(c / d)` on `t`. Where leaving
/// out any one point would turn the direction, the change is not called one.
///
/// Source: definition of recent trends of the Office for Health Improvement and Disparities. Shape: one pair of a year
/// and counts, in rising order; none for a year without a figure. Uneven spacing is scored as it is.
///
/// # Errors
///
/// [`MethodError::RecentTrend`] when years do not rise, or counts are no proportion.
///
/// ```
/// use concordat_methods::{Counts, TrendMarker, recent_trend_of_proportion};
///
/// let points = [500.0, 540.0, 590.0, 630.0, 690.0];
/// let points: Vec<_> = (2020..).zip(points).map(|(year, c)| (year, Some(Counts::new(c, 1_000.0)))).collect();
/// assert_eq!(recent_trend_of_proportion(&points)?.marker, TrendMarker::Increasing);
/// assert_eq!(recent_trend_of_proportion(&points[1..])?.marker, TrendMarker::CannotBeCalculated);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn recent_trend_of_proportion(points: &[(i32, Option<Counts>)]) -> Result<RecentTrend, MethodError> {
    let checked = |counts: &Counts| counts.checked_for_proportion();
    let used = last_five(points, checked).map_err(|fault| MethodError::RecentTrend { fault })?;
    Ok(match used {
        Err(reason) => cannot_say(reason),
        Ok(used) => {
            let odds = used.map(|(score, counts)| (score, libm::log(counts.numerator / counts.others()), 1.0));
            let defined = odds.iter().all(|(_, odds, _)| odds.is_finite());
            decide(cochran_armitage(&used), defined.then_some(odds), TrendReason::LogOddsUndefined)
        }
    })
}

/// The recent trend of values that have 95 % limits: rates, ratios, life expectancies, indices, gaps.
///
/// Formula, over the last five years with scores `t` as above and `σ = (upper - lower) / (2 z)`: the least-squares
/// slope weighted by `1/σ²`, and `χ² = slope² / var`, `var = S0 / (S0 S2 - S1²)` with `S` the weighted sums of powers of
/// `t`; decided as [`recent_trend_of_proportion`].
///
/// Source: as [`recent_trend_of_proportion`]. Shape: one pair of a year and a value with its 95 % limits, in rising
/// order.
///
/// # Errors
///
/// [`MethodError::RecentTrend`] when years do not rise, a number is not finite, or limits are out of order.
///
/// ```
/// use concordat_methods::{Bounded, TrendMarker, recent_trend_of_values};
///
/// let at = |value: f64| Some(Bounded { value, lower: value - 10.0, upper: value + 10.0 });
/// let points: Vec<_> = (2020..).zip([510.0, 480.0, 455.0, 430.0, 400.0]).map(|(year, v)| (year, at(v))).collect();
/// assert_eq!(recent_trend_of_values(&points)?.marker, TrendMarker::Decreasing);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn recent_trend_of_values(points: &[(i32, Option<Bounded>)]) -> Result<RecentTrend, MethodError> {
    let checked = |bounded: &Bounded| bounded.checked_input();
    let used = last_five(points, checked).map_err(|fault| MethodError::RecentTrend { fault })?;
    Ok(match used {
        Err(reason) => cannot_say(reason),
        Ok(used) => {
            let z = Confidence::PERCENT_95.z();
            let weighted = used.map(|(score, bounded)| {
                let sigma = (bounded.upper - bounded.lower) / (2.0 * z);
                (score, bounded.value, 1.0 / (sigma * sigma))
            });
            if weighted.iter().any(|(_, _, weight)| !weight.is_finite()) {
                return Ok(cannot_say(TrendReason::NoUncertainty));
            }
            let (slope, variance) = line(&weighted);
            decide(Some(slope * slope / variance), Some(weighted), TrendReason::NoUncertainty)
        }
    })
}

fn cannot_say(reason: TrendReason) -> RecentTrend {
    RecentTrend { marker: TrendMarker::CannotBeCalculated, reason, chi_squared: None, slope: None }
}

/// The last five points with their scores, or the reason why there are none.
type LastFive<T> = Result<[(f64, T); TREND_POINTS], TrendReason>;

fn last_five<T: Copy>(
    points: &[(i32, Option<T>)],
    checked: impl Fn(&T) -> Result<T, InputFault>,
) -> Result<LastFive<T>, InputFault> {
    if !points.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return Err(InputFault::YearsNotRising);
    }
    for (_, point) in points {
        point.as_ref().map(&checked).transpose()?;
    }
    let Some((_, last)) = points.split_last_chunk::<TREND_POINTS>() else {
        return Ok(Err(TrendReason::NotEnoughPoints));
    };
    let first = last[0].0;
    let scored: Vec<(f64, T)> =
        last.iter().filter_map(|(year, point)| point.map(|point| (f64::from(year - first) + 1.0, point))).collect();
    Ok(scored.try_into().map_err(|_| TrendReason::MissingValues))
}

fn cochran_armitage(points: &[(f64, Counts)]) -> Option<f64> {
    let sum =
        |term: &dyn Fn(f64, &Counts) -> f64| points.iter().map(|(score, counts)| term(*score, counts)).sum::<f64>();
    let people = sum(&|_, counts| counts.denominator);
    let events = sum(&|_, counts| counts.numerator);
    // Scores from their weighted mean, so that no digits are lost to it.
    let mean = sum(&|score, counts| score * counts.denominator) / people;
    let off = sum(&|score, counts| (score - mean) * counts.numerator);
    let spread = sum(&|score, counts| (score - mean) * (score - mean) * counts.denominator);
    let chi_squared = people * people * off * off / (events * (people - events) * spread);
    chi_squared.is_finite().then_some(chi_squared)
}

/// Slope and its variance of a weighted line through `(score, value, weight)`.
pub(crate) fn line(points: &[(f64, f64, f64)]) -> (f64, f64) {
    let weights: f64 = points.iter().map(|(_, _, weight)| weight).sum();
    let mean =
        |of: &dyn Fn(&(f64, f64, f64)) -> f64| points.iter().map(|point| point.2 * of(point)).sum::<f64>() / weights;
    let (score, value) = (mean(&|point| point.0), mean(&|point| point.1));
    let spread: f64 = points.iter().map(|point| point.2 * (point.0 - score) * (point.0 - score)).sum();
    let slope: f64 = points.iter().map(|point| point.2 * (point.0 - score) * (point.1 - value)).sum::<f64>() / spread;
    (slope, 1.0 / spread)
}

/// From the test, and the points that say which way, to the marker.
fn decide(
    chi_squared: Option<f64>,
    points: Option<[(f64, f64, f64); TREND_POINTS]>,
    undefined: TrendReason,
) -> RecentTrend {
    let slope = points.as_ref().map(|points| line(points).0);
    let told = |marker, reason| RecentTrend { marker, reason, chi_squared, slope };
    let critical = Confidence::PERCENT_99_8.z();
    match (chi_squared, points, slope) {
        (None, _, _) => told(TrendMarker::CannotBeCalculated, undefined),
        (Some(statistic), _, _) if statistic <= critical * critical => {
            told(TrendMarker::NoSignificantChange, TrendReason::NotSignificant)
        }
        (_, Some(points), Some(slope)) => {
            let direction = |slope: f64| i8::from(slope > 0.0) - i8::from(slope < 0.0);
            let without = |left_out: usize| {
                let kept: Vec<_> =
                    points.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, p)| *p).collect();
                line(&kept).0
            };
            if (0..TREND_POINTS).any(|point| direction(without(point)) != direction(slope)) {
                told(TrendMarker::NoSignificantChange, TrendReason::OutlierFound)
            } else if slope > 0.0 {
                told(TrendMarker::Increasing, TrendReason::SignificantWithoutOutlier)
            } else {
                told(TrendMarker::Decreasing, TrendReason::SignificantWithoutOutlier)
            }
        }
        _ => told(TrendMarker::CannotBeCalculated, undefined),
    }
}
