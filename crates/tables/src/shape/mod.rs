//! A grid into a table: finds the header, cleans it, takes the data out and turns columns into rows.
//!
//! Not allowed in here: numbers, periods and areas.

use concordat_declare::layout::{Header, HeaderRows, HeaderSearch, HiddenRows, Layout};

use crate::error::{Spot, TableError};
use crate::grid::{Grid, GridRow};
use crate::pattern;
use crate::table::{Cell, Row, Table, one_line};

mod columns;
mod header;
mod unpivot;

/// Where the header stands in a grid: positions of its rows, and of the first row of data.
struct Head {
    from: usize,
    to: usize,
    data: usize,
}

/// Makes the table that the layout describes.
///
/// # Errors
/// [`TableError`] with the place of the first thing that is not as declared.
pub(crate) fn shape(grid: &Grid, layout: &Layout) -> Result<Table, TableError> {
    let head = find(grid, layout)?;
    check_preamble(&grid.rows[..head.from], layout)?;
    let constants = constants(&grid.rows[..head.from], layout)?;
    let headers = header::names(grid, &head, layout);
    check_columns(&headers, layout)?;
    let width = Width::of(&headers, grid.ragged, layout);
    let rows = rows(grid, &head, width, layout)?;
    let mut table = Table { rows_read: rows.len() as u64, headers, rows };
    columns::carry_down(&mut table, layout)?;
    columns::first_of(&mut table, layout)?;
    columns::day_numbers(&mut table, layout)?;
    for (name, text) in &constants {
        columns::add(&mut table, name, |_| Cell { text: text.clone(), column: 0 });
    }
    match &layout.unpivot {
        Some(unpivot) => unpivot::unpivot(&table, unpivot, &constants),
        None => Ok(table),
    }
}

fn find(grid: &Grid, layout: &Layout) -> Result<Head, TableError> {
    if grid.names.is_some() {
        return Ok(Head { from: 0, to: 0, data: 0 });
    }
    match layout.header.as_ref().unwrap_or(&Header::FirstRow) {
        Header::Names(_) => Ok(Head { from: 0, to: 0, data: 0 }),
        Header::FirstRow if grid.rows.is_empty() => Err(TableError::HeaderNotFound(Vec::new())),
        Header::FirstRow => Ok(Head { from: 0, to: 1, data: 1 }),
        Header::FirstFullRow => {
            let full = |row: &GridRow| row.cells.len() > 1 && row.cells.iter().all(|cell| !cell.trim().is_empty());
            let at = grid.rows.iter().position(full).ok_or(TableError::HeaderNotFound(Vec::new()))?;
            Ok(Head { from: at, to: at + 1, data: at + 1 })
        }
        Header::Rows(rows) => numbered(grid, *rows),
        Header::Find(search) => searched(grid, search, layout),
    }
}

fn numbered(grid: &Grid, rows: HeaderRows) -> Result<Head, TableError> {
    let from = grid.rows.partition_point(|row| row.number < rows.from);
    let to = grid.rows.partition_point(|row| row.number <= rows.to);
    if grid.rows[from..to].iter().all(GridRow::is_blank) {
        return Err(TableError::HeaderNotFound(Vec::new()));
    }
    Ok(Head { from, to, data: to })
}

fn searched(grid: &Grid, search: &HeaderSearch, layout: &Layout) -> Result<Head, TableError> {
    let holds = |row: &GridRow| {
        let cells: Vec<String> = row.cells.iter().map(|cell| header::clean(cell, layout)).collect();
        search.cells.iter().all(|wanted| cells.contains(&one_line(wanted)))
    };
    let missing = || TableError::HeaderNotFound(search.cells.clone());
    let at = grid.rows.iter().find(|row| holds(row)).ok_or_else(missing)?.number;
    numbered(grid, HeaderRows { from: at.saturating_sub(search.above).max(1), to: at + search.below })
}

fn check_preamble(above: &[GridRow], layout: &Layout) -> Result<(), TableError> {
    for wanted in &layout.preamble {
        let text = one_line(&wanted.text);
        let row = match &wanted.label {
            Some(label) => above.iter().find(|row| one_line(row.cell(0)) == one_line(label)),
            None => above.iter().find(|row| row.cells.iter().any(|cell| one_line(cell).contains(&text))),
        };
        let beside = |row: &&GridRow| {
            let next = row.cells.iter().skip(1).map(|cell| one_line(cell)).find(|cell| !cell.is_empty());
            wanted.label.is_none() || next.is_some_and(|cell| cell == text)
        };
        if !row.as_ref().is_some_and(beside) {
            let at = row.map_or_else(Spot::default, |row| Spot { row: row.number, column: 2 });
            return Err(TableError::OtherTable { label: wanted.label.clone(), text: wanted.text.clone(), at });
        }
    }
    Ok(())
}

/// Columns whose one text stands above the header.
fn constants(above: &[GridRow], layout: &Layout) -> Result<Vec<(String, String)>, TableError> {
    let find = |(name, written): (&String, &String)| {
        let marked = written.replace("{}", "{found}");
        let cells = above.iter().flat_map(|row| &row.cells);
        let found = cells.into_iter().find_map(|cell| pattern::take(&marked, &one_line(cell))?.remove("found"));
        let missing = || TableError::OtherTable { label: None, text: written.clone(), at: Spot::default() };
        Ok((name.clone(), found.ok_or_else(missing)?))
    };
    layout.from_preamble.iter().map(find).collect()
}

fn check_columns(headers: &[(String, Spot)], layout: &Layout) -> Result<(), TableError> {
    if layout.columns.is_empty() {
        return Ok(());
    }
    let mut found = headers.iter();
    for expected in &layout.columns {
        match found.next() {
            Some((name, _)) if *name == one_line(expected) => {}
            other => {
                let at = other.map_or_else(Spot::default, |(_, at)| *at);
                return Err(TableError::HeaderChanged { at, expected: Some(expected.clone()) });
            }
        }
    }
    match found.find(|(name, _)| !name.is_empty()) {
        Some((_, at)) => Err(TableError::HeaderChanged { at: *at, expected: None }),
        None => Ok(()),
    }
}

fn rows(grid: &Grid, head: &Head, width: Width, layout: &Layout) -> Result<Vec<Row>, TableError> {
    let ends = layout.ends.clone().unwrap_or_default();
    let mut before = grid.rows[..head.data].last().map_or(0, |row| row.number);
    let mut rows = Vec::new();
    for row in &grid.rows[head.data..] {
        let gap = row.number > before + 1 && !rows.is_empty();
        if ends.blank_row && (gap || row.is_blank()) {
            break;
        }
        before = row.number;
        if row.is_blank() {
            continue;
        }
        let first = row.cells.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default();
        if ends.texts.iter().any(|text| first.starts_with(text.as_str())) {
            break;
        }
        match (row.hidden, layout.hidden_rows.unwrap_or_default()) {
            (true, HiddenRows::Refuse) => return Err(TableError::HiddenRow(Spot { row: row.number, column: 0 })),
            (true, HiddenRows::Skip) => continue,
            _ => rows.push(fitted(row, width)?),
        }
    }
    if rows.is_empty() { Err(TableError::NoRows) } else { Ok(rows) }
}

/// How many cells a row has.
#[derive(Clone, Copy)]
struct Width {
    columns: usize,
    /// The fewest that a row may have.
    least: usize,
}

impl Width {
    fn of(headers: &[(String, Spot)], ragged: bool, layout: &Layout) -> Self {
        let optional = |name: &str| layout.optional_columns.iter().any(|column| one_line(column) == name);
        let at_the_end = headers.iter().rev().take_while(|(name, _)| optional(name)).count();
        Self { columns: headers.len(), least: if ragged { 0 } else { headers.len() - at_the_end } }
    }
}

/// A row of as many cells as there are columns.
fn fitted(row: &GridRow, width: Width) -> Result<Row, TableError> {
    let spot = |column: usize| Spot { row: row.number, column: column as u64 };
    if let Some(extra) = row.cells.iter().skip(width.columns).position(|cell| !cell.trim().is_empty()) {
        return Err(TableError::LongRow(spot(width.columns + extra + 1)));
    }
    if row.cells.len() < width.least {
        return Err(TableError::ShortRow(spot(0)));
    }
    let cells = (0..width.columns).map(|at| Cell { text: row.cell(at).to_owned(), column: at as u64 + 1 }).collect();
    Ok(Row { number: row.number, cells })
}
