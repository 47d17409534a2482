//! What is about to be published, and the part of it that one audience may see.
//!
//! Outside tests a payload is made from cleared candidates alone. Not allowed in here: changing a row.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{Date, Name};
use concordat_disclosure::Cleared;
use concordat_ledger::entry::release::ReleaseInput;
use concordat_measure::{Candidates, IndicatorBlock, LineageEntry, MissionLine, Observation};

use crate::error::PublishError;
use crate::observations::number_in_confidential;

/// Everything that was cleared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Payload<'a> {
    pub(crate) observations: &'a [Observation],
    pub(crate) indicators: &'a [IndicatorBlock],
    pub(crate) lineage: &'a [LineageEntry],
    pub(crate) missions: &'a [MissionLine],
}

/// What one audience may see of it.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) observations: Vec<&'a Observation>,
    pub(crate) indicators: Vec<&'a IndicatorBlock>,
    pub(crate) lineage: Vec<&'a LineageEntry>,
    pub(crate) missions: &'a [MissionLine],
}

impl<'a> Payload<'a> {
    /// The rows of cleared candidates.
    pub(crate) fn of(cleared: &'a Cleared<Candidates>) -> Self {
        let rows = cleared.rows();
        Self {
            observations: rows.observations(),
            indicators: rows.indicators(),
            lineage: rows.lineage(),
            missions: rows.missions(),
        }
    }

    /// The part that an audience may see.
    pub(crate) fn view(self, audience: &Name) -> View<'a> {
        View {
            observations: self.observations.iter().filter(|row| row.audiences.contains(audience)).collect(),
            indicators: self.indicators.iter().filter(|row| row.audiences.contains(audience)).collect(),
            lineage: self.lineage.iter().filter(|row| row.audiences.contains(audience)).collect(),
            missions: self.missions,
        }
    }

    /// The first day on which an audience may be given it, where an agreement in any figure has it wait.
    pub(crate) fn not_before(self, audience: &Name) -> Option<Date> {
        let seen = self.indicators.iter().filter(|row| row.audiences.contains(audience));
        seen.filter_map(|row| row.not_before.get(audience)).max().copied()
    }

    /// Every figure has an id of its own.
    pub(crate) fn check_ids(self) -> Result<(), PublishError> {
        let mut seen = BTreeSet::new();
        match self.observations.iter().find(|row| !seen.insert(row.figure_id.as_str())) {
            Some(row) => Err(PublishError::DuplicateFigure { indicator: row.indicator.to_string() }),
            None => Ok(()),
        }
    }

    /// The extracts behind it, sorted.
    pub(crate) fn inputs(self) -> Vec<ReleaseInput> {
        inputs(self.lineage.iter())
    }
}

impl<'a> View<'a> {
    /// No confidential row carries a number.
    pub(crate) fn check_confidential(&self, audience: &Name) -> Result<(), PublishError> {
        for row in &self.observations {
            if let Some(column) = number_in_confidential(row) {
                let (audience, figure_id) = (audience.to_string(), row.figure_id.clone());
                return Err(PublishError::ConfidentialNumber { audience, column, figure_id });
            }
        }
        Ok(())
    }

    /// Rows of each mission that has any.
    pub(crate) fn by_mission(&self) -> BTreeMap<&'a Name, Vec<&'a Observation>> {
        let mut missions: BTreeMap<&Name, Vec<&Observation>> = BTreeMap::new();
        for row in &self.observations {
            missions.entry(&row.mission).or_default().push(row);
        }
        missions
    }

    /// Indicators with figures here.
    pub(crate) fn measured(&self) -> BTreeSet<&'a Name> {
        self.observations.iter().map(|row| &row.indicator).collect()
    }

    /// Whether a made-up extract is behind any of it.
    pub(crate) fn is_synthetic(&self) -> bool {
        self.observations.iter().any(|row| row.synthetic) || self.indicators.iter().any(|row| row.synthetic)
    }

    /// The statements that licences ask for, each once.
    pub(crate) fn attribution(&self) -> String {
        // An indicator that rests on several licences carries their statements one after another.
        let statements: BTreeSet<&str> =
            self.indicators.iter().flat_map(|row| row.attribution.split("; ")).filter(|one| !one.is_empty()).collect();
        statements.into_iter().collect::<Vec<_>>().join("; ")
    }

    /// The extracts behind it, sorted.
    pub(crate) fn inputs(&self) -> Vec<ReleaseInput> {
        inputs(self.lineage.iter().copied())
    }
}

fn inputs<'a>(entries: impl Iterator<Item = &'a LineageEntry>) -> Vec<ReleaseInput> {
    let named = entries.flat_map(|entry| entry.extracts.iter().map(move |extract| (&entry.dataset, extract)));
    let sorted: BTreeSet<_> = named.collect();
    sorted
        .into_iter()
        .map(|(dataset, extract)| ReleaseInput {
            dataset: dataset.to_string(),
            period: extract.period.clone(),
            commitment: extract.commitment.clone(),
        })
        .collect()
}
