//! Parts of the latest figure: by deprivation, by service, by rule; a table for each kind, and a chart where parts have
//! intervals.
//!
//! Not allowed in here: adding parts up, and an order by value.

use super::compared::{chart, dot, grid};
use super::{Scope, Shown, same_period};
use crate::chart::{Dot, capital};
use crate::row::Row;

pub(super) fn shown(scope: &Scope<'_>) -> Vec<Shown> {
    let is_part = |row: &&Row| {
        row.measure == "value"
            && row.area_code == scope.area.code
            && !row.category.is_empty()
            && same_period(row, scope.latest)
    };
    let rows: Vec<&Row> = scope.rows.iter().copied().filter(is_part).collect();
    let mut kinds: Vec<&str> = Vec::new();
    for row in &rows {
        if !kinds.contains(&row.category_type.as_str()) {
            kinds.push(&row.category_type);
        }
    }
    kinds.into_iter().map(|kind| of_kind(scope, &rows, kind)).collect()
}

fn of_kind(scope: &Scope<'_>, rows: &[&Row], kind: &str) -> Shown {
    let of_kind: Vec<&Row> = rows.iter().copied().filter(|row| row.category_type == kind).collect();
    let unit = of_kind.first().map_or("", |row| row.unit.as_str());
    let dots: Vec<Dot> = of_kind.iter().map(|row| dot(row, row.category.clone(), false)).collect();
    let (area, period) = (&scope.area.name, &scope.latest.period_label);
    let caption = format!("{area}, {period}, {kind}: {}", scope.indicator.title);
    let grid = grid(kind, &caption, "Part", unit, &dots);
    let has_intervals = dots.iter().any(|dot| dot.limits.is_some());
    let name = format!("{} {kind}", scope.indicator.indicator);
    let chart = has_intervals.then(|| chart(scope, &name, &caption, unit, dots, None));
    Shown { heading: capital(kind), lines: slopes(scope, kind), chart, grid }
}

/// What the release says of how the value changes over parts that are ranked.
fn slopes(scope: &Scope<'_>, kind: &str) -> Vec<String> {
    let over_it = |row: &&&Row| {
        row.measure == "sii"
            && row.area_code == scope.area.code
            && row.category.starts_with(kind)
            && same_period(row, scope.latest)
    };
    scope.rows.iter().filter(over_it).map(|row| row.reading.clone()).filter(|line| !line.is_empty()).collect()
}
