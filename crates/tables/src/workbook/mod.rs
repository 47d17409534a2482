//! Workbooks: `.xlsx`, `.ods` and `.xls`, told apart by their bytes.
//!
//! Not allowed in here: running, following or decrypting anything; and holding more than the limits permit.

mod ods;
mod package;
mod text;
pub(crate) mod typed;
mod xls;
mod xlsx;

use concordat_declare::layout::{Layout, Permit};

use crate::error::TableError;
use crate::grid::Grid;
use crate::limits::Limits;
use crate::pattern::fits;
use crate::table::one_line;
use package::Package;

/// Reads the declared sheet.
///
/// # Errors
/// [`TableError`] when the workbook is refused, damaged or has no such sheet.
pub(crate) fn read(bytes: &[u8], layout: &Layout, limits: &Limits) -> Result<Grid, TableError> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => {
            let package = Package::open(bytes, limits)?;
            package.refuse_programs(layout)?;
            if package.has("xl/workbook.xml") {
                xlsx::read(bytes, &package, layout, limits)
            } else if package.has("content.xml") {
                ods::read(&package, layout, limits)
            } else {
                Err(TableError::NotAWorkbook)
            }
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => xls::read(bytes, layout, limits),
        _ => Err(TableError::NotAWorkbook),
    }
}

/// The declared sheet among names with whether each is visible: its position.
///
/// # Errors
/// [`TableError::SheetMissing`] unless one fits, [`TableError::SheetHidden`] when it is hidden and that is not permitted.
fn choose(sheets: &[(String, bool)], layout: &Layout) -> Result<usize, TableError> {
    let declared = layout.sheet.as_deref();
    let fitting = |name: &str| declared.is_none_or(|pattern| fits(&one_line(pattern), &one_line(name)));
    let found: Vec<usize> = (0..sheets.len()).filter(|position| fitting(&sheets[*position].0)).collect();
    let [only] = found.as_slice() else {
        let declared = declared.map(str::to_owned);
        return Err(TableError::SheetMissing { declared, sheets: sheets.len(), fitting: found.len() });
    };
    if !sheets[*only].1 && layout.hidden_sheet != Some(Permit::Accept) {
        return Err(TableError::SheetHidden(declared.map(str::to_owned)));
    }
    Ok(*only)
}
