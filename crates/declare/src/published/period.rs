//! How publishers write periods.
//!
//! Not allowed in here: reading one.

use std::collections::BTreeMap;

use concordat_base::PeriodKind;
use serde::{Deserialize, Serialize};

use super::marks::Mark;

/// Where the period stands and how it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesPeriod {
    /// The column.
    pub column: String,
    /// The kind; a dialect may leave it to the series (`period_kind`).
    #[serde(default)]
    pub kind: Option<PeriodKind>,
    /// How it is written.
    pub form: PeriodForm,
    /// The column that says which kind of period it is, where there is one (`time_identifier`, `Time period range`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// What stands in brackets behind a period, and what it says of the figure: `(Rev)`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<String, Mark>,
}

/// Publishers' ways of writing a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodForm {
    /// As this product writes it.
    Own,
    /// The year in which it ends, words before it or not: `2025`, `FYE 2025`.
    EndYear,
    /// The year in which it begins: `2024` for 2024/25.
    StartYear,
    /// Six digits: `202425` for 2024/25.
    SixDigits,
    /// Years as people write them: `2024`, `2024/25`, `2024-25`, `2022-2023`, `2014-16`, `2021/22 - 23/24`.
    Written,
    /// A month by name: `April 2022`, `Apr-22`.
    MonthName,
    /// A quarter: `2024 Q1`, `Q1 2024`, `Jan-Mar 2024`, `January to March 2024`.
    QuarterName,
    /// A day in it: `2024-04-01`, `01/04/2024`.
    Day,
    /// The beginning and how long it is (ISO 8601): `2021-01-01T00:00:00/P3Y`.
    Interval,
    /// Explore Education Statistics: `202425` or `2025`, and what it is in the column `identifier`.
    TimeIdentifier,
    /// Fingertips: `20230000`, and how many years in the column `identifier`, where there is one.
    Sortable,
}

/// Periods that a series may and must have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedPeriods {
    /// None before.
    #[serde(default)]
    pub from: Option<String>,
    /// None after.
    #[serde(default)]
    pub until: Option<String>,
    /// One that must be there: a file of another year is refused.
    #[serde(default)]
    pub holds: Option<String>,
}
