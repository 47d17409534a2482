//! `.xls`, the binary workbooks of before 2007, by calamine.
//!
//! Not allowed in here: hidden rows; the library does not tell them. A sheet is at most 65,536 rows of 256 cells.

use std::io::Cursor;

use calamine::{Reader as _, SheetVisible, Xls, XlsError};
use concordat_declare::layout::Layout;

use super::{choose, text};
use crate::error::TableError;
use crate::grid::{Filler, Grid, Merge};
use crate::limits::Limits;

pub(super) fn read(bytes: &[u8], layout: &Layout, limits: &Limits) -> Result<Grid, TableError> {
    // Storages and streams of a compound file are named in UTF-16.
    if holds(bytes, "EncryptedPackage") {
        return Err(TableError::Encrypted);
    }
    if holds(bytes, "_VBA_PROJECT_CUR") {
        return Err(TableError::Macros);
    }
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => TableError::Encrypted,
        _ => TableError::NotAWorkbook,
    })?;
    let sheets = workbook.sheets_metadata().iter();
    let sheets: Vec<(String, bool)> =
        sheets.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect();
    let name = sheets[choose(&sheets, layout)?].0.clone();
    let range = workbook.worksheet_range(&name).map_err(|_| TableError::NotAWorkbook)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut filler = Filler::new(true, limits);
    for (row, column, value) in range.used_cells() {
        let text = text::cell(value);
        if !text.is_empty() {
            filler.put(u64::from(first_row) + row as u64 + 1, first_column as usize + column, text)?;
        }
    }
    let mut grid = filler.finish();
    let merges = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
    grid.merges = merges
        .iter()
        .map(|merge| Merge {
            rows: (u64::from(merge.start.0) + 1, u64::from(merge.end.0) + 1),
            columns: (merge.start.1 as usize, merge.end.1 as usize),
        })
        .collect();
    Ok(grid)
}

fn holds(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}
