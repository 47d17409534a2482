//! Series, as people declare them.
//!
//! Not allowed in here: settling what is left out; that is `resolve`.

use std::collections::BTreeMap;

use concordat_base::{AreaCode, Name, PeriodKind};
use serde::{Deserialize, Serialize};

use super::areas::AreaColumn;
use super::marks::StatusColumn;
use super::period::{ExpectedPeriods, SeriesPeriod};
use crate::located::Located;

/// One series. What is left out is taken from `every_series`, and else from the dialect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its id, which comparators name.
    pub id: Located<Name>,
    /// What it measures, in the publisher's words.
    pub title: String,
    /// Rows that belong to it: column and exact text.
    #[serde(default, rename = "where")]
    pub rows: BTreeMap<String, String>,
    /// Rows that belong to it: column and several texts, any of which will do.
    #[serde(default, rename = "where_any", skip_serializing_if = "BTreeMap::is_empty")]
    pub rows_any: BTreeMap<String, Vec<String>>,
    /// The area it is of, where it is of one. Where a column of areas is known, rows of other areas are passed over.
    #[serde(default)]
    pub area: Option<AreaCode>,
    /// The column of areas, where it is of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<AreaColumn>,
    /// Column and form of the period.
    #[serde(default)]
    pub period: Option<SeriesPeriod>,
    /// The kind of period, where `period` is taken from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_kind: Option<PeriodKind>,
    /// How many periods of the kind a figure is of together: 3 for three-year averages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together: Option<u8>,
    /// Periods it may and must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_periods: Option<ExpectedPeriods>,
    /// Column of sex, with the publisher's text for each of ours; absent where the series is of persons.
    #[serde(default)]
    pub sex: Option<SeriesSex>,
    /// Column of the value.
    #[serde(default)]
    pub value: Option<String>,
    /// What values are multiplied by: 100 where the publisher gives 0.387 for 38.7 per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Decimals it is published to.
    pub decimals: u8,
    /// Column of the count, where it is published.
    #[serde(default)]
    pub count: Option<String>,
    /// Column of the denominator, where it is published.
    #[serde(default)]
    pub denominator: Option<String>,
    /// Column of the lower 95% limit, where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<String>,
    /// Column of the upper 95% limit, where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<String>,
    /// Columns that say what a figure is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<StatusColumn>,
    /// The band outside which a value cannot be right: another unit, another scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plausible: Option<Band>,
    /// On which basis, where a publisher gives more than one: `after-housing-costs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Name>,
    /// Where figures before and after must not be compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<SeriesBreak>,
    /// What to do about two rows for one figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated_rows: Option<RepeatedRows>,
}

/// What all series of a table have in common.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EverySeries {
    /// Rows: column and exact text. A series' own text for a column wins.
    #[serde(default, rename = "where")]
    pub rows: BTreeMap<String, String>,
    /// Rows: column and several texts.
    #[serde(default, rename = "where_any")]
    pub rows_any: BTreeMap<String, Vec<String>>,
    /// The column of areas.
    #[serde(default)]
    pub areas: Option<AreaColumn>,
    /// Column and form of the period.
    #[serde(default)]
    pub period: Option<SeriesPeriod>,
    /// Periods they may and must have.
    #[serde(default)]
    pub expected_periods: Option<ExpectedPeriods>,
    /// Column of sex.
    #[serde(default)]
    pub sex: Option<SeriesSex>,
    /// Column of the value.
    #[serde(default)]
    pub value: Option<String>,
    /// Column of the count.
    #[serde(default)]
    pub count: Option<String>,
    /// Column of the denominator.
    #[serde(default)]
    pub denominator: Option<String>,
    /// Column of the lower 95% limit.
    #[serde(default)]
    pub lower: Option<String>,
    /// Column of the upper 95% limit.
    #[serde(default)]
    pub upper: Option<String>,
    /// Columns that say what a figure is.
    #[serde(default)]
    pub status: Vec<StatusColumn>,
    /// What to do about two rows for one figure.
    #[serde(default)]
    pub repeated_rows: Option<RepeatedRows>,
}

/// Where sex stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesSex {
    /// The column.
    pub column: String,
    /// The publisher's text for persons.
    pub persons: String,
    /// The publisher's text for females.
    pub female: String,
    /// The publisher's text for males.
    pub male: String,
}

/// A band of values, in the unit of the series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Lowest.
    pub at_least: f64,
    /// Highest.
    pub at_most: f64,
}

/// A break in a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesBreak {
    /// The first period after it, as this product writes periods.
    pub from: String,
    /// What changed.
    pub because: String,
}

/// What to do about two rows for one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepeatedRows {
    /// They refuse the file.
    #[default]
    Refuse,
    /// They are one where they say the same, and refuse the file where they do not.
    SameIsOne,
}
