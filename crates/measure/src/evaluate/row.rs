//! The columns that every row of an indicator shares, and the marks that follow from time and supply.
//!
//! Not allowed in here: values; a row begins without any.

use std::collections::BTreeSet;

use concordat_base::text::hexadecimal;
use concordat_base::{Date, Decimal};
use concordat_declare::indicator::{Indicator, Measure};
use concordat_methods::Estimate;
use sha2::{Digest, Sha256};

use super::Context;
use crate::inventory::Lateness;
use crate::observation::{ComparatorFigure, Limits, Mark, Observation, RowMeasure};
use crate::spans::TimeSpan;
use crate::tabulate::breaks;

/// Where and when a row is of.
#[derive(Clone, Copy)]
pub(super) struct Spot<'run> {
    pub(super) level: usize,
    pub(super) area: usize,
    pub(super) span: &'run TimeSpan,
    pub(super) sex: &'static str,
    /// By what a group divides, and which it is.
    pub(super) category: Option<(&'run str, &'run str)>,
}

impl Context<'_, '_> {
    /// A row with everything but its value.
    pub(super) fn row(&self, spot: Spot<'_>, measure: RowMeasure, group: &str) -> Observation {
        let areas = self.night.partnership.areas();
        let level = &areas.levels[spot.level];
        let area = &level.areas[spot.area];
        let parent = area.parent.and_then(|at| areas.levels.get(spot.level + 1)?.areas.get(at));
        let supply = self.supply();
        let mut row = Observation {
            indicator: self.indicator.id.value.clone(),
            indicator_version: self.indicator.indicator_version,
            mission: self.indicator.mission.value.clone(),
            measure,
            group_definition: group.to_owned(),
            area_code: area.code.clone(),
            area_name: area.name.clone(),
            area_level: level.id.clone(),
            area_vintage: level.vintage.clone(),
            parent_code: parent.map(|parent| parent.code.clone()),
            period_start: spot.span.start(),
            period_end: spot.span.end(),
            period_label: spot.span.label.clone(),
            sex: spot.sex,
            age: self.age(),
            category_type: spot.category.map(|(title, _)| title.to_owned()).unwrap_or_default(),
            category: spot.category.map(|(_, label)| label.to_owned()).unwrap_or_default(),
            value: None,
            limits: None,
            count: None,
            count_basis: "",
            denominator: None,
            denominator_source: self.indicator.words.denominator_source.clone(),
            denominator_period: String::new(),
            unit: self.indicator.unit.words().to_owned(),
            method: String::new(),
            comparator: None,
            significance: "",
            recent_trend: "",
            reading: String::new(),
            marks: BTreeSet::new(),
            status_reason: String::new(),
            input_as_of: supply.as_of,
            held_since: supply.held_since,
            synthetic: supply.synthetic,
            figure_id: String::new(),
            audiences: self.grant.audiences().iter().cloned().collect(),
        };
        self.mark_time(&mut row, spot.span);
        if supply.held_since.is_some() {
            mark(&mut row, Mark::Held, "a newer extract is late; the last good one stands in");
        }
        row
    }

    /// Whose ages a row is of: as it is declared, or by the bounds of the population.
    fn age(&self) -> String {
        let of_population = || match &self.indicator.measure {
            Measure::CrudeRate(measure) => match (measure.population.from_age, measure.population.until_age) {
                (0, None) => None,
                (from, None) => Some(format!("{from} and over")),
                (from, Some(until)) => Some(format!("{from} to {until}")),
            },
            Measure::DirectlyStandardisedRate(measure) => Some(format!("{} and over", measure.population.from_age)),
            _ => None,
        };
        let declared = self.indicator.words.age.clone();
        declared.or_else(of_population).unwrap_or_else(|| "All ages".to_owned())
    }

    fn mark_time(&self, row: &mut Observation, span: &TimeSpan) {
        if span.incomplete {
            mark(row, Mark::Provisional, "months of the period are not held");
        } else if self.provisional(span) {
            mark(row, Mark::Provisional, "a recent period that may still be added to");
        }
        let broken = breaks(self.indicator, &self.outline.periods);
        if span.parts.iter().any(|part| broken.contains(part)) {
            let declared = self.indicator.series_breaks.iter().map(|one| one.because.clone());
            mark(row, Mark::Break, &declared.collect::<Vec<_>>().join("; "));
        }
    }

    /// Whether a period of the span is so recent that it is provisional.
    pub(super) fn provisional(&self, span: &TimeSpan) -> bool {
        let datasets = self.grant.datasets().keys().filter_map(|dataset| self.night.inventory.datasets.get(dataset));
        datasets
            .flat_map(|held| &held.partitions)
            .any(|partition| partition.provisional && span.parts.contains(&partition.period))
    }

    fn supply(&self) -> Supply {
        let mut supply = Supply { as_of: None, held_since: None, synthetic: false };
        for (dataset, granted) in self.grant.datasets() {
            let Some(held) = self.night.inventory.datasets.get(dataset) else { continue };
            supply.synthetic |= held.partitions.iter().any(|partition| partition.synthetic);
            if let Lateness::HeldSince(since) = held.lateness {
                supply.held_since = Some(supply.held_since.map_or(since, |earlier: Date| earlier.min(since)));
            }
            // A population is of its own date, which stands in the denominator's columns.
            let is_population = granted.is_open() && !self.counts(dataset);
            if let Some(as_of) = held.as_of().filter(|_| !is_population) {
                supply.as_of = Some(supply.as_of.map_or(as_of, |earlier: Date| earlier.min(as_of)));
            }
        }
        supply
    }

    /// Whether records of a dataset are counted, rather than divided by.
    fn counts(&self, dataset: &concordat_base::Name) -> bool {
        let population = match &self.indicator.measure {
            Measure::CrudeRate(measure) => Some(&measure.population.dataset.value),
            Measure::DirectlyStandardisedRate(measure) => Some(&measure.population.dataset.value),
            Measure::Proportion(_) | Measure::LinkedCount(_) | Measure::Sql(_) | Measure::Published(_) => None,
        };
        population != Some(dataset)
    }
}

struct Supply {
    as_of: Option<Date>,
    held_since: Option<Date>,
    synthetic: bool,
}

/// Adds a mark and its reason.
pub(super) fn mark(row: &mut Observation, mark: Mark, reason: &str) {
    row.marks.insert(mark);
    if !row.status_reason.is_empty() {
        row.status_reason.push_str("; ");
    }
    row.status_reason.push_str(reason);
}

/// Marks a row confidential: it carries no number.
pub(super) fn confidential(mut row: Observation) -> Observation {
    mark(&mut row, Mark::Confidential, "confidential");
    row
}

/// Marks a row as not available, with a reason that rests on nothing hidden.
pub(super) fn not_available(mut row: Observation, reason: &str) -> Observation {
    mark(&mut row, Mark::NotAvailable, reason);
    row
}

/// Fills value and limits, rounded once.
pub(super) fn fill(row: &mut Observation, estimate: &Estimate, decimals: u8) {
    let round = |value: f64| Decimal::round(value, decimals);
    row.value = round(estimate.value);
    let both = |lower: f64, upper: f64| round(lower).zip(round(upper));
    let wide = both(estimate.lower_998, estimate.upper_998);
    row.limits =
        both(estimate.lower_95, estimate.upper_95).map(|(lower_95, upper_95)| Limits { lower_95, upper_95, wide });
}

/// Gives a finished row its id. `span` is the span's name, which does not change when a late month arrives.
pub(super) fn identify(row: Observation, indicator: &Indicator, span: &TimeSpan) -> Observation {
    identify_as(row, indicator, &span.name)
}

/// The same, by the name of the span alone.
pub(super) fn identify_as(mut row: Observation, indicator: &Indicator, span: &str) -> Observation {
    let comparator = row.comparator.as_ref().map(|one: &ComparatorFigure| one.id.as_str()).unwrap_or_default();
    let parts = [
        indicator.id.value.as_str(),
        row.group_definition.as_str(),
        row.area_code.as_str(),
        span,
        row.sex,
        row.age.as_str(),
        row.category_type.as_str(),
        row.category.as_str(),
        row.measure.as_str(),
        comparator,
    ];
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    // A letter first: a spreadsheet takes digits alone, or digits around an e, for a number.
    row.figure_id = format!("f{}", hexadecimal(&digest[..8]));
    row
}
