//! Columns that the layout adds or fills.
//!
//! Not allowed in here: filling what was not declared.

use concordat_declare::layout::Layout;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::error::{Spot, TableError};
use crate::table::{Cell, Row, Table};

/// Adds a column at the end.
pub(super) fn add(table: &mut Table, name: &str, cell: impl Fn(&Row) -> Cell) {
    table.headers.push((name.to_owned(), Spot::default()));
    for row in &mut table.rows {
        let cell = cell(row);
        row.cells.push(cell);
    }
}

/// Fills blank cells with the one above.
pub(super) fn carry_down(table: &mut Table, layout: &Layout) -> Result<(), TableError> {
    for column in &layout.carry_down {
        let at = table.position(column)?;
        let mut above = Cell::default();
        for row in &mut table.rows {
            if row.cells[at].text.trim().is_empty() {
                row.cells[at].text.clone_from(&above.text);
            }
            above.clone_from(&row.cells[at]);
        }
    }
    Ok(())
}

/// Adds columns that hold the first of several that is not blank. Of these, some may be missing, but not all.
pub(super) fn first_of(table: &mut Table, layout: &Layout) -> Result<(), TableError> {
    for (name, columns) in &layout.first_of {
        let mut positions = Vec::new();
        let mut missing = None;
        for column in columns {
            match table.position(column) {
                Ok(position) => positions.push(position),
                Err(error @ TableError::ColumnTwice { .. }) => return Err(error),
                Err(error) => missing = missing.or(Some(error)),
            }
        }
        if let (true, Some(error)) = (positions.is_empty(), missing) {
            return Err(error);
        }
        add(table, name, |row| {
            let cells = positions.iter().map(|at| &row.cells[*at]);
            cells.into_iter().find(|cell| !cell.text.trim().is_empty()).cloned().unwrap_or_default()
        });
    }
    Ok(())
}

/// Reads day numbers as dates. Words among them stay words.
pub(super) fn day_numbers(table: &mut Table, layout: &Layout) -> Result<(), TableError> {
    for column in &layout.day_numbers {
        let at = table.position(column)?;
        for row in &mut table.rows {
            let spot = row.spot(at);
            let text = row.cells[at].text.trim();
            if text.starts_with(|first: char| first.is_ascii_digit()) && !text.contains(['-', '/', ' ']) {
                let days: f64 = text.parse().map_err(|_| TableError::DayNumber(spot))?;
                row.cells[at].text = day(days).ok_or(TableError::DayNumber(spot))?.to_string();
            }
        }
    }
    Ok(())
}

/// The date of a day number: days since 30 December 1899, right from 1 March 1900 on.
fn day(days: f64) -> Option<Date> {
    let whole = days.floor();
    if !(61.0..1_000_000.0).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
    let whole = whole as i64;
    Date::constant(1899, 12, 30).checked_add(whole.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn day_numbers_are_those_of_spreadsheets() {
        assert_eq!(day(45809.0).map(|date| date.to_string()).as_deref(), Some("2025-06-01"));
        assert_eq!(day(61.0).map(|date| date.to_string()).as_deref(), Some("1900-03-01"));
        assert_eq!(day(12.0), None);
    }
}
