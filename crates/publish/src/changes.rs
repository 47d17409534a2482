//! `changes.json`: what differs from the release that readers see now.
//!
//! Both releases are compared as published text, figure by figure. A figure that becomes hidden is told as removed and one
//! that becomes shown as added: a hidden cell is never called revised, and why a cell is hidden is never told. Not allowed
//! in here: a number of a figure that is hidden now.

use std::collections::BTreeMap;

use csv::StringRecord;
use serde::Serialize;

use crate::csv_file;
use crate::error::PublishError;
use crate::files::{CHANGES, OBSERVATIONS_CSV, Previous};
use crate::manifest::About;
use crate::observations::NUMBER_COLUMNS;
use crate::version::Version;

/// The whole file.
#[derive(Debug, Serialize)]
pub(crate) struct Changes {
    from: Option<Version>,
    to: Version,
    audience: String,
    /// What the change means to a reader.
    kind: Kind,
    counts: Counts,
    added: Vec<Figure>,
    removed: Vec<Figure>,
    revised: Vec<Revised>,
    /// Figures of which only words changed.
    edited: Vec<String>,
}

/// What a change means to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// Something that a reader relied on went, or means something else now.
    Major,
    /// Figures were added or revised.
    Minor,
    /// The same figures; words were corrected.
    Patch,
}

#[derive(Debug, Serialize)]
struct Counts {
    added: usize,
    removed: usize,
    revised: usize,
    edited: usize,
}

/// A figure as it stands on one side.
#[derive(Debug, Serialize)]
struct Figure {
    figure_id: String,
    indicator: String,
    area_code: String,
    period_label: String,
    measure: String,
    value: Option<f64>,
    count: Option<u64>,
    status: String,
}

/// A figure whose numbers changed.
#[derive(Debug, Serialize)]
struct Revised {
    figure_id: String,
    indicator: String,
    area_code: String,
    period_label: String,
    measure: String,
    /// The kind of cause, by code.
    why: &'static str,
    old: Numbers,
    new: Numbers,
}

#[derive(Debug, Serialize)]
struct Numbers {
    value: Option<f64>,
    count: Option<u64>,
    status: String,
}

/// The rows of one release, by figure.
struct Side {
    columns: BTreeMap<String, usize>,
    rows: BTreeMap<String, StringRecord>,
}

/// One row with the names of its columns.
#[derive(Clone, Copy)]
struct Row<'a> {
    columns: &'a BTreeMap<String, usize>,
    record: &'a StringRecord,
}

/// The changes from what readers see now to `rows_csv`.
pub(crate) fn between(
    previous: Option<&Previous>,
    rows_csv: &[u8],
    about: &About<'_>,
) -> Result<Changes, PublishError> {
    let old = previous.map_or(Ok(Side::empty()), |previous| Side::read(&previous.observations_csv))?;
    let new = Side::read(rows_csv)?;
    let mut changes = Changes {
        from: previous.map(|previous| previous.version),
        to: about.version,
        audience: about.audience.to_owned(),
        kind: Kind::Patch,
        counts: Counts { added: 0, removed: 0, revised: 0, edited: 0 },
        added: Vec::new(),
        removed: Vec::new(),
        revised: Vec::new(),
        edited: Vec::new(),
    };
    for id in old.rows.keys().filter(|id| !new.rows.contains_key(*id)) {
        changes.removed.extend(old.row(id).map(Row::figure));
    }
    for id in new.rows.keys() {
        match (old.row(id), new.row(id)) {
            (Some(old), Some(new)) => changes.compare(old, new),
            (None, Some(new)) => changes.added.push(new.figure()),
            _ => {}
        }
    }
    Ok(changes.summed_up())
}

impl Changes {
    /// Puts a figure that both sides have where it belongs.
    fn compare(&mut self, old: Row<'_>, new: Row<'_>) {
        match (old.is_hidden(), new.is_hidden()) {
            (true, true) => {}
            (true, false) => self.added.push(new.figure()),
            // The row of the new side: it carries no number.
            (false, true) => self.removed.push(new.figure()),
            (false, false) if differ(old, new, &NUMBER_COLUMNS) => self.revised.push(Revised::of(old, new)),
            (false, false) if words_differ(old, new) => self.edited.push(new.get("figure_id").to_owned()),
            (false, false) => {}
        }
    }

    fn summed_up(mut self) -> Self {
        self.counts = Counts {
            added: self.added.len(),
            removed: self.removed.len(),
            revised: self.revised.len(),
            edited: self.edited.len(),
        };
        let redefined = self.revised.iter().any(|revised| revised.why == "definition");
        self.kind = if !self.removed.is_empty() || redefined {
            Kind::Major
        } else if !self.added.is_empty() || !self.revised.is_empty() {
            Kind::Minor
        } else {
            Kind::Patch
        };
        self
    }
}

impl Side {
    fn empty() -> Self {
        Self { columns: BTreeMap::new(), rows: BTreeMap::new() }
    }

    fn read(bytes: &[u8]) -> Result<Self, PublishError> {
        let failed = || PublishError::Decode { file: OBSERVATIONS_CSV.to_owned() };
        let mut reader = csv_file::reader(bytes);
        let header = reader.headers().map_err(|_| failed())?;
        let columns: BTreeMap<String, usize> =
            header.iter().enumerate().map(|(position, name)| (name.to_owned(), position)).collect();
        let mut rows = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|_| failed())?;
            let id = Row { columns: &columns, record: &record }.get("figure_id").to_owned();
            if id.is_empty() {
                return Err(PublishError::Decode { file: CHANGES.to_owned() });
            }
            rows.insert(id, record);
        }
        Ok(Self { columns, rows })
    }

    fn row(&self, id: &str) -> Option<Row<'_>> {
        self.rows.get(id).map(|record| Row { columns: &self.columns, record })
    }
}

impl<'a> Row<'a> {
    /// The text of a cell; empty where there is no such column.
    fn get(self, column: &str) -> &'a str {
        self.columns.get(column).and_then(|position| self.record.get(*position)).unwrap_or("")
    }

    fn is_hidden(self) -> bool {
        self.get("status").contains("[c]")
    }

    fn numbers(self) -> Numbers {
        Numbers {
            value: self.get("value").parse().ok(),
            count: self.get("count").parse().ok(),
            status: self.get("status").to_owned(),
        }
    }

    fn figure(self) -> Figure {
        let numbers = self.numbers();
        Figure {
            figure_id: self.get("figure_id").to_owned(),
            indicator: self.get("indicator").to_owned(),
            area_code: self.get("area_code").to_owned(),
            period_label: self.get("period_label").to_owned(),
            measure: self.get("measure").to_owned(),
            value: numbers.value,
            count: numbers.count,
            status: numbers.status,
        }
    }
}

impl Revised {
    fn of(old: Row<'_>, new: Row<'_>) -> Self {
        let figure = new.figure();
        Self {
            figure_id: figure.figure_id,
            indicator: figure.indicator,
            area_code: figure.area_code,
            period_label: figure.period_label,
            measure: figure.measure,
            why: why(old, new),
            old: old.numbers(),
            new: new.numbers(),
        }
    }
}

/// The kind of cause, from the first that can be seen in the rows.
fn why(old: Row<'_>, new: Row<'_>) -> &'static str {
    if differ(old, new, &["indicator_version", "group_definition"]) {
        "definition"
    } else if differ(old, new, &["method", "unit"]) {
        "method"
    } else if differ(old, new, &["area_vintage"]) {
        "boundary"
    } else if differ(old, new, &["count"]) {
        "data"
    } else if differ(old, new, &["denominator", "denominator_source", "denominator_period"]) {
        "denominator"
    } else if differ(old, new, &["comparator_value", "comparator_lower_95", "comparator_upper_95"]) {
        "comparator"
    } else {
        "data"
    }
}

fn differ(old: Row<'_>, new: Row<'_>, columns: &[&str]) -> bool {
    columns.iter().any(|column| old.get(column) != new.get(column))
}

/// Whether anything but the release differs.
fn words_differ(old: Row<'_>, new: Row<'_>) -> bool {
    new.columns.keys().any(|column| column != "release" && old.get(column) != new.get(column))
}
