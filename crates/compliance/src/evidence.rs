//! What is looked at: declarations, ledger entries and releases, up to one date.
//!
//! Not allowed in here: judging any of it.

use concordat_base::Date;
use concordat_declare::Partnership;
use concordat_ledger::Record;
use serde::{Deserialize, Serialize};

use crate::readings::{Reading, readings};

/// Everything that is known about a place's data up to a date.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// The declarations.
    pub partnership: &'a Partnership,
    /// The date that is asked about.
    pub as_of: Date,
    /// Entries of the ledger, oldest first.
    pub records: Vec<&'a Record>,
    /// Releases, oldest first, each once for every audience that it was made for.
    pub releases: Vec<Release>,
    /// What was read, as the plans that ran say it, oldest first.
    pub readings: Vec<Reading>,
    /// Releases whose files are not as they were published, each with what is wrong.
    pub tampered: Vec<(String, String)>,
}

/// Where a release stands with its audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The audience sees it now.
    Current,
    /// The audience saw it before.
    Earlier,
    /// It waits for approval or a date; nobody has seen it.
    Waiting,
    /// It was taken back.
    Withdrawn,
}

impl Standing {
    /// Whether the audience sees it or has seen it.
    #[must_use]
    pub fn was_seen(self) -> bool {
        self != Self::Waiting
    }
}

/// A release as one audience has it.
#[derive(Clone, Debug)]
pub struct Release {
    /// Its version.
    pub version: String,
    /// The date of the night that made it.
    pub as_of: Date,
    /// The audience.
    pub audience: String,
    /// Where it stands with the audience.
    pub standing: Standing,
    /// Version of the program that made it.
    pub code_version: String,
    /// Whether a made-up extract is behind any of it.
    pub synthetic: bool,
    /// What it says of its indicators.
    pub indicators: Vec<IndicatorFacts>,
    /// What it says of its lineage, one line for each indicator and dataset.
    pub lineage: Vec<LineageLine>,
}

/// What a release says of an indicator, by the columns of `indicators.csv`.
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the published columns")]
pub struct IndicatorFacts {
    pub indicator: String,
    pub mission: String,
    pub title: String,
    pub definition: String,
    pub rationale: String,
    pub method: String,
    pub disclosure_rule: String,
    pub attribution: String,
}

/// What a release says of one dataset behind an indicator, as published; lists are text with `; ` between.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LineageLine {
    /// The indicator.
    pub indicator: String,
    /// The dataset.
    pub dataset: String,
    /// Who sent it.
    pub supplier: String,
    /// Columns with the ways they were used: `column (role, role)`.
    pub columns: String,
    /// Extracts: `period=commitment`.
    pub extract_commitments: String,
    /// Agreements with versions, or open licences.
    pub agreements: String,
    /// Clauses: `agreement@version clause`.
    pub clauses: String,
    /// The purpose.
    pub purpose: String,
    /// The decision's token.
    pub decision: String,
    /// How many published rows rest on it, rows without a number included.
    pub figures: u64,
}

/// A published row, by the columns of `observations.csv`, each as published.
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the published columns")]
pub struct Figure {
    pub figure_id: String,
    pub indicator: String,
    pub indicator_version: String,
    pub measure: String,
    pub group_definition: String,
    pub area_code: String,
    pub area_name: String,
    pub period_start: String,
    pub period_end: String,
    pub period_label: String,
    pub sex: String,
    pub age: String,
    pub category: String,
    pub value: String,
    pub lower_95: String,
    pub upper_95: String,
    pub count: String,
    pub denominator: String,
    pub unit: String,
    pub method: String,
    pub comparator_code: String,
    pub status: String,
    pub status_reason: String,
    pub synthetic: String,
}

impl<'a> Evidence<'a> {
    /// What was known on a date: later entries and releases are left out.
    pub fn new(
        partnership: &'a Partnership,
        as_of: Date,
        records: impl IntoIterator<Item = &'a Record>,
        releases: impl IntoIterator<Item = Release>,
    ) -> Self {
        let records = records.into_iter().filter(|record| record.as_of <= as_of).collect();
        let releases = releases.into_iter().filter(|release| release.as_of <= as_of).collect();
        let mut evidence = Self { partnership, as_of, records, releases, readings: Vec::new(), tampered: Vec::new() };
        evidence.readings = readings(&evidence);
        evidence
    }

    /// What audiences see now.
    pub fn current(&self) -> impl Iterator<Item = &Release> {
        self.releases.iter().filter(|release| release.standing == Standing::Current)
    }
}

impl Release {
    /// What it says of an indicator.
    #[must_use]
    pub fn facts(&self, indicator: &str) -> Option<&IndicatorFacts> {
        self.indicators.iter().find(|facts| facts.indicator == indicator)
    }

    /// The mission of an indicator, as published.
    pub(crate) fn mission(&self, indicator: &str) -> Option<&str> {
        self.facts(indicator).map(|facts| facts.mission.as_str()).filter(|mission| !mission.is_empty())
    }

    /// What it says of the datasets behind an indicator.
    pub fn lineage_of(&self, indicator: &str) -> impl Iterator<Item = &LineageLine> {
        self.lineage.iter().filter(move |line| line.indicator == indicator)
    }
}

/// The items of a published list.
pub(crate) fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(';').map(str::trim).filter(|item| !item.is_empty())
}

impl LineageLine {
    /// Columns, each with the ways it was used.
    pub fn columns(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        items(&self.columns).map(|item| match item.split_once(" (") {
            Some((name, roles)) => (name, roles.trim_end_matches(')').split(',').map(str::trim).collect()),
            None => (item, Vec::new()),
        })
    }

    /// Extracts: period and commitment.
    pub fn extracts(&self) -> impl Iterator<Item = (&str, &str)> {
        items(&self.extract_commitments).filter_map(|item| item.split_once('='))
    }

    /// Agreements with versions; none where it stands under an open licence.
    pub fn agreements(&self) -> impl Iterator<Item = &str> {
        items(&self.agreements).filter(|agreement| agreement.contains('@'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_lists_are_read_as_they_were_written() {
        let line = LineageLine {
            columns: "month (filter); person (join, count_distinct)".to_owned(),
            extract_commitments: "2024/25=0a; 2023/24=0b".to_owned(),
            agreements: "ogl (OGL-UK-3.0); falls@2".to_owned(),
            ..LineageLine::default()
        };
        assert_eq!(
            line.columns().collect::<Vec<_>>(),
            [("month", vec!["filter"]), ("person", vec!["join", "count_distinct"])]
        );
        assert_eq!(line.extracts().collect::<Vec<_>>(), [("2024/25", "0a"), ("2023/24", "0b")]);
        assert_eq!(line.agreements().collect::<Vec<_>>(), ["falls@2"]);
    }
}
