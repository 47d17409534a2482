//! Tables as public publishers make them: bytes and a declared layout become a rectangle of text, and a rectangle with declared
//! series becomes figures, each with its status and its place.
//!
//! Not allowed in here: opening files, averaging or mending figures, taking a symbol for zero, and a rule for one file. What
//! a publisher does stands in a dialect, what a file does in its layout.

mod areas;
mod companion;
mod decode;
mod error;
mod figures;
mod grid;
mod json;
mod limits;
mod number;
mod pattern;
mod period;
mod records;
mod separated;
mod shape;
mod table;
mod workbook;

pub use areas::{AreaFault, Authorities};
pub use companion::{DescribedTable, described};
pub use error::{Spot, TableError};
pub use figures::{Figure, Figures, Sex, figures};
pub use limits::Limits;
pub use number::{number, whole_number};
pub use period::{Written, read_period};
pub use records::Records;
pub use table::{Cell, Row, Table};
pub use workbook::typed::{Held, TypedBook, TypedCell, TypedSheet};

use concordat_declare::layout::Layout;
use concordat_declare::source::Format;

/// Reads a table. One in Parquet is opened by others, and handed over as [`Records`].
///
/// # Errors
/// [`TableError`] with the place, and never with what stands there.
pub fn read(bytes: &[u8], format: &Format, layout: &Layout, limits: &Limits) -> Result<Table, TableError> {
    let grid = match format {
        Format::Csv(csv) => separated::read(&decode::text(bytes, csv.encoding)?, csv.delimiter, layout, limits)?,
        Format::Workbook => workbook::read(bytes, layout, limits)?,
        Format::Json => json::read(bytes, layout, limits)?,
        Format::Parquet | Format::OfDialect => return Err(TableError::OtherFormat),
    };
    shape::shape(&grid, layout)
}

/// Reads every sheet of an `.xlsx`, each cell with its kind: a workbook that people have filled in.
///
/// # Errors
/// [`TableError`] when it is no such workbook, holds programs or links, or is larger than the limits permit.
pub fn read_cells(bytes: &[u8], limits: &Limits) -> Result<TypedBook, TableError> {
    workbook::typed::read(bytes, limits)
}
