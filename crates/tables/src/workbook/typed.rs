//! A whole `.xlsx` cell by cell, each with what kind of value it holds: for tables that people fill in, where a date that stands
//! in a column of codes must not be read as text.
//!
//! Not allowed in here: what a column should hold, and mending a cell.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};

use super::package::Package;
use super::xlsx::{each, hidden_rows, refused, shown};
use crate::error::{Spot, TableError};
use crate::limits::Limits;

/// What kind of value a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A day, perhaps with a time.
    Day,
    /// True or false.
    Truth,
    /// An error of the sheet's own, such as a reference to nothing.
    Error,
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedCell {
    /// Where.
    pub at: Spot,
    /// Its kind.
    pub held: Held,
    /// Its value as text: a number without a needless zero, a day as `2024-01-31`, with `T` and a time where it has one.
    pub text: String,
    /// Whether a formula made it.
    pub formula: bool,
}

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct TypedSheet {
    /// Its name.
    pub name: String,
    /// Whether it is shown.
    pub visible: bool,
    /// Cells row by row; blank ones are left out.
    pub cells: Vec<TypedCell>,
    /// First and last cell of those that are merged.
    pub merges: Vec<(Spot, Spot)>,
    /// Rows that are hidden, or filtered out.
    pub hidden_rows: BTreeSet<u64>,
}

/// A workbook.
#[derive(Clone, Debug, Default)]
pub struct TypedBook {
    /// Its sheets, in order.
    pub sheets: Vec<TypedSheet>,
    /// Where notes are attached to cells, whatever the sheet.
    pub notes: Vec<Spot>,
    /// Whether it holds what no sheet shows as cells: kept copies behind pivot tables and charts, embedded files, pictures.
    pub holds_more: bool,
}

/// Parts that hold data which no cell shows.
const MORE: [&str; 10] = [
    "xl/pivotcache/",
    "xl/pivottables/",
    "xl/model/",
    "xl/charts/",
    "xl/chartsheets/",
    "xl/embeddings/",
    "xl/media/",
    "xl/activex/",
    "xl/threadedcomments/",
    "xl/revisions/",
];

/// Reads every sheet.
///
/// # Errors
/// [`TableError`] when it is no `.xlsx`, holds programs or links, or is larger than the limits permit.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<TypedBook, TableError> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(TableError::NotAWorkbook);
    }
    let package = Package::open(bytes, limits)?;
    package.refuse_programs(&concordat_declare::layout::Layout::default())?;
    if !package.has("xl/workbook.xml") {
        return Err(TableError::NotAWorkbook);
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
    let sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let mut left = limits.cells;
    let mut book = TypedBook { holds_more: package.holds(&MORE), notes: notes(&package)?, ..TypedBook::default() };
    for (name, visible) in sheets {
        let cells = cells(&mut workbook, &name, &mut left).map_err(|error| match error {
            TableError::Cells(_) => TableError::Cells(limits.cells),
            other => other,
        })?;
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(|error| refused(&error))?;
        let merges = merges.iter().map(|merge| (spot(merge.start), spot(merge.end))).collect();
        let hidden_rows = hidden_rows(&package, &name)?;
        book.sheets.push(TypedSheet { name, visible, cells, merges, hidden_rows });
    }
    Ok(book)
}

fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, left: &mut u64) -> Result<Vec<TypedCell>, TableError> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|error| refused(&error))?;
    let mut found: Vec<TypedCell> = Vec::new();
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|error| refused(&error))? {
        let text = shown(&cell.value);
        let at = spot(cell.pos);
        if text.is_empty() {
            continue;
        }
        *left = left.checked_sub(1).ok_or(TableError::Cells(0))?;
        if found.last().is_some_and(|last| last.at >= at) {
            return Err(TableError::NotAWorkbook);
        }
        found.push(TypedCell { at, held: held(&cell.value), text, formula: cell.formula.is_some() });
    }
    Ok(found)
}

fn spot((row, column): (u32, u32)) -> Spot {
    Spot { row: u64::from(row) + 1, column: u64::from(column) + 1 }
}

fn held(value: &DataRef<'_>) -> Held {
    match value {
        DataRef::Int(_) | DataRef::Float(_) => Held::Number,
        DataRef::DateTime(value) if !value.is_datetime() => Held::Number,
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) => Held::Day,
        DataRef::Bool(_) => Held::Truth,
        DataRef::Error(_) => Held::Error,
        DataRef::String(_) | DataRef::SharedString(_) | DataRef::DurationIso(_) | DataRef::Empty => Held::Text,
    }
}

/// Cells that notes hang on.
fn notes(package: &Package<'_>) -> Result<Vec<Spot>, TableError> {
    let mut found = Vec::new();
    for name in package.names().filter(|name| name.to_ascii_lowercase().starts_with("xl/comments")) {
        let Some(xml) = package.part(name)? else { continue };
        each(&xml, |element, attribute| {
            if element == "comment" {
                found.push(attribute("ref").and_then(|text| place(&text)).unwrap_or(Spot { row: u64::MAX, column: 1 }));
            }
        })?;
    }
    Ok(found)
}

/// `C7` as a place.
fn place(text: &str) -> Option<Spot> {
    let digits = text.find(|character: char| character.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let column = letters.bytes().try_fold(0u64, |sum, letter| {
        letter.is_ascii_uppercase().then(|| sum.checked_mul(26)?.checked_add(u64::from(letter - b'A') + 1)).flatten()
    })?;
    Some(Spot { row: row.parse().ok()?, column })
}
