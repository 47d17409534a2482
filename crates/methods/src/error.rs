//! Why a method refuses its inputs.
//!
//! Not allowed here: a value of the caller's data in any text. An error names the rule that was broken, nothing else.

use thiserror::Error;

/// A method refused its inputs. One variant per operation; the broken rule is the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MethodError {
    /// The level given is not a usable confidence level.
    #[error("the confidence level cannot be used")]
    Confidence {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A proportion was asked of unusable counts.
    #[error("the proportion cannot be computed")]
    Proportion {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A crude rate, or the limits of a count, was asked of unusable counts.
    #[error("the rate cannot be computed")]
    Rate {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A directly standardised rate was asked of unusable strata.
    #[error("the directly standardised rate cannot be computed")]
    DirectlyStandardisedRate {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A standard population was asked for from an age at which no band starts.
    #[error("the standard population cannot be restricted to that age")]
    StandardPopulation {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A difference was asked of unusable counts, rates or limits.
    #[error("the difference cannot be computed")]
    Difference {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A relative gap was asked of unusable counts, rates or limits.
    #[error("the relative gap cannot be computed")]
    RelativeGap {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A number of people was asked of an unusable gap or denominator.
    #[error("the number of people in the gap cannot be computed")]
    GapPeople {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A mean was asked of unusable observations.
    #[error("the mean cannot be computed")]
    Mean {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// An indirectly standardised ratio or rate was asked of unusable bands.
    #[error("the indirectly standardised ratio or rate cannot be computed")]
    IndirectlyStandardisedRate {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// Quantiles were asked for in a way that no area can be given one.
    #[error("the quantiles cannot be given")]
    Quantiles {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A slope index of inequality was asked of unusable quantiles.
    #[error("the slope index of inequality cannot be computed")]
    SlopeIndex {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// Life expectancy was asked of unusable bands.
    #[error("life expectancy cannot be computed")]
    LifeExpectancy {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A funnel was asked of unusable areas.
    #[error("the funnel cannot be computed")]
    Funnel {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A recent trend was asked of unusable points.
    #[error("the recent trend cannot be told")]
    RecentTrend {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A comparison was asked of unusable figures.
    #[error("the figures cannot be compared")]
    Comparison {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A control chart was asked of unusable points or options.
    #[error("the control chart cannot be computed")]
    ControlChart {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A gap index was asked of unusable scores.
    #[error("the gap index cannot be computed")]
    GapIndex {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A function of probability was asked outside its range.
    #[error("the function has no value there")]
    SpecialFunction {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
    /// A goal was asked about with unusable readings.
    #[error("the goal cannot be read")]
    Goal {
        /// The rule that was broken.
        #[source]
        fault: InputFault,
    },
}

impl MethodError {
    /// The rule that was broken, whichever method noticed.
    ///
    /// ```
    /// use concordat_methods::{Counts, InputFault, proportion};
    ///
    /// let refused = proportion(Counts::new(5.0, 4.0), 100.0).map_err(|error| error.fault());
    /// assert_eq!(refused, Err(InputFault::NumeratorExceedsDenominator));
    /// ```
    #[must_use]
    pub const fn fault(&self) -> InputFault {
        match self {
            Self::Confidence { fault }
            | Self::Proportion { fault }
            | Self::Rate { fault }
            | Self::DirectlyStandardisedRate { fault }
            | Self::StandardPopulation { fault }
            | Self::Difference { fault }
            | Self::RelativeGap { fault }
            | Self::GapPeople { fault }
            | Self::Mean { fault }
            | Self::IndirectlyStandardisedRate { fault }
            | Self::Quantiles { fault }
            | Self::SlopeIndex { fault }
            | Self::LifeExpectancy { fault }
            | Self::Funnel { fault }
            | Self::RecentTrend { fault }
            | Self::Comparison { fault }
            | Self::ControlChart { fault }
            | Self::GapIndex { fault }
            | Self::SpecialFunction { fault }
            | Self::Goal { fault } => *fault,
        }
    }
}

/// The rule an input broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
#[non_exhaustive]
pub enum InputFault {
    /// An input is missing (not a number) or infinite.
    #[error("an input is not a finite number")]
    NotFinite,
    /// A count of events or people is below zero.
    #[error("a numerator is below zero")]
    NumeratorNegative,
    /// A denominator or population is zero or below.
    #[error("a denominator is not above zero")]
    DenominatorNotPositive,
    /// More people have the outcome than there are people.
    #[error("a numerator is larger than its denominator")]
    NumeratorExceedsDenominator,
    /// The multiplier (per 100, per 100,000) is zero or below.
    #[error("the multiplier is not above zero")]
    MultiplierNotPositive,
    /// The confidence level is outside `[0.9, 1)`.
    #[error("the confidence level is not in [0.9, 1)")]
    ConfidenceOutOfRange,
    /// No stratum was given.
    #[error("there are no strata")]
    NoStrata,
    /// A standard weight is below zero.
    #[error("a standard weight is below zero")]
    WeightNegative,
    /// All standard weights are zero.
    #[error("the standard weights sum to zero")]
    WeightsSumToZero,
    /// No band of the standard population starts at the age asked for.
    #[error("no age band starts at that age")]
    AgeStartsNoBand,
    /// A group said to lie inside a whole is larger than it, in those with the outcome or in those without.
    #[error("the group does not fit inside the whole")]
    PartExceedsWhole,
    /// Limits do not lie around their value, or the 99.8 % limits do not lie around the 95 % limits.
    #[error("the limits are out of order")]
    LimitsOutOfOrder,
    /// A rate is below zero.
    #[error("a rate is below zero")]
    RateNegative,
    /// A variance is below zero.
    #[error("a variance is below zero")]
    VarianceNegative,
    /// The inputs are so large or so small that the result is no finite number.
    #[error("the result is too large to be held")]
    ResultNotFinite,
    /// An argument of a function of probability is below zero.
    #[error("an argument is below zero")]
    ArgumentNegative,
    /// A probability is not above 0 and below 1.
    #[error("a probability is not above 0 and below 1")]
    ProbabilityOutOfRange,
    /// The degrees of freedom are zero or below.
    #[error("the degrees of freedom are not above zero")]
    DegreesOfFreedomNotPositive,
    /// No observation was given.
    #[error("there are no observations")]
    NoObservations,
    /// A numerator is missing.
    #[error("a numerator is missing")]
    NumeratorMissing,
    /// A denominator is missing.
    #[error("a denominator is missing")]
    DenominatorMissing,
    /// A standard weight is missing.
    #[error("a standard weight is missing")]
    WeightMissing,
    /// A denominator or population is below zero.
    #[error("a denominator is below zero")]
    DenominatorNegative,
    /// A count of the reference population is below zero.
    #[error("a reference numerator is below zero")]
    ReferenceNumeratorNegative,
    /// A reference population is zero or below.
    #[error("a reference denominator is not above zero")]
    ReferenceDenominatorNotPositive,
    /// People are said to have had no events each, or fewer.
    #[error("a number of events for each person is not above zero")]
    FrequencyNotPositive,
    /// Rows of one age band give it different populations or weights.
    #[error("rows of one age band give it different populations or weights")]
    BandDisagrees,
    /// Fewer than two quantiles were asked for, or more than can be told apart.
    #[error("the number of quantiles is out of range")]
    QuantileCountOutOfRange,
    /// Quantiles are not numbered 1, 2, 3 and so on, each once.
    #[error("the quantiles are not numbered 1, 2, 3 and so on, each once")]
    QuantilesNotInOrder,
    /// A standard error is below zero.
    #[error("a standard error is below zero")]
    StandardErrorNegative,
    /// A rate is not above zero, or a proportion not between 0 and 1, where its logarithm or log odds are needed.
    #[error("a value has no logarithm or log odds")]
    ValueOutsideScale,
    /// Age bands are not the twenty that start at 0, 1, 5, 10 and so on to 90.
    #[error("the age bands are not the twenty that start at 0, 1, 5 to 90")]
    BandsNotTheTwenty,
    /// No area was given.
    #[error("there are no areas")]
    TooFewAreas,
    /// The years of data are not above zero.
    #[error("the years of data are not above zero")]
    YearsNotPositive,
    /// Years repeat, or are not in rising order.
    #[error("years repeat or do not rise")]
    YearsNotRising,
    /// A baseline that is to be fixed has fewer than twelve points.
    #[error("a baseline is fixed after fewer than twelve points")]
    BaselineTooShort,
    /// An option of the method is outside its range.
    #[error("an option is out of range")]
    OptionOutOfRange,
}

impl InputFault {
    /// A short name for machines; it does not change once published.
    ///
    /// ```
    /// assert_eq!(concordat_methods::InputFault::NumeratorNegative.code(), "numerator_negative");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFinite => "not_finite",
            Self::NumeratorNegative => "numerator_negative",
            Self::DenominatorNotPositive => "denominator_not_positive",
            Self::NumeratorExceedsDenominator => "numerator_exceeds_denominator",
            Self::MultiplierNotPositive => "multiplier_not_positive",
            Self::ConfidenceOutOfRange => "confidence_out_of_range",
            Self::NoStrata => "no_strata",
            Self::WeightNegative => "stdpop_negative",
            Self::WeightsSumToZero => "stdpop_sums_to_zero",
            Self::AgeStartsNoBand => "age_starts_no_band",
            Self::PartExceedsWhole => "part_exceeds_whole",
            Self::LimitsOutOfOrder => "limits_out_of_order",
            Self::RateNegative => "rate_negative",
            Self::VarianceNegative => "variance_negative",
            Self::ResultNotFinite => "result_not_finite",
            Self::ArgumentNegative => "argument_negative",
            Self::ProbabilityOutOfRange => "probability_out_of_range",
            Self::DegreesOfFreedomNotPositive => "degrees_of_freedom_not_positive",
            Self::NoObservations => "no_observations",
            Self::NumeratorMissing => "numerator_missing",
            Self::DenominatorMissing => "denominator_missing",
            Self::WeightMissing => "stdpop_missing",
            Self::DenominatorNegative => "denominator_negative",
            Self::ReferenceNumeratorNegative => "reference_numerator_negative",
            Self::ReferenceDenominatorNotPositive => "reference_denominator_not_positive",
            Self::FrequencyNotPositive => "frequency_not_positive",
            Self::BandDisagrees => "band_disagrees",
            Self::QuantileCountOutOfRange => "quantile_count_out_of_range",
            Self::QuantilesNotInOrder => "quantiles_not_in_order",
            Self::StandardErrorNegative => "standard_error_negative",
            Self::ValueOutsideScale => "value_outside_scale",
            Self::BandsNotTheTwenty => "bands_not_the_twenty",
            Self::TooFewAreas => "too_few_areas",
            Self::YearsNotPositive => "years_not_positive",
            Self::YearsNotRising => "years_not_rising",
            Self::BaselineTooShort => "baseline_too_short",
            Self::OptionOutOfRange => "option_out_of_range",
        }
    }
}
