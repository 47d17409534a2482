//! The manifest of landed rows: what they are, by names, counts and hashes.
//!
//! Not allowed in here: any value of a row.

use std::collections::BTreeMap;
use std::path::Path;

use concordat_base::{ContentHash, ContentHasher, Name, Period, PeriodKind};
use concordat_declare::source::Coverage;
use concordat_store::{DataKey, Home, MANIFEST};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::schema::landed_type;
use crate::conform::{ColumnSums, Plan};
use crate::error::GateError;

/// A landed column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LandedColumn {
    /// `token` (Binary), `code` (UInt16, position in the code list), `area` (Int32, position in the codes of the level),
    /// `month_number` (Int32, first month of a period), `integer` (Int64) or `text` (Utf8).
    #[serde(rename = "type")]
    pub kind: String,
    /// Hash of its values, aligned by the rows' key and independent of the rows' order.
    pub hash: ContentHash,
}

/// `manifest.json` of landed rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LandedManifest {
    /// The dataset.
    pub dataset: Name,
    /// The period, in the product's form.
    pub period: String,
    /// Its kind.
    pub period_kind: PeriodKind,
    /// Names the folder; equal content has an equal id.
    pub content_id: String,
    /// Rows.
    pub rows: u64,
    /// Columns by name.
    pub columns: BTreeMap<Name, LandedColumn>,
    /// The pseudonym that its rows lie in order of; see [`super::schema::SLICE_COLUMN`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sliced_by: Option<Name>,
    /// Hash of the contract.
    pub contract: ContentHash,
    /// Hash of contract, code lists and areas: under another the rows mean something else.
    pub conform: ContentHash,
    /// Sequence of the delivery that first brought this content.
    pub sequence: u64,
    /// When that delivery was received.
    pub received: Timestamp,
    /// What that delivery covered.
    pub coverage: Coverage,
    /// Id of that delivery.
    pub delivery: String,
    /// Whether the delivery note says that the records are made up.
    pub synthetic: bool,
    /// Length of `data.parquet`.
    pub parquet_bytes: u64,
}

/// What a manifest says of the delivery.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) dataset: Name,
    pub(crate) sequence: u64,
    pub(crate) received: Timestamp,
    pub(crate) coverage: Coverage,
    pub(crate) delivery: String,
    pub(crate) synthetic: bool,
}

impl LandedManifest {
    /// The manifest of rows that were just written.
    pub(super) fn new(origin: &Origin, plan: &Plan, period: Period, sums: &ColumnSums, parquet_bytes: u64) -> Self {
        let columns: BTreeMap<Name, LandedColumn> = plan
            .landed()
            .map(|(position, column)| {
                let kind = landed_type(&column.rule).1.to_owned();
                (column.name.clone(), LandedColumn { kind, hash: sums.hash(position) })
            })
            .collect();
        let conform = plan.conform_hash();
        Self {
            dataset: origin.dataset.clone(),
            period: period.to_string(),
            period_kind: period.kind(),
            content_id: content_id(conform, sums.rows(), &columns),
            rows: sums.rows(),
            columns,
            sliced_by: plan.sliced_by().map(|position| plan.columns[position].name.clone()),
            contract: plan.contract,
            conform,
            sequence: origin.sequence,
            received: origin.received,
            coverage: origin.coverage,
            delivery: origin.delivery.clone(),
            synthetic: origin.synthetic,
            parquet_bytes,
        }
    }

    /// Opens the manifest of a folder, and gives the key of the extract with it.
    ///
    /// # Errors
    /// `Home` when it cannot be read or opened, `DamagedManifest` when it is not one.
    pub(super) fn read(home: &Home, folder: &Path) -> Result<(Self, DataKey), GateError> {
        let path = folder.join(MANIFEST);
        let (key, bytes) = home.vault()?.open_extract(&path)?;
        let manifest = serde_json::from_slice(&bytes).map_err(|_| GateError::DamagedManifest { path })?;
        Ok((manifest, key))
    }

    /// The period.
    ///
    /// # Errors
    /// `DamagedManifest` when its text is none.
    pub fn parsed_period(&self) -> Result<Period, GateError> {
        Period::parse(&self.period, self.period_kind)
            .map_err(|_| GateError::DamagedManifest { path: self.content_id.clone().into() })
    }

    pub(super) fn json(&self) -> Vec<u8> {
        // A struct of names, numbers and hashes is always JSON.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}

fn content_id(conform: ContentHash, rows: u64, columns: &BTreeMap<Name, LandedColumn>) -> String {
    let mut hasher = ContentHasher::new("landed-content");
    hasher.field(conform.to_string().as_bytes()).raw(&rows.to_le_bytes());
    for (name, column) in columns {
        hasher.field(name.as_str().as_bytes()).field(column.kind.as_bytes());
        hasher.field(column.hash.to_string().as_bytes());
    }
    hasher.finish().short()
}
