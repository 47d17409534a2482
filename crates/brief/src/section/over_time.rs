//! The area's figure over time, with what it is compared with.
//!
//! Not allowed in here: a line across a break.

use concordat_formats::{Column, Kind};

use super::{Scope, Shown};
use crate::chart::{Chart, Point, Series, Trend};
use crate::grid::Grid;
use crate::row::Row;

/// Comparators that stand in the chart beside the area.
const MOST_BESIDE: usize = 3;

pub(super) fn shown(scope: &Scope<'_>) -> Option<Shown> {
    let own = scope.series(&scope.area.code, scope.group);
    if own.is_empty() {
        return None;
    }
    let comparators: Vec<&str> = scope.comparators().into_iter().take(MOST_BESIDE).collect();
    let caption = format!("{}: {} over time", scope.area.name, scope.indicator.title);
    let grid = Grid::new("over_time", &caption, columns(scope, &comparators), rows(scope, &own, &comparators));
    let mut lines = Vec::new();
    if own.len() < 2 {
        lines.push("One period so far: there is no line to draw yet.".to_owned());
    }
    for row in own.iter().filter(|row| row.has_mark('b')) {
        lines.push(format!(
            "From {} on the figures are not comparable with those before. {}.",
            row.period_label, row.status_reason
        ));
    }
    let chart = (own.iter().filter(|row| row.value.is_some()).count() > 1).then(|| chart(scope, &own, &comparators));
    Some(Shown { heading: "Over time".to_owned(), lines, chart, grid })
}

fn columns(scope: &Scope<'_>, comparators: &[&str]) -> Vec<Column> {
    let mut columns = vec![
        Column::new("period", "Period", Kind::Text),
        Column::new("value", &format!("{} ({})", scope.area.name, scope.latest.unit), Kind::DECIMAL),
        Column::new("lower", "Lower 95% limit", Kind::DECIMAL),
        Column::new("upper", "Upper 95% limit", Kind::DECIMAL),
        Column::new("count", "Count", Kind::Integer),
        Column::new("denominator", "Out of", Kind::Integer),
    ];
    columns.extend(comparators.iter().map(|name| Column::new("comparator", name, Kind::DECIMAL)));
    columns.push(Column::new("status", "Marks", Kind::Text));
    columns
}

fn rows(scope: &Scope<'_>, own: &[&Row], comparators: &[&str]) -> Vec<Vec<String>> {
    let row = |row: &&Row| {
        let mut cells = vec![
            row.period_label.clone(),
            row.print(row.value.as_ref()),
            row.print(row.lower_95.as_ref()),
            row.print(row.upper_95.as_ref()),
            row.print(row.count.as_ref()),
            row.print(row.denominator.as_ref()),
        ];
        for name in comparators {
            let gap = scope.gaps("gap_absolute", name).into_iter().find(|gap| super::same_period(gap, row));
            cells.push(gap.map_or_else(|| "[z]".to_owned(), |gap| gap.print(gap.comparator_value.as_ref())));
        }
        cells.push(if row.status.is_empty() { "none".to_owned() } else { row.status.clone() });
        cells
    };
    own.iter().map(row).collect()
}

fn chart(scope: &Scope<'_>, own: &[&Row], comparators: &[&str]) -> Chart {
    let mut series =
        vec![Series { label: scope.area.name.clone(), points: own.iter().map(|row| own_point(row)).collect() }];
    for name in comparators {
        let gaps = scope.gaps("gap_absolute", name);
        let points: Vec<Point> = gaps.iter().filter_map(|row| comparator_point(row)).collect();
        if !points.is_empty() {
            series.push(Series { label: (*name).to_owned(), points });
        }
    }
    Chart::of_trend(
        &format!("{} over time", scope.indicator.indicator),
        format!("{}: {}", scope.area.name, scope.indicator.title),
        describe(scope, own),
        scope.is_synthetic(),
        Trend { unit: scope.latest.unit.clone(), series },
    )
}

fn describe(scope: &Scope<'_>, own: &[&Row]) -> String {
    let mut shown = own.iter().filter(|row| row.value.is_some());
    let (first, last) = (shown.next(), shown.next_back());
    let say = |row: Option<&&Row>| {
        row.map_or_else(String::new, |row| format!("{} in {}", row.print(row.value.as_ref()), row.period_label))
    };
    format!(
        "Lines with 95% intervals. {}: {}, {}; unit: {}. The table after the chart has every number.",
        scope.area.name,
        say(first),
        say(last),
        scope.latest.unit
    )
}

fn own_point(row: &Row) -> Point {
    let number = |number: Option<&crate::row::Number>| number.map(|number| number.value);
    Point {
        label: row.period_label.clone(),
        start: row.period_start,
        end: row.period_end,
        value: number(row.value.as_ref()),
        limits: number(row.lower_95.as_ref()).zip(number(row.upper_95.as_ref())),
        is_unsure: row.is_unsure(),
        is_hidden: row.is_hidden(),
        is_break: row.has_mark('b'),
    }
}

/// The comparator's own point; of a hidden gap nothing is drawn.
fn comparator_point(row: &Row) -> Option<Point> {
    let value = row.comparator_value.as_ref().filter(|_| !row.is_hidden())?;
    Some(Point {
        label: row.period_label.clone(),
        start: row.period_start,
        end: row.period_end,
        value: Some(value.value),
        limits: None,
        is_unsure: false,
        is_hidden: false,
        is_break: row.has_mark('b'),
    })
}
