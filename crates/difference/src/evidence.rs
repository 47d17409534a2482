//! What the releases show that may be behind a change: extracts, versions, areas, methods, rules.
//!
//! Not allowed in here: the numbers of the figure, and a look at anything but both releases.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{Date, Period, PeriodKind};
use serde::Serialize;

use crate::release::{Reading, Release};
use crate::row::Row;

/// What happened to an extract between the releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtractChange {
    /// It was not there before.
    New,
    /// It has another content.
    Changed,
    /// It is not used any longer.
    Gone,
}

/// An extract that is not the same in both releases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Extract {
    /// The dataset.
    pub dataset: String,
    /// The period.
    pub period: String,
    /// What happened to it.
    pub change: ExtractChange,
}

/// All that the releases show.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Evidence {
    /// Extracts of the figure's period that are not the same.
    pub(crate) records: Vec<Extract>,
    /// Extracts of the denominator that are not the same.
    pub(crate) denominator: Vec<Extract>,
    /// Words of the denominator's source or period, before and after.
    pub(crate) denominator_named: Option<[String; 2]>,
    /// Versions or groups, before and after.
    pub(crate) definition: Option<[String; 2]>,
    /// Vintages of the area, before and after.
    pub(crate) boundary: Option<[String; 2]>,
    /// Whether the areas around or below it are others, though its own vintage is the same.
    pub(crate) areas_differ: bool,
    /// Methods, before and after.
    pub(crate) method: Option<[String; 2]>,
    /// What is known of another rule of disclosure or rounding.
    pub(crate) disclosure: Option<&'static str>,
    /// Versions of the program, before and after.
    pub(crate) program: Option<[String; 2]>,
    /// Whether the words that define the indicator were edited.
    pub(crate) words_edited: bool,
}

impl Evidence {
    pub(crate) fn of(old: (&Release, &Row), new: (&Release, &Row)) -> Self {
        let ((old_release, old), (new_release, new)) = (old, new);
        let both = |read: fn(&Row) -> &String| differing(read(old), read(new));
        let extracts = extracts(old_release, new_release, &new.indicator);
        let is_denominator = denominators(old_release, new_release, old, new);
        let (denominator, records): (Vec<_>, Vec<_>) =
            extracts.into_iter().partition(|extract| is_denominator.contains(&extract.dataset));
        Self {
            records: records.into_iter().filter(|extract| concerns(&extract.period, [old, new])).collect(),
            denominator,
            denominator_named: both(|row| &row.denominator_period).or_else(|| both(|row| &row.denominator_source)),
            definition: definition(old, new),
            boundary: both(|row| &row.area_vintage),
            areas_differ: neighbourhood(old_release, old) != neighbourhood(new_release, new),
            method: both(|row| &row.unit).or_else(|| both(|row| &row.method)),
            disclosure: disclosure((old_release, old), (new_release, new)),
            program: differing(&old_release.code_version, &new_release.code_version),
            words_edited: words_edited(old_release, new_release, &new.indicator),
        }
    }
}

fn differing(old: &str, new: &str) -> Option<[String; 2]> {
    (old != new).then(|| [old.to_owned(), new.to_owned()])
}

fn definition(old: &Row, new: &Row) -> Option<[String; 2]> {
    let version = |row: &Row| format!("version {}", row.indicator_version);
    differing(&version(old), &version(new)).or_else(|| differing(&old.group_definition, &new.group_definition))
}

fn words_edited(old: &Release, new: &Release, indicator: &str) -> bool {
    let words = |release: &Release| {
        release.words(indicator).map(|it| (it.definition.clone(), it.numerator.clone(), it.denominator.clone()))
    };
    words(old) != words(new)
}

fn disclosure(old: (&Release, &Row), new: (&Release, &Row)) -> Option<&'static str> {
    let rule = |release: &Release, row: &Row| release.words(&row.indicator).map(|words| words.disclosure_rule.clone());
    match (old.1.count_basis.as_str(), new.1.count_basis.as_str()) {
        ("exact", "rounded") => Some("counts were exact before and are rounded now"),
        ("rounded", "exact") => Some("counts were rounded before and are exact now"),
        _ if rule(old.0, old.1) != rule(new.0, new.1) => Some("the rule stands in indicators.csv of both releases"),
        _ => None,
    }
}

/// Codes of the areas of a level and of those right below an area.
fn neighbourhood<'a>(release: &'a Release, row: &Row) -> BTreeSet<(&'a str, &'a str)> {
    let of_indicator = release.rows.iter().filter(|other| other.indicator == row.indicator);
    let near = of_indicator.filter(|other| other.area_level == row.area_level || other.parent_code == row.area_code);
    near.map(|other| (other.area_code.as_str(), other.parent_code.as_str())).collect()
}

/// Extracts of an indicator's datasets that are not the same in both releases.
fn extracts(old: &Release, new: &Release, indicator: &str) -> Vec<Extract> {
    let datasets: BTreeSet<&String> =
        [old, new].iter().filter_map(|release| release.datasets.get(indicator)).flat_map(BTreeMap::keys).collect();
    let keys: BTreeSet<_> = old.inputs.keys().chain(new.inputs.keys()).collect();
    let of_indicator = keys.into_iter().filter(|(dataset, _)| datasets.contains(dataset));
    let changed = of_indicator.filter_map(|key| {
        let change = match (old.inputs.get(key), new.inputs.get(key)) {
            (None, _) => ExtractChange::New,
            (_, None) => ExtractChange::Gone,
            (Some(old), Some(new)) if old != new => ExtractChange::Changed,
            _ => return None,
        };
        Some(Extract { dataset: key.0.clone(), period: key.1.clone(), change })
    });
    changed.collect()
}

/// Datasets that only the denominator is taken from: those of its own period, or else those of which numbers are added up.
fn denominators(old_release: &Release, new_release: &Release, old: &Row, new: &Row) -> BTreeSet<String> {
    if old.counts_its_denominator() || new.counts_its_denominator() || new.denominator_period.is_empty() {
        return BTreeSet::new();
    }
    let mut of_period = BTreeSet::new();
    let mut added_up = BTreeSet::new();
    for (release, row) in [(old_release, old), (new_release, new)] {
        let period = row.denominator_period.trim_start_matches("mid-");
        let none = BTreeMap::new();
        for (dataset, Reading { adds_up }) in release.datasets.get(&row.indicator).unwrap_or(&none) {
            let periods = release.inputs.keys().filter(|(other, _)| other == dataset).map(|(_, period)| period);
            if *adds_up && periods.into_iter().any(|other| other == period) {
                of_period.insert(dataset.clone());
            }
            if *adds_up {
                added_up.insert(dataset.clone());
            }
        }
    }
    if of_period.is_empty() { added_up } else { of_period }
}

/// Whether an extract's period lies in the figure's, before or after; one that cannot be read may.
fn concerns(period: &str, rows: [&Row; 2]) -> bool {
    rows.iter().filter_map(|row| row.period).any(|(start, end)| {
        let read = |kind| Period::parse(period, kind).ok();
        let years = match start.month() {
            4 => vec![PeriodKind::FinancialYear],
            9 => vec![PeriodKind::AcademicYear],
            _ => vec![PeriodKind::FinancialYear, PeriodKind::AcademicYear],
        };
        let plain = [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::CalendarYear];
        let found: Vec<Period> = plain.into_iter().chain(years).filter_map(read).collect();
        let overlaps = |it: &Period| it.start() <= end && start <= it.end();
        found.is_empty() || found.iter().any(overlaps)
    })
}

/// Whether a span of days is longer than another that begins on the same day.
pub(crate) fn grew(old: Option<(Date, Date)>, new: Option<(Date, Date)>) -> bool {
    old.zip(new).is_some_and(|(old, new)| old.0 == new.0 && old.1 < new.1)
}
