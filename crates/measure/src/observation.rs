//! One published figure: the columns of `observations`, in their order.
//!
//! Not allowed in here: computing anything; a row is filled by evaluation and never changed after.

use std::collections::BTreeSet;

use concordat_base::{AreaCode, Date, Decimal, Name};

/// What a row measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowMeasure {
    /// The value itself.
    Value,
    /// The value less a comparator.
    GapAbsolute,
    /// The gap in per cent of the comparator.
    GapRelative,
    /// How many people's outcome would have to change to close the gap.
    GapPeople,
    /// The change a year of a gap on the way to a goal.
    Change,
    /// How much the value changes over ranked groups, from the one end of the people to the other.
    SlopeIndex,
}

impl RowMeasure {
    /// As it is published.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::GapAbsolute => "gap_absolute",
            Self::GapRelative => "gap_relative",
            Self::GapPeople => "gap_people",
            Self::Change => "change",
            Self::SlopeIndex => "sii",
        }
    }
}

/// Marks that stand with a figure; the letters of the Government Analysis Function, and `h` of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Mark {
    /// Break in series.
    Break,
    /// Confidential.
    Confidential,
    /// Built on held-over data.
    Held,
    /// Provisional.
    Provisional,
    /// Revised since the last release.
    Revised,
    /// Not available.
    NotAvailable,
}

impl Mark {
    /// The letter.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Break => 'b',
            Self::Confidential => 'c',
            Self::Held => 'h',
            Self::Provisional => 'p',
            Self::Revised => 'r',
            Self::NotAvailable => 'x',
        }
    }
}

/// Limits of an interval, at two levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Lower 95 % limit.
    pub lower_95: Decimal,
    /// Upper 95 % limit.
    pub upper_95: Decimal,
    /// Lower and upper 99.8 % limits, where the method has them.
    pub wide: Option<(Decimal, Decimal)>,
}

/// What a gap is measured against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparatorFigure {
    /// Id of the comparator in the indicator's declaration.
    pub id: Name,
    /// Code of the comparator's area, or of this area for the others here.
    pub code: String,
    /// Its value.
    pub value: Option<Decimal>,
    /// Its 95 % limits, where it has counts.
    pub limits_95: Option<(Decimal, Decimal)>,
    /// `counts`, `percent_only` or `missing`.
    pub basis: &'static str,
}

/// One row. `None` prints as an empty cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Indicator.
    pub indicator: Name,
    /// Version of its definition.
    pub indicator_version: u32,
    /// Mission.
    pub mission: Name,
    /// What the row measures.
    pub measure: RowMeasure,
    /// Definition of the group the value is of; empty where it is of everybody.
    pub group_definition: String,
    /// Area.
    pub area_code: AreaCode,
    /// Its name.
    pub area_name: String,
    /// Its level.
    pub area_level: Name,
    /// Its boundary year.
    pub area_vintage: String,
    /// The area it lies in.
    pub parent_code: Option<AreaCode>,
    /// First day.
    pub period_start: Date,
    /// Last day.
    pub period_end: Date,
    /// In words: `2024/25`, `2022/23 to 2024/25`, `2024 Q1 (January and February only)`.
    pub period_label: String,
    /// `Persons`, `Female` or `Male`.
    pub sex: &'static str,
    /// Ages, in words a spreadsheet does not take for a date.
    pub age: String,
    /// A further breakdown; empty where there is none.
    pub category_type: String,
    /// Its member.
    pub category: String,
    /// The value.
    pub value: Option<Decimal>,
    /// Its interval.
    pub limits: Option<Limits>,
    /// The count it rests on, as shown.
    pub count: Option<u64>,
    /// `exact` or `rounded`; empty where no count is shown.
    pub count_basis: &'static str,
    /// The denominator, as shown.
    pub denominator: Option<u64>,
    /// Source of the denominator.
    pub denominator_source: String,
    /// Period of the denominator.
    pub denominator_period: String,
    /// Unit of the value.
    pub unit: String,
    /// Method, in words.
    pub method: String,
    /// What it is compared with.
    pub comparator: Option<ComparatorFigure>,
    /// `higher`, `lower` or `no clear difference`; empty where nothing is compared.
    pub significance: &'static str,
    /// `rising`, `falling`, `no clear change` or `cannot say`; empty where no trend is asked for.
    pub recent_trend: &'static str,
    /// One plain sentence, for headline rows.
    pub reading: String,
    /// Marks.
    pub marks: BTreeSet<Mark>,
    /// Why the marks stand; never a cause of hiding beyond "confidential".
    pub status_reason: String,
    /// The last day that the oldest input speaks of.
    pub input_as_of: Option<Date>,
    /// Since when an input is held over.
    pub held_since: Option<Date>,
    /// Whether a made-up extract is behind it.
    pub synthetic: bool,
    /// Stable id of the figure, the same in every release.
    pub figure_id: String,
    /// Audiences that may see it. Not a column: it decides in which files the row stands.
    pub audiences: BTreeSet<Name>,
}

impl Observation {
    /// Marks as published: `[c]`, `[r][p]`, or nothing.
    #[must_use]
    pub fn status(&self) -> String {
        self.marks.iter().map(|mark| format!("[{}]", mark.letter())).collect()
    }
}
