//! What a release says has changed since the one before, as far as it concerns a page.
//!
//! Not allowed in here: a number of a figure that is no longer shown, and why it is not.

use std::collections::BTreeSet;

use concordat_formats::{Column, Kind};
use serde::Deserialize;

use crate::grid::Grid;
use crate::row::Row;

/// `changes.json`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Changes {
    from: Option<String>,
    #[serde(default)]
    added: Vec<Figure>,
    #[serde(default)]
    removed: Vec<Figure>,
    #[serde(default)]
    revised: Vec<Revised>,
    #[serde(default)]
    edited: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Figure {
    indicator: String,
    area_code: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Revised {
    figure_id: String,
    why: String,
    old: Numbers,
    new: Numbers,
}

#[derive(Clone, Debug, Deserialize)]
struct Numbers {
    value: Option<f64>,
    count: Option<u64>,
}

/// What changed on a page.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// In sentences.
    pub(crate) lines: Vec<String>,
    /// Revised figures, old and new.
    pub(crate) revised: Option<Grid>,
}

/// More revised figures than this are counted, not listed.
const MOST_LISTED: usize = 60;

impl Changes {
    /// What concerns the rows of a page, in its order, of an area; `areas` and `indicators` are those of the page.
    pub(crate) fn told(&self, rows: &[&Row], area: &str, areas: &BTreeSet<&str>, indicators: &BTreeSet<&str>) -> Told {
        let Some(from) = &self.from else {
            let line = "This is the first release for this audience: there is none before it to compare with.";
            return Told { lines: vec![line.to_owned()], revised: None };
        };
        let here = |figures: &[Figure]| {
            let is_here =
                |one: &&Figure| indicators.contains(one.indicator.as_str()) && areas.contains(one.area_code.as_str());
            figures.iter().filter(is_here).count()
        };
        let of_page = |row: &&Row| self.revised.iter().find(|one| one.figure_id == row.figure_id);
        let mut seen = BTreeSet::new();
        let revised: Vec<(&Row, &Revised)> = rows
            .iter()
            .filter_map(|row| of_page(row).map(|one| (*row, one)))
            .filter(|(row, _)| seen.insert(row.figure_id.as_str()))
            .collect();
        let edited = self.edited.iter().filter(|id| rows.iter().any(|row| row.figure_id == **id)).count();
        let counts = [
            (here(&self.added), "newly shown"),
            (revised.len(), "revised"),
            (here(&self.removed), "no longer shown"),
            (edited, "with other words and the same numbers"),
        ];
        let (mut lines, listed) = (sentences(from, &counts), listed(&revised));
        lines.extend(first_of(&revised, area));
        lines.extend(listed.is_some().then(|| "The table of revised figures has each, before and now.".to_owned()));
        Told { lines, revised: listed }
    }
}

/// The revised figure that is read first: the first gap of the area, or where there is none its first figure.
fn first_of(revised: &[(&Row, &Revised)], area: &str) -> Option<String> {
    let of = |measure: &str| revised.iter().find(|(row, _)| row.area_code == area && row.measure == measure);
    let (row, one) = of("gap_absolute").or_else(|| of("value"))?;
    Some(format!(
        "The {} of {}, {}: {} before, {} now, because of {}.",
        measure(row),
        row.area_name,
        row.period_label,
        printed(row, one.old.value),
        printed(row, one.new.value),
        why(&one.why)
    ))
}

/// A value with the decimals of its row.
fn printed(row: &Row, value: Option<f64>) -> String {
    let places = usize::from(row.value.as_ref().map_or(1, crate::row::Number::places));
    value.map_or_else(|| "[x]".to_owned(), |value| format!("{value:.places$}"))
}

fn sentences(from: &str, counts: &[(usize, &str)]) -> Vec<String> {
    let said: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", figures(*count)))
        .collect();
    if said.is_empty() {
        return vec![format!("Since release {from}: no figure on this page changed.")];
    }
    vec![format!("Since release {from}, of this mission in this area and inside it: {}.", said.join(", "))]
}

fn figures(count: usize) -> String {
    if count == 1 { "1 figure".to_owned() } else { format!("{count} figures") }
}

fn listed(revised: &[(&Row, &Revised)]) -> Option<Grid> {
    if revised.is_empty() || revised.len() > MOST_LISTED {
        return None;
    }
    let columns = vec![
        Column::new("area", "Area", Kind::Text),
        Column::new("period", "Period", Kind::Text),
        Column::new("measure", "Measure", Kind::Text),
        Column::new("old", "Before", Kind::DECIMAL),
        Column::new("new", "Now", Kind::DECIMAL),
        Column::new("old_count", "Count before", Kind::Integer),
        Column::new("new_count", "Count now", Kind::Integer),
        Column::new("why", "Because of", Kind::Text),
    ];
    let row = |(row, one): &(&Row, &Revised)| {
        let count = |count: Option<u64>| count.map_or_else(|| "[z]".to_owned(), |count| count.to_string());
        vec![
            row.area_name.clone(),
            row.period_label.clone(),
            measure(row),
            printed(row, one.old.value),
            printed(row, one.new.value),
            count(one.old.count),
            count(one.new.count),
            why(&one.why).to_owned(),
        ]
    };
    Some(Grid::new("revised", "Revised figures", columns, revised.iter().map(row).collect()))
}

/// What a row measures, in words.
fn measure(row: &Row) -> String {
    match row.measure.as_str() {
        "value" => "figure".to_owned(),
        "gap_absolute" => format!("gap to {}", row.category),
        "gap_relative" => format!("relative gap to {}", row.category),
        "gap_people" => format!("people, gap to {}", row.category),
        other => other.replace('_', " "),
    }
}

fn why(code: &str) -> &str {
    match code {
        "definition" => "another definition",
        "method" => "another method or unit",
        "boundary" => "other boundaries",
        "data" => "later or corrected data",
        "denominator" => "another denominator",
        "comparator" => "a revised comparator",
        other => other,
    }
}
