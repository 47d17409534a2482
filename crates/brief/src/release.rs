//! A release of one audience, read from its files.
//!
//! Not allowed in here: files. The caller reads them and hands over the bytes.

use concordat_base::Date;
use concordat_formats::{Table, indicator_columns, observation_columns};
use serde::Deserialize;

use crate::changes::Changes;
use crate::error::BriefError;
use crate::row::Row;

/// The bytes of a release's files.
#[derive(Clone, Copy, Debug)]
pub struct ReleaseFiles<'a> {
    /// `manifest.json`
    pub manifest: &'a [u8],
    /// `observations.csv`
    pub observations: &'a [u8],
    /// `indicators.csv`
    pub indicators: &'a [u8],
    /// `changes.json`
    pub changes: &'a [u8],
}

/// What the manifest says.
#[derive(Clone, Debug, Deserialize)]
pub struct About {
    /// Id of the place.
    pub place: String,
    /// Name of the place or its board.
    pub place_name: String,
    /// Version.
    pub version: String,
    /// Audience.
    pub audience: String,
    /// The date that the release is of.
    pub as_of: Date,
    /// Whether a made-up extract is behind any of it.
    pub synthetic: bool,
    /// Statements that the sources' licences ask for.
    #[serde(default)]
    pub attribution: String,
    /// Missions.
    #[serde(default)]
    pub missions: Vec<Mission>,
}

/// A mission.
#[derive(Clone, Debug, Deserialize)]
pub struct Mission {
    /// Id.
    pub mission: String,
    /// What the board says.
    pub statement: String,
    /// Its indicators with figures in this release.
    #[serde(default)]
    pub indicators: Vec<String>,
}

/// What is counted, and how.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns of the release, by their names; formats::indicator_columns explains each")]
pub struct Indicator {
    pub indicator: String,
    pub indicator_version: String,
    pub headline: bool,
    pub title: String,
    pub definition: String,
    pub rationale: String,
    pub numerator: String,
    pub denominator: String,
    pub denominator_source: String,
    pub unit: String,
    pub method: String,
    pub polarity: String,
    pub sources: String,
    pub attribution: String,
    pub caveats: String,
    pub disclosure_rule: String,
    pub goal: String,
    pub agreements: String,
    pub synthetic: bool,
}

/// A release of one audience.
#[derive(Clone, Debug)]
pub struct Release {
    /// What the manifest says.
    pub about: About,
    /// Figures, in the order of the file.
    pub rows: Vec<Row>,
    /// Indicators, in the order of the file.
    pub indicators: Vec<Indicator>,
    pub(crate) changes: Changes,
}

impl Release {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// A file is not of the form in which releases are written.
    pub fn read(files: &ReleaseFiles<'_>) -> Result<Self, BriefError> {
        let about = json("manifest.json", files.manifest)?;
        let changes = json("changes.json", files.changes)?;
        let table = csv("observations.csv", files.observations, &observation_columns())?;
        let mut rows = Vec::with_capacity(table.rows.len());
        for (line, row) in (2..).zip(&table.rows) {
            let fault = || format!("row {line}: a period's first or last day is no date such as 2026-06-30");
            let row = Row::read(&table, row);
            rows.push(row.ok_or_else(|| BriefError::File { file: "observations.csv", fault: fault() })?);
        }
        let table = csv("indicators.csv", files.indicators, &indicator_columns())?;
        let indicators = table.rows.iter().map(|row| Indicator::read(&table, row)).collect();
        Ok(Self { about, rows, indicators, changes })
    }
}

impl Indicator {
    fn read(table: &Table, row: &[String]) -> Self {
        let text = |column: &str| table.cell(row, column).to_owned();
        Self {
            indicator: text("indicator"),
            indicator_version: text("indicator_version"),
            headline: text("headline") == "true",
            title: text("title"),
            definition: text("definition"),
            rationale: text("rationale"),
            numerator: text("numerator"),
            denominator: text("denominator"),
            denominator_source: text("denominator_source"),
            unit: text("unit"),
            method: text("method"),
            polarity: text("polarity"),
            sources: text("sources"),
            attribution: text("attribution"),
            caveats: text("caveats"),
            disclosure_rule: text("disclosure_rule"),
            goal: text("goal"),
            agreements: text("agreements"),
            synthetic: text("synthetic") == "true",
        }
    }
}

fn json<'a, T: Deserialize<'a>>(file: &'static str, bytes: &'a [u8]) -> Result<T, BriefError> {
    serde_json::from_slice(bytes).map_err(|error| BriefError::File {
        file,
        fault: format!("line {}, column {}: not as a release writes it", error.line(), error.column()),
    })
}

fn csv(file: &'static str, bytes: &[u8], columns: &[concordat_formats::Column]) -> Result<Table, BriefError> {
    let table =
        Table::read_csv(file, bytes, columns).map_err(|error| BriefError::File { file, fault: error.to_string() })?;
    match columns.iter().find(|column| table.position(&column.name).is_none()) {
        Some(column) => Err(BriefError::File { file, fault: format!("there is no column `{}`", column.name) }),
        None => Ok(table),
    }
}
