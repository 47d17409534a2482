//! The area beside others of its level, the place, and the comparators, in the latest period.
//!
//! Not allowed in here: an order by value. Nobody is ranked.

use concordat_formats::{Column, Kind};

use super::{Scope, Shown, is_whole, same_period};
use crate::chart::{Chart, Dot, Dots};
use crate::grid::Grid;
use crate::row::Row;

pub(super) fn shown(scope: &Scope<'_>) -> Option<Shown> {
    if scope.is_in_parts {
        return None;
    }
    let mut dots = vec![dot(scope.latest, scope.area.name.clone(), true)];
    dots.extend(others(scope).into_iter().map(|row| dot(row, row.area_name.clone(), false)));
    dots.extend(scope.comparators().into_iter().filter_map(|name| comparator(scope, name)));
    if dots.len() < 2 {
        return None;
    }
    let (title, period) = (&scope.indicator.title, &scope.latest.period_label);
    let caption = format!("{} compared with others, {period}: {title}", scope.area.name);
    let lines = vec!["In the order in which they are declared, not by value: nobody is ranked.".to_owned()];
    Some(Shown {
        heading: "Beside others".to_owned(),
        lines,
        grid: grid("compared", &caption, "Area or comparator", &scope.latest.unit, &dots),
        chart: Some(chart(
            scope,
            &format!("{} beside others", scope.indicator.indicator),
            &caption,
            &scope.latest.unit,
            dots,
            None,
        )),
    })
}

/// Areas of the same level with the same parent, then the parent.
fn others<'a>(scope: &Scope<'a>) -> Vec<&'a Row> {
    let alike = |row: &&&Row| is_whole(row, scope.group) && same_period(row, scope.latest);
    let beside = |row: &&Row| {
        row.area_level == scope.area.level
            && row.parent_code == scope.latest.parent_code
            && row.area_code != scope.area.code
    };
    let mut rows: Vec<&Row> = scope.rows.iter().filter(alike).copied().filter(beside).collect();
    rows.extend(scope.rows.iter().filter(alike).copied().filter(|row| row.area_code == scope.latest.parent_code));
    rows
}

pub(super) fn dot(row: &Row, label: String, is_own: bool) -> Dot {
    let number = |number: Option<&crate::row::Number>| number.map(|number| number.value);
    Dot {
        label,
        value: number(row.value.as_ref()),
        limits: number(row.lower_95.as_ref()).zip(number(row.upper_95.as_ref())),
        printed: [&row.value, &row.lower_95, &row.upper_95].map(|it| row.print(it.as_ref())),
        mark: row.status.clone(),
        is_own,
        is_unsure: row.is_unsure(),
        is_hidden: row.is_hidden(),
    }
}

/// The comparator itself, as its gap names it.
fn comparator(scope: &Scope<'_>, name: &str) -> Option<Dot> {
    let gap = scope.latest_gap("gap_absolute", name).filter(|gap| !gap.is_hidden())?;
    let value = gap.comparator_value.as_ref()?;
    let limits = gap.comparator_lower_95.as_ref().zip(gap.comparator_upper_95.as_ref());
    let exact = || "[z]".to_owned();
    Some(Dot {
        label: name.to_owned(),
        value: Some(value.value),
        limits: limits.map(|(lower, upper)| (lower.value, upper.value)),
        printed: [
            value.text.clone(),
            limits.map_or_else(exact, |(lower, _)| lower.text.clone()),
            limits.map_or_else(exact, |(_, upper)| upper.text.clone()),
        ],
        mark: String::new(),
        is_own: false,
        is_unsure: false,
        is_hidden: false,
    })
}

pub(super) fn grid(name: &str, caption: &str, first: &str, unit: &str, dots: &[Dot]) -> Grid {
    let columns = vec![
        Column::new("area", first, Kind::Text),
        Column::new("value", &format!("Figure ({unit})"), Kind::DECIMAL),
        Column::new("lower", "Lower 95% limit", Kind::DECIMAL),
        Column::new("upper", "Upper 95% limit", Kind::DECIMAL),
        Column::new("status", "Marks", Kind::Text),
    ];
    let row = |dot: &Dot| {
        let mark = if dot.mark.is_empty() { "none".to_owned() } else { dot.mark.clone() };
        let [value, lower, upper] = dot.printed.clone();
        vec![dot.label.clone(), value, lower, upper, mark]
    };
    Grid::new(name, caption, columns, dots.iter().map(row).collect())
}

/// A chart of dots with intervals; `reference` is a line across it.
pub(super) fn chart(
    scope: &Scope<'_>,
    name: &str,
    title: &str,
    unit: &str,
    dots: Vec<Dot>,
    reference: Option<(String, f64)>,
) -> Chart {
    let shown = dots.iter().filter(|dot| dot.value.is_some()).count();
    let hidden = dots.iter().filter(|dot| dot.is_hidden).count();
    let unsure = dots.iter().filter(|dot| dot.is_unsure).count();
    let description = format!(
        "Dots with 95% intervals, one line for each of {}: {shown} with a figure, {hidden} not shown, {unsure} hatched as unsure or \
         provisional; unit: {}. The table after the chart has every number.",
        dots.len(),
        unit
    );
    let synthetic = scope.is_synthetic();
    Chart::of_dots(name, title.to_owned(), description, synthetic, Dots { unit: unit.to_owned(), dots, reference })
}
