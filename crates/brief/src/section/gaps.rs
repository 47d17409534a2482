//! The area's gaps in the latest period, one line for each comparator, with people.
//!
//! Not allowed in here: a gap that the release does not have.

use concordat_formats::{Column, Kind};

use super::{Scope, Shown};
use crate::grid::Grid;
use crate::row::Row;

pub(super) fn shown(scope: &Scope<'_>) -> Option<Shown> {
    let comparators = scope.comparators();
    let rows: Vec<Vec<String>> = comparators.iter().filter_map(|name| row(scope, name)).collect();
    if rows.is_empty() {
        return None;
    }
    let caption = format!("Gaps of {}, {}: {}", scope.area.name, scope.latest.period_label, scope.indicator.title);
    let relative = comparators.iter().filter_map(|name| scope.latest_gap("gap_relative", name));
    let mut lines: Vec<String> = relative
        .filter(|row| !row.reading.is_empty())
        .map(|row| format!("Relative to the comparator. {}", row.reading))
        .collect();
    lines.truncate(1);
    Some(Shown {
        heading: "Gaps and people".to_owned(),
        lines,
        chart: None,
        grid: Grid::new("gaps", &caption, columns(), rows),
    })
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("comparator", "Compared with", Kind::Text),
        Column::new("theirs", "Comparator's figure", Kind::DECIMAL),
        Column::new("gap", "Gap", Kind::DECIMAL),
        Column::new("lower_gap", "Gap, lower 95% limit", Kind::DECIMAL),
        Column::new("upper_gap", "Gap, upper 95% limit", Kind::DECIMAL),
        Column::new("people", "People to close it", Kind::DECIMAL),
        Column::new("lower_people", "People, lower 95% limit", Kind::DECIMAL),
        Column::new("upper_people", "People, upper 95% limit", Kind::DECIMAL),
        Column::new("words", "In words", Kind::Text),
    ]
}

fn row(scope: &Scope<'_>, name: &str) -> Option<Vec<String>> {
    let gap = scope.latest_gap("gap_absolute", name)?;
    let mut cells = vec![name.to_owned(), gap.print(gap.comparator_value.as_ref().filter(|_| !gap.is_hidden()))];
    cells.extend([&gap.value, &gap.lower_95, &gap.upper_95].map(|number| gap.print(number.as_ref())));
    match scope.latest_gap("gap_people", name) {
        Some(people) => {
            cells.extend([&people.value, &people.lower_95, &people.upper_95].map(|it| people.print(it.as_ref())))
        }
        None => cells.extend(std::iter::repeat_n(gap.missing_or_not().to_owned(), 3)),
    }
    cells.push(words(gap));
    Some(cells)
}

/// How it compares; or why there is no figure.
fn words(gap: &Row) -> String {
    if gap.is_hidden() {
        "not shown".to_owned()
    } else if gap.value.is_none() {
        gap.status_reason.clone()
    } else if gap.significance.is_empty() {
        "not compared".to_owned()
    } else {
        gap.significance.clone()
    }
}

impl Row {
    /// The mark of a row that lacks a number, or that none belongs there.
    fn missing_or_not(&self) -> &'static str {
        if self.value.is_none() { self.missing() } else { "[z]" }
    }
}
