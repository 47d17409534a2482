//! What a method gives back: a value with limits, or a plain reason why not.
//!
//! Not allowed here: any method. These types carry results and keep them finite and in order.

use std::fmt;

use crate::confidence::Confidence;
use crate::error::InputFault;

/// A value with its limits at one confidence level, all in the same unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounded {
    /// The value itself.
    pub value: f64,
    /// The lower confidence limit; at most the value.
    pub lower: f64,
    /// The upper confidence limit; at least the value.
    pub upper: f64,
}

impl Bounded {
    /// Passes a result on only when every number in it is finite.
    pub(crate) fn checked_result(self) -> Result<Self, InputFault> {
        let finite = self.value.is_finite() && self.lower.is_finite() && self.upper.is_finite();
        finite.then_some(self).ok_or(InputFault::ResultNotFinite)
    }

    /// Passes an input on only when it is finite and its limits lie around its value.
    pub(crate) fn checked_input(self) -> Result<Self, InputFault> {
        self.checked_result().map_err(|_| InputFault::NotFinite)?;
        let ordered = self.lower <= self.value && self.value <= self.upper;
        ordered.then_some(self).ok_or(InputFault::LimitsOutOfOrder)
    }

    /// Applies a function that never decreases to value and limits.
    pub(crate) fn map_increasing(self, function: impl Fn(f64) -> f64) -> Self {
        Self { value: function(self.value), lower: function(self.lower), upper: function(self.upper) }
    }

    /// Applies a function that never increases: the limits change places.
    pub(crate) fn map_decreasing(self, function: impl Fn(f64) -> f64) -> Self {
        Self { value: function(self.value), lower: function(self.upper), upper: function(self.lower) }
    }
}

/// A value with its 95 % and 99.8 % confidence limits, all in the same unit.
///
/// Methods give `lower_998 <= lower_95 <= value <= upper_95 <= upper_998`, all finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value itself.
    pub value: f64,
    /// Lower 95 % limit.
    pub lower_95: f64,
    /// Upper 95 % limit.
    pub upper_95: f64,
    /// Lower 99.8 % limit.
    pub lower_998: f64,
    /// Upper 99.8 % limit.
    pub upper_998: f64,
}

impl Estimate {
    /// A number taken as exact: all limits equal the value.
    ///
    /// ```
    /// let national = concordat_methods::Estimate::exact(68.7);
    /// assert_eq!(national.lower_95, national.upper_998);
    /// ```
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self { value, lower_95: value, upper_95: value, lower_998: value, upper_998: value }
    }

    /// The value with its 95 % limits.
    ///
    /// ```
    /// let bounded = concordat_methods::Estimate::exact(3.0).at_95();
    /// assert_eq!((bounded.lower, bounded.upper), (3.0, 3.0));
    /// ```
    #[must_use]
    pub const fn at_95(&self) -> Bounded {
        Bounded { value: self.value, lower: self.lower_95, upper: self.upper_95 }
    }

    /// The value with its 99.8 % limits.
    ///
    /// ```
    /// let bounded = concordat_methods::Estimate::exact(3.0).at_998();
    /// assert_eq!((bounded.lower, bounded.upper), (3.0, 3.0));
    /// ```
    #[must_use]
    pub const fn at_998(&self) -> Bounded {
        Bounded { value: self.value, lower: self.lower_998, upper: self.upper_998 }
    }

    /// Asks a method for both levels and refuses a result that is not finite.
    pub(crate) fn at_both_levels(
        method: impl Fn(Confidence) -> Result<Bounded, InputFault>,
    ) -> Result<Self, InputFault> {
        let at_95 = method(Confidence::PERCENT_95)?.checked_result()?;
        let at_998 = method(Confidence::PERCENT_99_8)?.checked_result()?;
        Ok(Self::from_levels(at_95, at_998))
    }

    /// Works on the two levels apart and puts them together again.
    pub(crate) fn map_levels(
        &self,
        function: impl Fn(Bounded) -> Result<Bounded, InputFault>,
    ) -> Result<Self, InputFault> {
        let at_95 = function(self.at_95())?.checked_result()?;
        let at_998 = function(self.at_998())?.checked_result()?;
        Ok(Self::from_levels(at_95, at_998))
    }

    /// Passes an input on only when it is finite and its limits are in order.
    pub(crate) fn checked_input(&self) -> Result<Self, InputFault> {
        self.at_95().checked_input()?;
        self.at_998().checked_input()?;
        let nested = self.lower_998 <= self.lower_95 && self.upper_95 <= self.upper_998;
        nested.then_some(*self).ok_or(InputFault::LimitsOutOfOrder)
    }

    /// Puts the two levels of one value together.
    pub(crate) const fn from_levels(at_95: Bounded, at_998: Bounded) -> Self {
        Self {
            value: at_95.value,
            lower_95: at_95.lower,
            upper_95: at_95.upper,
            lower_998: at_998.lower,
            upper_998: at_998.upper,
        }
    }
}

/// A result, or the reason why the method must not give one.
///
/// Withholding is an answer, not a fault: the inputs were fair, the question has no sound number.
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use]
pub enum Outcome<T = Estimate> {
    /// The method gave a result.
    Computed(T),
    /// The method gives no number, and says why.
    Withheld {
        /// Why, in plain English through `Display` and as a code for machines.
        reason: WithheldReason,
    },
}

impl<T> Outcome<T> {
    /// The result, if there is one.
    ///
    /// ```
    /// use concordat_methods::{Outcome, WithheldReason};
    ///
    /// let withheld: Outcome<f64> = Outcome::Withheld { reason: WithheldReason::FewerThanTenEvents };
    /// assert_eq!(Outcome::Computed(1.5).computed(), Some(1.5));
    /// assert_eq!(withheld.computed(), None);
    /// ```
    #[must_use]
    pub fn computed(self) -> Option<T> {
        match self {
            Self::Computed(result) => Some(result),
            Self::Withheld { .. } => None,
        }
    }

    /// Why there is no result, if there is none.
    ///
    /// ```
    /// assert_eq!(concordat_methods::Outcome::Computed(1.5).reason(), None);
    /// ```
    #[must_use]
    pub fn reason(&self) -> Option<WithheldReason> {
        match self {
            Self::Computed(_) => None,
            Self::Withheld { reason } => Some(*reason),
        }
    }

    /// Changes the result, and leaves a reason as it is.
    ///
    /// ```
    /// use concordat_methods::Outcome;
    ///
    /// assert_eq!(Outcome::Computed(2.0).map(|value| value * 3.0), Outcome::Computed(6.0));
    /// ```
    pub fn map<U>(self, function: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Computed(result) => Outcome::Computed(function(result)),
            Self::Withheld { reason } => Outcome::Withheld { reason },
        }
    }

    /// Changes the result with a step that may fail, and leaves a reason as it is.
    pub(crate) fn try_map<U>(
        self,
        function: impl FnOnce(T) -> Result<U, InputFault>,
    ) -> Result<Outcome<U>, InputFault> {
        Ok(match self {
            Self::Computed(result) => Outcome::Computed(function(result)?),
            Self::Withheld { reason } => Outcome::Withheld { reason },
        })
    }
}

/// Why a method gives no number. `Display` is a sentence for readers; [`code`](Self::code) is for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WithheldReason {
    /// A standardised rate of fewer than ten events is not reliable.
    FewerThanTenEvents,
    /// Every event fell where the standard weight is zero, so the rate has no interval.
    NoWeightedEvents,
    /// A relative gap to a comparator of zero does not exist.
    ComparatorIsZero,
    /// The group has no events, so its ratio has no interval on the log scale.
    GroupIsZero,
    /// Everyone in both groups has the outcome, so the ratio has no interval on the log scale.
    NoVariation,
    /// The group is the whole it was to be compared with.
    GroupIsTheWhole,
    /// A single observation says nothing about spread.
    OneObservation,
    /// The numerator is missing.
    MissingNumerator,
    /// The denominator is missing.
    MissingDenominator,
    /// An observation of the group is missing.
    MissingObservation,
    /// The reference rates expect no events.
    ExpectedIsZero,
    /// There are fewer areas with a value than quantiles.
    FewerAreasThanQuantiles,
    /// A count of deaths is below zero.
    NegativeDeaths,
    /// An age band has no population.
    PopulationNotPositive,
    /// The age bands are not the twenty needed.
    NotTwentyBands,
    /// An age band has more deaths than people.
    DeathsExceedPopulation,
    /// The population is too small for a life table.
    TotalPopulationTooSmall,
    /// The interval of a life expectancy is too wide to be of use, or nobody died in the last band.
    IntervalTooWide,
    /// Nobody of the life table reaches the age.
    NobodySurvives,
    /// The fitted line does not start above zero, so a ratio of its ends means nothing.
    InterceptNotPositive,
    /// No scored pupil is disadvantaged.
    NoDisadvantaged,
    /// Every scored pupil is disadvantaged.
    NoOthers,
    /// All moving ranges are zero or screened out.
    SpreadIsZero,
    /// Nothing was given to compute from.
    NoData,
}

impl WithheldReason {
    /// A short name for machines; it does not change once published.
    ///
    /// ```
    /// assert_eq!(concordat_methods::WithheldReason::ComparatorIsZero.code(), "comparator_is_zero");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FewerThanTenEvents => "count_below_10",
            Self::NoWeightedEvents => "no_weighted_events",
            Self::ComparatorIsZero => "comparator_is_zero",
            Self::GroupIsZero => "group_is_zero",
            Self::NoVariation => "no_variation",
            Self::GroupIsTheWhole => "group_is_the_whole",
            Self::OneObservation => "one_observation",
            Self::MissingNumerator => "missing_numerator",
            Self::MissingDenominator => "missing_denominator",
            Self::MissingObservation => "missing_observation",
            Self::ExpectedIsZero => "expected_is_zero",
            Self::FewerAreasThanQuantiles => "fewer_areas_than_quantiles",
            Self::NegativeDeaths => "negative_deaths",
            Self::PopulationNotPositive => "population_not_positive",
            Self::NotTwentyBands => "not_twenty_bands",
            Self::DeathsExceedPopulation => "deaths_exceed_population",
            Self::TotalPopulationTooSmall => "total_population_not_above_5000",
            Self::IntervalTooWide => "ci_wider_than_20_years",
            Self::NobodySurvives => "nobody_survives",
            Self::InterceptNotPositive => "intercept_not_positive",
            Self::NoDisadvantaged => "no_disadvantaged",
            Self::NoOthers => "no_others",
            Self::SpreadIsZero => "spread_is_zero",
            Self::NoData => "no_data",
        }
    }
}

impl fmt::Display for WithheldReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FewerThanTenEvents => "fewer than ten events: a standardised rate would not be reliable",
            Self::NoWeightedEvents => "no event fell in an age band that the standard population counts",
            Self::ComparatorIsZero => "the comparator is zero, so a gap in percent of it does not exist",
            Self::GroupIsZero => "the group has no events, so a gap in percent has no confidence interval",
            Self::NoVariation => {
                "everyone in both groups has the outcome, so a gap in percent has no confidence interval"
            }
            Self::GroupIsTheWhole => "the group is the whole it was to be compared with, so there is no gap",
            Self::OneObservation => "a single observation has no interval",
            Self::MissingNumerator => "the numerator is missing",
            Self::MissingDenominator => "the denominator is missing",
            Self::MissingObservation => "an observation of the group is missing",
            Self::ExpectedIsZero => "no events are expected, so a ratio to them does not exist",
            Self::FewerAreasThanQuantiles => "there are fewer areas with a value than quantiles",
            Self::NegativeDeaths => "a count of deaths is below zero",
            Self::PopulationNotPositive => "an age band has no population",
            Self::NotTwentyBands => "the age bands are not the twenty that start at 0, 1, 5 to 90",
            Self::DeathsExceedPopulation => "an age band has more deaths than people",
            Self::TotalPopulationTooSmall => "the population is not above 5,000",
            Self::IntervalTooWide => "the 95 % interval is wider than 20 years, or nobody died in the last age band",
            Self::NobodySurvives => "nobody of the life table reaches this age, so there is no interval",
            Self::InterceptNotPositive => {
                "the fitted line is not above zero at both ends, so their ratio means nothing"
            }
            Self::NoDisadvantaged => "no scored pupil is disadvantaged",
            Self::NoOthers => "every scored pupil is disadvantaged",
            Self::SpreadIsZero => "the points do not vary, so there are no process limits",
            Self::NoData => "there is nothing to compute from",
        })
    }
}
