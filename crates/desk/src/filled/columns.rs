//! The header of a filled-in sheet: where each agreed column stands.
//!
//! Columns may stand in any order. Not allowed in here: telling a header that is not declared.

use std::collections::{BTreeMap, BTreeSet};

use concordat_declare::contract::ColumnKind;
use concordat_diagnostics::{Text, codes};
use concordat_tables::{Spot, TypedSheet};

use super::{SheetPlace, Told};
use crate::headers::nearness;
use crate::terms::{Terms, Use};

/// Rows in which the header is looked for.
const ROWS_SEARCHED: u64 = 30;
/// From here on, of a thousand, a header is taken for a misspelt one.
const NEAR: u32 = 700;

/// The header of a sheet.
pub(super) struct Columns {
    /// Its row.
    pub(super) header_row: u64,
    pub(super) headers: Vec<String>,
    /// The sheet's column of each.
    pub(super) columns: Vec<u64>,
}

/// Finds the header; `None` when there is none, which is told.
pub(super) fn find(
    sheet: &TypedSheet,
    place: &SheetPlace,
    terms: &Terms<'_>,
    purpose: Use,
    told: &mut Told<'_>,
) -> Option<Columns> {
    let mut known: BTreeMap<u64, u64> = BTreeMap::new();
    for cell in sheet.cells.iter().filter(|cell| cell.at.row <= ROWS_SEARCHED) {
        if terms.column_of(cell.text.trim()).is_some() {
            *known.entry(cell.at.row).or_default() += 1;
        }
    }
    let most = known.values().max().copied();
    let Some((header_row, _)) = known.into_iter().find(|(_, count)| Some(*count) == most) else {
        let text = Text::new().say("no row of the sheet of data holds the columns ");
        let text = text.list(terms.agreed().map(|column| column.header.as_str()));
        told.whole(&codes::HEADER_NOT_FOUND, text);
        return None;
    };
    if let Some(above) = sheet.cells.iter().find(|cell| cell.at.row < header_row).filter(|_| purpose == Use::Delivery) {
        told.at(place, above.at, &codes::WORKBOOK_HOLDS_MORE, &"something stands above the header".into());
    }
    let found = columns(sheet, header_row);
    if purpose == Use::Delivery {
        Matching { found: &found, place, terms }.check(told);
    }
    twice(&found, place, terms, told);
    Some(found)
}

/// Every column that holds something from the header on.
fn columns(sheet: &TypedSheet, header_row: u64) -> Columns {
    let cells = || sheet.cells.iter().filter(|cell| cell.at.row >= header_row && !cell.text.trim().is_empty());
    let columns: BTreeSet<u64> = cells().map(|cell| cell.at.column).collect();
    let names: BTreeMap<u64, &str> =
        cells().filter(|cell| cell.at.row == header_row).map(|cell| (cell.at.column, cell.text.trim())).collect();
    let header = |column: &u64| names.get(column).copied().unwrap_or_default().to_owned();
    Columns { header_row, headers: columns.iter().map(header).collect(), columns: columns.into_iter().collect() }
}

fn twice(found: &Columns, place: &SheetPlace, terms: &Terms<'_>, told: &mut Told<'_>) {
    let mut seen = BTreeSet::new();
    for (header, at) in found.headers.iter().zip(&found.columns) {
        if let Some(column) = terms.column_of(header).filter(|column| !seen.insert(&column.name)) {
            let text = Text::new().say("the column ").declared(&column.header).say(" stands twice");
            told.at(place, Spot { row: found.header_row, column: *at }, &codes::DUPLICATE_HEADER, &text);
        }
    }
}

struct Matching<'a> {
    found: &'a Columns,
    place: &'a SheetPlace,
    terms: &'a Terms<'a>,
}

impl Matching<'_> {
    fn spot(&self, position: usize) -> Spot {
        Spot { row: self.found.header_row, column: self.found.columns[position] }
    }

    fn check(&self, told: &mut Told<'_>) {
        let mut unknown = Vec::new();
        for (position, header) in self.found.headers.iter().enumerate() {
            match self.terms.column_of(header) {
                None => unknown.push(position),
                Some(column) if column.kind == ColumnKind::Ignored || self.terms.is_agreed(column) => {}
                Some(column) => {
                    let text = Text::new().declared(&column.header).say(" is in the contract and is not agreed");
                    told.at(self.place, self.spot(position), &codes::OVER_SHARED, &text);
                }
            }
        }
        self.missing(&mut unknown, told);
        for position in unknown {
            let text = "a column that is not in the contract";
            told.at(self.place, self.spot(position), &codes::OVER_SHARED, &text.into());
        }
    }

    /// Tells agreed columns that are not there; a header that is nearly one is told with it and taken off `unknown`.
    fn missing(&self, unknown: &mut Vec<usize>, told: &mut Told<'_>) {
        for column in self.terms.agreed() {
            let is_it = |header: &String| self.terms.column_of(header).is_some_and(|found| found.name == column.name);
            if self.found.headers.iter().any(is_it) {
                continue;
            }
            let text = Text::new().say("the column ").declared(&column.header).say(" is missing");
            let near = |position: &usize| nearness(&self.found.headers[*position], column);
            let best = unknown.iter().copied().max_by_key(near).filter(|best| near(best) >= NEAR);
            match best {
                None => told.whole(&codes::MISSING_COLUMN, text),
                Some(best) => {
                    unknown.retain(|position| *position != best);
                    let text = text.say("; is it this one?");
                    told.at(self.place, self.spot(best), &codes::MISSING_COLUMN, &text);
                }
            }
        }
    }
}
