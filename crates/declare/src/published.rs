//! Published figures: which rows of a publisher's table are which series.
//!
//! Not allowed in here: adding or averaging figures; a published value goes on as it is.

use std::collections::BTreeMap;

use concordat_base::{AreaCode, Name, PeriodKind};
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// A table of published figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedDeclaration {
    /// Texts that stand for "no figure"; anything else that is not a number is a fault.
    pub no_figure: Vec<String>,
    /// The series in it.
    pub series: Vec<Series>,
}

/// One series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its id, which comparators name.
    pub id: Located<Name>,
    /// What it measures, in the publisher's words.
    pub title: String,
    /// Rows that belong to it: column and exact text.
    #[serde(rename = "where")]
    pub rows: BTreeMap<String, String>,
    /// The area it is of.
    pub area: AreaCode,
    /// Column and form of the period.
    pub period: SeriesPeriod,
    /// Column of sex, with the publisher's text for each of ours; absent where the series is of persons.
    #[serde(default)]
    pub sex: Option<SeriesSex>,
    /// Column of the value.
    pub value: String,
    /// Decimals it is published to.
    pub decimals: u8,
    /// Column of the count, where it is published.
    #[serde(default)]
    pub count: Option<String>,
    /// Column of the denominator, where it is published.
    #[serde(default)]
    pub denominator: Option<String>,
}

/// Where the period stands and how it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesPeriod {
    /// The column.
    pub column: String,
    /// The kind.
    pub kind: PeriodKind,
    /// How it is written.
    pub form: PeriodForm,
}

/// Publishers' ways of writing a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodForm {
    /// As this product writes it.
    Own,
    /// The year in which it ends: `2025` for 2024/25.
    EndYear,
    /// Six digits: `202425` for 2024/25.
    SixDigits,
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
