//! The columns of `lineage.parquet`: for every figure, one row for each dataset that it rests on.
//!
//! Not allowed in here: a plain hash of an extract; extracts are named by the commitments that come with the rows.

use std::collections::BTreeMap;

use concordat_base::Name;
use concordat_measure::{LineageEntry, Observation};

use crate::table::{Cell, Kind, Table};

const HEADINGS: [(&str, Kind); 13] = [
    ("figure_id", Kind::Text),
    ("indicator", Kind::Text),
    ("area_code", Kind::Text),
    ("period_label", Kind::Text),
    ("dataset", Kind::Text),
    ("supplier", Kind::Text),
    ("columns", Kind::Text),
    ("extract_commitments", Kind::Text),
    ("agreements", Kind::Text),
    ("clauses", Kind::Text),
    ("purpose", Kind::Text),
    ("decision", Kind::Text),
    ("expiry", Kind::Date),
];

/// Lists in a cell are separated by this.
const SEPARATOR: &str = "; ";

/// What is the same for every figure of an indicator and dataset.
struct Joined<'a> {
    entry: &'a LineageEntry,
    columns: String,
    extracts: String,
    agreements: String,
    clauses: String,
    decision: String,
}

impl<'a> Joined<'a> {
    fn of(entry: &'a LineageEntry) -> Self {
        let extracts = entry.extracts.iter().map(|extract| format!("{}={}", extract.period, extract.commitment));
        Self {
            entry,
            columns: entry.columns.join(SEPARATOR),
            extracts: extracts.collect::<Vec<_>>().join(SEPARATOR),
            agreements: entry.agreements.join(SEPARATOR),
            clauses: entry.clauses.join(SEPARATOR),
            decision: entry.decision.to_string(),
        }
    }

    fn cell(&self, figure: &Observation, column: usize) -> Cell<'static> {
        let text = |text: &str| Cell::text(text.to_owned());
        match column {
            0 => text(&figure.figure_id),
            1 => text(figure.indicator.as_str()),
            2 => text(figure.area_code.as_str()),
            3 => text(&figure.period_label),
            4 => text(self.entry.dataset.as_str()),
            5 => text(self.entry.supplier.as_str()),
            6 => text(&self.columns),
            7 => text(&self.extracts),
            8 => text(&self.agreements),
            9 => text(&self.clauses),
            10 => text(self.entry.purpose.as_str()),
            11 => text(&self.decision),
            _ => Cell::Date(self.entry.expiry),
        }
    }
}

/// The table of lineage, in the order of the figures.
pub(crate) fn table<'a>(figures: &[&'a Observation], entries: &[&'a LineageEntry]) -> Table<'a> {
    let joined: Vec<Joined<'a>> = entries.iter().map(|entry| Joined::of(entry)).collect();
    let mut of_indicator: BTreeMap<&Name, Vec<usize>> = BTreeMap::new();
    for (position, entry) in entries.iter().enumerate() {
        of_indicator.entry(&entry.indicator).or_default().push(position);
    }
    let mut rows: Vec<(&'a Observation, usize)> = Vec::new();
    for figure in figures {
        let datasets = of_indicator.get(&figure.indicator).map_or(&[][..], Vec::as_slice);
        rows.extend(datasets.iter().map(|position| (*figure, *position)));
    }
    Table::new(HEADINGS.to_vec(), rows.len(), move |row, column| {
        let (figure, position) = rows[row];
        joined[position].cell(figure, column)
    })
}
