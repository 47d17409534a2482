//! A release as one audience has it: rows, words of indicators, what was read for each, and which extracts.
//!
//! Not allowed in here: a file that the audience does not have.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;
use serde::Deserialize;

use crate::error::DifferenceError;
use crate::row::Row;

/// The bytes of the files of a release for one audience.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// `observations.csv`.
    pub observations_csv: &'a [u8],
    /// `indicators.csv`.
    pub indicators_csv: &'a [u8],
    /// `lineage.ndjson`.
    pub lineage_ndjson: &'a [u8],
    /// `manifest.json`.
    pub manifest_json: &'a [u8],
}

/// How a release stands with its audience. Only a published one is compared: another is nobody's to read, or was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its readers have it, or had it before a later one.
    Published,
    /// It waits for approval or for a date.
    Waiting,
    /// It was taken back.
    Withdrawn,
    /// Its folder is gone.
    Missing,
}

impl Standing {
    /// Whether a release may be compared: to be asked before a file of it is opened.
    ///
    /// # Errors
    /// `NotPublished` unless its audience has or had it.
    pub fn check(self, version: &str) -> Result<(), DifferenceError> {
        if self == Self::Published {
            return Ok(());
        }
        Err(DifferenceError::NotPublished { version: version.to_owned(), standing: self })
    }
}

/// A release as one audience has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    pub(crate) place: String,
    pub(crate) version: String,
    pub(crate) audience: String,
    pub(crate) code_version: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) indicators: BTreeMap<String, IndicatorWords>,
    /// For each indicator its datasets.
    pub(crate) datasets: BTreeMap<String, BTreeMap<String, Reading>>,
    /// The commitments of each dataset and period.
    pub(crate) inputs: BTreeMap<(String, String), BTreeSet<String>>,
}

/// What `indicators.csv` says of an indicator, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IndicatorWords {
    pub(crate) title: String,
    pub(crate) definition: String,
    pub(crate) numerator: String,
    pub(crate) denominator: String,
    pub(crate) disclosure_rule: String,
}

/// How a dataset was read for an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Whether a column of numbers was added up, as of a population.
    pub(crate) adds_up: bool,
}

#[derive(Deserialize)]
struct Manifest {
    place: String,
    version: String,
    audience: String,
    code_version: String,
    inputs: Vec<Input>,
}

#[derive(Deserialize)]
struct Input {
    dataset: String,
    period: String,
    commitment: String,
}

#[derive(Deserialize)]
struct Event {
    job: Job,
    inputs: Vec<EventInput>,
}

#[derive(Deserialize)]
struct Job {
    name: String,
}

#[derive(Deserialize)]
struct EventInput {
    name: String,
    facets: Facets,
}

#[derive(Deserialize)]
struct Facets {
    schema: Schema,
}

#[derive(Deserialize)]
struct Schema {
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    description: String,
}

impl Release {
    /// A release from its files; that it is published is for the caller to [check](Standing::check).
    ///
    /// # Errors
    /// `Unreadable` where a file is not as it is written by the product.
    pub fn read(files: Files<'_>) -> Result<Self, DifferenceError> {
        let unreadable = |file| move |_| DifferenceError::Unreadable { file };
        let manifest: Manifest = serde_json::from_slice(files.manifest_json).map_err(unreadable("manifest.json"))?;
        let mut inputs: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for input in manifest.inputs {
            inputs.entry((input.dataset, input.period)).or_default().insert(input.commitment);
        }
        Ok(Self {
            place: manifest.place,
            version: manifest.version,
            audience: manifest.audience,
            code_version: manifest.code_version,
            rows: rows(files.observations_csv)?,
            indicators: indicators(files.indicators_csv)?,
            datasets: datasets(files.lineage_ndjson)?,
            inputs,
        })
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whom it is for.
    #[must_use]
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// What it says of an indicator.
    pub(crate) fn words(&self, indicator: &str) -> Option<&IndicatorWords> {
        self.indicators.get(indicator)
    }

    /// When it was made: the date as text, which sorts as dates do, and the number on that date.
    pub(crate) fn order(&self) -> (&str, u32) {
        let (date, number) = self.version.split_once('.').unwrap_or((&self.version, ""));
        (date, number.parse().unwrap_or(0))
    }
}

fn rows(bytes: &[u8]) -> Result<Vec<Row>, DifferenceError> {
    each(bytes, "observations.csv", |cells| Row::read(|name| cells.get(name)))
}

fn indicators(bytes: &[u8]) -> Result<BTreeMap<String, IndicatorWords>, DifferenceError> {
    let read = |cells: Cells<'_>| {
        let text = |name: &str| cells.get(name).to_owned();
        let words = IndicatorWords {
            title: text("title"),
            definition: text("definition"),
            numerator: text("numerator"),
            denominator: text("denominator"),
            disclosure_rule: text("disclosure_rule"),
        };
        (!words.title.is_empty()).then(|| (text("indicator"), words))
    };
    Ok(each(bytes, "indicators.csv", read)?.into_iter().collect())
}

/// One record with the names of its columns.
#[derive(Clone, Copy)]
struct Cells<'a> {
    columns: &'a BTreeMap<String, usize>,
    record: &'a StringRecord,
}

impl<'a> Cells<'a> {
    /// The text of a cell; empty where there is no such column.
    fn get(self, name: &str) -> &'a str {
        self.columns.get(name).and_then(|position| self.record.get(*position)).unwrap_or_default()
    }
}

/// What `read` makes of every record.
fn each<T>(bytes: &[u8], file: &'static str, read: impl Fn(Cells<'_>) -> Option<T>) -> Result<Vec<T>, DifferenceError> {
    let unreadable = || DifferenceError::Unreadable { file };
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let header = reader.headers().map_err(|_| unreadable())?;
    let columns = header.iter().enumerate().map(|(position, name)| (name.to_owned(), position)).collect();
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| unreadable())?;
        found.push(read(Cells { columns: &columns, record: &record }).ok_or_else(unreadable)?);
    }
    Ok(found)
}

fn datasets(bytes: &[u8]) -> Result<BTreeMap<String, BTreeMap<String, Reading>>, DifferenceError> {
    let unreadable = |_| DifferenceError::Unreadable { file: "lineage.ndjson" };
    let mut datasets: BTreeMap<String, BTreeMap<String, Reading>> = BTreeMap::new();
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let event: Event = serde_json::from_slice(line).map_err(unreadable)?;
        let of_indicator = datasets.entry(event.job.name).or_default();
        for input in event.inputs {
            let adds_up = input.facets.schema.fields.iter().any(|field| is_added_up(&field.description));
            of_indicator.entry(input.name).or_default().adds_up |= adds_up;
        }
    }
    Ok(datasets)
}

/// Whether a column was read as a number to be added up; the ways stand after `read as: `, separated by commas.
fn is_added_up(description: &str) -> bool {
    description.trim_start_matches("read as: ").split(", ").any(|way| way == "aggregate")
}
