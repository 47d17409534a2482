//! Areas inside the area: wards of a borough, neighbourhoods of a ward.
//!
//! Not allowed in here: areas of two levels in one table, and an order by value.

use concordat_formats::{Column, Kind};

use super::compared::{chart, dot};
use super::{Scope, Shown, is_whole, same_period};
use crate::chart::Dot;
use crate::grid::Grid;
use crate::row::Row;

/// More lines than this are a table alone.
const MOST_DRAWN: usize = 40;

pub(super) fn shown(scope: &Scope<'_>) -> Option<Shown> {
    let rows = latest_inside(scope);
    let first = rows.first()?;
    let comparator = best_comparator(scope, &rows);
    let caption = format!("Inside {}, {}: {}", scope.area.name, first.period_label, scope.indicator.title);
    let cells = rows.iter().map(|row| cells(scope, row, comparator)).collect();
    let grid = Grid::new("inside", &caption, columns(scope, comparator), cells);
    let dots: Vec<Dot> = rows.iter().map(|row| dot(row, row.area_name.clone(), false)).collect();
    let reference = scope
        .latest
        .value
        .as_ref()
        .map(|value| (format!("{}, {}", scope.area.name, scope.latest.period_label), value.value));
    let is_drawn = dots.len() <= MOST_DRAWN && dots.iter().any(|dot| dot.value.is_some());
    let name = format!("{} inside", scope.indicator.indicator);
    let chart = is_drawn.then(|| chart(scope, &name, &caption, &scope.latest.unit, dots, reference));
    Some(Shown { heading: format!("Inside {}", scope.area.name), lines: lines(scope, first), chart, grid })
}

fn lines(scope: &Scope<'_>, first: &Row) -> Vec<String> {
    let mut lines = vec![
        "Areas stand in alphabetical order, not by value. Small areas move a lot by chance: read the intervals."
            .to_owned(),
    ];
    if !same_period(first, scope.latest) {
        lines.push(format!(
            "These figures are of {}, where small areas need several years together, or of what is held; that of {} is of {}.",
            first.period_label, scope.area.name, scope.latest.period_label
        ));
    }
    lines
}

/// The latest figures of the level right below, by name.
fn latest_inside<'a>(scope: &Scope<'a>) -> Vec<&'a Row> {
    let is_inside = |row: &&Row| is_whole(row, scope.group) && row.parent_code == scope.area.code;
    let all: Vec<&Row> = scope.rows.iter().copied().filter(is_inside).collect();
    let Some(end) = all.iter().map(|row| row.period_end).max() else { return Vec::new() };
    let level = all.iter().find(|row| row.period_end == end).map(|row| row.area_level.clone()).unwrap_or_default();
    let mut rows: Vec<&Row> = all.into_iter().filter(|row| row.period_end == end && row.area_level == level).collect();
    rows.sort_by(|one, other| (&one.area_name, &one.area_code).cmp(&(&other.area_name, &other.area_code)));
    rows.dedup_by(|one, other| one.area_code == other.area_code);
    rows
}

/// The comparator to which most of the areas have a gap; the first of two.
fn best_comparator<'a>(scope: &Scope<'a>, rows: &[&'a Row]) -> Option<&'a str> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for row in scope.rows.iter().filter(|row| row.measure == "gap_absolute" && row.value.is_some()) {
        if !rows.iter().any(|inside| inside.area_code == row.area_code && same_period(inside, row)) {
            continue;
        }
        match counted.iter_mut().find(|(name, _)| *name == row.category) {
            Some((_, count)) => *count += 1,
            None => counted.push((&row.category, 1)),
        }
    }
    let most = counted.iter().map(|(_, count)| *count).max()?;
    counted.into_iter().find(|(_, count)| *count == most).map(|(name, _)| name)
}

fn columns(scope: &Scope<'_>, comparator: Option<&str>) -> Vec<Column> {
    let mut columns = vec![
        Column::new("area", "Area", Kind::Text),
        Column::new("value", &format!("Figure ({})", scope.latest.unit), Kind::DECIMAL),
        Column::new("lower", "Lower 95% limit", Kind::DECIMAL),
        Column::new("upper", "Upper 95% limit", Kind::DECIMAL),
        Column::new("count", "Count", Kind::Integer),
        Column::new("denominator", "Out of", Kind::Integer),
    ];
    if let Some(name) = comparator {
        columns.push(Column::new("gap", &format!("Gap to: {}", lower_first(name)), Kind::DECIMAL));
        columns.push(Column::new("lower_gap", "Gap, lower 95% limit", Kind::DECIMAL));
        columns.push(Column::new("upper_gap", "Gap, upper 95% limit", Kind::DECIMAL));
    }
    columns.push(Column::new("note", "Note", Kind::Text));
    columns
}

fn cells(scope: &Scope<'_>, row: &Row, comparator: Option<&str>) -> Vec<String> {
    let mut cells = vec![row.area_name.clone()];
    cells.extend(
        [&row.value, &row.lower_95, &row.upper_95, &row.count, &row.denominator].map(|it| row.print(it.as_ref())),
    );
    if let Some(name) = comparator {
        let is_gap = |gap: &&&Row| {
            gap.measure == "gap_absolute"
                && gap.area_code == row.area_code
                && gap.category == name
                && gap.group_definition == scope.group
                && same_period(gap, row)
        };
        match scope.rows.iter().find(is_gap) {
            Some(gap) => cells.extend([&gap.value, &gap.lower_95, &gap.upper_95].map(|it| gap.print(it.as_ref()))),
            None => cells.extend(std::iter::repeat_n(row.missing().to_owned(), 3)),
        }
    }
    cells.push(note(row));
    cells
}

/// Marks and their reason; of a hidden figure the mark alone.
fn note(row: &Row) -> String {
    match (row.is_hidden(), row.status.is_empty()) {
        (true, _) => "[c] not shown".to_owned(),
        (false, true) => "none".to_owned(),
        (false, false) => format!("{} {}", row.status, row.status_reason),
    }
}

fn lower_first(name: &str) -> String {
    name.strip_prefix("The ").map_or_else(|| name.to_owned(), |rest| format!("the {rest}"))
}
