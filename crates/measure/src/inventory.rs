//! What is held tonight: landed partitions of each dataset, and whether a dataset is late.
//!
//! Not allowed in here: opening a file; an inventory is made of manifests.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use concordat_base::{AreaCode, ContentHash, Date, Decimal, Name, Period};
use concordat_ingest_gate::{LandedPartition, PublishedValue, Sex};
use concordat_store::DataKey;

/// One landed partition.
#[derive(Clone, Debug)]
pub struct HeldPartition {
    /// Its period.
    pub period: Period,
    /// The Parquet file.
    pub file: PathBuf,
    /// The key of the extract: its file and the cells made from it can be opened with it alone.
    pub key: DataKey,
    /// Names and types of its columns.
    pub schema: SchemaRef,
    /// The pseudonym that its rows lie in order of, if they do.
    pub sliced_by: Option<Name>,
    /// How many rows it has.
    pub rows: u64,
    /// Content of each column.
    pub column_hashes: BTreeMap<Name, ContentHash>,
    /// Keyed commitment to its content.
    pub commitment: String,
    /// Whether it was made up.
    pub synthetic: bool,
    /// Whether its period is so recent that it is provisional.
    pub provisional: bool,
}

impl HeldPartition {
    /// A landed partition, as counting reads it.
    #[must_use]
    pub fn of(landed: &LandedPartition, commitment: String, provisional: bool) -> Self {
        let manifest = landed.manifest();
        let fields: Vec<Field> = manifest
            .columns
            .iter()
            .map(|(name, column)| Field::new(name.as_str(), data_type(&column.kind), true))
            .collect();
        Self {
            period: landed.period(),
            file: landed.data(),
            key: landed.key().clone(),
            schema: Arc::new(Schema::new(fields)),
            sliced_by: manifest.sliced_by.clone(),
            rows: manifest.rows,
            column_hashes: manifest.columns.iter().map(|(name, column)| (name.clone(), column.hash)).collect(),
            commitment,
            synthetic: manifest.synthetic,
            provisional,
        }
    }
}

/// The type behind a kind of landed column.
fn data_type(kind: &str) -> DataType {
    match kind {
        "token" => DataType::Binary,
        "code" => DataType::UInt16,
        "area" | "month_number" => DataType::Int32,
        "integer" => DataType::Int64,
        _ => DataType::Utf8,
    }
}

/// Whether a dataset is held over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// Everything that is due has come.
    Fresh,
    /// The last good extract stands in since a date.
    HeldSince(Date),
}

/// A dataset tonight.
#[derive(Clone, Debug)]
pub struct HeldDataset {
    /// Partitions in order of period.
    pub partitions: Vec<HeldPartition>,
    /// Whether it is held over.
    pub lateness: Lateness,
}

impl HeldDataset {
    /// The last day it speaks of.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.partitions.iter().map(|partition| partition.period.end()).max()
    }
}

/// All datasets of records that are held and may be used tonight.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// By dataset.
    pub datasets: BTreeMap<Name, HeldDataset>,
}

/// A published figure, as evaluation compares with it.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedFigure {
    /// Its series.
    pub series: Name,
    /// Its area.
    pub area: AreaCode,
    /// Its period.
    pub period: Period,
    /// `Persons`, `Female` or `Male`.
    pub sex: &'static str,
    /// The value, to the decimals it was published with.
    pub value: Option<Decimal>,
    /// The count, where it is published.
    pub count: Option<u64>,
    /// The denominator, where it is published.
    pub denominator: Option<u64>,
}

impl PublishedFigure {
    /// A published value that passed the gate.
    #[must_use]
    pub fn of(value: &PublishedValue) -> Self {
        let sex = match value.sex() {
            Sex::Persons => "Persons",
            Sex::Female => "Female",
            Sex::Male => "Male",
        };
        Self {
            series: value.series().clone(),
            area: value.area().clone(),
            period: value.period(),
            sex,
            value: value.value(),
            count: value.count(),
            denominator: value.denominator(),
        }
    }
}
