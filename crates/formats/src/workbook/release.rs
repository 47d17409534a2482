//! The workbook of a whole release: a sheet for each mission and one for the indicators.
//!
//! Not allowed in here: a figure that is not in the release's own files.

use super::{Note, Sheet, Workbook};
use crate::error::FormatsError;
use crate::facts::ReleaseFacts;
use crate::observations::MARKS;
use crate::table::Table;

/// Columns of a mission's sheet, in the order in which people read; the CSV file has all.
const SHOWN: [&str; 31] = [
    "area_name",
    "area_code",
    "area_level",
    "area_vintage",
    "indicator",
    "measure",
    "group_definition",
    "sex",
    "age",
    "category_type",
    "category",
    "period_label",
    "period_start",
    "period_end",
    "value",
    "lower_95",
    "upper_95",
    "unit",
    "count",
    "count_basis",
    "denominator",
    "comparator_value",
    "significance",
    "recent_trend",
    "status",
    "status_reason",
    "reading",
    "synthetic",
    "method",
    "figure_id",
    "release",
];

/// Builds it from the release's tables: `missions` with the statement of each, and `indicators`.
///
/// # Errors
///
/// A table lacks a column.
pub fn release_workbook<'a>(
    facts: &'a ReleaseFacts,
    missions: &[(String, Table)],
    indicators: &Table,
) -> Result<Workbook<'a>, FormatsError> {
    let mut sheets = Vec::new();
    for (statement, table) in missions.iter().filter(|(_, table)| !table.rows.is_empty()) {
        sheets.push(mission_sheet(facts, statement, table)?);
    }
    if !indicators.rows.is_empty() {
        sheets.push(indicator_sheet(facts, indicators));
    }
    let notes = MARKS.iter().map(|mark| Note { sign: mark.sign.to_owned(), text: mark.meaning.to_owned() }).collect();
    let cover = vec![
        facts.description.clone(),
        "Each mission has a sheet with one table; the sheet of indicators says what is counted and how.".to_owned(),
        "A value stands beside the limits of its 95% interval: read both.".to_owned(),
        "Words such as lower and higher compare; they do not rate.".to_owned(),
    ];
    Ok(Workbook { facts, title: facts.honest_title(), cover, notes, sheets })
}

fn mission_sheet(facts: &ReleaseFacts, statement: &str, table: &Table) -> Result<Sheet, FormatsError> {
    let positions: Vec<usize> = SHOWN.iter().map(|column| table.needed(column)).collect::<Result<_, _>>()?;
    let status = table.needed("status")?;
    let columns = positions.iter().filter_map(|position| table.columns.get(*position)).cloned().collect();
    let shown = |row: &Vec<String>| -> Vec<String> {
        let status = row.get(status).map_or("", String::as_str);
        positions.iter().map(|position| shown_cell(table, row, *position, status)).collect()
    };
    let rows = table.rows.iter().map(shown).collect();
    Ok(Sheet {
        name: sheet_name(&table.name),
        title: marked(facts, format!("Mission: {statement}")),
        lines: vec!["Marks in square brackets are explained on the sheet of notes.".to_owned(), source_line(facts)],
        table: Table { name: table.name.clone(), columns, rows },
    })
}

/// A missing number carries the mark that says why; a missing word does not apply.
fn shown_cell(table: &Table, row: &[String], position: usize, status: &str) -> String {
    let cell = row.get(position).map_or("", String::as_str);
    let is_number = table.columns.get(position).is_some_and(|column| column.kind.is_number());
    if cell.is_empty() && is_number {
        let why = ["[c]", "[x]"].into_iter().find(|mark| status.contains(mark));
        return why.unwrap_or("[z]").to_owned();
    }
    cell.to_owned()
}

fn indicator_sheet(facts: &ReleaseFacts, indicators: &Table) -> Sheet {
    let title = marked(facts, "Indicators: definitions, sources and caveats".to_owned());
    let lines = vec![source_line(facts)];
    Sheet { name: "Indicators".to_owned(), title, lines, table: indicators.clone() }
}

fn source_line(facts: &ReleaseFacts) -> String {
    format!("Source: {}", facts.citation())
}

fn marked(facts: &ReleaseFacts, title: String) -> String {
    if facts.synthetic { format!("{title} (made-up sample data)") } else { title }
}

/// The first 31 characters.
fn sheet_name(name: &str) -> String {
    name.chars().take(31).collect()
}
