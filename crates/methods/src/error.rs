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
            | Self::GapPeople { fault } => *fault,
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
        }
    }
}
