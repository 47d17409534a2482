//! The description that some publishers put beside a table: what its columns are, in which unit.
//!
//! Not allowed in here: opening it, and taking a layout from it. It is compared with what the source declares, and changes nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A description beside a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companion {
    /// Its form, from which its file name follows.
    pub form: CompanionForm,
    /// What it must say of columns, so that a change of unit is found out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub says: BTreeMap<String, Described>,
}

/// What a description must say of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Described {
    /// Its label or title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its unit, such as `%`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// Forms of descriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompanionForm {
    /// `table.meta.csv`, of Explore Education Statistics: a row for each filter and indicator.
    EesMeta,
    /// `table.csv-metadata.json`, by the standard CSV on the Web.
    Csvw,
}

impl CompanionForm {
    /// The name of the description of a table; `None` where the table is no `.csv`, nor a `.parquet` that has its columns.
    #[must_use]
    pub fn file_name(self, table: &str) -> Option<String> {
        Some(match self {
            Self::EesMeta => {
                let stem = table.strip_suffix(".csv").or_else(|| table.strip_suffix(".parquet"))?;
                format!("{stem}.meta.csv")
            }
            Self::Csvw => format!("{}.csv-metadata.json", table.strip_suffix(".csv")?),
        })
    }
}
