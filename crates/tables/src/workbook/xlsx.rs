//! `.xlsx`: cells from calamine one by one, hidden rows from the sheet itself.
//!
//! Not allowed in here: a rectangle of the size the sheet claims; a sheet with one cell in its last corner claims billions.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetVisible, Xlsx, XlsxError};
use concordat_declare::layout::Layout;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::package::Package;
use super::{choose, text};
use crate::error::TableError;
use crate::grid::{Filler, Grid, GridRow, Merge};
use crate::limits::Limits;

pub(super) fn read(bytes: &[u8], package: &Package<'_>, layout: &Layout, limits: &Limits) -> Result<Grid, TableError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
    let sheets = workbook.sheets_metadata().iter();
    let sheets: Vec<(String, bool)> =
        sheets.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect();
    let name = sheets[choose(&sheets, layout)?].0.clone();
    let merges = workbook.merge_cells_by_sheet_name(&name).map_err(|error| refused(&error))?;
    let hidden = hidden_rows(package, &name)?;
    let mut filler = Filler::new(true, limits);
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|error| refused(&error))?;
    while let Some(cell) = cells.next_cell().map_err(|error| refused(&error))? {
        let (row, column) = cell.get_position();
        let text = shown(cell.get_value());
        if !text.is_empty() {
            filler.put(u64::from(row) + 1, column as usize, text)?;
        }
    }
    let mut grid = filler.finish();
    hide(&mut grid, &hidden);
    grid.merges = merges
        .iter()
        .map(|merge| Merge {
            rows: (u64::from(merge.start.0) + 1, u64::from(merge.end.0) + 1),
            columns: (merge.start.1 as usize, merge.end.1 as usize),
        })
        .collect();
    Ok(grid)
}

pub(super) fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(whole) => whole.to_string(),
        DataRef::Float(value) => text::number(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => text::truth(*value).to_owned(),
        DataRef::DateTime(value) => text::date(value),
        DataRef::Error(value) => text::error(value),
        DataRef::Empty => String::new(),
    }
}

fn hide(grid: &mut Grid, hidden: &BTreeSet<u64>) {
    for row in &mut grid.rows {
        row.hidden = hidden.contains(&row.number);
    }
    grid.rows.sort_by_key(|row: &GridRow| row.number);
}

pub(super) fn refused(error: &XlsxError) -> TableError {
    match error {
        XlsxError::Password => TableError::Encrypted,
        _ => TableError::NotAWorkbook,
    }
}

/// Numbers of the rows that the sheet hides.
pub(super) fn hidden_rows(package: &Package<'_>, sheet: &str) -> Result<BTreeSet<u64>, TableError> {
    let Some(xml) = package.part(&part_of(package, sheet)?)? else { return Err(TableError::NotAWorkbook) };
    let mut hidden = BTreeSet::new();
    let mut number = 0;
    each(&xml, |name, attribute| {
        if name == "row" {
            number = attribute("r").and_then(|text| text.parse().ok()).unwrap_or(number + 1);
            if attribute("hidden").is_some_and(|text| text == "1" || text == "true") {
                hidden.insert(number);
            }
        }
    })?;
    Ok(hidden)
}

/// The part that holds a sheet, by way of the workbook's relations.
fn part_of(package: &Package<'_>, sheet: &str) -> Result<String, TableError> {
    let (mut relation, mut target) = (None, None);
    let workbook = package.part("xl/workbook.xml")?.ok_or(TableError::NotAWorkbook)?;
    each(&workbook, |name, attribute| {
        if name == "sheet" && attribute("name").as_deref() == Some(sheet) {
            relation = attribute("id");
        }
    })?;
    let relations = package.part("xl/_rels/workbook.xml.rels")?.ok_or(TableError::NotAWorkbook)?;
    each(&relations, |name, attribute| {
        if name == "Relationship" && relation.is_some() && attribute("Id") == relation {
            target = attribute("Target");
        }
    })?;
    let target = target.ok_or(TableError::NotAWorkbook)?;
    let target = target.trim_start_matches('/');
    Ok(if target.starts_with("xl/") { target.to_owned() } else { format!("xl/{target}") })
}

/// Calls `take` for each element with its local name and a way to its attributes by local name.
pub(super) fn each(xml: &str, mut take: impl FnMut(&str, &dyn Fn(&str) -> Option<String>)) -> Result<(), TableError> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| TableError::NotAWorkbook)? {
            Event::Start(element) | Event::Empty(element) => {
                let attribute = |wanted: &str| {
                    let mut all = element.attributes().filter_map(Result::ok);
                    let found = all.find(|attribute| attribute.key.local_name().as_ref() == wanted)?;
                    quick_xml::escape::unescape(&found.value).ok().map(|text| text.into_owned())
                };
                take(element.local_name().as_ref(), &attribute);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
