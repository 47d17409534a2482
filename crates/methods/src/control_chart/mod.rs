//! Statistical process control of single values over time (XmR chart): which points chance does not explain.
//!
//! Not allowed here: rolling averages, whose points are not independent; `words` refuses them.

mod baseline;
mod rules;

use crate::counts::finite;
use crate::error::{InputFault, MethodError};
use crate::estimate::{Outcome, WithheldReason};

/// Which direction is an improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImprovementDirection {
    /// Higher is better.
    Increase,
    /// Lower is better.
    Decrease,
    /// Neither.
    Neutral,
}

/// How the rule of two in three counts a point beyond the process limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TwoInThree {
    /// Not at all: it has a rule of its own. As the reference program does.
    WithoutPointsBeyondLimits,
    /// As one near the limit. As the team behind the method announced.
    WithPointsBeyondLimits,
}

/// Options of a control chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartOptions {
    /// Which direction is an improvement.
    pub improvement: ImprovementDirection,
    /// Whether moving ranges of 3.267 times their mean or more are left out, once, when limits are drawn.
    pub screen_outliers: bool,
    /// Draw limits from the first so many points of each baseline (12 or more); from all where none is given.
    pub fix_after: Option<usize>,
    /// A target that the process is held against.
    pub target: Option<f64>,
    /// Points on one side of the mean that make a run; 7 by default, 5 to 12.
    pub run_length: usize,
    /// Points in a row that make a trend, each above or each below the one before; 7 by default, 5 to 12.
    pub trend_length: usize,
    /// How the rule of two in three counts points beyond the limits.
    pub two_in_three: TwoInThree,
}

impl Default for ChartOptions {
    /// Neutral, screened, limits from all points, runs and trends of seven: as the reference program.
    fn default() -> Self {
        Self {
            improvement: ImprovementDirection::Neutral,
            screen_outliers: true,
            fix_after: None,
            target: None,
            run_length: 7,
            trend_length: 7,
            two_in_three: TwoInThree::WithoutPointsBeyondLimits,
        }
    }
}

/// Why a point is special; the first rule that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecialCause {
    /// Above the upper process limit.
    AboveLimit,
    /// Below the lower process limit.
    BelowLimit,
    /// Part of a trend upwards.
    TrendUp,
    /// Part of a trend downwards.
    TrendDown,
    /// One of two in three near the upper limit.
    TwoInThreeAbove,
    /// One of two in three near the lower limit.
    TwoInThreeBelow,
    /// Part of a run above the mean.
    RunAbove,
    /// Part of a run below the mean.
    RunBelow,
}

impl SpecialCause {
    /// Whether the cause points upwards; a trend points where it goes, not where it lies.
    ///
    /// ```
    /// assert!(concordat_methods::SpecialCause::TrendUp.is_high());
    /// ```
    #[must_use]
    pub const fn is_high(self) -> bool {
        matches!(self, Self::AboveLimit | Self::TrendUp | Self::TwoInThreeAbove | Self::RunAbove)
    }

    /// The label of the reference program, for runs and trends of seven.
    ///
    /// ```
    /// assert_eq!(concordat_methods::SpecialCause::AboveLimit.label(), "Above UCL");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AboveLimit => "Above UCL",
            Self::BelowLimit => "Below LCL",
            Self::TrendUp => "7 Point Trend (Increasing)",
            Self::TrendDown => "7 Point Trend (Decreasing)",
            Self::TwoInThreeAbove => "2 in 3 Above CL",
            Self::TwoInThreeBelow => "2 in 3 Below CL",
            Self::RunAbove => "7 Points Above CL",
            Self::RunBelow => "7 Points Below CL",
        }
    }

    /// The label of the reference program for a point's type, given which direction is an improvement.
    ///
    /// ```
    /// use concordat_methods::{ImprovementDirection, SpecialCause};
    ///
    /// let kind = SpecialCause::AboveLimit.point_type(ImprovementDirection::Decrease);
    /// assert_eq!(kind, "special_cause_concern");
    /// ```
    #[must_use]
    pub const fn point_type(self, improvement: ImprovementDirection) -> &'static str {
        match (improvement, self.is_high()) {
            (ImprovementDirection::Neutral, true) => "special_cause_neutral_high",
            (ImprovementDirection::Neutral, false) => "special_cause_neutral_low",
            (ImprovementDirection::Increase, true) | (ImprovementDirection::Decrease, false) => {
                "special_cause_improvement"
            }
            _ => "special_cause_concern",
        }
    }
}

/// The lines of a baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProcessLimits {
    /// Lower process limit.
    pub lower: f64,
    /// Upper process limit.
    pub upper: f64,
    /// Lower near line, two thirds of the way.
    pub near_lower: f64,
    /// Upper near line.
    pub near_upper: f64,
}

/// One point of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartPoint {
    /// The baseline the point belongs to, from 0.
    pub baseline: usize,
    /// The mean of the baseline.
    pub mean: f64,
    /// The limits of the baseline; withheld where its points do not vary.
    pub limits: Outcome<ProcessLimits>,
    /// -1 below the mean, 1 above it, 0 on it.
    pub side_of_mean: i8,
    /// Whether the point is beyond a process limit; none without limits.
    pub outside_limits: Option<bool>,
    /// Whether the point lies between a near line and the limit; none without limits.
    pub close_to_limits: Option<bool>,
    /// Why the point is special, if it is.
    pub special_cause: Option<SpecialCause>,
    /// Whether the baseline has fewer than 13 points, so that its limits are uncertain.
    pub short_baseline: bool,
}

/// What a process that stays as it is will do about its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assurance {
    /// It will meet the target every time.
    ConsistentPass,
    /// It will miss the target every time.
    ConsistentFail,
    /// It will meet it sometimes.
    Inconsistent,
}

impl Assurance {
    /// The label of the reference program.
    ///
    /// ```
    /// assert_eq!(concordat_methods::Assurance::Inconsistent.label(), "inconsistent");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ConsistentPass => "consistent_pass",
            Self::ConsistentFail => "consistent_fail",
            Self::Inconsistent => "inconsistent",
        }
    }
}

/// A control chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlChart {
    /// One for each value, in order.
    pub points: Vec<ChartPoint>,
    /// What the process will do about its target, from the last point's limits; none without target, direction or
    /// limits.
    pub assurance: Option<Assurance>,
}

/// A control chart of values in order of time.
///
/// Formula, for each baseline: mean `m`; moving ranges `|y_i - y_(i-1)|` within it, their mean `AMR`; with screening,
/// ranges of `3.267 AMR` or more are dropped once and `AMR` taken anew; limits `m ∓ 2.66 AMR`, near lines at two thirds.
/// Rules within a baseline, the first that holds: outside a limit (strictly); seven points each above (below) the one
/// before, all seven flagged; two of three successive points near a limit with all three on that side of the mean,
/// those near flagged; seven or more in a row on one side of the mean. A tie breaks a trend, a point on the mean a run.
///
/// Source: NHS England, Making Data Count; Wheeler (2000). `rebase` holds the places (from 0) at which a new baseline
/// starts; the first place may be left out. Constants: 2.66 is `3 / 1.128`, 3.267 the upper limit factor of ranges.
///
/// # Errors
///
/// [`MethodError::ControlChart`] when there are no values, one is not finite, a baseline is to be fixed after fewer than
/// 12 points, or an option is out of range.
///
/// ```
/// use concordat_methods::{ChartOptions, SpecialCause, control_chart};
///
/// let mut values = vec![10.0, 11.0, 9.0, 10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0];
/// values.push(18.0);
/// let chart = control_chart(&values, &[], &ChartOptions::default())?;
/// assert_eq!(chart.points[12].special_cause, Some(SpecialCause::AboveLimit));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn control_chart(values: &[f64], rebase: &[usize], options: &ChartOptions) -> Result<ControlChart, MethodError> {
    checked(values, rebase, options).map_err(|fault| MethodError::ControlChart { fault })
}

fn checked(values: &[f64], rebase: &[usize], options: &ChartOptions) -> Result<ControlChart, InputFault> {
    if values.is_empty() {
        return Err(InputFault::NoObservations);
    }
    for value in values {
        finite(*value)?;
    }
    options.target.map(finite).transpose()?;
    if options.fix_after.is_some_and(|points| points < 12) {
        return Err(InputFault::BaselineTooShort);
    }
    if !(5..=12).contains(&options.run_length) || !(5..=12).contains(&options.trend_length) {
        return Err(InputFault::OptionOutOfRange);
    }
    let mut starts: Vec<usize> = rebase.iter().copied().filter(|start| *start > 0 && *start < values.len()).collect();
    starts.extend([0, values.len()]);
    starts.sort_unstable();
    starts.dedup();
    let mut points = Vec::with_capacity(values.len());
    for (baseline, ends) in starts.windows(2).enumerate() {
        points.extend(baseline::points(&values[ends[0]..ends[1]], baseline, options));
    }
    let assurance = points.last().and_then(|last| assurance(last, options));
    Ok(ControlChart { points, assurance })
}

fn assurance(last: &ChartPoint, options: &ChartOptions) -> Option<Assurance> {
    let (target, limits) = (options.target?, last.limits.computed()?);
    let passes_high = match options.improvement {
        ImprovementDirection::Neutral => return None,
        ImprovementDirection::Increase => false,
        ImprovementDirection::Decrease => true,
    };
    Some(if target > limits.upper {
        if passes_high { Assurance::ConsistentPass } else { Assurance::ConsistentFail }
    } else if target < limits.lower {
        if passes_high { Assurance::ConsistentFail } else { Assurance::ConsistentPass }
    } else {
        Assurance::Inconsistent
    })
}

/// Limits that cannot be drawn.
const NO_SPREAD: Outcome<ProcessLimits> = Outcome::Withheld { reason: WithheldReason::SpreadIsZero };
