//! Results in words for readers: higher or lower, rising or falling, and when nothing can be said, why.
//!
//! Not allowed here: a colour, a rating, or a word on whether a direction is good.

use std::fmt;

use crate::comparison::{Standing, difference_standing, single_overlap};
use crate::control_chart::{ChartOptions, ControlChart, control_chart};
use crate::error::MethodError;
use crate::estimate::Bounded;
use crate::recent_trend::{RecentTrend, TrendMarker, TrendReason};

/// A figure against another, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Significance {
    /// Higher, beyond chance.
    Higher,
    /// Lower, beyond chance.
    Lower,
    /// The data do not tell them apart.
    NoClearDifference,
}

impl Significance {
    /// The word of a release: `higher`, `lower` or `no clear difference`.
    ///
    /// ```
    /// assert_eq!(concordat_methods::Significance::Higher.word(), "higher");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::NoClearDifference => "no clear difference",
        }
    }

    /// From where a figure stands.
    ///
    /// ```
    /// use concordat_methods::{Significance, Standing};
    ///
    /// assert_eq!(Significance::of(Standing::FarLower), Significance::Lower);
    /// ```
    #[must_use]
    pub const fn of(standing: Standing) -> Self {
        match standing {
            Standing::FarLower | Standing::Lower => Self::Lower,
            Standing::Similar => Self::NoClearDifference,
            Standing::Higher | Standing::FarHigher => Self::Higher,
        }
    }

    /// Against England or another benchmark so large that it is taken as exact: does the local interval leave it out?
    ///
    /// # Errors
    ///
    /// [`MethodError::Comparison`] when a number is not finite or limits are out of order.
    ///
    /// ```
    /// use concordat_methods::{Bounded, Significance};
    ///
    /// let local = Bounded { value: 55.3, lower: 52.8, upper: 57.7 };
    /// assert_eq!(Significance::against_exact(local, 68.7)?.word(), "lower");
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn against_exact(local: Bounded, benchmark: f64) -> Result<Self, MethodError> {
        single_overlap(local, benchmark).map(Self::of)
    }

    /// Against a neighbour, or a whole of which the group is part: does the interval of the difference leave out zero?
    ///
    /// # Errors
    ///
    /// As [`Significance::against_exact`].
    ///
    /// ```
    /// use concordat_methods::{Counts, Significance, difference_of_proportions};
    ///
    /// let gap = difference_of_proportions(Counts::new(55.0, 100.0), Counts::new(60.0, 100.0), 100.0)?;
    /// assert_eq!(Significance::of_difference(gap.at_95())?.word(), "no clear difference");
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn of_difference(difference: Bounded) -> Result<Self, MethodError> {
        difference_standing(difference).map(Self::of)
    }
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CannotSay {
    /// A trend needs five yearly points.
    FewerThanFivePoints,
    /// One of the last five points is missing or hidden.
    MissingPoint,
    /// A count of nobody or everybody has no direction on the scale of odds.
    NobodyOrEverybody,
    /// A point has limits without width.
    NoUncertainty,
    /// A control chart needs twelve points.
    FewerThanTwelvePoints,
    /// Points of a rolling average share their data, so that runs and trends arise by themselves.
    RollingAverage,
    /// The points do not vary.
    NoVariation,
    /// The definition changed between the points.
    BreakInSeries,
    /// There is only one reading.
    OneReading,
}

impl CannotSay {
    /// A short name for machines; it does not change once published.
    ///
    /// ```
    /// assert_eq!(concordat_methods::CannotSay::RollingAverage.code(), "rolling_average");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FewerThanFivePoints => "fewer_than_five_points",
            Self::MissingPoint => "missing_point",
            Self::NobodyOrEverybody => "nobody_or_everybody",
            Self::NoUncertainty => "no_uncertainty",
            Self::FewerThanTwelvePoints => "fewer_than_twelve_points",
            Self::RollingAverage => "rolling_average",
            Self::NoVariation => "no_variation",
            Self::BreakInSeries => "break_in_series",
            Self::OneReading => "one_reading",
        }
    }
}

impl fmt::Display for CannotSay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FewerThanFivePoints => "fewer than five yearly points",
            Self::MissingPoint => "one of the last five points is missing",
            Self::NobodyOrEverybody => "a point counts nobody or everybody",
            Self::NoUncertainty => "a point has no interval",
            Self::FewerThanTwelvePoints => "fewer than twelve points",
            Self::RollingAverage => "points of a rolling average share their data",
            Self::NoVariation => "the points do not vary",
            Self::BreakInSeries => "the definition changed between the points",
            Self::OneReading => "there is only one reading",
        })
    }
}

/// A recent trend in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrendWord {
    /// Rising beyond chance.
    Rising,
    /// Falling beyond chance.
    Falling,
    /// No change that chance does not explain.
    NoClearChange,
    /// Nothing can be said.
    CannotSay(CannotSay),
}

impl TrendWord {
    /// The word of a release: `rising`, `falling`, `no clear change` or `cannot say`.
    ///
    /// ```
    /// assert_eq!(concordat_methods::TrendWord::NoClearChange.word(), "no clear change");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::NoClearChange => "no clear change",
            Self::CannotSay(_) => "cannot say",
        }
    }

    /// Why nothing can be said, where that is so.
    ///
    /// ```
    /// use concordat_methods::{CannotSay, TrendWord};
    ///
    /// assert_eq!(TrendWord::CannotSay(CannotSay::MissingPoint).reason(), Some(CannotSay::MissingPoint));
    /// ```
    #[must_use]
    pub const fn reason(self) -> Option<CannotSay> {
        match self {
            Self::CannotSay(reason) => Some(reason),
            _ => None,
        }
    }
}

impl From<RecentTrend> for TrendWord {
    fn from(trend: RecentTrend) -> Self {
        match (trend.marker, trend.reason) {
            (TrendMarker::Increasing, _) => Self::Rising,
            (TrendMarker::Decreasing, _) => Self::Falling,
            (TrendMarker::NoSignificantChange, _) => Self::NoClearChange,
            (_, TrendReason::NotEnoughPoints) => Self::CannotSay(CannotSay::FewerThanFivePoints),
            (_, TrendReason::MissingValues) => Self::CannotSay(CannotSay::MissingPoint),
            (_, TrendReason::NoUncertainty) => Self::CannotSay(CannotSay::NoUncertainty),
            _ => Self::CannotSay(CannotSay::NobodyOrEverybody),
        }
    }
}

/// How the points of a series came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesBasis {
    /// Each point has its own data.
    OwnData,
    /// Points are rolling averages and share data with their neighbours.
    RollingAverage,
}

/// Fewest points of a control chart.
pub const FEWEST_CHART_POINTS: usize = 12;

/// A control chart's last point, in words.
#[derive(Debug, Clone, PartialEq)]
pub enum ChartWord {
    /// The process changed, or the last point is unusual, upwards.
    UnusuallyHigh(&'static str),
    /// The process changed, or the last point is unusual, downwards.
    UnusuallyLow(&'static str),
    /// Within what chance explains.
    AsUsual,
    /// Nothing can be said.
    CannotSay(CannotSay),
}

impl ChartWord {
    /// The word of a release.
    ///
    /// ```
    /// assert_eq!(concordat_methods::ChartWord::AsUsual.word(), "as usual");
    /// ```
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::UnusuallyHigh(_) => "unusually high",
            Self::UnusuallyLow(_) => "unusually low",
            Self::AsUsual => "as usual",
            Self::CannotSay(_) => "cannot say",
        }
    }

    /// Why, in a few words; none where the last point is as usual.
    ///
    /// ```
    /// use concordat_methods::{CannotSay, ChartWord};
    ///
    /// let word = ChartWord::CannotSay(CannotSay::FewerThanTwelvePoints);
    /// assert_eq!(word.why(), Some("fewer than twelve points".to_owned()));
    /// ```
    #[must_use]
    pub fn why(&self) -> Option<String> {
        match self {
            Self::UnusuallyHigh(why) | Self::UnusuallyLow(why) => Some((*why).to_owned()),
            Self::AsUsual => None,
            Self::CannotSay(reason) => Some(reason.to_string()),
        }
    }
}

/// The last point of a control chart in words, with the chart itself where there is one.
///
/// Says `cannot say` for rolling averages and for fewer than twelve points in the last baseline.
///
/// # Errors
///
/// As [`control_chart`].
///
/// ```
/// use concordat_methods::{ChartOptions, SeriesBasis, chart_word};
///
/// let values = [10.0, 11.0, 9.0, 10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 18.0];
/// let (word, _) = chart_word(&values, &[], &ChartOptions::default(), SeriesBasis::OwnData)?;
/// assert_eq!(word.word(), "unusually high");
/// let (word, _) = chart_word(&values, &[], &ChartOptions::default(), SeriesBasis::RollingAverage)?;
/// assert_eq!(word.why(), Some("points of a rolling average share their data".to_owned()));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn chart_word(
    values: &[f64],
    rebase: &[usize],
    options: &ChartOptions,
    basis: SeriesBasis,
) -> Result<(ChartWord, Option<ControlChart>), MethodError> {
    if basis == SeriesBasis::RollingAverage {
        return Ok((ChartWord::CannotSay(CannotSay::RollingAverage), None));
    }
    if values.len() < FEWEST_CHART_POINTS {
        return Ok((ChartWord::CannotSay(CannotSay::FewerThanTwelvePoints), None));
    }
    let chart = control_chart(values, rebase, options)?;
    let word = chart.points.last().map_or(ChartWord::CannotSay(CannotSay::FewerThanTwelvePoints), |last| {
        let in_baseline = chart.points.iter().filter(|point| point.baseline == last.baseline).count();
        if in_baseline < FEWEST_CHART_POINTS {
            ChartWord::CannotSay(CannotSay::FewerThanTwelvePoints)
        } else if last.limits.computed().is_none() {
            ChartWord::CannotSay(CannotSay::NoVariation)
        } else {
            last.special_cause.map_or(ChartWord::AsUsual, |cause| {
                let why = why(cause);
                if cause.is_high() { ChartWord::UnusuallyHigh(why) } else { ChartWord::UnusuallyLow(why) }
            })
        }
    });
    Ok((word, Some(chart)))
}

const fn why(cause: crate::control_chart::SpecialCause) -> &'static str {
    use crate::control_chart::SpecialCause as Cause;
    match cause {
        Cause::AboveLimit => "above the upper process limit",
        Cause::BelowLimit => "below the lower process limit",
        Cause::TrendUp => "part of a steady rise",
        Cause::TrendDown => "part of a steady fall",
        Cause::TwoInThreeAbove => "two of three points near the upper process limit",
        Cause::TwoInThreeBelow => "two of three points near the lower process limit",
        Cause::RunAbove => "part of a run above the mean",
        Cause::RunBelow => "part of a run below the mean",
    }
}
