//! Every row about to be published, with its metadata, its lineage, and what an attacker could work with.
//!
//! Not allowed in here: a way to make candidates outside this crate, or to change a row after evaluation.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{ContentHash, Date, Name};
use concordat_disclosure::{Auditable, Evidence};

use crate::observation::Observation;

/// The metadata block of an indicator, a row of `indicators.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorBlock {
    /// Indicator.
    pub indicator: Name,
    /// Version of its definition.
    pub indicator_version: u32,
    /// Mission.
    pub mission: Name,
    /// Whether it leads its mission.
    pub headline: bool,
    /// Title.
    pub title: String,
    /// What it is.
    pub definition: String,
    /// Why it is measured.
    pub rationale: String,
    /// What is counted.
    pub numerator: String,
    /// Out of what.
    pub denominator: String,
    /// Source of the denominator.
    pub denominator_source: String,
    /// Unit.
    pub unit: String,
    /// Method, with its source.
    pub method: String,
    /// `higher is better`, `lower is better` or `neither`.
    pub polarity: &'static str,
    /// Suppliers and titles of the datasets behind it.
    pub sources: String,
    /// Statements that open licences ask for.
    pub attribution: String,
    /// What a reader must know.
    pub caveats: String,
    /// The disclosure rule, in words.
    pub disclosure_rule: String,
    /// The goal, in words; empty where there is none.
    pub goal: String,
    /// The agreements it rests on, with versions.
    pub agreements: String,
    /// Whether a made-up extract is behind it.
    pub synthetic: bool,
    /// Audiences that may see it.
    pub audiences: BTreeSet<Name>,
    /// Of these, those that must wait, each with the first day.
    pub not_before: BTreeMap<Name, Date>,
}

/// From figures to what they rest on: one for each dataset of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct LineageEntry {
    /// Indicator.
    pub indicator: Name,
    /// Dataset.
    pub dataset: Name,
    /// The party that sent it.
    pub supplier: Name,
    /// Columns that were read, with their roles: `column (role)`.
    pub columns: Vec<String>,
    /// Commitments to the extracts that were read, one for each period.
    pub extracts: Vec<ExtractReference>,
    /// Agreement and version, or open licence.
    pub agreements: Vec<String>,
    /// Clauses: `agreement@version clause`.
    pub clauses: Vec<String>,
    /// Lawful purpose it was read for.
    pub purpose: Name,
    /// The decision's token.
    pub decision: ContentHash,
    /// First day on which one of the agreements no longer holds; empty for open data.
    pub expiry: Option<Date>,
    /// Audiences that may see it.
    pub audiences: BTreeSet<Name>,
}

/// An extract, named so that only its holder can recognise it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExtractReference {
    /// Period.
    pub period: String,
    /// Keyed commitment to its content.
    pub commitment: String,
}

/// A mission and how many of its indicators are measured: a line of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct MissionLine {
    /// Mission.
    pub mission: Name,
    /// Stage of life.
    pub life_course: Name,
    /// The strategy's sentence.
    pub statement: String,
    /// Indicators with figures in these candidates.
    pub measured: Vec<Name>,
}

/// All that evaluation made of shown counts. Only evaluation makes it, and only the audit takes it.
#[derive(Debug)]
pub struct Candidates {
    pub(crate) observations: Vec<Observation>,
    pub(crate) indicators: Vec<IndicatorBlock>,
    pub(crate) lineage: Vec<LineageEntry>,
    pub(crate) missions: Vec<MissionLine>,
    pub(crate) evidence: Evidence,
}

impl Candidates {
    /// Rows, in the order they are published in.
    #[must_use]
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// Metadata of indicators, in order of id.
    #[must_use]
    pub fn indicators(&self) -> &[IndicatorBlock] {
        &self.indicators
    }

    /// Lineage, in order of indicator and dataset.
    #[must_use]
    pub fn lineage(&self) -> &[LineageEntry] {
        &self.lineage
    }

    /// All missions, in the order of the strategy.
    #[must_use]
    pub fn missions(&self) -> &[MissionLine] {
        &self.missions
    }
}

impl Auditable for Candidates {
    fn evidence(&self) -> Evidence {
        self.evidence.clone()
    }
}
