//! The kinds of part that a change is made of, and the causes that releases show.
//!
//! Not allowed in here: deciding which applies.

use serde::Serialize;

/// What of a figure a part of its change belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// The count.
    Numerator,
    /// The denominator.
    Denominator,
    /// What a gap is measured against.
    Comparator,
    /// Everything that the figure is worked out from, where it cannot be split further.
    Records,
    /// Where areas begin and end.
    Boundary,
    /// How the figure is worked out.
    Method,
    /// What is counted.
    Definition,
    /// What may be shown, and how it is rounded.
    Disclosure,
    /// What is left by counts by age, which are sealed.
    SealedStrata,
    /// A change without any cause that the releases show.
    Error,
    /// What printing to the figure's decimals leaves.
    Rounding,
}

impl PartKind {
    /// As it is said and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
            Self::Comparator => "comparator",
            Self::Records => "records",
            Self::Boundary => "boundary",
            Self::Method => "method",
            Self::Definition => "definition",
            Self::Disclosure => "disclosure",
            Self::SealedStrata => "sealed_strata",
            Self::Error => "error",
            Self::Rounding => "rounding",
        }
    }
}

/// Why a part changed, as far as the releases show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Records of the period that were not there before.
    LateRecords,
    /// An extract that was sent again.
    CorrectedRecords,
    /// An extract that is no longer used.
    RecordsGone,
    /// The source of the denominator was revised or exchanged.
    RevisedDenominator,
    /// The comparator as it is published elsewhere.
    RevisedComparator,
    /// Another vintage of areas, or areas made of others.
    Boundary,
    /// Another method or unit.
    Method,
    /// Another version of the indicator or of its group.
    Definition,
    /// Another rule of disclosure or rounding.
    Disclosure,
    /// The figure's own arithmetic, with no cause of its own.
    Arithmetic,
    /// None that the releases show.
    Unknown,
}

impl Cause {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LateRecords => "late_records",
            Self::CorrectedRecords => "corrected_records",
            Self::RecordsGone => "records_gone",
            Self::RevisedDenominator => "revised_denominator",
            Self::RevisedComparator => "revised_comparator",
            Self::Boundary => "boundary",
            Self::Method => "method",
            Self::Definition => "definition",
            Self::Disclosure => "disclosure",
            Self::Arithmetic => "arithmetic",
            Self::Unknown => "unknown",
        }
    }

    /// As it is said of records.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::LateRecords => "late records",
            Self::CorrectedRecords => "corrected records",
            Self::RecordsGone => "records that are no longer used",
            Self::RevisedDenominator => "a revised denominator",
            Self::RevisedComparator => "a revised comparator",
            Self::Boundary => "changed boundaries",
            Self::Method => "a changed method",
            Self::Definition => "a changed definition",
            Self::Disclosure => "a changed rule of disclosure",
            Self::Arithmetic => "arithmetic",
            Self::Unknown => "no cause that the releases show",
        }
    }
}
