//! Parts of the page: sections, sentences, tables, charts.
//!
//! Not allowed in here: a table without caption and headings, a chart without its table.

use concordat_formats::{Column, MARKS};

use crate::chart::Chart;
use crate::grid::Grid;
use crate::markup::Markup;
use crate::section::Shown;

/// A table with more rows may go over to the next page of paper.
const LONGEST_UNBROKEN: usize = 15;

/// Begins a section with its heading.
pub(super) fn section(page: &mut Markup, id: &str, heading: &str) {
    let label = format!("{id}-heading");
    page.open("section", &[("id", id), ("aria-labelledby", &label)]).constant("\n");
    page.element("h2", &[("id", &label)], heading);
}

/// Sentences, one paragraph each.
pub(super) fn lines(page: &mut Markup, lines: &[String]) {
    for line in lines {
        page.element("p", &[], line);
    }
}

/// Heading, chart and table.
pub(super) fn shown(page: &mut Markup, id: &str, stem: &str, shown: &Shown) {
    page.element("h3", &[], &shown.heading);
    lines(page, &shown.lines);
    if let Some(chart) = &shown.chart {
        page.open("figure", &[]).constant("\n");
        drawing(page, &format!("{stem}-{}.png", chart.name), chart);
        page.element("figcaption", &[], &chart.description).close("figure");
    }
    grid(page, id, &shown.grid);
}

/// The drawing; in Word, which would show the letters of a drawing as text, the picture of it that lies beside the page.
fn drawing(page: &mut Markup, picture: &str, chart: &Chart) {
    let words = format!("{}. {}", chart.title, chart.description);
    page.constant("<!--[if mso]>").open("img", &[("src", picture), ("alt", &words), ("width", "600")]);
    page.constant("<![endif]-->\n<!--[if !mso]><!-->\n");
    region(page, "wide", &format!("Chart: {}", chart.title)).add(&chart.markup()).close("div");
    page.constant("<!--<![endif]-->\n");
}

/// A box that may be moved sideways where the window is narrow, also with the keyboard.
fn region<'a>(page: &'a mut Markup, kind: &str, label: &str) -> &'a mut Markup {
    page.open("div", &[("class", kind), ("role", "region"), ("tabindex", "0"), ("aria-label", label)]).constant("\n")
}

/// A table. A lower limit and the upper limit after it are one interval.
pub(super) fn grid(page: &mut Markup, id: &str, grid: &Grid) {
    let caption = format!("{id}-caption");
    let kind = if grid.table.rows.len() > LONGEST_UNBROKEN { "wide" } else { "wide whole" };
    region(page, kind, &format!("Table: {}", grid.caption));
    page.open("table", &[("aria-labelledby", &caption)]).constant("\n");
    page.open("caption", &[("id", &caption)]).element("span", &[], &grid.caption).close("caption");
    page.constant("<thead><tr>\n");
    let columns = &grid.table.columns;
    for (position, column) in columns.iter().enumerate().filter(|(position, _)| !is_upper(columns, *position)) {
        let title = if is_lower(columns, position) { "95% interval" } else { &column.title };
        let class = if column.kind.is_number() { "number" } else { "words" };
        page.element("th", &[("scope", "col"), ("class", class)], title);
    }
    page.constant("</tr></thead>\n<tbody>\n");
    for row in &grid.table.rows {
        table_row(page, columns, row);
    }
    page.constant("</tbody>\n").close("table").close("div");
}

fn table_row(page: &mut Markup, columns: &[Column], row: &[String]) {
    page.open("tr", &[]);
    for (position, (column, cell)) in columns.iter().zip(row).enumerate() {
        let class = if column.kind.is_number() { "number" } else { "words" };
        if position == 0 {
            page.element("th", &[("scope", "row")], cell);
        } else if is_lower(columns, position) {
            let upper = row.get(position + 1).map_or("", String::as_str);
            page.element("td", &[("class", class)], &interval(cell, upper));
        } else if !is_upper(columns, position) {
            page.element("td", &[("class", class)], cell);
        }
    }
    page.close("tr");
}

fn interval(lower: &str, upper: &str) -> String {
    if lower.starts_with('[') { lower.to_owned() } else { format!("{lower}\u{a0}to\u{a0}{upper}") }
}

fn is_lower(columns: &[Column], position: usize) -> bool {
    columns.get(position).is_some_and(|column| column.name.starts_with("lower"))
}

fn is_upper(columns: &[Column], position: usize) -> bool {
    position > 0 && is_lower(columns, position - 1) && columns[position].name.starts_with("upper")
}

/// Names and what they stand for.
pub(super) fn facts(page: &mut Markup, facts: &[(&str, &str)]) {
    page.open("dl", &[]).constant("\n");
    for (name, text) in facts {
        page.element("dt", &[], name).element("dd", &[], text);
    }
    page.close("dl");
}

/// The marks and their meanings.
pub(super) fn marks(page: &mut Markup) {
    page.element("h3", &[], "Marks");
    let pairs: Vec<(&str, &str)> = MARKS.iter().map(|mark| (mark.sign, mark.meaning)).collect();
    facts(page, &pairs);
}
