//! Where each area of a funnel lies.
//!
//! Not allowed here: a word on whether high is good.

use super::{FunnelArea, FunnelScale, FunnelStatistic, Prepared, average, prepare};
use crate::confidence::Confidence;
use crate::error::{InputFault, MethodError};
use crate::rate::count_limits;

/// Where an area lies in a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FunnelPosition {
    /// Below the outer limits (0.001).
    FarBelow,
    /// Between the lower inner (0.025) and outer limits.
    Below,
    /// Within the inner limits.
    Inside,
    /// Between the upper inner (0.025) and outer limits.
    Above,
    /// Above the outer limits (0.001).
    FarAbove,
    /// A directly standardised rate of fewer than ten events has no place.
    NotApplicable,
}

impl FunnelPosition {
    /// The label as tables of public-health analysts have it.
    ///
    /// ```
    /// assert_eq!(concordat_methods::FunnelPosition::FarAbove.label(), "High (0.001)");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::FarBelow => "Low (0.001)",
            Self::Below => "Low (0.025)",
            Self::Inside => "Not significant",
            Self::Above => "High (0.025)",
            Self::FarAbove => "High (0.001)",
            Self::NotApplicable => "Not applicable for events less than 10 for dsrs",
        }
    }

    /// What a reader is told: no colour, no rating.
    ///
    /// ```
    /// assert_eq!(concordat_methods::FunnelPosition::Inside.words(), "within what chance explains");
    /// ```
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::FarBelow => "lower than chance explains (one in a thousand)",
            Self::Below => "lower than chance explains (one in forty)",
            Self::Inside => "within what chance explains",
            Self::Above => "higher than chance explains (one in forty)",
            Self::FarAbove => "higher than chance explains (one in a thousand)",
            Self::NotApplicable => "cannot say: fewer than ten events",
        }
    }
}

/// One area's place, with what a chart needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelAreaReading {
    /// Where the area lies.
    pub position: FunnelPosition,
    /// The rate to draw, for rates that have a place.
    pub chart_rate: Option<f64>,
    /// The people of one year to draw it over, for rates that have a place.
    pub chart_denominator: Option<f64>,
}

/// The places of all areas.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelPositions {
    /// The average of all areas: per multiplier for proportions and rates, 1 for ratios; none without a placed area.
    pub baseline: Option<f64>,
    /// One reading for each area, in the order given.
    pub areas: Vec<FunnelAreaReading>,
}

/// Where each area lies in the funnel of all of them.
///
/// Formula: a proportion is low or high strictly outside `A ∓ z sqrt(A (1 - A) / n)`, with `A` the average of all areas.
/// A ratio or rate is low or high when its comparator (1, or the average rate) lies strictly outside the limits of its
/// own events over its denominator (exact below ten, Byar's from ten). The denominator of a rate is `O / rate m`; zero
/// events need one of their own. Directly standardised rates below ten events have no place; they count in the average unless they have no events.
///
/// Source: Spiegelhalter (2005). Levels: 95 % (0.025 on either side) and 99.8 % (0.001).
///
/// # Errors
///
/// [`MethodError::Funnel`] when there is no area, or an area cannot be used.
///
/// ```
/// use concordat_methods::{FunnelArea, FunnelPosition, FunnelScale, FunnelStatistic, funnel_positions};
///
/// let area = |numerator, people| FunnelArea { numerator, denominator: Some(people), rate: None };
/// let scale = FunnelScale { statistic: FunnelStatistic::Proportion, multiplier: 100.0, years: 1.0 };
/// let funnel = funnel_positions(&[area(20.0, 100.0), area(520.0, 1_000.0)], scale)?;
/// let positions: Vec<FunnelPosition> = funnel.areas.iter().map(|area| area.position).collect();
/// assert_eq!(positions, [FunnelPosition::FarBelow, FunnelPosition::Inside]);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn funnel_positions(areas: &[FunnelArea], scale: FunnelScale) -> Result<FunnelPositions, MethodError> {
    checked(areas, scale).map_err(|fault| MethodError::Funnel { fault })
}

fn checked(areas: &[FunnelArea], scale: FunnelScale) -> Result<FunnelPositions, InputFault> {
    let areas = prepare(areas, scale)?;
    let average = average(&areas);
    let baseline = areas.iter().any(|area| area.placed).then_some(match scale.statistic {
        FunnelStatistic::Ratio(_) => 1.0,
        _ => average * scale.multiplier,
    });
    let is_rate = matches!(scale.statistic, FunnelStatistic::Rate(_));
    let readings = areas.iter().map(|area| FunnelAreaReading {
        position: position(area, average, scale),
        chart_rate: (is_rate && area.placed).then_some(area.rate),
        chart_denominator: (is_rate && area.placed).then_some(area.denominator / scale.years),
    });
    Ok(FunnelPositions { baseline, areas: readings.collect() })
}

fn position(area: &Prepared, average: f64, scale: FunnelScale) -> FunnelPosition {
    if !area.placed {
        return FunnelPosition::NotApplicable;
    }
    // -1 when the area is low at a level, 1 when it is high.
    let side = |confidence: Confidence| match scale.statistic {
        FunnelStatistic::Proportion => {
            let off = confidence.z() * (average * (1.0 - average) / area.denominator).sqrt();
            outside(area.rate, average - off, average + off)
        }
        statistic => {
            let comparator = if matches!(statistic, FunnelStatistic::Ratio(_)) { 1.0 } else { average };
            let limits = count_limits(area.numerator, confidence);
            -outside(comparator, limits.lower / area.denominator, limits.upper / area.denominator)
        }
    };
    match (side(Confidence::PERCENT_99_8), side(Confidence::PERCENT_95)) {
        (-1, _) => FunnelPosition::FarBelow,
        (1, _) => FunnelPosition::FarAbove,
        (_, -1) => FunnelPosition::Below,
        (_, 1) => FunnelPosition::Above,
        _ => FunnelPosition::Inside,
    }
}

fn outside(number: f64, lower: f64, upper: f64) -> i8 {
    i8::from(number > upper) - i8::from(number < lower)
}
