//! Extract contracts: the columns of a delivery, from Open Data Contract Standard files (`schemas/extracts`).
//!
//! Not allowed in here: parts of the standard that this program does not act on; they are read over, not refused, since
//! a contract serves other tools too.

use concordat_base::{ContentHash, Name, PeriodKind};
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// A contract that deliveries can be checked by.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contract {
    /// Its id.
    pub id: Name,
    /// Its version.
    pub version: String,
    /// What a record is.
    pub description: String,
    /// Columns in the order of the contract.
    pub columns: Vec<Column>,
    /// Position of the column that says which period a record belongs to.
    pub partition: usize,
    /// SHA-256 of the contract's file with lines ended by a line feed, in hexadecimal; agreements name it.
    pub file_sha256: String,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Its name in declarations and landed data.
    pub name: Name,
    /// Its header in deliveries.
    pub header: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether every record must have a value.
    pub required: bool,
    /// Whether it is a part of the key.
    pub key: bool,
    /// Its title for people. How it is told changes nothing of how deliveries are read.
    #[serde(skip)]
    pub title: Option<String>,
    /// What it is, in a sentence.
    #[serde(skip)]
    pub description: String,
}

/// What a column holds, and so how it is checked and kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// A keyed pseudonym: lower-case hexadecimal digits, 32 to 64 of them.
    Token,
    /// A code of a list.
    Code {
        /// The list.
        list: Name,
    },
    /// An area code of a level.
    Area {
        /// The level.
        level: Name,
    },
    /// A period.
    Period {
        /// Its kind.
        kind: PeriodKind,
    },
    /// A whole number.
    Integer {
        /// Smallest.
        minimum: i64,
        /// Largest.
        maximum: i64,
    },
    /// A short text.
    Text {
        /// Most characters.
        characters_at_most: u64,
    },
    /// Accepted in a delivery and never kept.
    Ignored,
}

impl Contract {
    /// Position of a column by name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name.as_str() == name)
    }

    /// A column by name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.as_str() == name)
    }

    /// The kind of period that deliveries are divided into.
    #[must_use]
    pub fn partition_kind(&self) -> PeriodKind {
        match self.columns.get(self.partition).map(|column| &column.kind) {
            Some(ColumnKind::Period { kind }) => *kind,
            _ => PeriodKind::Month,
        }
    }

    /// Columns that are landed: all but those ignored.
    pub fn landed(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.kind != ColumnKind::Ignored)
    }

    /// Hash of all that changes how a delivery is read.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        ContentHash::of(serde_json::to_string(&(&self.columns, self.partition)).unwrap_or_default().as_bytes())
    }
}

/// The parts of the standard's file that are read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContractFile {
    pub(crate) api_version: String,
    pub(crate) kind: String,
    pub(crate) id: Located<Name>,
    pub(crate) version: String,
    pub(crate) schema: Vec<SchemaObject>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SchemaObject {
    #[serde(default)]
    pub(crate) description: String,
    pub(crate) properties: Vec<Property>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Property {
    pub(crate) name: Located<Name>,
    #[serde(default)]
    pub(crate) physical_name: Option<String>,
    #[serde(default)]
    pub(crate) business_name: Option<String>,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) primary_key: bool,
    #[serde(default)]
    pub(crate) logical_type_options: LogicalTypeOptions,
    #[serde(default)]
    pub(crate) custom_properties: Vec<CustomProperty>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogicalTypeOptions {
    #[serde(default)]
    pub(crate) minimum: Option<i64>,
    #[serde(default)]
    pub(crate) maximum: Option<i64>,
    #[serde(default)]
    pub(crate) max_length: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CustomProperty {
    pub(crate) property: String,
    pub(crate) value: serde_json::Value,
}

impl Property {
    fn custom(&self, name: &str) -> Option<&serde_json::Value> {
        self.custom_properties.iter().find(|custom| custom.property == name).map(|custom| &custom.value)
    }

    fn custom_name(&self, name: &str) -> Option<Name> {
        self.custom(name).and_then(serde_json::Value::as_str).and_then(|text| Name::new(text).ok())
    }

    pub(crate) fn decides_partition(&self) -> bool {
        self.custom("concordatPartition").and_then(serde_json::Value::as_bool) == Some(true)
    }

    /// What the column holds, or the custom property that is missing or wrong.
    pub(crate) fn column_kind(&self) -> Result<ColumnKind, &'static str> {
        match self.custom("concordatType").and_then(serde_json::Value::as_str) {
            Some("token") => Ok(ColumnKind::Token),
            Some("code") => {
                self.custom_name("concordatCodeList").map(|list| ColumnKind::Code { list }).ok_or("concordatCodeList")
            }
            Some("area") => self
                .custom_name("concordatAreaLevel")
                .map(|level| ColumnKind::Area { level })
                .ok_or("concordatAreaLevel"),
            Some("period") => self
                .custom("concordatPeriodKind")
                .and_then(|kind| serde_json::from_value(kind.clone()).ok())
                .map(|kind| ColumnKind::Period { kind })
                .ok_or("concordatPeriodKind"),
            Some("integer") => Ok(ColumnKind::Integer {
                minimum: self.logical_type_options.minimum.unwrap_or(i64::MIN),
                maximum: self.logical_type_options.maximum.unwrap_or(i64::MAX),
            }),
            Some("text") => self
                .logical_type_options
                .max_length
                .map(|characters_at_most| ColumnKind::Text { characters_at_most })
                .ok_or("logicalTypeOptions.maxLength"),
            Some("ignored") => Ok(ColumnKind::Ignored),
            _ => Err("concordatType"),
        }
    }
}
